// SPDX-License-Identifier: Apache-2.0

package gatewayclient_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// three payments, the second of which loses a race, in blocks 1 and 2; each valid one tells two events.
func paidLedger() *toyLedger {
	ledger := newToyLedger()
	first, _ := ledger.simulate("01", "a", payRequest{"alice", "bob", 10})
	second, _ := ledger.simulate("02", "b", payRequest{"alice", "bob", 20})
	ledger.pending = []toyTx{first, second}
	ledger.cut()
	third, _ := ledger.simulate("03", "c", payRequest{"alice", "bob", 30})
	ledger.pending = []toyTx{third}
	ledger.cut()
	return ledger
}

type told struct {
	Block  uint64
	TxID   string
	Amount int
}

// listen takes n events from a checkpoint on, keeping the last checkpoint.
func listen(t *testing.T, client *gatewayclient.Client, from gatewayclient.Checkpoint, n int) ([]told, gatewayclient.Checkpoint) {
	t.Helper()
	var all []told
	for event, err := range client.Events(t.Context(), from) {
		if err != nil {
			require.ErrorIs(t, err, errLost)
			continue
		}
		require.Equal(t, "toy", event.Chaincode)
		data, is := happened.From(event.Event)
		require.True(t, is)
		all, from = append(all, told{event.Block, event.TxID, data.Amount}), event.After
		if len(all) == n {
			break
		}
	}
	return all, from
}

var story = []told{{1, "01", 10}, {1, "01", 10}, {2, "03", 30}, {2, "03", 30}}

func TestEventsAreThoseOfValidTransactions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := connect(t, &toyTransport{ledger: paidLedger()})
		all, _ := listen(t, client, gatewayclient.Checkpoint{}, 4)
		require.Equal(t, story, all)
	})
}

func TestEventsGoOnFromAnyCheckpoint(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := connect(t, &toyTransport{ledger: paidLedger()})
		for n := 1; n < len(story); n++ {
			begun, checkpoint := listen(t, client, gatewayclient.Checkpoint{}, n)
			rest, _ := listen(t, client, checkpoint, len(story)-n)
			require.Equal(t, story, append(begun, rest...))
		}
		whole, _ := listen(t, client, gatewayclient.Checkpoint{Block: 1, TxID: "01"}, 2)
		require.Equal(t, story[2:], whole)
		block, _ := listen(t, client, gatewayclient.Checkpoint{Block: 2}, 2)
		require.Equal(t, story[2:], block)
	})
}

func TestEventsOutliveBrokenStreams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := 0
		fault := func(step string) error {
			if step == "block" {
				if broken++; broken%2 == 1 {
					return errLost
				}
			}
			return nil
		}
		client := connect(t, &toyTransport{ledger: paidLedger(), fault: fault})
		all, _ := listen(t, client, gatewayclient.Checkpoint{}, 4)
		require.Equal(t, story, all)
	})
}

func TestCheckpointOfAnotherLedgerIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := connect(t, &toyTransport{ledger: paidLedger()})
		for _, err := range client.Events(t.Context(), gatewayclient.Checkpoint{Block: 1, TxID: "99"}) {
			require.ErrorContains(t, err, "block 1 has no transaction 99")
			break
		}
	})
}

// Nobody but a chaincode itself says what happened in it.
func TestForgedEnvelopesAreNotTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := paidLedger()
		ledger.blocks[1].Transactions[0].Event.Chaincode = "impostor"
		client := connect(t, &toyTransport{ledger: ledger})
		all, _ := listen(t, client, gatewayclient.Checkpoint{}, 2)
		require.Equal(t, story[2:], all)
	})
}

func TestGapsAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := paidLedger()
		ledger.blocks[2].Number = 7
		client := connect(t, &toyTransport{ledger: ledger})
		var last uint64
		for block, err := range client.Blocks(t.Context(), 0) {
			if err != nil {
				require.EqualError(t, err, "blocks of channel finance: block 7 came where 2 was due")
				break
			}
			last = block.Number
		}
		require.EqualValues(t, 1, last)
	})
}

// A chaincode may say what it likes in its own event; a reader that stops at what it does not know gets past it.
func TestUnknownVersionIsToldWithACheckpointBehindIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := paidLedger()
		ledger.blocks[1].Transactions[0].Event.Payload = []byte(`{"v":999,"chaincode":"toy","events":[]}`)
		client := connect(t, &toyTransport{ledger: ledger})
		for event, err := range client.Events(t.Context(), gatewayclient.Checkpoint{}) {
			var unknown *gatewayclient.UnknownVersionError
			require.ErrorAs(t, err, &unknown)
			require.Equal(t, gatewayclient.UnknownVersionError{TxID: "01", Chaincode: "toy", Version: 999}, *unknown)
			rest, _ := listen(t, client, event.After, 2)
			require.Equal(t, story[2:], rest)
			break
		}
	})
}
