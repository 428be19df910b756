// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/bond"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// Action answers a corporate action.
func (c *Contract) Action(q *ledger.Query, req securities.ActionID) (*securities.Action, error) {
	return ledger.Answer(actions.Get(q, req))
}

// Actions lists the corporate actions on an instrument.
func (c *Contract) Actions(q *ledger.Query, req securities.ActionsRequest) (*protocol.Page[securities.Action], error) {
	return ledger.Answer(actions.PageBy(q, "instrument", req.Instrument.Key(), req.PageRequest))
}

// DrawCut draws the line down to which odd units go.
func (c *Contract) DrawCut(q *ledger.Query, req securities.ActionID) (*fraction.Cut, error) {
	action, err := actions.Get(q, req)
	if err != nil {
		return nil, err
	}
	register, err := registerOf(q, action)
	if err != nil {
		return nil, err
	}
	counted, err := pages.GetMany(q, register.PageKeys())
	if err != nil {
		return nil, err
	}
	return ledger.Answer(action.DrawCut(register, counted))
}

// Entitlements lists what pages give.
func (c *Contract) Entitlements(q *ledger.Query, req securities.ActionPage) (*protocol.Page[securities.Entitlement], error) {
	return ledger.Answer(entitlements.Page(q, req.Action.Key(), req.PageRequest))
}

// EntitlementLines works out what each account of a page gets.
func (c *Contract) EntitlementLines(q *ledger.Query, req securities.EntitlementKey) (*securities.Lines, error) {
	action, err := actions.Get(q, req.Action)
	if err != nil {
		return nil, err
	}
	if _, err := entitlements.Get(q, req); err != nil {
		return nil, err
	}
	page, err := pages.Get(q, action.PageKeys([]securities.Bucket{req.From})[0])
	if err != nil {
		return nil, err
	}
	lines, sum, err := action.Lines(page)
	return &securities.Lines{Lines: lines, Sum: sum}, err
}

// Payments lists the pages that were carried out.
func (c *Contract) Payments(q *ledger.Query, req securities.ActionPage) (*protocol.Page[securities.Payment], error) {
	return ledger.Answer(payouts.Page(q, req.Action.Key(), req.PageRequest))
}

// Suspense lists what could not be paid.
func (c *Contract) Suspense(q *ledger.Query, req securities.ActionPage) (*protocol.Page[securities.Suspense], error) {
	return ledger.Answer(suspenses.Page(q, req.Action.Key(), req.PageRequest))
}

// CouponPlan answers the coupons of a bond.
func (c *Contract) CouponPlan(q *ledger.Query, req securities.InstrumentID) (*securities.Plan, error) {
	instrument, version, err := bondInForce(q, req)
	if err != nil {
		return nil, err
	}
	return ledger.Answer(securities.PlanOf(*version.Terms.Bond, instrument.Nominal))
}

// AccruedInterest computes accrued interest.
func (c *Contract) AccruedInterest(q *ledger.Query, req securities.AccruedRequest) (*securities.Accrued, error) {
	_, version, err := bondInForce(q, req.Instrument)
	if err != nil {
		return nil, err
	}
	terms := version.Terms.Bond
	coupons, err := terms.Coupons()
	if err != nil {
		return nil, err
	}
	coupon, err := bond.At(coupons, req.On)
	if err != nil {
		return nil, securities.ActionTermsRefused.New("%s", err)
	}
	values, err := published(q, *terms, coupon)
	if err != nil {
		return nil, err
	}
	rate, err := terms.RateOf(coupon, values)
	if err != nil {
		return nil, securities.NotPublished.New("%s", err)
	}
	return ledger.Answer(req.Accrue(version.Terms, coupon, rate))
}

// bondInForce finds a bond and its terms. Faults: NOT_FOUND, ACTION_TERMS_REFUSED for what is no bond.
func bondInForce(r ledger.Reader, id securities.InstrumentID) (securities.Instrument, securities.TermsVersion, error) {
	instrument, version, err := versionInForce(r, id)
	if err == nil && version.Terms.Bond == nil {
		err = securities.ActionTermsRefused.New("instrument %s is no bond", id)
	}
	return instrument, version, err
}
