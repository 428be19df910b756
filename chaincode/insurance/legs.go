// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
)

// payees are who gets a charge, and how much: each insurer its share of the premium less commission, the intermediary its
// commission, and each tax account its tax. What one account gets is one payment. The parts add up to the charge.
func (c Charge) payees(panel Panel, commissions cash.AccountID, taxes []Tax) ([]portionOf, error) {
	net, err := checked(c.Premium.Sub(c.Commission))
	if err != nil {
		return nil, err
	}
	shares, err := panel.Split(net)
	if err != nil {
		return nil, err
	}
	var parts []portionOf
	for i, line := range panel.Lines {
		parts = append(parts, portionOf{line.Premiums, shares[i]})
	}
	parts = append(parts, portionOf{commissions, c.Commission})
	for i, tax := range taxes {
		parts = append(parts, portionOf{tax.Purse.Account, at(c.Taxes, i)})
	}
	return gathered(parts)
}

// gathered adds up what one account gets, and leaves out who gets nothing.
func gathered(parts []portionOf) ([]portionOf, error) {
	var sums []portionOf
	for _, part := range parts {
		if part.amount.IsZero() {
			continue
		}
		at := slices.IndexFunc(sums, func(s portionOf) bool { return s.to == part.to })
		if at < 0 {
			sums = append(sums, part)
			continue
		}
		sum := tally{sum: sums[at].amount}
		if sum.add(part.amount); sum.err != nil {
			return nil, sum.err
		}
		sums[at].amount = sum.sum
	}
	return sums, nil
}

// refund are the payments that give a charge back: of the insurers' purses in their shares, of the intermediary's and of
// those of the taxes.
func (c Charge) refund(panel Panel, taxes []Tax, p Policy) ([]cash.SettleLeg, error) {
	net, err := checked(c.Premium.Sub(c.Commission))
	if err != nil {
		return nil, err
	}
	shares, err := panel.Split(net)
	if err != nil {
		return nil, err
	}
	var legs []cash.SettleLeg
	for i, line := range panel.Lines {
		legs = append(legs, line.Refunds.Leg(p.Account, p.Money(shares[i]), Refunds))
	}
	legs = append(legs, p.Brokerage.Purse.Leg(p.Account, p.Money(c.Commission), Refunds))
	for i, tax := range taxes {
		legs = append(legs, tax.Purse.Leg(p.Account, p.Money(at(c.Taxes, i)), Refunds))
	}
	return slices.DeleteFunc(legs, func(l cash.SettleLeg) bool { return l.Amount.Amount.IsZero() }), nil
}
