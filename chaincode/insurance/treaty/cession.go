// SPDX-License-Identifier: Apache-2.0

package treaty

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// fraction is the part of a risk that a treaty sees: a decimal share times a ratio of sums insured.
type fraction struct {
	share decimal.Decimal
	ratio decimal.Ratio
}

// nothing and everything of a risk.
var (
	nothing = fraction{}
	whole   = decimal.FromInt64(1)
)

// of is the fraction of an amount, rounded down, once.
func (f fraction) of(amount int64) (int64, error) {
	if f.share.IsZero() || f.ratio.IsZero() {
		return 0, nil
	}
	part, err := money.MustAmount(amount).MulRatio(f.share, f.ratio, decimal.Down)
	if err != nil {
		return 0, fmt.Errorf("ceded share: %w", err)
	}
	return part.Minor(), nil
}

func down(amount int64, share decimal.Decimal) (int64, error) {
	part, err := money.MustAmount(amount).Mul(share, decimal.Down)
	return part.Minor(), err
}

// cession is what a treaty sees of a loss, by the sum insured that earlier priorities left.
func (t Terms) cession(loss Loss, sumInsured money.Amount) (fraction, error) {
	if !t.Covers(loss.Class) {
		return nothing, nil
	}
	switch t.Kind {
	case Surplus:
		return t.surplus(sumInsured)
	case Facultative:
		share, _ := t.declared(loss.Risk)
		return ratio(share, 1, 1)
	case QuotaShare:
		if most := t.SumInsuredMax; most.Sign() > 0 && sumInsured.Cmp(most) > 0 {
			return ratio(t.CededShare, most.Minor(), sumInsured.Minor())
		}
	}
	return ratio(t.CededShare, 1, 1)
}

// insured is the part of a sum insured that a proportional treaty takes with a risk.
func (t Terms) insured(part fraction, sumInsured int64) (int64, error) {
	if !t.Kind.Proportional() {
		return 0, nil
	}
	taken, err := part.of(sumInsured)
	if err != nil {
		return 0, err
	}
	return down(taken, t.PlacedShare)
}

// surplus cedes what exceeds the retention and the lines of surpluses before this one, up to its own lines. They are on
// top of the retention: five lines over 10,000 cede up to 50,000 of a sum insured, and begin at 10,000.
func (t Terms) surplus(sumInsured money.Amount) (fraction, error) {
	line := t.Retention.Minor()
	lower, lines := line*int64(1+t.LinesBelow), line*int64(t.Lines)
	ceded := min(lines, max(0, sumInsured.Minor()-lower))
	if ceded == 0 {
		return nothing, nil
	}
	return ratio(whole, ceded, sumInsured.Minor())
}

func ratio(share decimal.Decimal, part, of int64) (fraction, error) {
	r, err := decimal.NewRatio(part, of)
	if err != nil {
		return nothing, fmt.Errorf("part of a sum insured: %w", err)
	}
	return fraction{share, r}, nil
}
