// SPDX-License-Identifier: Apache-2.0

package ledgertest_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
)

func TestTransactionOrderedTwiceCountsOnce(t *testing.T) {
	b := newBench(t, keyValue())
	tx := b.endorse(call("put", "k", "v"))
	require.Equal(t, []peer.TxValidationCode{valid, twice}, b.block(tx, tx))
	require.Equal(t, []peer.TxValidationCode{twice}, b.block(tx))
	outcome, ok := b.Outcome(tx.TxID)
	require.True(t, ok)
	require.Equal(t, ledgertest.Outcome{Block: 1, Code: valid}, outcome, "the first one is the answer")
}

func TestInvalidTransactionCannotSucceedLater(t *testing.T) {
	b := newBench(t, keyValue())
	tx, first := b.endorse(call("move", "a", "b")), b.endorse(call("put", "a", "1"))
	require.Equal(t, []peer.TxValidationCode{valid, mvcc}, b.block(first, tx))
	require.Equal(t, []peer.TxValidationCode{twice}, b.block(tx))
}

func TestEventIsInTheBlockWhateverTheCode(t *testing.T) {
	b := newCalls(t)
	tx := b.endorse(by(call("event", "x"), north))
	require.Equal(t, []peer.TxValidationCode{policy}, b.block(tx))
	committed := b.Block(1).Transactions[0]
	require.False(t, committed.Valid())
	require.Equal(t, "inner-or-outer", committed.Event.EventName)
	require.Equal(t, tx.TxID, committed.Event.TxId)
}

func TestInvokeTellsAnInvalidTransaction(t *testing.T) {
	b := newBench(t, keyValue())
	result, err := b.Invoke(b.alice, by(call("put", "k", "v"), north))
	var failed *ledgertest.CommitError
	require.ErrorAs(t, err, &failed)
	require.Equal(t, policy, failed.Code)
	require.Equal(t, uint64(1), result.Block)
	require.Equal(t, result.TxID, failed.TxID)
}

func TestFullBlockIsCut(t *testing.T) {
	w := ledgertest.New(ledgertest.BlockSize(2))
	w.Deploy("kv", keyValue().of)
	b := &bench{T: t, World: w, alice: w.Identity(north, "alice", nil)}
	for i := range 5 {
		require.NoError(t, w.Submit(b.endorse(call("put", fmt.Sprint(i), "v"))))
	}
	require.Len(t, w.Blocks(1), 2)
	require.Len(t, w.CutBlock().Transactions, 1)
	require.Nil(t, w.CutBlock())
	require.Equal(t, uint64(4), w.Height(north))
}

func TestLaggingPeerSeesOldStateAndDisagrees(t *testing.T) {
	b := newBench(t, keyValue())
	b.commit(call("put", "k", "1"))
	b.Lag(south, 1)
	b.commit(call("put", "k", "2"))
	require.Equal(t, uint64(3), b.Height(north))
	require.Equal(t, uint64(2), b.Height(south))
	require.Equal(t, "1", b.query(by(call("get", "k"), south)))
	require.Equal(t, "2", b.query(by(call("get", "k"), north)))
	_, err := b.Endorse(b.alice, by(call("move", "k", "l"), north, south))
	require.ErrorContains(t, err, "NorthbankMSP and SouthbankMSP differ in response")
	stale := b.endorse(by(call("move", "k", "l"), south))
	require.Equal(t, ledgertest.Version{Block: 1}, stale.RWSet.Namespace("kv").Reads[0].Version)
	b.Lag(south, 0)
	require.Equal(t, "2", b.query(by(call("get", "k"), south)))
}

func TestSubscriptionDeliversEveryBlockInOrder(t *testing.T) {
	b := newBench(t, keyValue())
	b.commit(call("put", "k", "1"))
	blocks, stop := b.Subscribe(1)
	require.Equal(t, uint64(1), (<-blocks).Number)
	b.commit(call("put", "k", "2"))
	b.commit(call("put", "k", "3"))
	require.Equal(t, uint64(2), (<-blocks).Number)
	require.Equal(t, uint64(3), (<-blocks).Number)
	stop()
	_, open := <-blocks
	require.False(t, open)
}

func TestReadWriteSetIsTheLedgersMessage(t *testing.T) {
	b := newBench(t, scanning())
	b.commit(call("put", "a", "1"))
	raw, err := b.commit(call("rangeput", "", "m", "9")).Tx.RWSet.Bytes()
	require.NoError(t, err)
	var set rwset.TxReadWriteSet
	require.NoError(t, proto.Unmarshal(raw, &set))
	require.Equal(t, "kv", set.NsRwset[0].Namespace)
	var kv kvrwset.KVRWSet
	require.NoError(t, proto.Unmarshal(set.NsRwset[0].Rwset, &kv))
	require.Equal(t, "zz-result", kv.Writes[0].Key)
	require.Equal(t, uint64(1), kv.RangeQueriesInfo[0].GetRawReads().KvReads[0].Version.BlockNum)
}

func TestClockStandsStillUntilAdvanced(t *testing.T) {
	start := time.Date(2026, time.March, 31, 17, 0, 0, 0, time.UTC)
	w := ledgertest.New(ledgertest.Start(start))
	require.Equal(t, start, w.Now())
	w.Advance(90 * time.Minute)
	require.Equal(t, start.Add(90*time.Minute), w.Now())
}

// TestManyClientsAtOnce moves single units between few accounts from many goroutines; what was committed
// has to add up. It is meant for the race detector as well.
func TestManyClientsAtOnce(t *testing.T) {
	w := ledgertest.New(ledgertest.BlockSize(7))
	w.Deploy("kv", transfer().of)
	blocks, stop := w.Subscribe(1)
	defer stop()
	var clients sync.WaitGroup
	for c := range 8 {
		clients.Add(1)
		go func() {
			defer clients.Done()
			id := w.Identity(w.Orgs()[c%3], fmt.Sprint("client", c), nil)
			for i := range 50 {
				tx, err := w.Endorse(id, call("transfer", fmt.Sprint("a", (c+i)%20), fmt.Sprint("b", (c*i+1)%20)))
				if err == nil {
					err = w.Submit(tx)
				}
				if _, mismatch := err.(*ledgertest.MismatchError); err != nil && !mismatch {
					t.Error(err)
				}
			}
		}()
	}
	clients.Wait()
	w.CutBlock()
	for number := uint64(1); number < w.Height(north); number++ {
		require.Equal(t, number, (<-blocks).Number)
	}
	sum, valids := 0, 0
	for _, kv := range w.Range("kv", "", "") {
		var n int
		_, err := fmt.Sscan(string(kv.Value), &n)
		require.NoError(t, err)
		sum += n
	}
	for _, b := range w.Blocks(1) {
		for _, c := range b.Transactions {
			if c.Valid() {
				valids++
			}
		}
	}
	require.Positive(t, valids)
	require.Zero(t, sum, "transfers between other accounts create nothing")
}
