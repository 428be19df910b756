// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// ManufacturedKey names the income that a repo passes on under an action.
type ManufacturedKey struct {
	Repo   RepoID   `json:"repo" help:"the repo"`
	Action ActionID `json:"action" help:"the action"`
}

// Validate refuses malformed members.
func (k ManufacturedKey) Validate() error { return errors.Join(k.Repo.Validate(), k.Action.Validate()) }

// Key is its place in a table.
func (k ManufacturedKey) Key() []string { return []string{string(k.Repo), string(k.Action)} }

// Purpose is that of a hold by which it is paid.
func (k ManufacturedKey) Purpose() cash.Purpose {
	return cash.Purpose(fmt.Sprintf("income:%s.%s", k.Repo, shortOf(string(k.Action))))
}

// Settlement names the payment.
func (k ManufacturedKey) Settlement() cash.SettlementID {
	return cash.SettlementID(fmt.Sprintf("income.%s.%s", k.Repo, shortOf(string(k.Action))))
}

// ManufacturedStatus is how manufactured income stands.
type ManufacturedStatus string

// The states of manufactured income.
const (
	ManufacturedOpen ManufacturedStatus = "OPEN"
	ManufacturedPaid ManufacturedStatus = "PAID"
	// ManufacturedKept is the money of redeemed units, which the buyer keeps as cash margin.
	ManufacturedKept ManufacturedStatus = "KEPT"
)

// Manufactured is income on the collateral of a repo, which the buyer passes on to the seller on the day on which it is paid:
// what the buyer got for so many units, less the tax that was withheld from it.
type Manufactured struct {
	ManufacturedKey
	Units  Quantity           `json:"units"`
	Amount money.Money        `json:"amount"`
	Due    date.Date          `json:"due"`
	Status ManufacturedStatus `json:"status"`
	// Counted: it is part of what the repo owes, and netted where the repo is closed out.
	Counted bool `json:"counted,omitzero"`
}

// Name is its name.
func (m Manufactured) Name() ManufacturedKey { return m.ManufacturedKey }

// Passing is what manufactured income rests on.
type Passing struct {
	Repo   Repo
	Book   RepoBook
	Action Action
	// Actions are those that change units of the action's instrument.
	Actions UnitActions
	// Buyer is the buyer's account as it is.
	Buyer Account
}

// Pass finds the income that a repo passes on, once its action is funded: on the units that were collateral at the end of the
// record date. Anybody may: the result is determined.
// Faults: STATUS_REFUSED, NO_CLAIM, NOT_RESTATED for an earlier action, AMOUNT_TOO_LARGE.
func (p Passing) Pass(act Act) (Repo, Manufactured, []protocol.Event, error) {
	r, a := p.Repo, p.Action
	if err := r.in(RepoOpen, RepoCalled, RepoSettled, RepoDefaulted, RepoClosedOut); err != nil {
		return r, Manufactured{}, nil, err
	}
	if err := inState("action", string(a.ID), a.Status, ActionFunded, ActionReconciled); err != nil {
		return r, Manufactured{}, nil, err
	}
	if a.Kind != InterestPayment && a.Kind != PoolFactor && a.Kind != CashDividend {
		return r, Manufactured{}, nil, NoClaim.New("action %s is no distribution of money", a.ID)
	}
	if err := r.whole(Held{p.Book, p.Actions}, a.Record, act); err != nil {
		return r, Manufactured{}, nil, err
	}
	instrument, units := p.Book.heldOn(a.Record)
	if instrument != a.Instrument || units == 0 || r.Default != nil && !a.Record.Before(r.Default.On) {
		return r, Manufactured{}, nil, NoClaim.New("repo %s had no units of %s as collateral on %s", r.ID, a.Instrument, a.Record)
	}
	net, err := a.netOf(units, p.Buyer.TaxOn(a.Record))
	if err != nil {
		return r, Manufactured{}, nil, AmountTooLarge.New("%s", err)
	}
	if net.IsZero() {
		return r, Manufactured{}, nil, NoClaim.New("nothing was paid on %s units", units)
	}
	key := ManufacturedKey{Repo: r.ID, Action: a.ID}
	income := Manufactured{ManufacturedKey: key, Units: units, Amount: a.money(net), Due: a.Payment, Status: ManufacturedOpen}
	if r.Status != RepoSettled && r.Status != RepoClosedOut && a.Currency == r.Currency {
		income.Counted = true
		if r.Owed, err = sumUp(r.Owed, net); err != nil {
			return r, income, nil, err
		}
	}
	return r, income, []protocol.Event{income.event()}, nil
}

// PayIncomeRequest pays manufactured income.
type PayIncomeRequest struct {
	ManufacturedKey
	PaidBy
}

// Validate refuses malformed members, and no payment.
func (r PayIncomeRequest) Validate() error {
	if r.PaidBy.none() {
		return errors.New("hold, mandate or consent is missing")
	}
	return errors.Join(r.ManufacturedKey.Validate(), r.PaidBy.Validate())
}

// Pay pays manufactured income. Whoever calls, cash asks the buyer's consent. What was netted when the repo was closed out is
// not paid again, and by a mandate, which anybody may use, nothing is paid before it is due. Faults: STATUS_REFUSED, TOO_EARLY.
func (m Manufactured) Pay(req PayIncomeRequest, r Repo, act Act) (Repo, Manufactured, cash.SettleRequest, []protocol.Event, error) {
	if err := m.payable(req.PaidBy, r, act); err != nil {
		return r, m, cash.SettleRequest{}, nil, err
	}
	if m.Counted {
		left, err := sumUp(r.Owed, m.Amount.Amount.Neg())
		if err != nil {
			return r, m, cash.SettleRequest{}, nil, err
		}
		r.Owed = left
	}
	m.Status = ManufacturedPaid
	leg := req.PaidBy.leg(r.Buyer.Cash, r.Seller.Cash, m.Amount, m.Purpose(), RepoPurpose)
	return r, m, cash.SettleRequest{ID: m.Settlement(), Legs: []cash.SettleLeg{leg}}, []protocol.Event{m.event()}, nil
}

// payable refuses what is paid or netted already, and a mandate before the income is due.
func (m Manufactured) payable(by PaidBy, r Repo, act Act) error {
	if err := inState("income", string(m.Action), m.Status, ManufacturedOpen); err != nil {
		return err
	}
	switch {
	case m.Counted && r.Status == RepoClosedOut:
		return StatusRefused.New("it was netted when repo %s was closed out", r.ID)
	case by.Mandate != "" && act.Today.Before(m.Due):
		return TooEarly.New("before %s the buyer pays by hold or consent", m.Due)
	}
	return nil
}

func (m Manufactured) event() protocol.Event {
	return IncomeChanged.Of(string(m.Repo)+"/"+string(m.Action), StatusEvent{Status: string(m.Status)})
}
