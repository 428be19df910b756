// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// PenaltyPurpose is that of mandates by which penalties are paid.
const PenaltyPurpose cash.Purpose = "penalties"

// RedistributionID names a payment of penalties.
type RedistributionID string

// Validate refuses a malformed name, and one of more than 48 characters.
func (id RedistributionID) Validate() error {
	if len(id) > batchNameMax {
		return fmt.Errorf("redistribution %q has more than %d characters", protocol.Excerpt(string(id)), batchNameMax)
	}
	return protocol.ValidateName("redistribution", string(id))
}

// Settlement is the name under which cash carries it out, once.
func (id RedistributionID) Settlement() cash.SettlementID {
	return cash.SettlementID("penalties." + string(id))
}

// PayerMandate is the mandate by which an account pays its penalties.
type PayerMandate struct {
	Payer   cash.AccountID `json:"payer" help:"account that pays"`
	Mandate cash.MandateID `json:"mandate" help:"its mandate to securities, purpose penalties"`
}

// Validate refuses malformed members.
func (m PayerMandate) Validate() error { return errors.Join(m.Payer.Validate(), m.Mandate.Validate()) }

// RedistributeRequest collects penalties of months that are over and pays them to those who suffered the fails.
type RedistributeRequest struct {
	ID        RedistributionID `json:"redistribution" help:"name of the payment, at most 48 characters"`
	Penalties []PenaltyKey     `json:"penalties" help:"1 to 500 penalties that are due"`
	Mandates  []PayerMandate   `json:"mandates" help:"one for each account that pays"`
}

// penaltiesMost bounds the penalties of one payment.
const penaltiesMost = 500

// Validate refuses none, too many, malformed and doubled members.
func (r RedistributeRequest) Validate() error {
	if len(r.Penalties) == 0 || len(r.Penalties) > penaltiesMost || len(r.Mandates) > penaltiesMost {
		return errors.New("1 to 500 penalties are paid")
	}
	seen := make(map[PenaltyKey]bool, len(r.Penalties))
	for _, key := range r.Penalties {
		if err := key.Validate(); err != nil {
			return err
		}
		if seen[key] {
			return errors.New("a penalty is named twice")
		}
		seen[key] = true
	}
	for i, mandate := range r.Mandates {
		if err := mandate.Validate(); err != nil {
			return err
		}
		if slices.ContainsFunc(r.Mandates[:i], func(m PayerMandate) bool { return m.Payer == mandate.Payer }) {
			return errors.New("an account has two mandates")
		}
	}
	return r.ID.Validate()
}

// Redistribution is penalties that were paid.
type Redistribution struct {
	Settlement cash.SettlementID `json:"settlement"`
	Penalties  int               `json:"penalties"`
	Legs       int               `json:"legs"`
}

// Redistributing is what a redistribution writes.
type Redistributing struct {
	Redistribution
	Paid   []Penalty
	Cash   cash.SettleRequest
	Events []protocol.Event
}

// Redistribute pays penalties: what every account owes every other is one leg, so that all that is collected is given out.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_EARLY before the month is over, CONSENT_MISSING.
func (r RedistributeRequest) Redistribute(due []Penalty, act Act) (Redistributing, error) {
	done := Redistributing{Cash: cash.SettleRequest{ID: r.ID.Settlement()}}
	for _, penalty := range due {
		if err := penalty.payable(act); err != nil {
			return done, err
		}
		leg, err := r.leg(penalty)
		if err != nil {
			return done, err
		}
		if done.Cash.Legs, err = merge(done.Cash.Legs, leg); err != nil {
			return done, err
		}
		penalty.Status, penalty.Settlement = PenaltyPaid, r.ID.Settlement()
		done.Paid, done.Events = append(done.Paid, penalty), append(done.Events, penalty.event())
	}
	done.Redistribution = Redistribution{Settlement: r.ID.Settlement(), Penalties: len(due), Legs: len(done.Cash.Legs)}
	return done, nil
}

func (p Penalty) payable(act Act) error {
	if err := byMember(act, p.Depository); err != nil {
		return err
	}
	if err := p.in(PenaltyDue); err != nil {
		return err
	}
	if month(p.Day) >= month(act.Today) {
		return TooEarly.New("penalties for %s are paid when the month is over", p.Day)
	}
	return nil
}

// month numbers months.
func month(day date.Date) int { return day.Year()*12 + day.Month() }

func (r RedistributeRequest) leg(p Penalty) (cash.SettleLeg, error) {
	at := slices.IndexFunc(r.Mandates, func(m PayerMandate) bool { return m.Payer == p.Payer })
	if at < 0 {
		return cash.SettleLeg{}, cash.ConsentMissing.New("account %s pays by mandate, and none is named", p.Payer)
	}
	return cash.SettleLeg{From: p.Payer, To: p.Payee, Amount: p.Amount, Mandate: r.Mandates[at].Mandate, Purpose: PenaltyPurpose}, nil
}

// merge adds a leg to those that there are, as part of one between the same accounts.
func merge(legs []cash.SettleLeg, leg cash.SettleLeg) ([]cash.SettleLeg, error) {
	for i := range legs {
		if legs[i].From != leg.From || legs[i].To != leg.To || legs[i].Amount.Currency != leg.Amount.Currency {
			continue
		}
		sum, err := money.Total(leg.Amount.Currency, legs[i].Amount, leg.Amount)
		legs[i].Amount = sum
		return legs, err
	}
	return append(legs, leg), nil
}
