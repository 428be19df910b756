// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// writeBatch holds back writes: of the values, and apart from them of the validation parameters, only the
// last of each key survives.
type writeBatch struct {
	records []writeRecord
	at      map[batchKey]int
}

type batchKey struct {
	collection string
	key        string
	policy     bool
}

func (b *writeBatch) add(r writeRecord) {
	k := batchKey{r.collection, r.key, r.kind == peer.WriteRecord_PUT_STATE_METADATA}
	if i, ok := b.at[k]; ok {
		b.records[i] = r
		return
	}
	b.at[k] = len(b.records)
	b.records = append(b.records, r)
}

func (s *stub) StartWriteBatch() {
	if s.batch == nil {
		s.batch = &writeBatch{at: map[batchKey]int{}}
	}
}

// FinishWriteBatch sends what was held back; errors that single writes would have answered come now. The
// batch is gone afterwards, whatever came of it. Real shims send the records in random order.
func (s *stub) FinishWriteBatch() error {
	b := s.batch
	s.batch = nil
	if b == nil || len(b.records) == 0 {
		return nil
	}
	for _, r := range b.records {
		marshalable(r.collection, r.key)
	}
	if err := s.set.cc.batchFault(s.sim.node.msp); err != nil {
		return fmt.Errorf("failed send batch: %w", s.fail("WRITE_BATCH_STATE", err))
	}
	for _, r := range b.records {
		if err := s.apply(r); err != nil {
			return fmt.Errorf("failed send batch: %w", s.fail("WRITE_BATCH_STATE", err))
		}
	}
	return nil
}
