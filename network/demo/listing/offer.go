// SPDX-License-Identifier: Apache-2.0

package listing

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

// wanted is how many units each investor subscribes for.
const wanted = 300

func (c *chapter) offer() []story.Step {
	return []story.Step{
		story.Do("the issuer offers 500 units at 1000.00 EUR; another person of it opens the book", c.announce),
		story.Do("alice, bob and carol subscribe for 300 units each, with their money set aside", c.subscribe),
		story.Do("the book is closed, counted and cut: whoever recomputes it gets the same", c.allocate),
		story.Do("units against money, and the rest of each hold back, in one transaction", c.deliver),
		story.Do("the depository ends the primary phase: units pass from hand to hand", c.activate),
	}
}

func (c *chapter) offering() securities.OfferingID { return securities.OfferingID(c.ID("offer")) }

func (c *chapter) announce(ctx context.Context) (string, error) {
	deliver, err := c.Today.AddDays(5)
	if err != nil {
		return "", fmt.Errorf("last day of delivery: %w", err)
	}
	_, err = story.Submit(ctx, c.Stage, c.issuer, securities.AnnounceOffering, securities.OfferingTerms{
		ID: c.offering(), Instrument: c.instrument(), Treasury: c.account("buyer"), Price: decimal.FromInt64(1000), Size: 500, Step: 1, Least: 1, Most: 500,
		Opens: c.Today, Closes: c.Today, Deliver: deliver, Collection: c.Account("collection"), Proceeds: c.Account("buyer"), Pages: 1,
	})
	if err != nil {
		return "", err
	}
	opened, err := story.Submit(ctx, c.Stage, c.treasurer, securities.OpenBook, c.offering())
	if err != nil {
		return "", err
	}
	return "the offering is " + string(opened.Result.Status), nil
}

func (c *chapter) subscribe(ctx context.Context) (string, error) {
	offering, err := story.Ask(ctx, c.Stage, operator, securities.GetOffering, c.offering())
	if err != nil {
		return "", err
	}
	for name, who := range map[string]story.Person{"alice": c.alice, "bob": c.bob, "carol": c.carol} {
		hold := cash.HoldID(c.ID("subscription-" + name))
		_, err := story.Submit(ctx, c.Stage, who, cash.CreateHold, cash.HoldRequest{
			ID: hold, Payer: c.Account(name), Payee: c.Account("collection"), Amount: footing.Euros(wanted * 1000),
			Purpose: offering.HoldPurpose(), Notary: cash.Notary{Kind: cash.ModuleNotary, ID: securities.Module}, Expires: offering.Deliver,
		})
		if err != nil {
			return "", err
		}
		_, err = story.Submit(ctx, c.Stage, who, securities.Subscribe, securities.SubscribeRequest{
			Offering: c.offering(), Account: c.account(name), Units: wanted, Hold: hold,
		})
		if err != nil {
			return "", err
		}
	}
	return c.Balances(ctx, "alice", "bob", "carol")
}

// allocate is anybody's work but for the cut, which the issuer takes and the chaincode checks.
func (c *chapter) allocate(ctx context.Context) (string, error) {
	page := securities.BookKey{Offering: c.offering()}
	if _, err := story.Submit(ctx, c.Stage, c.issuer, securities.CloseBook, c.offering()); err != nil {
		return "", err
	}
	if _, err := story.Submit(ctx, c.Stage, c.bob, securities.CountBook, page); err != nil {
		return "", err
	}
	cut, err := story.Ask(ctx, c.Stage, c.bob, securities.ProposeCut, c.offering())
	if err != nil {
		return "", err
	}
	if _, err := story.Submit(ctx, c.Stage, c.issuer, securities.ScaleBook, *cut); err != nil {
		return "", err
	}
	if _, err := story.Submit(ctx, c.Stage, c.bob, securities.AllocatePage, page); err != nil {
		return "", err
	}
	if _, err := story.Submit(ctx, c.Stage, c.bob, securities.AllocateBook, c.offering()); err != nil {
		return "", err
	}
	return c.allotments(ctx)
}

func (c *chapter) allotments(ctx context.Context) (told string, err error) {
	for _, name := range []string{"alice", "bob", "carol"} {
		got, err := story.Ask(ctx, c.Stage, operator, securities.GetAllotment, securities.SubscriberKey{Offering: c.offering(), Account: c.account(name)})
		if err != nil {
			return "", err
		}
		told += fmt.Sprintf("%s gets %s, ", name, got.Allocated)
	}
	return told + "since nobody admitted her", nil
}

func (c *chapter) deliver(ctx context.Context) (string, error) {
	book, err := story.Ask(ctx, c.Stage, operator, securities.Subscriptions, securities.BookRequest{
		Offering: c.offering(), PageRequest: protocol.PageRequest{Size: protocol.PageSizeMax},
	})
	if err != nil {
		return "", err
	}
	treasury, err := c.lots(ctx, "buyer")
	if err != nil {
		return "", err
	}
	request := securities.DeliverRequest{BookKey: securities.BookKey{Offering: c.offering()}}
	for _, s := range book.Items {
		request.Numbers = append(request.Numbers, s.Number)
	}
	for _, lot := range treasury {
		request.Lots = append(request.Lots, lot.ID)
	}
	outcome, err := story.Submit(ctx, c.Stage, c.issuer, securities.DeliverSubscriptions, request)
	if err != nil {
		return "", err
	}
	told, err := c.holders(ctx, "alice", "bob", "carol")
	return fmt.Sprintf("block %d: %s", outcome.Block, told), err
}

func (c *chapter) activate(ctx context.Context) (string, error) {
	if _, err := story.Submit(ctx, c.Stage, c.bob, securities.FinishOffering, c.offering()); err != nil {
		return "", err
	}
	_, err := story.Submit(ctx, c.Stage, operator, securities.Activate, c.instrument())
	if err != nil {
		return "", err
	}
	return c.Balances(ctx, "buyer", "collection")
}
