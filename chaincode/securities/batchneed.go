// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/securities/netting"
)

// unitLegs are what obligations move of units, between securities accounts.
func unitLegs(pairs []Pair) []netting.Leg {
	legs := make([]netting.Leg, len(pairs))
	for i, p := range pairs {
		o := p.Obligation
		legs[i] = netting.Leg{
			From: string(o.Deliverer.Account), To: string(o.Receiver.Account), Asset: string(o.Instrument), Quantity: int64(o.Open()),
		}
	}
	return legs
}

// moneyLegs are what obligations move of money, between cash accounts.
func moneyLegs(pairs []Pair) ([]netting.Leg, error) {
	var legs []netting.Leg
	for _, p := range pairs {
		o := p.Obligation
		if o.Payment != AgainstPayment {
			continue
		}
		due, err := o.Due(o.Open())
		if err != nil {
			return nil, err
		}
		owed, err := o.owed(due)
		if err != nil {
			return nil, err
		}
		if !owed {
			continue
		}
		legs = append(legs, netting.Leg{
			From: string(o.Receiver.Cash), To: string(o.Deliverer.Cash), Asset: o.Amount.Currency.String(), Quantity: due.Minor(),
		})
	}
	return legs, nil
}

// needs are what has to be set aside: units in every mode; money in GROSS and NET; linked, the mandate of every payer,
// since legs are paid as they stand, and what is received in the same moment pays for them.
func (b Batch) needs(pairs []Pair) ([]Need, error) {
	units, err := netting.Needs(b.Mode, unitLegs(pairs))
	if err != nil {
		return nil, QuantityTooLarge.New("the units of batch %s are too many to add up", b.ID)
	}
	legs, err := moneyLegs(pairs)
	if err != nil {
		return nil, err
	}
	payments, err := netting.Needs(b.Mode, legs)
	if err != nil {
		return nil, QuantityTooLarge.New("the money of batch %s is too much to add up", b.ID)
	}
	if b.Mode == netting.Linked {
		payments = payers(legs)
	}
	return append(b.listed(FundingUnits, units), b.listed(FundingMoney, payments)...), nil
}

func (b Batch) listed(kind FundingKind, positions []netting.Position) []Need {
	needs := make([]Need, len(positions))
	for i, p := range positions {
		needs[i] = Need{
			FundingKey: FundingKey{Batch: b.ID, Kind: kind, Account: p.Party, Asset: p.Asset}, Amount: Quantity(p.Quantity),
		}
	}
	return needs
}

// payers lists each account that pays once, in the order of the legs, with nothing to set aside.
func payers(legs []netting.Leg) []netting.Position {
	var found []netting.Position
	seen := map[netting.Position]bool{}
	for _, leg := range legs {
		payer := netting.Position{Party: leg.From, Asset: leg.Asset}
		if !seen[payer] {
			seen[payer] = true
			found = append(found, payer)
		}
	}
	return found
}

// need finds what an account has to set aside.
func (b Batch) need(key FundingKey) (Need, bool) {
	for _, need := range b.Needs {
		if need.FundingKey == key {
			return need, true
		}
	}
	return Need{}, false
}

// FundingKeys names all that has to be set aside.
func (b Batch) FundingKeys() []FundingKey {
	keys := make([]FundingKey, len(b.Needs))
	for i, need := range b.Needs {
		keys[i] = need.FundingKey
	}
	return keys
}

// money is a need's amount in its currency.
func (n Need) money() (money.Money, error) {
	currency, err := money.ParseCurrency(n.Asset)
	if err != nil {
		return money.Money{}, err
	}
	return money.New(int64(n.Amount), currency)
}
