// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"bytes"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/queryresult"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// GetHistoryForKey answers the committed writes of a key on this peer, deletions included, newest first.
// It leaves nothing in the read set.
func (s *stub) GetHistoryForKey(key string) (shim.HistoryQueryIteratorInterface, error) {
	marshalable(key)
	s.sim.world.mu.RLock()
	past := s.set.cc.public.history(key, s.sim.height)
	s.sim.world.mu.RUnlock()
	next := func() (*queryresult.KeyModification, bool) {
		if len(past) == 0 {
			return nil, false
		}
		r := past[0]
		past = past[1:]
		return r.modification(), true
	}
	return newIterator(s, next, false, s.sim.world.limits.totalQuery), nil
}

// history answers the writes of a key up to a block, newest first. The caller holds the world's lock.
func (s *space) history(key string, height uint64) []*record {
	e := s.entries[key]
	if e == nil {
		return nil
	}
	var out []*record
	for i := len(e.records) - 1; i >= 0; i-- {
		if r := &e.records[i]; r.at.Block <= height && !r.metaOnly {
			out = append(out, r)
		}
	}
	return out
}

func (r *record) modification() *queryresult.KeyModification {
	return &queryresult.KeyModification{
		TxId: r.tx.TxID, Value: bytes.Clone(r.value), IsDelete: r.deleted,
		Timestamp: timestamppb.New(r.tx.Timestamp),
	}
}
