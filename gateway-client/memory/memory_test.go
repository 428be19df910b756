// SPDX-License-Identifier: Apache-2.0

package memory_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/gateway-client/memory"
)

func TestMoneyMoves(t *testing.T) {
	x := newTown(t)
	outcome, err := gatewayclient.Submit(t.Context(), x.clients["alice"], cash.Transfer, toBob("30.00 EUR"), gatewayclient.Reference("INV-1"))
	require.NoError(t, err)
	x.has("bob", "30.00 EUR")
	again, err := gatewayclient.Submit(t.Context(), x.clients["alice"], cash.Transfer, toBob("30.00 EUR"), gatewayclient.Reference("INV-1"))
	require.NoError(t, err)
	require.Equal(t, outcome.Result, again.Result, "a repetition is answered with the first result")
	x.has("bob", "30.00 EUR")
	_, err = gatewayclient.Submit(t.Context(), x.clients["alice"], cash.Transfer, toBob("31.00 EUR"), gatewayclient.Reference("INV-1"))
	require.ErrorIs(t, err, protocol.ReferenceReused)
}

func TestChaincodeRefusesByName(t *testing.T) {
	x := newTown(t)
	_, err := gatewayclient.Do(t.Context(), x.clients["alice"], cash.Transfer, toBob("100.01 EUR"))
	require.ErrorIs(t, err, cash.InsufficientFunds)
	_, is := errors.AsType[*gatewayclient.EndorseError](err)
	require.True(t, is)
	_, err = gatewayclient.Do(t.Context(), x.clients["bob"], cash.Transfer, toBob("1.00 EUR"))
	require.ErrorIs(t, err, cash.NotSignatory)
	_, err = gatewayclient.Do(t.Context(), x.clients["bob"], cash.GetBalance, "nobody")
	require.ErrorIs(t, err, protocol.NotFound)
}

// Ordinary accounts conflict when many pay at once; every payment is made, and once.
func TestConcurrentPaymentsAreAllMadeOnce(t *testing.T) {
	x := newTown(t, memory.Every(2*time.Millisecond))
	patient := gatewayclient.DefaultRetries
	patient.Conflicts, patient.Pause, patient.PauseMax = 500, time.Millisecond, 20*time.Millisecond
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			_, err := gatewayclient.Do(context.Background(), x.clients["alice"], cash.Transfer, toBob("1.00 EUR"),
				gatewayclient.Reference(fmt.Sprintf("PAY-%d", i)), gatewayclient.Retry(patient))
			require.NoError(t, err)
		})
	}
	group.Wait()
	x.has("bob", "20.00 EUR")
	x.has("alice", "80.00 EUR")
}

func TestEventsOfTheLedgerAreTyped(t *testing.T) {
	x := newTown(t)
	from, err := x.clients["bob"].Height(t.Context())
	require.NoError(t, err)
	outcome, err := gatewayclient.Submit(t.Context(), x.clients["alice"], cash.Transfer, toBob("5.00 EUR"))
	require.NoError(t, err)
	for event, err := range x.clients["bob"].Events(t.Context(), gatewayclient.Checkpoint{Block: from}) {
		require.NoError(t, err)
		posted, is := cash.Posted.From(event.Event)
		require.True(t, is)
		require.Equal(t, "5.00 EUR", posted.Legs[0].Amount.String())
		require.Equal(t, outcome.TxID, event.TxID)
		require.Equal(t, outcome.Block, event.Block)
		break
	}
}

// A member whose peer is a block behind refuses what the others know; it is asked again.
func TestLaggingPeerIsAskedAgain(t *testing.T) {
	x := newTown(t)
	x.stage.World.Lag(south, 1)
	_, err := gatewayclient.Submit(t.Context(), x.clients["alice"], cash.Transfer, toBob("60.00 EUR"))
	require.NoError(t, err)
	x.stage.World.Lag(ruler, 1)
	caughtUp := time.AfterFunc(50*time.Millisecond, func() {
		x.stage.World.Lag(south, 0)
		x.stage.World.Lag(ruler, 0)
	})
	defer caughtUp.Stop()
	_, err = gatewayclient.Submit(t.Context(), x.clients["alice"], cash.Transfer, toBob("40.00 EUR"))
	require.NoError(t, err)
	x.has("bob", "100.00 EUR")
}

func TestKeyElsewhereSigns(t *testing.T) {
	x := newTown(t)
	alice := x.stage.Actor(north, "alice", "alice") // renewed: another certificate
	known := x.network.Identity(alice.ID)
	client := x.clients["bob"] // any connection carries it
	draft, err := gatewayclient.Prepare(client, cash.Transfer, toBob("1.00 EUR"), gatewayclient.As(gatewayclient.Identity{MSP: north, Certificate: alice.ID.PEM}))
	require.NoError(t, err)
	_, err = draft.Endorse(t.Context(), client, []byte("forged"))
	require.ErrorContains(t, err, "the signature is not alice's")
	signature, err := known.Sign(draft.Proposal.Digest)
	require.NoError(t, err)
	endorsed, err := draft.Endorse(t.Context(), client, signature)
	require.NoError(t, err)
	_, err = endorsed.Submit(t.Context(), client, signature)
	_, refused := errors.AsType[*gatewayclient.SubmitError](err)
	require.True(t, refused, "a signature of something else: %v", err)
	signature, err = known.Sign(endorsed.Envelope.Digest)
	require.NoError(t, err)
	_, err = endorsed.Submit(t.Context(), client, signature)
	require.NoError(t, err)
	x.has("bob", "1.00 EUR")
}

// A process that died after submitting leaves an envelope; the next one finds its outcome and pays nothing twice.
func TestNextProcessFindsTheOutcome(t *testing.T) {
	x := newTown(t)
	directory := t.TempDir()
	outbox, err := gatewayclient.OpenDirectory(directory)
	require.NoError(t, err)
	alice := x.stage.Actor(north, "alice", "alice")
	dying := x.connect(alice, gatewayclient.WithOutbox(forgetful{outbox}))
	paid, err := gatewayclient.Submit(t.Context(), dying, cash.Transfer, toBob("7.00 EUR"), gatewayclient.Reference("INV-7"))
	require.NoError(t, err)

	next := x.connect(alice, gatewayclient.WithOutbox(outbox))
	recoveries, err := next.Recover(t.Context())
	require.NoError(t, err)
	require.Len(t, recoveries, 1)
	require.NoError(t, recoveries[0].Err)
	require.Equal(t, paid.Block, recoveries[0].Outcome.Block)
	require.Equal(t, "cash:Transfer", recoveries[0].Entry.Endpoint)
	x.has("bob", "7.00 EUR")
	entries, err := outbox.Entries()
	require.NoError(t, err)
	require.Empty(t, entries)
}

// forgetful is the outbox of a process that died before it could remove what it kept.
type forgetful struct{ gatewayclient.Outbox }

func (forgetful) Remove(string) error { return nil }

func TestOtherChannelsAreRefused(t *testing.T) {
	x := newTown(t)
	_, err := gatewayclient.Do(t.Context(), x.clients["alice"], cash.GetBalance, "alice", gatewayclient.OnChannel("other"))
	require.ErrorContains(t, err, "channel other is not there; this network has finance")
	_, err = gatewayclient.Do(t.Context(), x.clients["alice"], cash.Transfer, toBob("1.00 EUR"), gatewayclient.OnChannel("other"))
	require.ErrorContains(t, err, "channel other is not there")
}
