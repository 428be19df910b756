// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// commit validates a block and applies what is valid: first the endorsements of all transactions against
// the state before the block, then one after the other the versions they read
// (fabric core/ledger/kvledger/txmgmt/validation).
func (w *World) commit(txs []*Transaction) *Block {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.halted != nil {
		return nil
	}
	block := &Block{Number: w.tip() + 1, Transactions: make([]Committed, len(txs))}
	for i, tx := range txs {
		block.Transactions[i].Transaction = tx
	}
	if w.halted = w.checkEndorsements(block); w.halted != nil {
		return nil
	}
	for i := range block.Transactions {
		c := &block.Transactions[i]
		if c.Valid() {
			c.Code = w.checkReads(c.Transaction, block.Number)
		}
		if c.Valid() {
			w.apply(c.Transaction, Version{Block: block.Number, Tx: uint64(i)})
		}
		if _, twice := w.outcomes[c.TxID]; !twice {
			w.outcomes[c.TxID] = Outcome{Block: block.Number, Code: c.Code}
		}
	}
	w.append(block)
	return block
}

func (w *World) append(block *Block) {
	w.blocks = append(w.blocks, block)
	for _, n := range w.nodes {
		n.catchUp(block.Number)
	}
	close(w.grown)
	w.grown = make(chan struct{})
}

// checkEndorsements sets the codes that do not depend on versions. A transaction id counts as used once it
// is in the ledger, valid or not; within the block, once a well endorsed transaction had it.
func (w *World) checkEndorsements(block *Block) error {
	v := &validation{world: w, height: block.Number - 1, changed: map[policyKey]bool{}}
	seen := make(map[string]bool, len(block.Transactions))
	for i := range block.Transactions {
		c := &block.Transactions[i]
		if _, used := w.outcomes[c.TxID]; used {
			c.Code = peer.TxValidationCode_DUPLICATE_TXID
			continue
		}
		code, err := v.code(c.Transaction)
		if err != nil {
			return fmt.Errorf("channel %s: failed executing VSCC in block %d, aborting chain processing: %w", w.channel, block.Number, err)
		}
		if c.Code = code; code != peer.TxValidationCode_VALID {
			continue
		}
		if seen[c.TxID] {
			c.Code = peer.TxValidationCode_DUPLICATE_TXID
		}
		seen[c.TxID] = true
	}
	return nil
}

// checkReads compares what the transaction read with the state after the transactions before it.
func (w *World) checkReads(tx *Transaction, block uint64) peer.TxValidationCode {
	for _, p := range tx.pins {
		if p.cc.definition.sequence != p.sequence {
			return peer.TxValidationCode_MVCC_READ_CONFLICT
		}
	}
	for i := range tx.RWSet.Namespaces {
		n := &tx.RWSet.Namespaces[i]
		cc := w.chaincodes[n.Namespace]
		if !current(cc.public, n.Reads, block) {
			return peer.TxValidationCode_MVCC_READ_CONFLICT
		}
		for j := range n.Ranges {
			if !unchanged(cc.public, &n.Ranges[j], block) {
				return peer.TxValidationCode_PHANTOM_READ_CONFLICT
			}
		}
		for j := range n.Collections {
			c := &n.Collections[j]
			if !current(cc.definition.collections[c.Collection].hashed, c.Reads, block) {
				return peer.TxValidationCode_MVCC_READ_CONFLICT
			}
		}
	}
	return peer.TxValidationCode_VALID
}

// current tells whether the keys still have the versions read. One that an earlier transaction of this
// block wrote has not, even when it was and is not there.
func current(s *space, reads []Read, block uint64) bool {
	for i := range reads {
		e := s.entries[reads[i].Key]
		if e == nil {
			if reads[i].Version.Exists() {
				return false
			}
			continue
		}
		if last := &e.records[len(e.records)-1]; last.at.Block == block {
			return false
		}
		if versionOf(e.at(block-1, s.live)) != reads[i].Version {
			return false
		}
	}
	return true
}

// unchanged scans a range again. What the transaction did not go through to the end is compared up to and
// including the last key it saw.
func unchanged(s *space, r *RangeRead, block uint64) bool {
	end := r.End
	if !r.Exhausted {
		end += "\x00"
	}
	scan := newCursor(nil, s, block, r.Start, end)
	for i := range r.Reads {
		f, ok := scan.step()
		if !ok || f.key != r.Reads[i].Key || f.rec.at != r.Reads[i].Version {
			return false
		}
	}
	_, more := scan.step()
	return !more
}

// apply writes a valid transaction into the state.
func (w *World) apply(tx *Transaction, at Version) {
	for i := range tx.RWSet.Namespaces {
		n := &tx.RWSet.Namespaces[i]
		cc := w.chaincodes[n.Namespace]
		for j := range n.Writes {
			wr := &n.Writes[j]
			cc.public.write(wr.Key, record{at: at, tx: tx, value: wr.Value, deleted: wr.Delete})
		}
		cc.public.applyPolicies(n.Policies, at, tx)
		for j := range n.Collections {
			c := &n.Collections[j]
			hashed := cc.definition.collections[c.Collection].hashed
			for k := range c.Writes {
				wr := &c.Writes[k]
				hashed.write(wr.Key, record{at: at, tx: tx, value: wr.Hash, deleted: wr.Delete})
			}
			hashed.applyPolicies(c.Policies, at, tx)
		}
	}
	for i := range tx.private {
		tx.private[i].apply(tx, at)
	}
	tx.private = nil // the transient store forgets it too
}

// write appends a new value, which keeps the validation parameter of the key. Deleting drops it.
func (s *space) write(key string, r record) {
	if !r.deleted {
		if old := s.get(key, r.at.Block); old != nil {
			r.policy = old.policy
		}
	}
	s.put(key, r)
}

// applyPolicies sets validation parameters; on a key that is not there nothing comes of it.
func (s *space) applyPolicies(policies []PolicyWrite, at Version, tx *Transaction) {
	for i := range policies {
		p := &policies[i]
		old := s.get(p.Key, at.Block)
		if old == nil {
			continue
		}
		r := record{at: at, tx: tx, value: old.value, policy: newKeyPolicy(p.Policy), metaOnly: true}
		if e := s.entries[p.Key]; old.at == at {
			r.metaOnly = old.metaOnly
			e.records = append(e.records[:len(e.records)-1:len(e.records)-1], r)
			continue
		}
		s.put(p.Key, r)
	}
}

// apply gives the members' peers the private values. A purge takes the old ones away for good.
func (p *privateSet) apply(tx *Transaction, at Version) {
	private := p.collection.private
	for i := range p.writes {
		wr := &p.writes[i]
		if wr.purge {
			private.purge(wr.Key)
		}
		private.write(wr.Key, record{at: at, tx: tx, value: wr.Value, deleted: wr.Delete})
	}
	for _, key := range p.policies {
		if old := private.get(key, at.Block); old != nil && old.at != at {
			private.put(key, record{at: at, tx: tx, value: old.value, metaOnly: true})
		}
	}
}

// purge forgets all values of a key. Readers under way keep the records they have.
func (s *space) purge(key string) {
	e := s.entries[key]
	if e == nil {
		return
	}
	kept := make([]record, len(e.records))
	for i, r := range e.records {
		r.value = nil
		kept[i] = r
	}
	e.records = kept
}
