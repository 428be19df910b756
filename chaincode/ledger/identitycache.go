// SPDX-License-Identifier: Apache-2.0

package ledger

import "sync"

// identityCacheSize bounds the certificates remembered.
const identityCacheSize = 1024

// identityCache remembers certificates already read. What it answers is a function of the creator's bytes alone, so
// that it changes no result, only the time: reading a certificate takes longer than everything else that the kernel
// does before a method runs (BenchmarkIdentity).
type identityCache struct {
	mu    sync.Mutex
	known map[string]*identity
}

func newIdentityCache() *identityCache {
	return &identityCache{known: make(map[string]*identity)}
}

// read answers the identity of a creator. Malformed creators are not remembered: they would push good ones out.
func (c *identityCache) read(creator []byte) (*identity, error) {
	c.mu.Lock()
	found := c.known[string(creator)]
	c.mu.Unlock()
	if found != nil {
		return found, nil
	}
	id, err := readIdentity(creator)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.known) >= identityCacheSize {
		clear(c.known)
	}
	c.known[string(creator)] = id
	return id, nil
}
