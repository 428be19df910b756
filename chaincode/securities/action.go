// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/bond"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// Action is a corporate action. Its row changes at the steps that concern all holders; what concerns some of them is in
// rows of their own, so that pages are worked out and paid side by side.
type Action struct {
	ID         ActionID     `json:"id"`
	Instrument InstrumentID `json:"instrument"`
	Kind       ActionKind   `json:"kind"`
	Status     ActionStatus `json:"status"`
	ActionTerms
	Issuer     Firm   `json:"issuer"`
	Depository string `json:"depository"`
	// Version is that of the instrument's terms on which the action rests.
	Version  int              `json:"version"`
	Currency money.Currency   `json:"currency"`
	Rounding decimal.Rounding `json:"rounding"`
	// PerUnit is what one unit gets, exactly; none where no money is paid, or the rate is not known yet.
	PerUnit *bond.PerUnit `json:"perUnit,omitempty"`
	Maker   Person        `json:"maker"`
	// Supply and Root are those of the register of the record date, once it is closed.
	Supply Quantity `json:"supply,omitzero"`
	Root   Hash     `json:"root,omitzero"`
	// Base are the units that take part: all but the issuer's own. Cut hands a fixed number of units out over them, see
	// package fraction; Revision counts how often it was drawn.
	Base     Quantity     `json:"base,omitzero"`
	Cut      fraction.Cut `json:"cut,omitzero"`
	Revision int          `json:"revision,omitzero"`
	// Total is the sum of all pages, once they are worked out.
	Total Totals `json:"total,omitzero"`
	// Residual is what the issuer pays in beyond what accounts get: it is what rounding leaves over.
	Residual money.Amount `json:"residual,omitzero"`
}

// Key is the action's name.
func (a Action) Key() ActionID { return a.ID }

// Once is what no two actions do that are not cancelled: a bond's coupon is paid once, its nominal repaid once. Other actions
// may be alike.
func (a Action) Once() []string {
	if a.Status == ActionCancelled || !a.Kind.ofBond() && a.Kind != FullCall {
		return nil
	}
	return []string{string(a.Instrument), string(a.Kind), fmt.Sprint(a.Coupon)}
}

// AnnounceRequest announces a corporate action.
type AnnounceRequest struct {
	ID         ActionID     `json:"action" help:"name of the action"`
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	Kind       ActionKind   `json:"kind" help:"INTR, PRED, DVCA, REDM, MCAL, PCAL, SPLF, SPLR or BONU"`
	ActionTerms
}

// Validate refuses malformed members, and terms that an action of the kind cannot have.
func (r AnnounceRequest) Validate() error {
	if err := errors.Join(r.ID.Validate(), r.Instrument.Validate(), r.Kind.Validate()); err != nil {
		return err
	}
	return r.ActionTerms.validate(r.Kind)
}

// Announcing is what an announcement rests on.
type Announcing struct {
	Instrument Instrument
	Terms      TermsVersion
	// Accounts are the cash accounts of the payees, in the order of [CashAccounts.list]; none where no money is paid.
	Accounts []cash.Account
	// Agent tells that the paying agent's member holds that role.
	Agent bool
}

// List names the accounts: paying, suspense, residual, and tax where it is withheld.
func (c *CashAccounts) List() []cash.AccountID {
	if c == nil {
		return nil
	}
	all := []cash.AccountID{c.Paying, c.Suspense, c.Residual}
	if c.Tax != "" {
		all = append(all, c.Tax)
	}
	return all
}

// Announce announces an action, by the issuer. Faults: NOT_YOURS, INSTRUMENT_HALTED, RECORD_DATE_PAST, ROLE_MISSING,
// ACTION_TERMS_REFUSED, ACCOUNT_REFUSED.
func (r AnnounceRequest) Announce(on Announcing, act Act) (Action, []protocol.Event, error) {
	i := on.Instrument
	if err := act.By(i.Issuer); err != nil {
		return Action{}, nil, err
	}
	if err := i.Live(); err != nil {
		return Action{}, nil, err
	}
	if r.Record.Before(act.Today) {
		return Action{}, nil, RecordPast.New("the record date %s is over on %s", r.Record, act.Today)
	}
	if !on.Agent {
		return Action{}, nil, RoleMissing.New("member %s is no paying agent", r.Agent)
	}
	a := Action{
		ID: r.ID, Instrument: i.ID, Kind: r.Kind, Status: ActionAnnounced, ActionTerms: r.ActionTerms, Issuer: i.Issuer, Depository: i.Depository,
		Version: on.Terms.Version, Currency: i.Currency, Rounding: on.Terms.Terms.Rounding, Maker: act.Person(),
	}
	if err := errors.Join(a.fits(on), a.payees(on.Accounts)); err != nil {
		return Action{}, nil, err
	}
	var err error
	if a.PerUnit, err = a.gives(on); err != nil {
		return Action{}, nil, ActionTermsRefused.New("%s", err)
	}
	return a, []protocol.Event{a.event()}, nil
}

// fits refuses an action of a kind that the instrument does not have, or on other days than its terms say.
// Faults: ACTION_TERMS_REFUSED.
func (a Action) fits(on Announcing) error {
	terms := on.Terms.Terms
	switch {
	case !a.Kind.suits(terms.Kind):
		return ActionTermsRefused.New("a %s has no action of kind %s", terms.Kind, a.Kind)
	case terms.Kind == Bond && !terms.Bond.Callable && (a.Kind == FullCall || a.Kind == PartialCall):
		return ActionTermsRefused.New("bond %s cannot be called", a.Instrument)
	case terms.Kind == Bond && !a.Ex.IsZero():
		return ActionTermsRefused.New("a bond's ex-coupon date is in its terms")
	case terms.Kind != Bond && a.Ex.IsZero():
		return ActionTermsRefused.New("ex is missing")
	}
	record, payment, err := a.days(terms)
	if err != nil {
		return ActionTermsRefused.New("%s", err)
	}
	if a.Kind.ofBond() && (a.Record != record || a.Payment != payment) {
		return ActionTermsRefused.New("by the terms the record date is %s and the payment on %s", record, payment)
	}
	return nil
}

// days are the record and the payment date by a bond's terms.
func (a Action) days(terms Terms) (record, payment date.Date, err error) {
	switch a.Kind {
	case InterestPayment, PoolFactor:
		coupon, err := terms.Bond.CouponOf(a.Coupon)
		return coupon.Record, coupon.Payment, err
	case FinalMaturity:
		redemption, err := terms.Bond.Redeems()
		return redemption.Record, redemption.Payment, err
	}
	return date.Date{}, date.Date{}, nil
}

// payees refuses cash accounts of another owner or currency than their role needs. Faults: ACCOUNT_REFUSED.
func (a Action) payees(accounts []cash.Account) error {
	for n, account := range accounts {
		ours := account.Kind == cash.ModuleOwned && account.Owner.Module == Module
		switch {
		case account.Currency != a.Currency:
			return AccountRefused.New("cash account %s is kept in %s, not in %s", account.ID, account.Currency, a.Currency)
		case n < 2 && !ours:
			return AccountRefused.New("cash account %s does not belong to %s", account.ID, Module)
		case n >= 2 && account.Kind != cash.Customer:
			return AccountRefused.New("cash account %s belongs to no party", account.ID)
		}
	}
	return nil
}

// gives is what one unit gets, as far as it is known when the action is announced.
func (a Action) gives(on Announcing) (*bond.PerUnit, error) {
	terms, nominal := on.Terms.Terms, on.Instrument.Nominal
	switch {
	case a.Rate.Sign() > 0:
		return price(a.Rate, a.Currency)
	case a.Reference.Sign() > 0:
		return price(a.Reference, a.Currency)
	case !a.Kind.ofBond():
		return nil, nil
	case a.Kind == FinalMaturity:
		redemption, err := terms.Bond.Redeems()
		if err != nil {
			return nil, err
		}
		return pointer(redemption.Pays(nominal))
	}
	coupon, err := terms.Bond.CouponOf(a.Coupon)
	if err != nil {
		return nil, err
	}
	if a.Kind == PoolFactor {
		if coupon.Repaid.IsZero() {
			return nil, errors.New("nothing is repaid with this coupon")
		}
		return pointer(coupon.Repayment(nominal))
	}
	if terms.Bond.Float != nil {
		return nil, nil
	}
	return pointer(terms.Bond.Pays(coupon, nominal, terms.Bond.Rate))
}

func pointer(p bond.PerUnit, err error) (*bond.PerUnit, error) { return &p, err }

// Takes tells whether the action takes units from holders or makes others of them.
func (a Action) Takes() bool { return a.Kind.takes() }

func (a Action) event() protocol.Event {
	return ActionChanged.Of(string(a.ID), ActionEvent{Instrument: a.Instrument, Kind: a.Kind, Status: a.Status})
}
