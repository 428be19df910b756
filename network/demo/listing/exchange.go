// SPDX-License-Identifier: Apache-2.0

package listing

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/callauction"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

// traded is how many units alice sells to bob.
const traded = 100

func (c *chapter) exchange() []story.Step {
	return []story.Step{
		story.Do("alice offers bob 100 of her units at 1002.50 EUR, and he agrees: both custodians are instructed", c.agree),
		story.Do("bob asks to be given alice's units himself", c.helpHimself),
		story.Do("northbank settles with less money set aside than was agreed: neither leg happens", c.underpaid),
		story.Do("northbank settles without the word of southbank, bob's custodian, though a majority endorse", c.without),
		story.Do("northbank settles: units and money change hands in one transaction", c.settle),
		story.Do("the same settlement is sent once more", c.again),
	}
}

func (c *chapter) agree(ctx context.Context) (string, error) {
	id := securities.TradeID(c.ID("trade"))
	_, err := story.Submit(ctx, c.Stage, c.alice, securities.ProposeTrade, securities.ProposeTradeRequest{
		ID: id, Side: callauction.Sell, Account: c.account("alice"), Counter: c.account("bob"), Expires: c.Today,
		TradeTerms: securities.TradeTerms{Instrument: c.instrument(), Quantity: traded, Price: decimal.MustParse("1002.50"), Settle: c.Today},
	})
	if err != nil {
		return "", err
	}
	agreed, err := story.Submit(ctx, c.Stage, c.bob, securities.ConfirmTrade, id)
	if err != nil {
		return "", err
	}
	c.trade = *agreed.Result
	obligation, err := story.Ask(ctx, c.Stage, operator, securities.GetObligation, c.trade.Match)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s; to be endorsed by %v", c.trade.Amount, obligation.Endorsers()), nil
}

func (c *chapter) helpHimself(ctx context.Context) (string, error) {
	lots, err := c.inputs(ctx, "alice", traded)
	if err != nil {
		return "", err
	}
	_, err = story.Submit(ctx, c.Stage, c.bob, securities.Transfer, securities.TransferRequest{
		Instrument: c.instrument(), From: c.account("alice"), To: c.account("bob"), Lots: lots, Quantity: traded,
	})
	return story.Refused(err, securities.NotYours)
}

// setAside has bob set money aside for the trade.
func (c *chapter) setAside(ctx context.Context, name string, amount money.Money) (cash.HoldID, error) {
	later, err := c.Today.AddDays(5)
	if err != nil {
		return "", fmt.Errorf("last day of the hold: %w", err)
	}
	id := cash.HoldID(c.ID(name))
	_, err = story.Submit(ctx, c.Stage, c.bob, cash.CreateHold, cash.HoldRequest{
		ID: id, Payer: c.Account("bob"), Payee: c.Account("alice"), Amount: amount, Purpose: c.trade.Match.Purpose(),
		Notary: cash.Notary{Kind: cash.ModuleNotary, ID: securities.Module}, Expires: later,
	})
	return id, err
}

// delivery settles the trade with a hold.
func (c *chapter) delivery(ctx context.Context, hold cash.HoldID) (securities.DeliveryRequest, error) {
	lots, err := c.inputs(ctx, "alice", traded)
	return securities.DeliveryRequest{
		ObligationRequest: securities.ObligationRequest{
			Deliver:  securities.InstructionKey{Account: c.account("alice"), Reference: securities.CommonReference(securities.TradedReference + string(c.trade.ID))},
			Receiver: c.account("bob"),
		},
		Instrument: c.instrument(), Lots: lots, PaidBy: securities.PaidBy{Hold: hold},
	}, err
}

func (c *chapter) deliverBy(ctx context.Context, hold cash.HoldID, opts ...gatewayclient.Option) (*gatewayclient.Outcome[securities.DeliveryReceipt], error) {
	request, err := c.delivery(ctx, hold)
	if err != nil {
		return nil, err
	}
	return story.Submit(ctx, c.Stage, northCustody, securities.SettleInstruction, request, opts...)
}

func (c *chapter) underpaid(ctx context.Context) (string, error) {
	hold, err := c.setAside(ctx, "too-little", footing.Euros(1000))
	if err != nil {
		return "", err
	}
	_, err = c.deliverBy(ctx, hold)
	return story.Refused(err, cash.ConsentMissing)
}

// without leaves the buyer's custodian out. All others endorse; in the block the transaction is invalid.
func (c *chapter) without(ctx context.Context) (string, error) {
	hold, err := c.setAside(ctx, "price", c.trade.Amount)
	if err != nil {
		return "", err
	}
	var others []string
	for _, member := range c.Constitution.Members {
		others = append(others, member.MSP)
	}
	others = slices.DeleteFunc(others, func(msp string) bool { return msp == c.MSP(southCustody.Member()) })
	_, err = c.deliverBy(ctx, hold, gatewayclient.EndorsingOrganisations(others...))
	var invalid *gatewayclient.CommitError
	if !errors.As(err, &invalid) {
		return "", fmt.Errorf("%d members endorsed without the buyer's custodian, and it was not invalid: %w", len(others), err)
	}
	return fmt.Sprintf("invalid in block %d, %s", invalid.Block, invalid.Code), nil
}

func (c *chapter) settle(ctx context.Context) (string, error) {
	outcome, err := c.deliverBy(ctx, cash.HoldID(c.ID("price")))
	if err != nil {
		return "", err
	}
	told, err := c.holders(ctx, "alice", "bob")
	return fmt.Sprintf("block %d: %s", outcome.Block, told), err
}

func (c *chapter) again(ctx context.Context) (string, error) {
	_, err := c.deliverBy(ctx, cash.HoldID(c.ID("price")))
	return story.Refused(err, securities.StatusRefused)
}

// tally adds up what happened to all holders of a register.
func (c *chapter) tally(ctx context.Context, key securities.RegisterKey) error {
	all := securities.HoldersRequest{RegisterKey: key, Buckets: securities.Buckets{From: securities.FirstBucket, To: securities.LastBucket}}
	there, err := story.Ask(ctx, c.Stage, operator, securities.GetTallies, securities.TalliesRequest{RegisterKey: key, PageRequest: protocol.PageRequest{Size: protocol.PageSizeMax}})
	if err != nil || len(there.Items) > 0 {
		return err
	}
	found, err := story.Ask(ctx, c.Stage, operator, securities.GetLotsOn, all)
	if err != nil {
		return err
	}
	_, err = story.Submit(ctx, c.Stage, operator, securities.CountRegister, securities.CountRequest{RegisterKey: key, Buckets: all.Buckets, Lots: found.Lots})
	if err != nil {
		return err
	}
	c.pages = []securities.Bucket{securities.FirstBucket}
	_, err = story.Submit(ctx, c.Stage, operator, securities.CloseRegister, securities.CloseRequest{RegisterKey: key, Pages: c.pages})
	return err
}
