// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"fmt"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
)

// Crash is the end of a chaincode server: the shim does not recover from panics, so one of them ends the
// process for everybody.
type Crash struct {
	Chaincode string
	MSP       string
	TxID      string
	Panic     any
	Stack     []byte
}

// Error tells the panic.
func (c *Crash) Error() string {
	return fmt.Sprintf("chaincode %s of %s died in transaction %s: panic: %v", c.Chaincode, c.MSP, c.TxID, c.Panic)
}

// Crashes answers the chaincode servers that died and were not restarted, by chaincode and organisation.
func (w *World) Crashes() []*Crash {
	w.mu.RLock()
	defer w.mu.RUnlock()
	var out []*Crash
	for _, name := range sortedKeys(w.chaincodes) {
		instances := w.chaincodes[name].definition.instances
		for _, msp := range sortedKeys(instances) {
			if c := instances[msp].crashed(); c != nil {
				out = append(out, c)
			}
		}
	}
	return out
}

// Restart starts the chaincode server of an organisation anew, whether it died or not.
func (w *World) Restart(name, msp string) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	cc := w.chaincodes[name]
	if cc == nil || cc.definition.instances[msp] == nil {
		panic(fmt.Errorf("organisation %s runs no chaincode %s", msp, name))
	}
	i := cc.definition.instances[msp]
	i.mu.Lock()
	defer i.mu.Unlock()
	i.code, i.crash = i.make(msp), nil
}

func (i *instance) crashed() *Crash {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.crash
}

// server answers the running chaincode, or nil after a crash.
func (i *instance) server() shim.Chaincode {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.crash != nil {
		return nil
	}
	return i.code
}

// die records the first crash.
func (i *instance) die(c *Crash) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.crash == nil {
		i.crash = c
	}
}

// terminated is what a peer says of a chaincode that died while executing, and all it says: the same words
// on each (core/chaincode/handler.go ErrorStreamTerminated).
type terminated struct{ crash *Crash }

func (t *terminated) Error() string { return "chaincode stream terminated" }

func (t *terminated) Unwrap() error { return t.crash }
