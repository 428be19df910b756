// SPDX-License-Identifier: Apache-2.0

package gatewayclient_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

var errLost = errors.New("unavailable: connection reset")

// The orderers have it, and the answer got lost on the way.
func TestLostAnswerIsNoFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newToyLedger()
		transport := &toyTransport{ledger: ledger, fault: failing("submitted", -1, errLost)}
		client := connect(t, transport)
		outcome, err := gatewayclient.Submit(t.Context(), client, pay, tenToBob)
		require.NoError(t, err)
		require.EqualValues(t, 1, outcome.Block)
		require.Equal(t, 10, ledger.amount("bob"))
		require.Equal(t, 1, transport.count("endorse"), "nothing is proposed while the outcome is unknown")
	})
}

// Nothing reached the orderers, and nobody can tell: the identical bytes go again.
func TestLostSubmissionGoesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newToyLedger()
		transport := &toyTransport{ledger: ledger, fault: failing("submit", 4, errLost)}
		client := connect(t, transport)
		_, err := gatewayclient.Submit(t.Context(), client, pay, tenToBob)
		require.NoError(t, err)
		require.Equal(t, 10, ledger.amount("bob"))
		require.Equal(t, 1, transport.count("endorse"))
		require.Equal(t, 5, transport.count("submit"))
	})
}

// Orderers that forget what they took get it again.
func TestForgottenTransactionGoesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newToyLedger()
		ledger.every = time.Second
		forgotten := false
		forget := func(step string) error {
			if step == "submitted" && !forgotten {
				forgotten = true
				ledger.mu.Lock()
				ledger.pending = nil
				ledger.mu.Unlock()
			}
			return nil
		}
		client := connect(t, &toyTransport{ledger: ledger, fault: forget})
		_, err := gatewayclient.Submit(t.Context(), client, pay, tenToBob)
		require.NoError(t, err)
		require.Equal(t, 10, ledger.amount("bob"))
	})
}

func TestRefusedSubmissionHasNoEffect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refused := fmt.Errorf("%w: FORBIDDEN", gatewayclient.ErrNotSent)
		transport := &toyTransport{ledger: newToyLedger(), fault: failing("submit", -1, refused)}
		client := connect(t, transport)
		_, err := gatewayclient.Submit(t.Context(), client, pay, tenToBob)
		_, is := errors.AsType[*gatewayclient.SubmitError](err)
		require.True(t, is, "%v", err)
		require.Equal(t, 1, transport.count("submit"))
		require.Empty(t, client.Doubts())
	})
}

// A refusal of the second copy says nothing of the first.
func TestRefusalAfterDoubtIsNoRefusal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newToyLedger()
		ledger.every = 3 * time.Second
		first := true
		fault := func(step string) error {
			switch {
			case step == "submitted" && first:
				first = false
				return errLost
			case step == "submit" && !first:
				return fmt.Errorf("%w: FORBIDDEN", gatewayclient.ErrNotSent)
			}
			return nil
		}
		client := connect(t, &toyTransport{ledger: ledger, fault: fault})
		_, err := gatewayclient.Submit(t.Context(), client, pay, tenToBob)
		require.NoError(t, err)
		require.Equal(t, 10, ledger.amount("bob"))
	})
}

func TestBusyOrdererUntilTheDeadlineHasNoEffect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		busy := fmt.Errorf("%w: %w: too many requests", gatewayclient.ErrNotSent, gatewayclient.ErrTransient)
		ledger := newToyLedger()
		client := connect(t, &toyTransport{ledger: ledger, fault: failing("submit", -1, busy)})
		began := time.Now()
		_, err := gatewayclient.Submit(t.Context(), client, pay, tenToBob)
		_, is := errors.AsType[*gatewayclient.SubmitError](err)
		require.True(t, is, "%v", err)
		require.Equal(t, time.Minute, time.Since(began))
		require.Empty(t, client.Doubts())
	})
}

func TestUnknownOutcomeKeepsTheEnvelope(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newToyLedger()
		down := true
		fault := func(step string) error {
			if step == "submit" && down {
				return errLost
			}
			return nil
		}
		transport := &toyTransport{ledger: ledger, fault: fault}
		client := connect(t, transport)
		_, err := gatewayclient.Submit(t.Context(), client, pay, tenToBob, gatewayclient.Reference("INV-1"), gatewayclient.CommitTimeout(20*time.Second))
		unknown, is := errors.AsType[*gatewayclient.UnknownOutcomeError](err)
		require.True(t, is, "%v", err)
		require.ErrorIs(t, err, errLost)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, "INV-1", unknown.Reference)
		require.Equal(t, unknown.TxID, client.Doubts()[0].Envelope.TxID)

		down = false
		recoveries, err := client.Recover(t.Context())
		require.NoError(t, err)
		require.Len(t, recoveries, 1)
		require.NoError(t, recoveries[0].Err)
		require.JSONEq(t, `{"balance":90}`, string(*recoveries[0].Outcome.Result))
		require.Equal(t, 10, ledger.amount("bob"))
		require.Empty(t, client.Doubts())
		require.Equal(t, 1, transport.count("endorse"))
	})
}

// A caller that gives up while the transaction is on its way must not take it for failed.
func TestCancelledWaitIsUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newToyLedger()
		ledger.every = time.Second
		client := connect(t, &toyTransport{ledger: ledger})
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		_, err := gatewayclient.Submit(ctx, client, pay, tenToBob)
		_, is := errors.AsType[*gatewayclient.UnknownOutcomeError](err)
		require.True(t, is, "%v", err)
		time.Sleep(2 * time.Second)
		recoveries, err := client.Recover(t.Context())
		require.NoError(t, err)
		require.NoError(t, recoveries[0].Err)
		require.Equal(t, 10, ledger.amount("bob"))
	})
}

func TestBrokenStreamGoesOnFromTheNextBlock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newToyLedger()
		broken := 0
		fault := func(step string) error { // every other block breaks the stream
			if step == "block" {
				if broken++; broken%2 == 1 {
					return errLost
				}
			}
			return nil
		}
		transport := &toyTransport{ledger: ledger, fault: fault}
		client := connect(t, transport)
		for i := range 5 {
			outcome, err := gatewayclient.Submit(t.Context(), client, pay, tenToBob)
			require.NoError(t, err)
			require.EqualValues(t, i+1, outcome.Block)
		}
		require.Equal(t, 1, transport.count("height")-1, "the stream goes on where it broke")
		require.Zero(t, transport.count("status"))
	})
}

// A stream that never comes back does not hide an outcome: the ledger is asked before anybody gives up.
func TestDeadStreamIsNotTheLastWord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		transport := &toyTransport{ledger: newToyLedger(), fault: failing("block", -1, errLost)}
		client := connect(t, transport)
		outcome, err := gatewayclient.Submit(t.Context(), client, pay, tenToBob)
		require.NoError(t, err)
		require.EqualValues(t, 1, outcome.Block)
		require.Equal(t, 1, transport.count("status"))
	})
}

// The ledger's query fails, so the envelope goes again and is in a block as DUPLICATE_TXID: the first copy, in a block
// before the stream began, decides.
func TestSecondCopyLeadsToTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newToyLedger()
		outbox := gatewayclient.NewMemoryOutbox()
		former := connect(t, &toyTransport{ledger: ledger}, gatewayclient.WithOutbox(&keepingOutbox{outbox}))
		paid, err := gatewayclient.Submit(t.Context(), former, pay, tenToBob)
		require.NoError(t, err)

		transport := &toyTransport{ledger: ledger, fault: failing("status", 1, errLost)}
		client := connect(t, transport, gatewayclient.WithOutbox(outbox))
		recoveries, err := client.Recover(t.Context())
		require.NoError(t, err)
		require.NoError(t, recoveries[0].Err)
		require.Equal(t, paid.Block, recoveries[0].Outcome.Block)
		require.Equal(t, 1, transport.count("submit"))
		require.Equal(t, 10, ledger.amount("bob"))
	})
}

// steps at which a process dies, in the order in which a payment passes them, and how many envelopes it leaves.
var steps = []struct {
	name string
	left int
}{
	{"endorse", 0}, {"endorsed", 0}, {"put", 0}, {"kept", 1}, {"submit", 1}, {"submitted", 1}, {"block", 1}, {"remove", 1}, {"removed", 0},
}

// dyingOutbox reports its steps like the transport.
type dyingOutbox struct {
	gatewayclient.Outbox
	at func(string) error
}

func (o dyingOutbox) Put(entry gatewayclient.Entry) error {
	return errors.Join(o.at("put"), o.Outbox.Put(entry), o.at("kept"))
}

func (o dyingOutbox) Remove(txid string) error {
	return errors.Join(o.at("remove"), o.Outbox.Remove(txid), o.at("removed"))
}

// A process that dies at any step and one that comes after it pay exactly once, whether the second one recovers first
// or just pays again under the same reference.
func TestDeathAtAnyStepPaysOnce(t *testing.T) {
	for _, step := range steps {
		for _, recovers := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s/recover=%t", step.name, recovers), func(t *testing.T) {
				directory := t.TempDir()
				synctest.Test(t, func(t *testing.T) {
					ledger := newToyLedger()
					ledger.order(toyTx{ID: "f00d", Writes: map[string]int{"carol": 1}}) // the ledger has a past
					time.Sleep(time.Second)
					dieAt(t, step.name, ledger, directory)
					time.Sleep(time.Minute)
					left, err := filepath.Glob(filepath.Join(directory, "*"))
					require.NoError(t, err)
					require.Len(t, left, step.left)
					payAgain(t, ledger, directory, recovers)
					require.Equal(t, 10, ledger.amount("bob"))
					require.Equal(t, 90, ledger.amount("alice"))
				})
			})
		}
	}
}

// dieAt pays in a process that stops dead at a step: none of its goroutines goes on.
func dieAt(t *testing.T, step string, ledger *toyLedger, directory string) {
	dead := make(chan struct{})
	var once sync.Once
	var died atomic.Bool
	die := func(at string) error {
		if died.Load() || at == step {
			died.Store(true)
			once.Do(func() { close(dead) })
			runtime.Goexit()
		}
		return nil
	}
	outbox, err := gatewayclient.OpenDirectory(directory)
	require.NoError(t, err)
	client, err := gatewayclient.New(t.Context(), &toyTransport{ledger: ledger, fault: die}, "finance", gatewayclient.WithOutbox(dyingOutbox{outbox, die}))
	require.NoError(t, err)
	go func() {
		_, err := gatewayclient.Do(context.Background(), client, pay, tenToBob, gatewayclient.Reference("INV-1"))
		if err == nil { // what is left of the dead process may only fail to learn the outcome
			t.Errorf("the process lived past %s", step)
		}
	}()
	<-dead
	t.Cleanup(func() { _ = client.Close() })
}

func payAgain(t *testing.T, ledger *toyLedger, directory string, recovers bool) {
	outbox, err := gatewayclient.OpenDirectory(directory)
	require.NoError(t, err)
	client := connect(t, &toyTransport{ledger: ledger}, gatewayclient.WithOutbox(outbox))
	if recovers {
		unresolved := len(client.Doubts())
		recoveries, err := client.Recover(t.Context())
		require.NoError(t, err)
		require.Len(t, recoveries, unresolved)
		for _, recovery := range recoveries {
			require.NoError(t, recovery.Err)
			require.Equal(t, "INV-1", recovery.Entry.Reference)
			require.JSONEq(t, `{"balance":90}`, string(*recovery.Outcome.Result))
		}
	}
	result, err := gatewayclient.Do(t.Context(), client, pay, tenToBob, gatewayclient.Reference("INV-1"))
	require.NoError(t, err)
	require.Equal(t, 90, result.Balance)
	require.Empty(t, client.Doubts())
	left, err := filepath.Glob(filepath.Join(directory, "*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestDirectoryKeepsEntriesPrivate(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "outbox")
	outbox, err := gatewayclient.OpenDirectory(directory)
	require.NoError(t, err)
	entry := gatewayclient.Entry{Endpoint: "toy:Pay", Reference: "INV-1", Since: time.Unix(1, 0).UTC(), Envelope: gatewayclient.Envelope{TxID: "abcd", Bytes: []byte("content")}}
	require.NoError(t, outbox.Put(entry))
	info, err := os.Stat(filepath.Join(directory, "abcd.json"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode())
	entries, err := outbox.Entries()
	require.NoError(t, err)
	require.Equal(t, []gatewayclient.Entry{entry}, entries)

	entry.Envelope.TxID = "../abcd"
	require.ErrorContains(t, outbox.Put(entry), "not hexadecimal")
	require.NoError(t, outbox.Remove("abcd"))
	require.NoError(t, outbox.Remove("abcd"))

	require.NoError(t, os.WriteFile(filepath.Join(directory, "ef.json"), []byte("{"), 0o600))
	_, err = outbox.Entries()
	require.ErrorContains(t, err, "ef.json")
	_, err = gatewayclient.New(t.Context(), &toyTransport{ledger: newToyLedger()}, "finance", gatewayclient.WithOutbox(outbox))
	require.ErrorContains(t, err, "ef.json", "an entry that nobody can read must be looked at by somebody")
}
