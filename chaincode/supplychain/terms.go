// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Technique is how paper is turned into money (names of the Standard Definitions for Techniques of Supply Chain Finance,
// Global Supply Chain Finance Forum 2016).
type Technique string

// The techniques.
const (
	// Factoring buys receivables from a supplier, with or without recourse.
	Factoring Technique = "FACTORING"
	// ReverseFactoring buys, without recourse and at full face, paper that the anchor arranged to have bought (payables
	// finance).
	ReverseFactoring Technique = "REVERSE_FACTORING"
	// DynamicDiscounting is payment by the anchor itself before the due date.
	DynamicDiscounting Technique = "DYNAMIC_DISCOUNTING"
	// ReceivableLoan lends against receivables, which stay the borrower's and are pledged.
	ReceivableLoan Technique = "RECEIVABLE_LOAN"
)

// Method is how interest taken in advance is counted.
type Method string

// The methods.
const (
	// BankDiscount is rate times face (bills, T-bills): D = R(A·r·t).
	BankDiscount Method = "BANK"
	// TrueDiscount is the present value: D = A − R(A/(1+r·t)).
	TrueDiscount Method = "TRUE"
	// InArrears takes fees and interest out of what is collected.
	InArrears Method = "ARREARS"
)

// Compounding is how late interest grows.
type Compounding string

// The ways of compounding.
const (
	// SimpleInterest never bears interest itself.
	SimpleInterest Compounding = "SIMPLE"
	// MonthlyRests adds interest to what bears it after each month (MSMED Act 2006 of India, section 16).
	MonthlyRests Compounding = "MONTHLY"
)

// Terms are the price of a deal.
type Terms struct {
	Method Method          `json:"method" help:"BANK, TRUE or ARREARS"`
	Rate   decimal.Decimal `json:"rate" help:"rate a year, such as 0.0435"`
	// AdvanceRate is the part of the face that is advanced; the rest is a reserve that the seller gets from collections.
	AdvanceRate decimal.Decimal `json:"advanceRate" help:"part of the face that is advanced, such as 0.8 or 1"`
	// FeeRate is charged on the face once.
	FeeRate decimal.Decimal `json:"feeRate,omitzero" help:"fee as part of the face"`
	// Flat is charged once for the deal.
	Flat money.Amount `json:"flat,omitzero" help:"fee for the deal, in minor units"`
	// Recourse lets the financier come back to the seller when the obligor does not pay.
	Recourse    bool            `json:"recourse,omitzero" help:"the seller answers for the obligor"`
	LateRate    decimal.Decimal `json:"lateRate,omitzero" help:"rate a year on what is overdue"`
	Compounding Compounding     `json:"compounding,omitzero" help:"SIMPLE or MONTHLY; needed with a late rate"`
	// Conditional says that the financier takes paper whose conditions are not all met.
	Conditional bool `json:"conditional,omitzero" help:"paper may be conditional"`
}

// Validate refuses malformed rates.
func (t Terms) Validate() error {
	if t.Method != BankDiscount && t.Method != TrueDiscount && t.Method != InArrears {
		return errors.New("method is not BANK, TRUE or ARREARS")
	}
	if t.Compounding != "" && t.Compounding != SimpleInterest && t.Compounding != MonthlyRests || t.LateRate.Sign() != 0 && t.Compounding == "" {
		return errors.New("compounding is not SIMPLE or MONTHLY")
	}
	if t.Flat.Sign() < 0 || t.AdvanceRate.Sign() <= 0 {
		return errors.New("flat is negative or advanceRate is missing")
	}
	return errors.Join(fraction("rate", t.Rate), fraction("advanceRate", t.AdvanceRate), fraction("feeRate", t.FeeRate), fraction("lateRate", t.LateRate))
}

// fits refuses terms that contradict a technique. Faults: TERMS_REFUSED.
func (t Terms) fits(technique Technique) error {
	full := t.AdvanceRate == one
	switch technique {
	case DynamicDiscounting:
		if !full || t.Recourse || t.Method == InArrears {
			return TermsRefused.New("an early payment is of the full face, without recourse, its discount taken at once")
		}
	case ReverseFactoring:
		if !full || t.Recourse {
			return TermsRefused.New("reverse factoring is of the full face and without recourse")
		}
	case ReceivableLoan:
		if !t.Recourse {
			return TermsRefused.New("a borrower answers for the loan: the terms need recourse")
		}
	case Factoring:
		return nil
	default:
		return TermsRefused.New("technique %q is not FACTORING, REVERSE_FACTORING, DYNAMIC_DISCOUNTING or RECEIVABLE_LOAN", protocol.Excerpt(string(technique)))
	}
	return nil
}

// Price is what a deal's face is divided into. Proceeds, Discount, Fee and Reserve add up to Face. Under [InArrears],
// Interest and ArrearsFee are collected later, out of the face.
type Price struct {
	Face     money.Amount `json:"face"`
	Proceeds money.Amount `json:"proceeds"`
	Discount money.Amount `json:"discount"`
	Fee      money.Amount `json:"fee"`
	Reserve  money.Amount `json:"reserve"`
	// Interest and ArrearsFee are owed to the financier out of collections.
	Interest   money.Amount `json:"interest"`
	ArrearsFee money.Amount `json:"arrearsFee"`
}

// AllIn is everything that the deal costs the seller.
func (p Price) AllIn() money.Amount {
	return money.MustAmount(p.Discount.Minor() + p.Fee.Minor() + p.Interest.Minor() + p.ArrearsFee.Minor())
}

// Price prices units from a value date to the date up to which charges run. Each charge telescopes: it is the difference
// of two rounded cumulative charges, so that however an undertaking is cut into deals of equal terms, the charges add up
// to those of the whole. Faults: TERMS_REFUSED.
func (t Terms) Price(units Units, value, end date.Date, count date.DayCount) (Price, error) {
	year, err := count.Fraction(date.Period{Start: value, End: end, Termination: end})
	if err != nil {
		return Price{}, TermsRefused.New("days from %s to %s cannot be counted by %s", value, end, count)
	}
	charges := cumulative{terms: t, year: year}
	upper, err := charges.of(units.To)
	if err != nil {
		return Price{}, err
	}
	lower, err := charges.of(units.From - 1)
	if err != nil {
		return Price{}, err
	}
	return t.between(lower, upper, units)
}

// between is the price of the units by which two cumulative prices differ.
func (t Terms) between(lower, upper Price, units Units) (Price, error) {
	less := func(a, b money.Amount) money.Amount { return money.MustAmount(a.Minor() - b.Minor()) }
	p := Price{
		Face: units.Amount(), Discount: less(upper.Discount, lower.Discount), Fee: less(upper.Fee, lower.Fee),
		Reserve: less(upper.Reserve, lower.Reserve), Interest: less(upper.Interest, lower.Interest),
		ArrearsFee: less(upper.ArrearsFee, lower.ArrearsFee),
	}
	flat := &p.Fee
	if t.Method == InArrears {
		flat = &p.ArrearsFee
	}
	var err error
	if *flat, err = flat.Add(t.Flat); err != nil {
		return Price{}, TermsRefused.New("the fees are too large")
	}
	proceeds := p.Face.Minor() - p.Discount.Minor() - p.Fee.Minor() - p.Reserve.Minor()
	for _, part := range []money.Amount{p.Discount, p.Fee, p.Reserve, p.Interest, p.ArrearsFee} {
		if part.Sign() < 0 || proceeds <= 0 {
			return Price{}, TermsRefused.New("the terms leave nothing to pay out for so few units")
		}
	}
	p.Proceeds = money.MustAmount(proceeds)
	return p, nil
}

// cumulative prices the first units of an undertaking.
type cumulative struct {
	terms Terms
	year  decimal.Ratio
}

func (c cumulative) of(units int64) (Price, error) {
	face := money.MustAmount(units)
	advance, err := c.terms.advance(units)
	if err != nil {
		return Price{}, err
	}
	fee, err := face.Mul(c.terms.FeeRate, decimal.HalfUp)
	if err != nil {
		return Price{}, err
	}
	p := Price{Reserve: money.MustAmount(units - advance.Minor())}
	if c.terms.Method == InArrears {
		p.ArrearsFee = fee
		p.Interest, err = advance.MulRatio(c.terms.Rate, c.year, decimal.HalfUp)
		return p, err
	}
	p.Fee = fee
	p.Discount, err = c.discount(money.MustAmount(advance.Minor() - fee.Minor()))
	return p, err
}

// advance is what is advanced on the first units of an undertaking.
func (t Terms) advance(units int64) (money.Amount, error) {
	return money.MustAmount(units).Mul(t.AdvanceRate, decimal.Floor)
}

// discount is the interest on a base, taken in advance.
func (c cumulative) discount(base money.Amount) (money.Amount, error) {
	if c.terms.Method == BankDiscount {
		return base.MulRatio(c.terms.Rate, c.year, decimal.HalfUp)
	}
	den := decimal.FromInt64(c.year.Den())
	interest, err := c.terms.Rate.Mul(decimal.FromInt64(c.year.Num()))
	if err != nil {
		return money.Amount{}, err
	}
	divisor, err := den.Add(interest)
	if err != nil {
		return money.Amount{}, err
	}
	present, err := base.Decimal().MulQuo(den, divisor, 0, decimal.HalfUp)
	if err != nil {
		return money.Amount{}, err
	}
	minor, err := present.Int64()
	return money.MustAmount(base.Minor() - minor), err
}

// Late is the interest on an overdue amount from a due date to a payment date, rounded half up once; with monthly rests
// once at each rest.
func (t Terms) Late(overdue money.Amount, due, paid date.Date, count date.DayCount) (money.Amount, error) {
	if !paid.After(due) || t.LateRate.Sign() == 0 {
		return money.Amount{}, nil
	}
	total, from := money.Amount{}, due
	for months := 1; t.Compounding == MonthlyRests; months++ {
		rest, err := due.AddMonths(months)
		if err != nil || rest.After(paid) {
			break
		}
		if total, err = t.grow(overdue, total, from, rest, count); err != nil {
			return total, err
		}
		from = rest
	}
	if t.Compounding == MonthlyRests {
		return t.grow(overdue, total, from, paid, count)
	}
	return t.grow(overdue, money.Amount{}, due, paid, count)
}

// grow adds the interest of a period on the overdue amount and the interest so far.
func (t Terms) grow(overdue, interest money.Amount, from, to date.Date, count date.DayCount) (money.Amount, error) {
	year, err := count.Fraction(date.Period{Start: from, End: to, Termination: to})
	if err != nil {
		return interest, err
	}
	base, err := overdue.Add(interest)
	if err != nil {
		return interest, err
	}
	more, err := base.MulRatio(t.LateRate, year, decimal.HalfUp)
	if err != nil {
		return interest, err
	}
	return interest.Add(more)
}
