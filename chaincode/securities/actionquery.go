// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/bond"
)

// ActionsRequest asks for a page of the actions on an instrument.
type ActionsRequest struct {
	protocol.PageRequest
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
}

// Validate refuses malformed members.
func (r ActionsRequest) Validate() error {
	return errors.Join(r.Instrument.Validate(), r.PageRequest.Validate())
}

// ActionPage asks for a page of what belongs to an action.
type ActionPage struct {
	protocol.PageRequest
	Action ActionID `json:"action" help:"the action"`
}

// Validate refuses malformed members.
func (r ActionPage) Validate() error {
	return errors.Join(r.Action.Validate(), r.PageRequest.Validate())
}

// Lines are what the accounts of a page get, and their sum.
type Lines struct {
	Lines []Line `json:"lines"`
	Sum   Totals `json:"sum"`
}

// PlannedCoupon is a coupon of a bond, as its terms have it.
type PlannedCoupon struct {
	Number  int       `json:"number"`
	Start   date.Date `json:"start"`
	End     date.Date `json:"end"`
	Record  date.Date `json:"record"`
	Ex      date.Date `json:"ex,omitzero"`
	Payment date.Date `json:"payment"`
	// Factor is the part of the nominal on which it accrues, Repaid what of it is repaid with the coupon.
	Factor decimal.Decimal `json:"factor"`
	Repaid decimal.Decimal `json:"repaid"`
	// PerUnit is what one unit gets; none of a floating coupon.
	PerUnit *bond.PerUnit `json:"perUnit,omitempty"`
}

// Plan is the coupons of a bond, and when the rest of it is repaid.
type Plan struct {
	Coupons    []PlannedCoupon `json:"coupons"`
	Redemption date.Date       `json:"redemption"`
	Record     date.Date       `json:"record"`
}

// PlanOf is the plan of a bond of a nominal.
func PlanOf(terms bond.Terms, nominal money.Amount) (Plan, error) {
	coupons, err := terms.Coupons()
	if err != nil {
		return Plan{}, err
	}
	plan := Plan{Coupons: make([]PlannedCoupon, len(coupons))}
	for n, c := range coupons {
		planned := PlannedCoupon{
			Number: c.Number, Start: c.Start, End: c.End, Record: c.Record, Ex: c.Ex, Payment: c.Payment, Factor: c.Factor, Repaid: c.Repaid,
		}
		if terms.Float == nil {
			if planned.PerUnit, err = pointer(terms.Pays(c, nominal, terms.Rate)); err != nil {
				return Plan{}, err
			}
		}
		plan.Coupons[n] = planned
	}
	redemption, err := terms.Redeems()
	plan.Redemption, plan.Record = redemption.Payment, redemption.Record
	return plan, err
}

// AccruedRequest asks for accrued interest.
type AccruedRequest struct {
	Instrument InstrumentID `json:"instrument" help:"the bond"`
	Units      Quantity     `json:"units" help:"how many units are sold"`
	On         date.Date    `json:"on" help:"settlement date"`
}

// Validate refuses malformed members.
func (r AccruedRequest) Validate() error {
	if r.On.IsZero() {
		return errors.New("on is missing")
	}
	return errors.Join(r.Instrument.Validate(), r.Units.Validate())
}

// Accrued is accrued interest, exactly for one unit and rounded for all.
type Accrued struct {
	Coupon  int          `json:"coupon"`
	PerUnit bond.PerUnit `json:"perUnit"`
	// Amount is below zero where the bond is sold without the coupon.
	Amount money.Money `json:"amount"`
}

// Accrue computes accrued interest at a coupon's rate. Faults: ACTION_TERMS_REFUSED.
func (r AccruedRequest) Accrue(terms Terms, coupon bond.Coupon, rate decimal.Decimal) (Accrued, error) {
	perUnit, err := terms.Bond.Accrued(coupon, terms.Nominal, rate, r.On)
	if err != nil {
		return Accrued{}, ActionTermsRefused.New("%s", err)
	}
	amount, err := perUnit.Of(int64(r.Units), terms.Rounding)
	if err != nil {
		return Accrued{}, AmountTooLarge.New("%s", err)
	}
	return Accrued{Coupon: coupon.Number, PerUnit: perUnit, Amount: money.Money{Amount: amount, Currency: terms.Currency}}, nil
}
