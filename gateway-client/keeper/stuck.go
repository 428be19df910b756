// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"sync"
	"time"

	"github.com/consort-finance/consort/chaincode/insurance"
)

// againMax is the longest time after which refused work is tried again.
const againMax = 24 * time.Hour

// patience is how long a piece of work waits, and how long the next time.
type patience struct {
	until time.Time
	next  time.Duration
}

// stuck is work that was refused by itself. It is not tried again with every pass: a frozen account stays frozen for days.
type stuck struct {
	mu    sync.Mutex
	until map[insurance.DueKey]patience
}

// waits tells whether a piece of work is left alone for now.
func (s *stuck) waits(work insurance.DueKey) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Before(s.until[work].until)
}

// keep leaves a piece of work alone for a while, and answers for how long.
func (s *stuck) keep(work insurance.DueKey, first time.Duration) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	pause := orElse(s.until[work].next, first)
	s.until[work] = patience{until: time.Now().Add(pause), next: min(againMax, 2*pause)}
	return pause
}

// free forgets work that was done.
func (s *stuck) free(work []insurance.DueKey) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, done := range work {
		delete(s.until, done)
	}
}
