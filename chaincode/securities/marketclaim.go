// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// ClaimStatus is how a market claim stands.
type ClaimStatus string

// The states of a market claim.
const (
	ClaimOpen   ClaimStatus = "OPEN"
	ClaimPaid   ClaimStatus = "PAID"
	ClaimWaived ClaimStatus = "WAIVED"
)

// MarketClaimKey names the claim that an obligation gives under an action.
type MarketClaimKey struct {
	Action ActionID `json:"action" help:"the action"`
	Match  MatchID  `json:"match" help:"the obligation that was settled on the other side of the record date"`
}

// Validate refuses malformed members.
func (k MarketClaimKey) Validate() error { return errors.Join(k.Action.Validate(), k.Match.Validate()) }

// Key is the claim's place in a table.
func (k MarketClaimKey) Key() []string { return []string{string(k.Action), string(k.Match)} }

// MarketClaim is what one side of a settlement owes the other, because it got the income to which the other's trade
// entitled it: the seller, where a trade with the income was settled after the record date, or the buyer, where one without
// was settled before (a reverse claim). It is of the income less the tax that was withheld from who got it: nobody passes on
// what it never had.
type MarketClaim struct {
	MarketClaimKey
	// Owing got the income, Owed is entitled to it.
	Owing AccountID `json:"owing"`
	Owed  AccountID `json:"owed"`
	// Creditor may waive the claim, and is paid to its cash account.
	Creditor Firm           `json:"creditor"`
	Cash     cash.AccountID `json:"cash"`
	Reverse  bool           `json:"reverse,omitzero"`
	Quantity Quantity       `json:"quantity"`
	Amount   money.Money    `json:"amount"`
	Status   ClaimStatus    `json:"status"`
}

// Name is the key of the claim.
func (c MarketClaim) Name() MarketClaimKey { return c.MarketClaimKey }

// Claiming is what a claim rests on.
type Claiming struct {
	Action     Action
	Instrument Instrument
	Obligation Obligation
	// Deliverer and Receiver are the accounts as they are.
	Deliverer Account
	Receiver  Account
}

// Raise finds the claim that a settled obligation gives. Anybody may: the result is determined.
// Faults: STATUS_REFUSED, NO_CLAIM, AMOUNT_TOO_LARGE.
func (c Claiming) Raise() (MarketClaim, []protocol.Event, error) {
	a, o := c.Action, c.Obligation
	if err := inState("action", string(a.ID), a.Status, ActionFunded, ActionReconciled); err != nil {
		return MarketClaim{}, nil, err
	}
	switch {
	case a.Kind != InterestPayment && a.Kind != PoolFactor && a.Kind != CashDividend:
		return MarketClaim{}, nil, NoClaim.New("action %s is no distribution of money", a.ID)
	case o.Instrument != a.Instrument || !o.Settled():
		return MarketClaim{}, nil, NoClaim.New("obligation %s is of another instrument or not settled", o.ID)
	}
	units, reverse := c.misplaced()
	if units == 0 {
		return MarketClaim{}, nil, NoClaim.New("who was entitled held the units at the record date %s", a.Record)
	}
	claim := MarketClaim{
		MarketClaimKey: MarketClaimKey{Action: a.ID, Match: o.ID}, Quantity: units, Reverse: reverse, Status: ClaimOpen,
	}
	owing, owed := c.Deliverer, c.Receiver
	if reverse {
		owing, owed = owed, owing
	}
	claim.Owing, claim.Owed, claim.Creditor, claim.Cash = owing.ID, owed.ID, owed.Owner, owed.Cash
	net, err := a.netOf(units, owing.TaxOn(a.Record))
	if err != nil {
		return MarketClaim{}, nil, AmountTooLarge.New("%s", err)
	}
	if net.IsZero() {
		return MarketClaim{}, nil, NoClaim.New("nothing was paid on %s units", units)
	}
	claim.Amount = a.money(net)
	return claim, []protocol.Event{claim.event()}, nil
}

// misplaced is for how many units the wrong side got the income, and whether it was the buyer. A bond is sold with the
// coupon where it was to be settled by the record date; a share with the dividend where it was traded before the ex-date
// (market standards for corporate actions processing of the CAJWG, market claims). An instruction that says it is without
// the income is.
func (c Claiming) misplaced() (units Quantity, reverse bool) {
	cum := !c.Obligation.Ex
	if c.Instrument.Kind == Bond {
		cum = cum && !c.Obligation.Settle.After(c.Action.Record)
	} else {
		cum = cum && c.Obligation.Traded.Before(c.Action.Ex)
	}
	for _, part := range c.Obligation.Parts {
		if part.On.After(c.Action.Record) == cum {
			units += part.Quantity
		}
	}
	return units, !cum
}

// netOf is what an account of a tax profile got for units.
func (a Action) netOf(units Quantity, profile TaxProfile) (money.Amount, error) {
	gross, err := a.PerUnit.Of(int64(units), a.Rounding)
	if err != nil {
		return money.Amount{}, err
	}
	tax, err := a.Taxes.Tax(gross, profile, a.Rounding)
	if err != nil {
		return money.Amount{}, err
	}
	return gross.Sub(tax)
}

// Claims is the purpose of holds and mandates by which market claims are paid.
const Claims cash.Purpose = "claims"

// PayClaimRequest pays a market claim.
type PayClaimRequest struct {
	MarketClaimKey
	cash.Means
}

// Validate refuses malformed members.
func (r PayClaimRequest) Validate() error {
	return errors.Join(r.MarketClaimKey.Validate(), r.Means.Validate())
}

// ClaimSettlement names the settlement by which a claim is paid.
func ClaimSettlement(k MarketClaimKey) cash.SettlementID {
	return cash.SettlementID("claim." + shortOf(string(k.Match), string(k.Action)))
}

// Pay pays a claim to the creditor. Whoever calls, cash asks the payer's consent. Faults: STATUS_REFUSED.
func (c MarketClaim) Pay(r PayClaimRequest) (MarketClaim, cash.SettleRequest, []protocol.Event, error) {
	if err := inState("claim", string(c.Match), c.Status, ClaimOpen); err != nil {
		return c, cash.SettleRequest{}, nil, err
	}
	c.Status = ClaimPaid
	leg := r.Means.Leg(c.Cash, c.Amount, Claims)
	return c, cash.SettleRequest{ID: ClaimSettlement(c.MarketClaimKey), Legs: []cash.SettleLeg{leg}}, []protocol.Event{c.event()}, nil
}

// Waive gives a claim up, by its creditor. Faults: NOT_YOURS, STATUS_REFUSED.
func (c MarketClaim) Waive(act Act) (MarketClaim, []protocol.Event, error) {
	if err := act.By(c.Creditor); err != nil {
		return c, nil, err
	}
	if err := inState("claim", string(c.Match), c.Status, ClaimOpen); err != nil {
		return c, nil, err
	}
	c.Status = ClaimWaived
	return c, []protocol.Event{c.event()}, nil
}

func (c MarketClaim) event() protocol.Event {
	return ClaimChanged.Of(string(c.Action)+"/"+string(c.Match), StatusEvent{Status: string(c.Status)})
}
