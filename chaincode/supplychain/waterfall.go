// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Claims are what is owed on a deal, in the order in which collections pay it: costs, fees, late interest, interest,
// principal (China's Civil Code, article 561, has costs, interest, principal unless agreed otherwise), and what a
// guarantor paid in the obligor's place.
type Claims struct {
	Costs     money.Amount `json:"costs,omitzero"`
	Fees      money.Amount `json:"fees,omitzero"`
	Late      money.Amount `json:"late,omitzero"`
	Interest  money.Amount `json:"interest,omitzero"`
	Principal money.Amount `json:"principal,omitzero"`
	Guarantor money.Amount `json:"guarantor,omitzero"`
}

// Allocation is where a collection went. Claims and Residual add up to it.
type Allocation struct {
	Claims
	// Residual is the seller's.
	Residual money.Amount `json:"residual,omitzero"`
}

// Total is the sum of the claims.
func (c Claims) Total() money.Amount {
	return money.MustAmount(c.Lender().Minor() + c.Guarantor.Minor())
}

// Lender is the financier's part of the claims.
func (c Claims) Lender() money.Amount {
	return money.MustAmount(c.Costs.Minor() + c.Fees.Minor() + c.Late.Minor() + c.Interest.Minor() + c.Principal.Minor())
}

// Pay allocates a collection: no claim gets more than it is, none gets anything before the ones above it are paid, and
// what is left over is the residual.
func (c Claims) Pay(collected money.Amount) (Claims, Allocation) {
	left := collected.Minor()
	var paid Allocation
	claims := []*money.Amount{&c.Costs, &c.Fees, &c.Late, &c.Interest, &c.Principal, &c.Guarantor}
	parts := []*money.Amount{&paid.Costs, &paid.Fees, &paid.Late, &paid.Interest, &paid.Principal, &paid.Guarantor}
	for i, claim := range claims {
		part := min(left, claim.Minor())
		left -= part
		*parts[i], *claim = money.MustAmount(part), money.MustAmount(claim.Minor()-part)
	}
	paid.Residual = money.MustAmount(left)
	return c, paid
}

// accrue adds the late interest on the principal that is still owed, up to a date.
func (d Deal) accrue(p Programme, to date.Date) (Deal, error) {
	late, err := d.Terms.Late(d.Owed.Principal, d.LateFrom, to, p.DayCount)
	if err != nil {
		return d, err
	}
	if to.After(d.LateFrom) {
		d.LateFrom = to
	}
	d.Owed.Late, err = d.Owed.Late.Add(late)
	return d, err
}

// collect applies money that came in for units of the deal.
func (d Deal) collect(amount money.Amount, p Programme, today date.Date) (Deal, Allocation, error) {
	d, err := d.accrue(p, today)
	if err != nil {
		return d, Allocation{}, err
	}
	var paid Allocation
	d.Owed, paid = d.Owed.Pay(amount)
	if d.Owed.Lender().IsZero() && (d.Status == Funded || d.Status == RecourseCalled) {
		d.Status = Repaid
	}
	return d, paid, nil
}

// Freed tells whether the deal ended since before, so that its lines are free.
func (d Deal) Freed(before Deal) bool {
	return before.Status != d.Status && (d.Status == Repaid || d.Status == WrittenOff)
}
