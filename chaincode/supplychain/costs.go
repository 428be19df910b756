// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// CostsRequest awards a financier what it cost to enforce its claims.
type CostsRequest struct {
	Deal   DealID      `json:"deal" help:"deal whose claims were enforced"`
	Amount money.Money `json:"amount" help:"costs that are awarded"`
	Order  string      `json:"order" help:"hex SHA-256 of the order's document"`
}

// Validate refuses malformed members.
func (r CostsRequest) Validate() error {
	if r.Amount.Sign() <= 0 {
		return errors.New("amount must be above zero")
	}
	return errors.Join(r.Deal.Validate(), validateOrder(r.Order))
}

// AwardCosts puts costs of enforcement before all other claims on the deal. They are an arbiter's to award, not the
// financier's to state, since what they take the seller does not get; all costs of a deal are at most its face.
// Faults: STATUS_REFUSED, TOO_EARLY, CURRENCY_MISMATCH, OVERPAID.
func (d Deal) AwardCosts(r CostsRequest, u Undertaking, p Programme, act Act) (Deal, []protocol.Event, error) {
	if err := d.in(Funded, RecourseCalled, WrittenOff); err != nil {
		return d, nil, err
	}
	if u.Due.DaysUntil(act.Today) <= p.Grace && d.Status != RecourseCalled {
		return d, nil, TooEarly.New("undertaking %s is overdue %d days after %s", u.ID, p.Grace, u.Due)
	}
	if err := p.sameCurrency(r.Amount); err != nil {
		return d, nil, err
	}
	costs, err := d.Costs.Add(r.Amount.Amount)
	if err != nil || costs.Cmp(d.Price.Face) > 0 {
		return d, nil, Overpaid.New("costs of deal %s are at most its face of %s", d.ID, d.Price.Face)
	}
	d.Costs, d.Owed.Costs = costs, money.MustAmount(d.Owed.Costs.Minor()+r.Amount.Amount.Minor())
	return d, []protocol.Event{d.event()}, nil
}
