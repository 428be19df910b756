// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// DefaultGround says what was missed.
type DefaultGround string

// The grounds.
const (
	// MarginMissed: a margin call was not met in time.
	MarginMissed DefaultGround = "MARGIN"
	// RepurchaseMissed: the repo was not bought back in time.
	RepurchaseMissed DefaultGround = "REPURCHASE"
	// IncomeMissed: the buyer did not pay manufactured income in time.
	IncomeMissed DefaultGround = "INCOME"
)

// RepoDefault is the default of one side.
type RepoDefault struct {
	// By declared it, On the business date at whose end everything is valued.
	By     RepoSide      `json:"by"`
	Ground DefaultGround `json:"ground"`
	On     date.Date     `json:"on"`
}

// RepoDefaultRequest declares a default.
type RepoDefaultRequest struct {
	ID RepoID `json:"repo" help:"the repo"`
	// Action is that whose income was not passed on; none where something else was missed.
	Action ActionID `json:"action,omitzero" help:"action whose income was not passed on, where that was missed"`
}

// Validate refuses malformed members.
func (r RepoDefaultRequest) Validate() error {
	if r.Action != "" {
		return errors.Join(r.ID.Validate(), r.Action.Validate())
	}
	return r.ID.Validate()
}

// DeclareDefault ends a repo of which something was missed and its grace is over: a margin call, by the side that called; the
// repurchase, by either side, since what follows is the same; manufactured income, by the seller. From the end of this day
// nothing is delivered any more: what both owe is one net amount. The income is that of the request's action, none without.
// Nobody misses a repurchase while the ledger refuses it for an action, and its grace begins when the repo was restated last.
// Faults: NOT_YOURS, STATUS_REFUSED, NOT_IN_DEFAULT, NOT_RESTATED, CALENDAR_REFUSED.
func (r Repo) DeclareDefault(income *Manufactured, held Held, act Act) (Repo, []protocol.Event, error) {
	side, err := r.side(act)
	if err != nil {
		return r, nil, err
	}
	if err := r.in(RepoOpen, RepoCalled); err != nil {
		return r, nil, err
	}
	ground, err := r.missed(side, income, held, act)
	if err != nil {
		return r, nil, err
	}
	r.Status, r.Default, r.Call, r.Swap = RepoDefaulted, &RepoDefault{By: side, Ground: ground, On: act.Today}, nil, nil
	return r, []protocol.Event{r.event()}, nil
}

// missed finds what the other side missed.
func (r Repo) missed(side RepoSide, income *Manufactured, held Held, act Act) (DefaultGround, error) {
	if income != nil {
		late, err := r.late(income.Due, act)
		if err != nil {
			return "", err
		}
		if late && side == RepoSeller && income.Status == ManufacturedOpen {
			return IncomeMissed, nil
		}
		return "", NotInDefault.New("income of action %s is not owed to the %s, or not late", income.Action, side)
	}
	if r.Call != nil && r.Call.By == side && act.Today.After(r.Call.Due) {
		return MarginMissed, nil
	}
	late, err := r.late(later(r.Repurchase, r.Restated), act)
	if err != nil {
		return "", err
	}
	if late {
		return RepurchaseMissed, r.whole(held, date.Date{}, act)
	}
	return "", NotInDefault.New("the other side has missed nothing, or its days of grace are not over")
}

// late tells whether the grace of a duty is over. Faults: CALENDAR_REFUSED.
func (r Repo) late(due date.Date, act Act) (bool, error) {
	last, err := businessDay(r.Calendar, due, r.Grace)
	return act.Today.After(last), err
}

// CloseOut is what both sides owe each other after a default, all as of its day, and what is left.
type CloseOut struct {
	// Repayable is the repurchase price, Value the collateral at the closing price, rounded half up; Margin the cash margin that
	// the buyer has, below zero that the seller has; Income what the buyer had not passed on.
	Repayable money.Amount `json:"repayable"`
	Value     money.Amount `json:"value"`
	Margin    money.Amount `json:"margin"`
	Income    money.Amount `json:"income"`
	// Payer pays the Amount.
	Payer  RepoSide     `json:"payer,omitzero"`
	Amount money.Amount `json:"amount"`
	Paid   bool         `json:"paid,omitzero"`
}

// CloseRepo reckons what is left after a default, once its day is over and priced, by either side: the seller owes the
// repurchase price, the buyer the value of the collateral, the margin and the income.
// Faults: NOT_YOURS, STATUS_REFUSED, DAY_OPEN, NOT_RESTATED, NOT_PUBLISHED, AMOUNT_REFUSED.
func (r Repo) CloseRepo(held Held, on Priced, act Act) (Repo, []protocol.Event, error) {
	if _, err := r.side(act); err != nil {
		return r, nil, err
	}
	if err := r.in(RepoDefaulted); err != nil {
		return r, nil, err
	}
	exposure, err := r.ExposureOn(r.Default.On, held, on, act)
	if err != nil {
		return r, nil, err
	}
	net, err := r.netted(exposure)
	if err != nil {
		return r, nil, err
	}
	r.Status, r.Net = RepoClosedOut, &net
	return r, []protocol.Event{r.event()}, nil
}

func (r Repo) netted(e Exposure) (net CloseOut, err error) {
	exact, err := valueAt(e.Units, e.Price)
	if err != nil {
		return net, err
	}
	value, err := rounded(exact, r.Currency, decimal.HalfUp)
	if err != nil {
		return net, err
	}
	left, err := sumUp(e.Owed, value.Neg(), e.Margin.Neg(), r.Owed.Neg())
	if err != nil {
		return net, err
	}
	net = CloseOut{Repayable: e.Owed, Value: value, Margin: e.Margin, Income: r.Owed, Amount: left.Abs(), Paid: left.Sign() == 0}
	net.Payer = payerOf(left)
	return net, nil
}

// payerOf is the side that pays what is left: the seller what is above zero, the buyer what is below.
func payerOf(left money.Amount) RepoSide {
	switch left.Sign() {
	case 1:
		return RepoSeller
	case -1:
		return RepoBuyer
	}
	return ""
}

// RepoPayRequest pays what is left after a default.
type RepoPayRequest struct {
	ID RepoID `json:"repo" help:"the repo"`
	PaidBy
}

// Validate refuses malformed members, and no payment.
func (r RepoPayRequest) Validate() error {
	if r.PaidBy.none() {
		return errors.New("hold, mandate or consent is missing")
	}
	return errors.Join(r.ID.Validate(), r.PaidBy.Validate())
}

// PayNet pays what is left after a default. Whoever calls, cash asks the payer's consent. Faults: STATUS_REFUSED.
func (r Repo) PayNet(req RepoPayRequest, book RepoBook) (Repo, *cash.SettleRequest, []protocol.Event, error) {
	if err := r.in(RepoClosedOut); err != nil {
		return r, nil, nil, err
	}
	if r.Net.Paid {
		return r, nil, nil, StatusRefused.New("what was left of repo %s is paid", r.ID)
	}
	net := *r.Net
	pay, err := r.pays(net.Payer, net.Amount, req.PaidBy, CloseLeg, book)
	if err != nil {
		return r, nil, nil, err
	}
	net.Paid = true
	r.Net = &net
	return r, pay, []protocol.Event{r.event()}, nil
}

// DefaultDay is the day of the default; the zero date where there is none.
func (r Repo) DefaultDay() date.Date {
	if r.Default == nil {
		return date.Date{}
	}
	return r.Default.On
}
