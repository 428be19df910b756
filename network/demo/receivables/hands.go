// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"fmt"
	"strings"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) hands() []story.Step {
	return []story.Step{
		story.Do("the supplier splits it into pieces that are more than the whole", c.splitBeyond),
		story.Do("the supplier pays its foundry with 600,000.00 of it", c.toFoundry),
		story.Do("the supplier offers units that overlap those of the foundry", c.overlap),
		story.Do("the supplier splits the foundry's slice", c.foreign),
		story.Do("the foundry pays its toolmaker with 400,000.00 of that: the third tier", c.toToolmaker),
	}
}

func (c *chapter) split(ctx context.Context, from int64, sizes ...int64) error {
	_, err := story.Submit(ctx, c.Stage, c.supplier, supplychain.SplitSlice, supplychain.SplitRequest{SliceKey: c.at("first", from), Sizes: sizes})
	return err
}

func (c *chapter) splitBeyond(ctx context.Context) (string, error) {
	return story.Refused(c.split(ctx, 1, 50_000_000, 60_000_000), supplychain.IntervalRefused)
}

func (c *chapter) foreign(ctx context.Context) (string, error) {
	return story.Refused(c.split(ctx, 1, 30_000_000, 30_000_000), supplychain.NotYours)
}

// offer offers units of the slice that begins at from.
func (c *chapter) offer(ctx context.Context, who story.Person, from int64, part supplychain.Units, to parties.PartyID) error {
	_, err := story.Submit(ctx, c.Stage, who, supplychain.OfferSlice, supplychain.OfferRequest{
		SliceKey: c.at("first", from), Part: part, To: to, Expires: c.Today,
	})
	return err
}

func (c *chapter) overlap(ctx context.Context) (string, error) {
	err := c.offer(ctx, c.supplier, 60_000_001, supplychain.Units{From: 50_000_000, To: 70_000_000}, "toolmaker")
	return story.Refused(err, supplychain.IntervalRefused)
}

func (c *chapter) toFoundry(ctx context.Context) (string, error) {
	return c.pass(ctx, c.supplier, 1, supplychain.Units{From: 1, To: 60_000_000}, c.foundry, "foundry")
}

func (c *chapter) toToolmaker(ctx context.Context) (string, error) {
	return c.pass(ctx, c.foundry, 1, supplychain.Units{From: 20_000_001, To: 60_000_000}, c.toolmaker, "toolmaker")
}

// pass has units offered and accepted.
func (c *chapter) pass(ctx context.Context, by story.Person, from int64, part supplychain.Units, to story.Person, party parties.PartyID) (string, error) {
	if err := c.offer(ctx, by, from, part, party); err != nil {
		return "", err
	}
	_, err := story.Submit(ctx, c.Stage, to, supplychain.AcceptSlice, supplychain.AcceptRequest{
		SliceKey: c.at("first", part.From), Account: c.Account(string(party)),
	})
	if err != nil {
		return "", err
	}
	slices, err := c.slices(ctx, "first")
	told := make([]string, len(slices))
	for i, s := range slices {
		told[i] = fmt.Sprintf("%d-%d %s", s.From, s.To, s.Holder.Party)
	}
	return strings.Join(told, ", "), err
}

// slices are those of an undertaking, few enough for a page.
func (c *chapter) slices(ctx context.Context, paper string) ([]supplychain.Slice, error) {
	page, err := story.Ask(ctx, c.Stage, c.buyer, supplychain.Slices, supplychain.SlicesRequest{
		Undertaking: c.paper(paper), PageRequest: protocol.PageRequest{Size: protocol.PageSizeMax},
	})
	if err != nil {
		return nil, err
	}
	return page.Items, nil
}
