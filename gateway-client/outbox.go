// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"
)

// Outbox keeps envelopes from before they are submitted until a block tells what became of them.
type Outbox interface {
	// Put keeps an entry. When it returns, the entry survives whatever the outbox is meant to survive.
	Put(Entry) error
	// Remove drops an entry whose outcome is known; one that is not there is no error.
	Remove(txid string) error
	// Entries answers what is kept, the oldest first.
	Entries() ([]Entry, error)
}

// Entry is a transaction whose outcome is not known yet.
type Entry struct {
	// Endpoint is the name of what was called, "chaincode:Function".
	Endpoint string `json:"endpoint"`
	// Reference is the client's.
	Reference string `json:"reference"`
	// Since is when the envelope was endorsed, by this machine's clock.
	Since time.Time `json:"since"`
	// Envelope is what is submitted.
	Envelope Envelope `json:"envelope"`
}

// memoryOutbox survives a lost connection, not the process.
type memoryOutbox struct {
	mu      sync.Mutex
	entries map[string]Entry
}

// NewMemoryOutbox makes an outbox that lives as long as the process. It is what a client has unless told otherwise.
func NewMemoryOutbox() Outbox { return &memoryOutbox{entries: map[string]Entry{}} }

func (o *memoryOutbox) Put(entry Entry) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.entries[entry.Envelope.TxID] = entry
	return nil
}

func (o *memoryOutbox) Remove(txid string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.entries, txid)
	return nil
}

func (o *memoryOutbox) Entries() ([]Entry, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.SortedFunc(maps.Values(o.entries), byAge), nil
}

func byAge(a, b Entry) int {
	return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Envelope.TxID, b.Envelope.TxID))
}
