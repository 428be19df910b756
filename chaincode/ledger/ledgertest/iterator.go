// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"errors"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/queryresult"
)

// iteratorBatch is how many results the peer sends to the shim at a time
// (QueryResponseGenerator.MaxResultLimit).
const iteratorBatch = 100

// iterator hands out results in batches that the peer fills ahead, as shim.CommonIterator and
// core/chaincode/query_response_generator.go do between them.
type iterator[T any] struct {
	stub   *stub
	source func() (T, bool)
	paged  bool
	limit  int

	count   int
	pending []T
	closed  bool // on the peer's side

	batch []T
	more  bool
	at    int
}

var (
	_ shim.StateQueryIteratorInterface   = (*iterator[*queryresult.KV])(nil)
	_ shim.HistoryQueryIteratorInterface = (*iterator[*queryresult.KeyModification])(nil)
)

func newIterator[T any](s *stub, source func() (T, bool), paged bool, limit int) *iterator[T] {
	it := &iterator[T]{stub: s, source: source, paged: paged, limit: limit}
	it.fill()
	return it
}

// fill is the peer's answer to a query and to each request for more.
func (it *iterator[T]) fill() {
	for {
		if it.count >= it.limit {
			it.last()
			return
		}
		result, ok := it.source()
		if !ok {
			it.last()
			return
		}
		it.count++
		if !it.paged && len(it.pending) == iteratorBatch {
			it.batch, it.at, it.more = it.pending, 0, true
			it.pending = []T{result}
			return
		}
		it.pending = append(it.pending, result)
	}
}

func (it *iterator[T]) last() {
	it.batch, it.at, it.more = it.pending, 0, false
	it.pending = nil
	it.closed = true
}

func (it *iterator[T]) HasNext() bool { return it.at < len(it.batch) || it.more }

// Next answers the next result. After Close the results already sent still come; what would have to be
// fetched does not.
func (it *iterator[T]) Next() (T, error) {
	var none T
	if it.at >= len(it.batch) {
		if it.more {
			return none, errors.New("invalid iterator state")
		}
		return none, errors.New("no such key")
	}
	result := it.batch[it.at]
	it.at++
	if it.at == len(it.batch) && it.more {
		if it.closed {
			return none, it.stub.fail("QUERY_STATE_NEXT", errors.New("query iterator not found"))
		}
		it.fill()
	}
	return result, nil
}

func (it *iterator[T]) Close() error {
	it.closed = true
	return nil
}
