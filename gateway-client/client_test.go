// SPDX-License-Identifier: Apache-2.0

package gatewayclient_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

var tenToBob = payRequest{From: "alice", To: "bob", Amount: 10}

// connect opens a client over the toy ledger for the time of a test.
func connect(t *testing.T, transport *toyTransport, opts ...gatewayclient.ConnectOption) *gatewayclient.Client {
	t.Helper()
	client, err := gatewayclient.New(t.Context(), transport, "finance", opts...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	return client
}

// failing makes a fault of the first n times that a step is reached; n < 0 means always.
func failing(at string, n int, err error) func(string) error {
	var mu sync.Mutex
	return func(step string) error {
		mu.Lock()
		defer mu.Unlock()
		if step != at || n == 0 {
			return nil
		}
		n--
		return err
	}
}

func TestDoSubmitsAndEvaluates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := connect(t, &toyTransport{ledger: newToyLedger()})
		result, err := gatewayclient.Do(t.Context(), client, pay, tenToBob)
		require.NoError(t, err)
		require.Equal(t, 90, result.Balance)
		answer, err := gatewayclient.Do(t.Context(), client, balance, "bob")
		require.NoError(t, err)
		require.Equal(t, 10, answer.Balance)
	})
}

func TestSubmitTellsWhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := connect(t, &toyTransport{ledger: newToyLedger()})
		outcome, err := gatewayclient.Submit(t.Context(), client, pay, tenToBob, gatewayclient.Reference("INV-4711"))
		require.NoError(t, err)
		require.EqualValues(t, 1, outcome.Block)
		require.Equal(t, "INV-4711", outcome.Reference)
		require.Len(t, outcome.TxID, 64)

		drawn, err := gatewayclient.Submit(t.Context(), client, pay, tenToBob)
		require.NoError(t, err)
		require.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, drawn.Reference)
	})
}

func TestSameReferenceIsAppliedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newToyLedger()
		client := connect(t, &toyTransport{ledger: ledger})
		for range 3 {
			result, err := gatewayclient.Do(t.Context(), client, pay, tenToBob, gatewayclient.Reference("INV-1"))
			require.NoError(t, err)
			require.Equal(t, 90, result.Balance)
		}
		require.Equal(t, 10, ledger.amount("bob"))
	})
}

func TestRequestThatRefusesItselfIsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		transport := &toyTransport{ledger: newToyLedger()}
		client := connect(t, transport)
		_, err := gatewayclient.Do(t.Context(), client, pay, payRequest{From: "alice", To: "bob"})
		require.ErrorIs(t, err, protocol.InvalidArgument)
		_, err = gatewayclient.Do(t.Context(), client, pay, payRequest{From: "alice", To: "bob", Amount: amountMax + 1})
		require.ErrorIs(t, err, protocol.TooLarge, "a fault of the request's own keeps its code")
		require.Zero(t, transport.count("endorse"))
	})
}

func TestFaultComesBackAndIsNotRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		transport := &toyTransport{ledger: newToyLedger()}
		client := connect(t, transport)
		_, err := gatewayclient.Do(t.Context(), client, pay, payRequest{From: "bob", To: "alice", Amount: 1})
		require.ErrorIs(t, err, insufficientFunds)
		refused, is := errors.AsType[*gatewayclient.EndorseError](err)
		require.True(t, is)
		require.Len(t, refused.TxID, 64)
		fault, is := errors.AsType[*protocol.Fault](err)
		require.True(t, is)
		require.Equal(t, "bob has 0", fault.Sentence)
		require.Equal(t, 1, transport.count("endorse"))
	})
}

func TestBusyPeerIsAskedAgain(t *testing.T) {
	busy := fmt.Errorf("%w: too many requests", gatewayclient.ErrTransient)
	synctest.Test(t, func(t *testing.T) {
		transport := &toyTransport{ledger: newToyLedger(), fault: failing("endorse", 3, busy)}
		client := connect(t, transport)
		_, err := gatewayclient.Do(t.Context(), client, pay, tenToBob)
		require.NoError(t, err)
		require.Equal(t, 4, transport.count("endorse"))
	})
	synctest.Test(t, func(t *testing.T) {
		transport := &toyTransport{ledger: newToyLedger(), fault: failing("evaluate", -1, busy)}
		client := connect(t, transport)
		_, err := gatewayclient.Do(t.Context(), client, balance, "bob")
		require.ErrorIs(t, err, gatewayclient.ErrTransient)
		require.Equal(t, 1+gatewayclient.DefaultRetries.Endorsements, transport.count("evaluate"))
	})
}

func TestOtherEndorsementTroubleIsFinal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		transport := &toyTransport{ledger: newToyLedger(), fault: failing("endorse", -1, errors.New("access denied"))}
		client := connect(t, transport)
		_, err := gatewayclient.Do(t.Context(), client, pay, tenToBob)
		require.ErrorContains(t, err, "endorse: access denied")
		require.Equal(t, 1, transport.count("endorse"))
	})
}

// Many clients pay from one account: all but one of each block lose the race, and all end up applied once.
func TestConflictsAreProposedAgainUnderTheSameReference(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newToyLedger()
		transport := &toyTransport{ledger: ledger}
		retries := gatewayclient.DefaultRetries
		retries.Conflicts = 1000
		client := connect(t, transport, gatewayclient.Defaults(gatewayclient.Retry(retries)))
		var group sync.WaitGroup
		for range 10 {
			group.Go(func() {
				_, err := gatewayclient.Do(context.Background(), client, pay, tenToBob)
				require.NoError(t, err)
			})
		}
		group.Wait()
		require.Equal(t, 0, ledger.amount("alice"))
		require.Equal(t, 100, ledger.amount("bob"))
		require.Len(t, ledger.once, 10)
		require.Greater(t, transport.count("endorse"), 10)
	})
}

func TestConflictsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newToyLedger()
		disturb := func(step string) error {
			if step == "submit" { // somebody else's payment is in the block already
				ledger.mu.Lock()
				defer ledger.mu.Unlock()
				a := ledger.balances["alice"]
				ledger.balances["alice"] = cell{a.amount, a.version + 1}
			}
			return nil
		}
		transport := &toyTransport{ledger: ledger, fault: disturb}
		client := connect(t, transport)
		_, err := gatewayclient.Do(t.Context(), client, pay, tenToBob)
		invalid, is := errors.AsType[*gatewayclient.CommitError](err)
		require.True(t, is, "%v", err)
		require.Equal(t, "MVCC_READ_CONFLICT", invalid.Code.String())
		require.Equal(t, 1+gatewayclient.DefaultRetries.Conflicts, transport.count("submit"))
		require.Empty(t, client.Doubts())
	})
}

func TestCallsInFlightAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var now, most int
		slow := func(step string) error {
			if step != "endorse" {
				return nil
			}
			mu.Lock()
			now++
			most = max(most, now)
			mu.Unlock()
			time.Sleep(50 * time.Millisecond)
			mu.Lock()
			now--
			mu.Unlock()
			return nil
		}
		client := connect(t, &toyTransport{ledger: newToyLedger(), fault: slow}, gatewayclient.InFlight(3))
		var group sync.WaitGroup
		for i := range 12 {
			group.Go(func() {
				_, err := gatewayclient.Do(context.Background(), client, pay, tenToBob, gatewayclient.Reference(fmt.Sprint(i%2)))
				require.NoError(t, err)
			})
		}
		group.Wait()
		require.Equal(t, 3, most)
	})
}

func TestOptionsAreChecked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := connect(t, &toyTransport{ledger: newToyLedger()})
		for name, opt := range map[string]gatewayclient.Option{
			"empty reference":     gatewayclient.Reference(""),
			"spaces":              gatewayclient.Reference("two words"),
			"long reference":      gatewayclient.Reference(strings.Repeat("x", 65)),
			"no organisation":     gatewayclient.EndorsingOrganisations(),
			"empty organisation":  gatewayclient.AtPeer(""),
			"no channel":          gatewayclient.OnChannel(""),
			"negative timeout":    gatewayclient.CommitTimeout(-1),
			"negative retries":    gatewayclient.Retry(gatewayclient.Retries{Conflicts: -1}),
			"signer without name": gatewayclient.As(gatewayclient.Identity{}),
			"foreign signer":      gatewayclient.As(gatewayclient.Identity{MSP: "M", Certificate: []byte("c")}),
		} {
			_, err := gatewayclient.Do(t.Context(), client, pay, tenToBob, opt)
			require.Error(t, err, name)
		}
		require.Empty(t, client.Doubts())
	})
}

func TestConnectAsksForTheHeight(t *testing.T) {
	transport := &toyTransport{ledger: newToyLedger(), fault: failing("height", -1, errors.New("no such channel"))}
	_, err := gatewayclient.New(t.Context(), transport, "finance")
	require.ErrorContains(t, err, "connect: height of channel finance: no such channel")
}
