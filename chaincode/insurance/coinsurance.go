// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// CoinsuranceKey names what an insurer owes the lead of a payment that the lead fronted.
type CoinsuranceKey struct {
	NumberedKey
	Insurer parties.PartyID `json:"insurer" help:"insurer that owes its part"`
}

// Key is the row's place in a table.
func (k CoinsuranceKey) Key() []string { return append(k.NumberedKey.Key(), string(k.Insurer)) }

// Validate refuses malformed members.
func (k CoinsuranceKey) Validate() error {
	return errors.Join(k.NumberedKey.Validate(), k.Insurer.Validate())
}

// CoinsuranceDue is an insurer's part of a payment, with its interest, that the lead made for it.
type CoinsuranceDue struct {
	CoinsuranceKey
	Amount money.Amount `json:"amount"`
	// PaidOn is the day on which the insurer paid the lead.
	PaidOn date.Date `json:"paidOn,omitzero"`
}

// SettleDue pays the lead what an insurer owes it of a fronted payment, from the insurer's account for claims; anybody may
// carry it out. Faults: STATUS_REFUSED.
func (p Payment) SettleDue(due CoinsuranceDue, c Claim, panel Panel, act Act) (Payment, CoinsuranceDue, cash.SettleRequest, []protocol.Event, error) {
	refused := func(err error) (Payment, CoinsuranceDue, cash.SettleRequest, []protocol.Event, error) {
		return p, due, cash.SettleRequest{}, nil, err
	}
	line, there := panel.LineOf(due.Insurer)
	if !there || !due.PaidOn.IsZero() {
		return refused(StatusRefused.New("%s owes nothing of payment %d on claim %s", due.Insurer, p.Number, c.ID))
	}
	due.PaidOn = act.Today
	p.Owed--
	settle := cash.SettleRequest{
		ID:   cash.SettlementID(string(p.settlement("due")) + "." + number(p.Owed)),
		Legs: []cash.SettleLeg{line.Claims.Leg(panel.Lines[0].Claims.Account, c.Money(due.Amount), Claims)},
	}
	return p, due, settle, []protocol.Event{p.event()}, nil
}

// creditors are the accounts of a panel's insurers with what each gets.
func (p Panel) creditors(amounts []money.Amount) []portionOf {
	credits := make([]portionOf, len(p.Lines))
	for i, line := range p.Lines {
		credits[i] = portionOf{line.Claims.Account, amounts[i]}
	}
	return credits
}

// legs pay accounts by one payer's means; who is to get nothing, and the payer itself, has no leg. Faults: TERMS_REFUSED.
func (m Means) legs(to []portionOf, currency money.Currency, held cash.Purpose) ([]cash.SettleLeg, error) {
	sums, err := gathered(to)
	if err != nil {
		return nil, err
	}
	sums = slices.DeleteFunc(sums, func(p portionOf) bool { return p.to == m.Account })
	return m.pay(sums, currency, Recoveries, held)
}

// drawn refuses a mandate that is neither the caller's own nor of somebody who agreed to pay: a mandate says what may be
// collected, and not for whom. payer is the account of a mandate. Faults: ACCOUNT_REFUSED.
func (m Means) drawn(payer *cash.Account, currency money.Currency, act Act, agreed ...Firm) error {
	if m.Mandate == "" || payer.SignedBy(act.Caller) {
		return nil
	}
	for _, firm := range agreed {
		if firm != (Firm{}) && Owned(*payer, firm, currency) == nil {
			return nil
		}
	}
	return AccountRefused.New("account %s is of somebody who did not agree to pay", m.Account)
}

// transfers pay what several insurers owe to several accounts, each insurer in order to the accounts in order: with one leg
// fewer than there are of both.
func transfers(from []Line, owed []money.Amount, to []portionOf, currency money.Currency) []cash.SettleLeg {
	var legs []cash.SettleLeg
	next, left := 0, to[0].amount.Minor()
	for i, line := range from {
		for owes := owed[i].Minor(); owes > 0 && next < len(to); {
			part := min(owes, left)
			if part > 0 && line.Claims.Account != to[next].to {
				amount := money.Money{Amount: money.MustAmount(part), Currency: currency}
				legs = append(legs, line.Claims.Leg(to[next].to, amount, Claims))
			}
			owes, left = owes-part, left-part
			if left == 0 {
				if next++; next < len(to) {
					left = to[next].amount.Minor()
				}
			}
		}
	}
	return legs
}

// another refuses whoever is no insurer of the claim's panel, and the lead. Faults: NOT_A_PARTY, NOT_YOURS.
func (c Claim) another(panel Panel, act Act) error {
	firm, err := act.Firm()
	if err != nil {
		return err
	}
	if line, there := panel.LineOf(firm.Party); !there || line.Firm() != firm || firm == c.Lead {
		return NotYours.New("this is for another insurer of panel %s to do", panel.ID)
	}
	return nil
}
