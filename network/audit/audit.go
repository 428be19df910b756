// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/network/await"
	"github.com/consort-finance/consort/network/desk"
)

// Invariant is one law of the books, and where it is broken.
type Invariant struct {
	// Name is stable, for machines; Sentence is for people.
	Name, Sentence string
	// Broken says where it does not hold; nothing when it holds.
	Broken []string
}

// Holds tells whether the law holds everywhere.
func (i Invariant) Holds() bool { return len(i.Broken) == 0 }

// Report is what an audit found.
type Report struct {
	// Peers is how many peers were asked, Height how many blocks each of them has, Accounts how many accounts were read.
	Peers    int
	Height   uint64
	Accounts int
	// Undertakings, Instruments and Policies are how many of each were read.
	Undertakings, Instruments, Policies int
	// Sums are the first peer's, by currency and bank.
	Sums       []Sum
	Invariants []Invariant
}

// OK tells whether all invariants hold.
func (r *Report) OK() bool {
	for _, invariant := range r.Invariants {
		if !invariant.Holds() {
			return false
		}
	}
	return true
}

// readAll reads the books of all peers at once.
func readAll(ctx context.Context, desks *desk.Desks) ([]*view, error) {
	members := desks.Network.Orgs()
	views := make([]*view, len(members))
	group, ctx := errgroup.WithContext(ctx)
	for i, member := range members {
		group.Go(func() (err error) {
			if views[i], err = read(ctx, desks, member); err != nil {
				return fmt.Errorf("audit at the peer of %s: %w", member, err)
			}
			return nil
		})
	}
	return views, group.Wait()
}

// levelLimit is how long peers may take to come level with each other.
const levelLimit = 30 * time.Second

// Ledger audits a network's books. The error tells that they could not be read, not that they are wrong.
func Ledger(ctx context.Context, desks *desk.Desks) (*Report, error) {
	if err := level(ctx, desks); err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	views, err := readAll(ctx, desks)
	if err != nil {
		return nil, err
	}
	first := views[0]
	journal, err := journalOf(ctx, desks, first)
	if err != nil {
		return nil, fmt.Errorf("audit at the peer of %s: %w", first.member, err)
	}
	return report(views, journal), nil
}

// report judges what was read.
func report(views []*view, journal Invariant) *Report {
	first := views[0]
	return &Report{
		Peers: len(views), Height: first.chain.height, Accounts: len(first.accounts), Sums: first.sums,
		Undertakings: len(first.papers), Instruments: len(first.instruments), Policies: len(first.policies),
		Invariants: slices.Concat([]Invariant{
			conservation(views), noNegative(views), holdsEqualHeld(views), journal, peersAgree(views), sameBlocks(views),
		}, undertakings(views), instruments(views), insured(views)),
	}
}

// level waits until all peers have the same number of blocks.
func level(ctx context.Context, desks *desk.Desks) error {
	ctx, cancel := context.WithTimeout(ctx, levelLimit)
	defer cancel()
	return await.Success(ctx, 50*time.Millisecond, func(ctx context.Context) error {
		heights, err := heightsOf(ctx, desks)
		if err == nil && slices.Min(heights) != slices.Max(heights) {
			err = fmt.Errorf("peers have %d to %d blocks", slices.Min(heights), slices.Max(heights))
		}
		return err
	})
}

func heightsOf(ctx context.Context, desks *desk.Desks) ([]uint64, error) {
	var heights []uint64
	for _, member := range desks.Network.Orgs() {
		client, err := desks.At(ctx, member, reader)
		if err != nil {
			return nil, err
		}
		height, err := client.Height(ctx)
		if err != nil {
			return nil, err
		}
		heights = append(heights, height)
	}
	return heights, nil
}
