// SPDX-License-Identifier: Apache-2.0

package ledgertest

import "fmt"

// Fault makes the peers of a chaincode misbehave. Unset hooks do nothing.
type Fault struct {
	// MSP is the organisation whose peer is hit; empty hits all.
	MSP string
	// Read fails the state database for a key when it answers an error. GetState answers the error. A
	// GetMultipleStates segment with such a key comes back with no values at all and no error, which is
	// what peers 3.1.0 to 3.1.5 do (fabric #5529, txmgr/query_executor.go): the answer is short.
	Read func(key string) error
	// Missing makes the peer lack the private value of a key whose hash it knows, as a member's peer does
	// until it is reconciled.
	Missing func(collection, key string) bool
	// FinishBatch fails the write batch when it answers an error.
	FinishBatch func() error
}

// Inject adds a fault to a chaincode; the answer takes it away again.
func (w *World) Inject(chaincode string, f Fault) (remove func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	cc := w.chaincodes[chaincode]
	if cc == nil {
		panic(fmt.Errorf("no chaincode %q in channel %s", chaincode, w.channel))
	}
	added := &f
	cc.change(func(faults []*Fault) []*Fault { return append(faults, added) })
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		cc.change(func(faults []*Fault) []*Fault { return without(faults, added) })
	}
}

// change replaces the list of faults, so that executions under way read a list that stands still.
func (cc *chaincode) change(edit func([]*Fault) []*Fault) {
	var faults []*Fault
	if old := cc.faults.Load(); old != nil {
		faults = append(faults, *old...)
	}
	faults = edit(faults)
	cc.faults.Store(&faults)
}

func without(faults []*Fault, gone *Fault) []*Fault {
	var out []*Fault
	for _, f := range faults {
		if f != gone {
			out = append(out, f)
		}
	}
	return out
}

// each calls visit for the faults that hit this organisation, until it answers true.
func (cc *chaincode) each(msp string, visit func(*Fault) bool) {
	faults := cc.faults.Load()
	if faults == nil {
		return
	}
	for _, f := range *faults {
		if (f.MSP == "" || f.MSP == msp) && visit(f) {
			return
		}
	}
}

func (cc *chaincode) readFault(msp, key string) (err error) {
	cc.each(msp, func(f *Fault) bool {
		if f.Read != nil {
			err = f.Read(key)
		}
		return err != nil
	})
	return err
}

func (cc *chaincode) missing(msp, collection, key string) (lost bool) {
	cc.each(msp, func(f *Fault) bool {
		lost = f.Missing != nil && f.Missing(collection, key)
		return lost
	})
	return lost
}

func (cc *chaincode) batchFault(msp string) (err error) {
	cc.each(msp, func(f *Fault) bool {
		if f.FinishBatch != nil {
			err = f.FinishBatch()
		}
		return err != nil
	})
	return err
}
