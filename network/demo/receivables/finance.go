// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

// deal is a financing of the story.
type deal struct {
	*chapter
	name, paper string
	units       supplychain.Units
	technique   supplychain.Technique
	seller      story.Person
	desk        story.Person
	bank        parties.PartyID
	rate        string
}

func (c *chapter) north() deal {
	return deal{c, "deal-north", "first", supplychain.Units{From: 60_000_001, To: whole}, supplychain.Factoring, c.supplier, c.northDesk, "northbank", "0.06"}
}

func (c *chapter) south() deal {
	return deal{c, "deal-south", "first", supplychain.Units{From: 20_000_001, To: 40_000_000}, supplychain.ReverseFactoring, c.toolmaker, c.southDesk, "southbank", "0.045"}
}

func (c *chapter) finance() []story.Step {
	north := c.north()
	return []story.Step{
		story.Do("the supplier asks for money on the 400,000.00 that it kept, which locks them", north.ask),
		story.Do("it asks another bank for money on the same units", north.askTwice),
		story.Do("northbank quotes in its own collection, and southbank asks for that quote", north.quoted),
		story.Do("the supplier agrees, and northbank sets the proceeds aside", north.agreed),
		story.Do("northbank funds: money and paper change hands in one transaction", north.fund),
		story.Do("southbank finances 200,000.00 of the toolmaker's, at the buyer's better rate", c.south().funded),
	}
}

func (d deal) id() supplychain.DealID { return supplychain.DealID(d.ID(d.name)) }

func (d deal) request(ctx context.Context, id supplychain.DealID) error {
	_, err := story.Submit(ctx, d.Stage, d.seller, supplychain.RequestFinance, supplychain.FinanceRequest{
		SliceKey: d.at(d.paper, d.units.From), Deal: id, Part: d.units, Technique: d.technique,
	})
	return err
}

func (d deal) ask(ctx context.Context) (string, error) {
	return "status " + string(supplychain.Requested), d.request(ctx, d.id())
}

func (d deal) askTwice(ctx context.Context) (string, error) {
	return story.Refused(d.request(ctx, supplychain.DealID(d.ID("deal-twice"))), supplychain.Encumbered)
}

// quote leaves a quote in the bank's own collection.
func (d deal) quote(ctx context.Context) error {
	_, err := story.Submit(ctx, d.Stage, d.desk, supplychain.QuoteDeal, supplychain.QuoteRequest{Deal: d.id(), Quote: supplychain.Quote{
		Deal: d.id(), Financier: supplychain.Firm{Party: d.bank, Host: d.MSP(d.desk.Member())}, Account: d.Account(string(d.bank)),
		Terms:   supplychain.Terms{Method: supplychain.BankDiscount, Rate: decimal.MustParse(d.rate), AdvanceRate: decimal.FromInt64(1)},
		Expires: d.Today, FundBy: d.Today, Salt: salt(),
	}})
	return err
}

func (d deal) quoted(ctx context.Context) (string, error) {
	if err := d.quote(ctx); err != nil {
		return "", err
	}
	_, err := story.Ask(ctx, d.Stage, d.southDesk, supplychain.ReadQuote, d.id())
	return story.Refused(err, protocol.NotFound)
}

// agree shows the seller the quote, as the bank would, and has it accepted; the bank sets the proceeds aside.
func (d deal) agree(ctx context.Context) (*supplychain.Price, error) {
	quote, err := story.Ask(ctx, d.Stage, d.desk, supplychain.ReadQuote, d.id())
	if err != nil {
		return nil, err
	}
	agreed, err := story.Submit(ctx, d.Stage, d.seller, supplychain.AgreeDeal, supplychain.AgreeRequest{Deal: d.id(), Quote: *quote})
	if err != nil {
		return nil, err
	}
	price, err := story.Ask(ctx, d.Stage, d.desk, supplychain.PriceDeal, supplychain.PriceRequest{Deal: d.id(), On: d.Today})
	if err != nil {
		return nil, err
	}
	_, err = story.Submit(ctx, d.Stage, d.desk, cash.CreateHold, cash.HoldRequest{
		ID: d.hold(), Payer: d.Account(string(d.bank)), Payee: agreed.Result.SellerAccount, Amount: euro(price.Proceeds),
		Purpose: cash.Purpose(d.id()), Notary: cash.Notary{Kind: cash.ModuleNotary, ID: supplychain.Module}, Expires: d.Today,
	})
	return price, err
}

func (d deal) hold() cash.HoldID { return cash.HoldID(d.ID("hold-" + d.name)) }

func euro(amount money.Amount) money.Money {
	return money.Money{Amount: amount, Currency: footing.Euro}
}

func (d deal) agreed(ctx context.Context) (string, error) {
	price, err := d.agree(ctx)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("face %s = proceeds %s + discount %s", euro(price.Face), euro(price.Proceeds), euro(price.Discount)), nil
}

func (d deal) fund(ctx context.Context) (string, error) {
	outcome, err := story.Submit(ctx, d.Stage, d.desk, supplychain.FundDeal, supplychain.FundRequest{Deal: d.id(), Hold: d.hold()})
	if err != nil {
		return "", err
	}
	slice, err := story.Ask(ctx, d.Stage, d.seller, supplychain.GetSlice, d.at(d.paper, d.units.From))
	if err != nil {
		return "", err
	}
	hold, err := story.Ask(ctx, d.Stage, d.desk, cash.GetHold, d.hold())
	if err != nil {
		return "", err
	}
	if slice.Status != supplychain.Financed || slice.Holder.Party != d.bank || hold.Status != cash.HoldExecuted {
		return "", fmt.Errorf("the slice is %s and held by %s, the hold %s", slice.Status, slice.Holder.Party, hold.Status)
	}
	return fmt.Sprintf("block %d: %s paid, %s holds %d-%d", outcome.Block, hold.Amount, d.bank, slice.From, slice.To), nil
}

// funded is a deal from request to funding.
func (d deal) funded(ctx context.Context) (string, error) {
	if err := d.prepare(ctx); err != nil {
		return "", err
	}
	return d.fund(ctx)
}

// prepare brings a deal so far that it is ready to fund.
func (d deal) prepare(ctx context.Context) error {
	if err := d.request(ctx, d.id()); err != nil {
		return err
	}
	if err := d.quote(ctx); err != nil {
		return err
	}
	_, err := d.agree(ctx)
	return err
}
