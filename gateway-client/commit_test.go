// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"context"
	"fmt"
	"iter"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"
)

func blockOf(number uint64, code ValidationCode, txids ...string) Block {
	block := Block{Number: number}
	for _, txid := range txids {
		block.Transactions = append(block.Transactions, Transaction{TxID: txid, Code: code})
	}
	return block
}

// told is the outcome that a ticket has, if it has one.
func told(t *ticket) (Commit, bool) {
	select {
	case commit := <-t.outcome:
		return commit, true
	default:
		return Commit{}, false
	}
}

// A block may tell of a transaction before anybody waits for it.
func TestOutcomesAreThereForThoseWhoAskLate(t *testing.T) {
	w := newWatch(nil, "finance")
	w.resolve(blockOf(4, peer.TxValidationCode_MVCC_READ_CONFLICT, "a"))
	commit, is := told(w.expect("a"))
	require.True(t, is)
	require.Equal(t, Commit{TxID: "a", Block: 4, Code: peer.TxValidationCode_MVCC_READ_CONFLICT}, commit)
	require.Empty(t, w.waiting)
}

func TestAllWhoWaitAreTold(t *testing.T) {
	w := newWatch(nil, "finance")
	first, second, gone := w.expect("a"), w.expect("a"), w.expect("a")
	gone.forget()
	w.resolve(blockOf(1, peer.TxValidationCode_VALID, "a"))
	for _, waiting := range []*ticket{first, second} {
		_, is := told(waiting)
		require.True(t, is)
	}
	_, is := told(gone)
	require.False(t, is)
	first.forget()
	require.Empty(t, w.waiting)
}

// The first copy decides, and a second one of which the first is unknown decides nothing.
func TestSecondCopiesDecideNothing(t *testing.T) {
	w := newWatch(nil, "finance")
	w.resolve(blockOf(1, peer.TxValidationCode_VALID, "a"))
	w.resolve(blockOf(2, peer.TxValidationCode_DUPLICATE_TXID, "a", "b"))
	commit, is := told(w.expect("a"))
	require.True(t, is)
	require.True(t, commit.Valid())
	_, is = told(w.expect("b"))
	require.False(t, is)
}

func TestOldOutcomesAreForgotten(t *testing.T) {
	w := newWatch(nil, "finance")
	for i := range recentMax + 10 {
		w.resolve(blockOf(uint64(i), peer.TxValidationCode_VALID, fmt.Sprint(i)))
	}
	require.Len(t, w.recent, recentMax)
	_, is := told(w.expect("9"))
	require.False(t, is)
	_, is = told(w.expect("10"))
	require.True(t, is)
}

// gappy leaves out block 1 the first time.
type gappy struct {
	Transport
	streams int
	end     context.CancelFunc
}

func (g *gappy) Blocks(_ context.Context, _ string, from uint64, _ Detail) iter.Seq2[Block, error] {
	g.streams++
	return func(yield func(Block, error) bool) {
		if g.streams == 1 {
			yield(blockOf(from+1, peer.TxValidationCode_VALID, "late"), nil)
			return
		}
		yield(blockOf(from, peer.TxValidationCode_VALID, "early"), nil)
		g.end()
	}
}

func TestStreamWithAGapIsBroken(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	w := newWatch(&gappy{end: end}, "finance")
	early := w.expect("early")
	w.run(ctx, 1)
	_, is := told(early)
	require.True(t, is)
	_, is = told(w.expect("late"))
	require.False(t, is)
}

// quiet is a channel whose blocks come when the test says so.
type quiet struct {
	Transport
	blocks  chan Block
	height  uint64
	streams int
	open    int
}

func (q *quiet) Height(context.Context, string) (uint64, error) { return q.height, nil }

func (q *quiet) Blocks(ctx context.Context, _ string, _ uint64, _ Detail) iter.Seq2[Block, error] {
	q.streams++
	return func(yield func(Block, error) bool) {
		q.open++
		defer func() { q.open-- }()
		for {
			select {
			case <-ctx.Done():
				return
			case block := <-q.blocks:
				if !yield(block, nil) {
					return
				}
			}
		}
	}
}

func (q *quiet) cut(code ValidationCode, txids ...string) {
	q.height++
	q.blocks <- blockOf(q.height-1, code, txids...)
	synctest.Wait()
}

// A back office that does nothing costs its peer nothing: the stream ends with the first block after the limit, and whoever
// comes next has one of its own and misses nothing.
func TestAStreamThatNobodyNeedsEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &quiet{blocks: make(chan Block), height: 1}
		w := newWatch(q, "finance")
		var join sync.WaitGroup
		life, end := context.WithCancel(t.Context())
		require.NoError(t, w.enter(t.Context(), life, &join))
		require.NoError(t, w.enter(t.Context(), life, &join))
		q.cut(peer.TxValidationCode_VALID, "a")
		w.leave()
		time.Sleep(2 * idleLimit)
		q.cut(peer.TxValidationCode_VALID, "b")
		require.Equal(t, 1, q.open, "one call still needs it")
		w.leave()
		q.cut(peer.TxValidationCode_VALID, "c")
		require.Equal(t, 1, q.open, "the next call may come at once")
		time.Sleep(idleLimit)
		q.cut(peer.TxValidationCode_VALID, "d")
		require.Equal(t, 0, q.open)

		require.NoError(t, w.enter(t.Context(), life, &join))
		defer w.leave()
		waiting := w.expect("e")
		synctest.Wait()
		q.cut(peer.TxValidationCode_MVCC_READ_CONFLICT, "e")
		commit, is := told(waiting)
		require.True(t, is)
		require.Equal(t, Commit{TxID: "e", Block: 5, Code: peer.TxValidationCode_MVCC_READ_CONFLICT}, commit)
		require.Equal(t, 2, q.streams)
		end()
		join.Wait()
	})
}
