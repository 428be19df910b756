// SPDX-License-Identifier: Apache-2.0

package treaty

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Premium is what a treaty costs. A proportional treaty gets its share of the premiums of the risks, less a commission;
// every other a premium of its own, of which a deposit is paid first.
type Premium struct {
	// Commission is the part of ceded premium that the cedent keeps for its expenses.
	Commission decimal.Decimal `json:"commission,omitzero" help:"proportional: part of ceded premium that the cedent keeps"`
	// Deposit is the premium of the whole layer that is paid in advance, Minimum the least it costs in the end, and Rate the
	// part of the subject premium (gross net premium income) that it costs.
	Deposit money.Amount    `json:"deposit,omitzero" help:"excess of loss: paid in advance, for all of the layer"`
	Minimum money.Amount    `json:"minimum,omitzero" help:"excess of loss: the least for all of the layer"`
	Rate    decimal.Decimal `json:"rate,omitzero" help:"excess of loss: part of the subject premium that the layer costs"`
}

// Bounded refuses amounts and rates out of bounds, whatever the kind of treaty.
func (p Premium) Bounded() error {
	one := decimal.FromInt64(1)
	if p.Commission.Sign() < 0 || p.Commission.Cmp(one) >= 0 || p.Commission.Scale() > SharePlaces {
		return errors.New("commission must be 0 or more and less than 1, in parts per billion")
	}
	if p.Deposit.Sign() < 0 || p.Minimum.Sign() < 0 || p.Rate.Sign() < 0 || p.Rate.Cmp(one) > 0 || p.Rate.Scale() > SharePlaces {
		return errors.New("deposit, minimum and rate must not be negative, and the rate at most 1 in parts per billion")
	}
	return nil
}

// Validate refuses what is out of bounds, or not of the kind of treaty.
func (p Premium) Validate(kind Kind) error {
	if err := p.Bounded(); err != nil {
		return err
	}
	own := !p.Deposit.IsZero() || !p.Minimum.IsZero() || !p.Rate.IsZero()
	if kind.Proportional() == own || !kind.Proportional() && !p.Commission.IsZero() {
		return errors.New("a proportional treaty has a commission and no premium of its own, every other a premium and no commission")
	}
	return nil
}

// Final is the premium of the whole layer for a subject premium: the rate on it, rounded half up, or the minimum.
func (p Premium) Final(subject money.Amount) (money.Amount, error) {
	rated, err := subject.Mul(p.Rate, decimal.HalfUp)
	if err != nil {
		return rated, fmt.Errorf("premium: %w", err)
	}
	if rated.Cmp(p.Minimum) < 0 {
		return p.Minimum, nil
	}
	return rated, nil
}

// On is the commission on ceded premium, rounded half up.
func (p Premium) On(ceded money.Amount) (money.Amount, error) {
	commission, err := ceded.Mul(p.Commission, decimal.HalfUp)
	if err != nil {
		return commission, fmt.Errorf("commission: %w", err)
	}
	return commission, nil
}

// Exposure is a risk of which proportional treaties share the premium.
type Exposure struct {
	Risk       string       `json:"risk"`
	Class      string       `json:"class"`
	SumInsured money.Amount `json:"sumInsured"`
	Premium    money.Amount `json:"premium"`
}

// Share answers what each treaty, in the order of [Programme.Ordered], gets of a risk's premium: its share of what earlier
// priorities left, and of that the placed share, each rounded down; nothing for treaties that are not proportional. As with
// losses it is computed from the total, so that an endorsement or a refund changes it by the difference. A risk's premium
// depends on no other risk.
func (p Programme) Share(e Exposure) ([]money.Amount, error) {
	if e.Premium.Sign() < 0 || e.SumInsured.Sign() < 0 {
		return nil, errors.New("premium and sum insured of a risk must not be negative")
	}
	loss := Loss{Claim: e.Risk, Risk: e.Risk, Class: e.Class, SumInsured: e.SumInsured}
	var shares []money.Amount
	left := carried{net: e.Premium.Minor(), sumInsured: e.SumInsured.Minor()}
	for _, level := range p.levels() {
		books := make([]*book, len(level))
		for j, treaty := range level {
			books[j] = newBook(treaty.Terms.sharing())
		}
		if err := left.through(books, loss); err != nil {
			return nil, err
		}
	}
	for _, ceded := range left.ceded {
		shares = append(shares, money.MustAmount(ceded))
	}
	return shares, nil
}

// sharing are the terms by which premium is shared: no layers, and nothing for treaties that are not proportional.
func (t Terms) sharing() Terms {
	t.Risk, t.Occurrence, t.Aggregate, t.Reinstatements = Layer{}, Layer{}, Aggregate{}, nil
	if !t.Kind.Proportional() {
		t.CededShare = decimal.Decimal{}
	}
	return t
}
