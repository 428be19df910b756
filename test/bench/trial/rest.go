// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"context"
	"fmt"
	"time"

	"github.com/consort-finance/consort/network/await"
)

// A network is at rest when its processes together use less than a part of one processor for a while: what was prepared
// is then neither on its way nor being tidied up on disk, where a peer's database goes on for seconds.
const (
	restPart  = 0.5
	restWatch = 500 * time.Millisecond
	restLimit = 2 * time.Minute
)

// AtRest waits until the network is at rest.
func (g *Ground) AtRest(ctx context.Context) error { return newMeter(g.Network).atRest(ctx) }

func (m meter) atRest(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, restLimit)
	defer cancel()
	before, since := m.total(), time.Now()
	return await.Success(ctx, restWatch, func(context.Context) error {
		now, at := m.total(), time.Now()
		part := float64(now-before) / float64(at.Sub(since))
		first := at.Sub(since) < restWatch/2
		before, since = now, at
		if first || part >= restPart {
			return fmt.Errorf("the network is not at rest: it uses %.0f %% of a processor", 100*part)
		}
		return nil
	})
}

// total is the processor time of all processes of the network so far, without this program's.
func (m meter) total() (sum time.Duration) {
	for kind, used := range m.used() {
		if kind != client {
			sum += used
		}
	}
	return sum
}
