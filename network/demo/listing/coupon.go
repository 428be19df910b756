// SPDX-License-Identifier: Apache-2.0

package listing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) coupon() []story.Step {
	return []story.Step{
		story.Do("the issuer announces the coupon on another day than the terms say", c.wrongDay),
		story.Do("the issuer announces the coupon and the repayment, the depository confirms both", c.actions),
		story.Do(fmt.Sprintf("on the record date, %s, the depository stops all moves, since the bond is about to be repaid", c.plan.Record), c.halt),
		story.Do("the day passes: the register of its evening is counted, and adds up to the supply", c.record),
		story.Do("whoever works the entitlements out gets the same; the amounts are fixed", c.entitle),
		story.Do("the issuer pays exactly that in", func(ctx context.Context) (string, error) { return c.fund(ctx, interest) }),
		story.Do("one transaction pays all holders their coupon, and the tax agent what is withheld", func(ctx context.Context) (string, error) { return c.pay(ctx, interest, nil) }),
		story.Do("the paying agent pays the same page once more", c.payAgain),
	}
}

// The two actions.
const (
	interest  = "coupon"
	repayment = "repayment"
)

func (c *chapter) action(name string) securities.ActionID { return securities.ActionID(c.ID(name)) }

func (c *chapter) announcement(name string) securities.AnnounceRequest {
	request := securities.AnnounceRequest{
		ID: c.action(name), Instrument: c.instrument(), Kind: securities.FinalMaturity,
		ActionTerms: securities.ActionTerms{
			Record: c.plan.Record, Payment: c.plan.Redemption, Agent: c.MSP(agent.Member()),
			Payees: &securities.CashAccounts{Paying: c.Account("paying"), Suspense: c.Account("suspense"), Residual: c.Account("buyer")},
		},
	}
	if name == interest {
		request.Kind, request.Coupon, request.Payees.Tax = securities.InterestPayment, 1, c.Account("tax")
		request.Taxes = securities.TaxTable{Standard: decimal.MustParse("0.25")}
	}
	return request
}

func (c *chapter) wrongDay(ctx context.Context) (string, error) {
	request := c.announcement(interest)
	request.Record = c.Today
	_, err := story.Submit(ctx, c.Stage, c.issuer, securities.AnnounceAction, request)
	return story.Refused(err, securities.ActionTermsRefused)
}

func (c *chapter) actions(ctx context.Context) (string, error) {
	for _, name := range []string{interest, repayment} {
		if _, err := story.Submit(ctx, c.Stage, c.issuer, securities.AnnounceAction, c.announcement(name)); err != nil {
			return "", err
		}
		if _, err := story.Submit(ctx, c.Stage, operator, securities.ConfirmAction, c.action(name)); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("record date %s, payment on %s", c.plan.Record, c.plan.Redemption), nil
}

func (c *chapter) halt(ctx context.Context) (string, error) {
	if err := c.turn(ctx, c.plan.Record); err != nil {
		return "", err
	}
	order := sha256.Sum256([]byte("repayment of " + string(c.instrument())))
	halted, err := story.Submit(ctx, c.Stage, operator, securities.HaltInstrument, securities.HaltRequest{
		ID: c.instrument(), Level: securities.NoMove, Order: securities.Hash(hex.EncodeToString(order[:])),
	})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("the instrument is %s", halted.Result.Status), nil
}

func (c *chapter) record(ctx context.Context) (string, error) {
	if err := c.turn(ctx, c.plan.Redemption); err != nil {
		return "", err
	}
	if err := c.tally(ctx, securities.RegisterKey{Instrument: c.instrument(), Day: c.plan.Record}); err != nil {
		return "", err
	}
	for _, name := range []string{interest, repayment} {
		if _, err := story.Submit(ctx, c.Stage, operator, securities.CloseRecord, securities.CloseRecordRequest{Action: c.action(name)}); err != nil {
			return "", err
		}
	}
	return c.units(ctx, "alice", "bob")
}

func (c *chapter) entitle(ctx context.Context) (told string, err error) {
	for _, name := range []string{interest, repayment} {
		if _, err := story.Submit(ctx, c.Stage, c.bob, securities.EntitlePages, securities.EntitleRequest{Action: c.action(name), Pages: c.pages}); err != nil {
			return "", err
		}
		fixed, err := story.Submit(ctx, c.Stage, c.bob, securities.CompleteEntitlements, c.action(name))
		if err != nil {
			return "", err
		}
		total := fixed.Result.Total
		told += fmt.Sprintf("%s: %s net and %s tax, in cents; ", name, total.Net, total.Tax)
	}
	return told + "to the cent what is funded", nil
}

// fund pays an action in, by the issuer's consent to exactly this.
func (c *chapter) fund(ctx context.Context, name string) (string, error) {
	action, err := story.Ask(ctx, c.Stage, c.issuer, securities.GetAction, c.action(name))
	if err != nil {
		return "", err
	}
	due := money.Money{Amount: action.Due(), Currency: action.Currency}
	consent, err := cash.ConsentTo(securities.FundingID(action.ID), []cash.SettleLeg{{From: c.Account("buyer"), To: c.Account("paying"), Amount: due}})
	if err != nil {
		return "", fmt.Errorf("consent of the issuer: %w", err)
	}
	_, err = story.Submit(ctx, c.Stage, c.issuer, securities.FundAction, securities.FundActionRequest{
		Action: action.ID, Means: cash.Means{Account: c.Account("buyer"), Consent: consent},
	})
	return due.String(), err
}

// pay carries an action out for its only page.
func (c *chapter) pay(ctx context.Context, name string, lots []securities.LotID) (string, error) {
	outcome, err := story.Submit(ctx, c.Stage, agent, securities.PayEntitlements, securities.PayRequest{Action: c.action(name), Pages: c.pages, Lots: lots})
	if err != nil {
		return "", err
	}
	done, err := story.Submit(ctx, c.Stage, c.bob, securities.ReconcileAction, c.action(name))
	if err != nil {
		return "", err
	}
	told, err := c.Balances(ctx, "alice", "bob", "tax", "paying")
	return fmt.Sprintf("block %d, %s: %s", outcome.Block, done.Result.Status, told), err
}

func (c *chapter) payAgain(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, c.Stage, agent, securities.PayEntitlements, securities.PayRequest{Action: c.action(interest), Pages: c.pages})
	return refusedAgain(err)
}

// refusedAgain takes either word for what was done already.
func refusedAgain(err error) (string, error) {
	told, wrong := story.Refused(err, securities.StatusRefused)
	if wrong != nil {
		return story.Refused(err, protocol.AlreadyExists)
	}
	return told, nil
}
