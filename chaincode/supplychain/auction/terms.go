// SPDX-License-Identifier: Apache-2.0

package auction

import (
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/finance/split"
)

// Method is how a discount is computed.
type Method string

// The methods.
const (
	// BankDiscount is face × rate × year fraction.
	BankDiscount Method = "BANK"
	// TrueDiscount is face − face ÷ (1 + rate × year fraction).
	TrueDiscount Method = "TRUE"
)

// BiddersMax bounds the bids of an auction, and with them what an award reads.
const BiddersMax = 64

// Lot is what is sold: units From to To of a root receivable, one unit being one minor unit of its currency.
type Lot struct {
	From     int64          `json:"from" help:"first minor unit of the root that is sold"`
	To       int64          `json:"to" help:"last minor unit of the root that is sold"`
	Currency money.Currency `json:"currency" help:"currency of the receivable"`
	Maturity date.Date      `json:"maturity" help:"when the obligor pays"`
}

// Face is what the obligor pays for the lot.
func (l Lot) Face() (money.Money, error) { return money.New(l.units().Size(), l.Currency) }

func (l Lot) units() split.Interval { return split.Interval{From: l.From, To: l.To} }

// Terms are fixed when an auction is opened.
type Terms struct {
	Lot Lot `json:"lot" help:"what is sold"`
	// Funding is the day from which the discount runs.
	Funding  date.Date     `json:"funding" help:"day of payment to the seller"`
	DayCount date.DayCount `json:"dayCount" help:"day count of the discount"`
	Method   Method        `json:"method" help:"BANK or TRUE"`
	// CommitUntil and RevealUntil are the last business dates for each.
	CommitUntil date.Date `json:"commitUntil" help:"last business date to commit"`
	RevealUntil date.Date `json:"revealUntil" help:"last business date to reveal"`
	// Reserve is the highest rate at which the seller sells.
	Reserve decimal.Decimal `json:"reserve" help:"highest rate at which the seller sells"`
	// Penalty is what a bidder owes the seller that committed and did not reveal; it may be nothing.
	Penalty money.Amount `json:"penalty" help:"what a bidder owes that does not reveal, in minor units"`
}

// Validate refuses terms that contradict themselves: AUCTION_TERMS.
func (t Terms) Validate() error {
	if _, err := t.Lot.Face(); err != nil || t.Lot.units().Check(t.Lot.To) != nil {
		return TermsRefused.New("the lot is no interval of units of a currency")
	}
	switch {
	case t.Method != BankDiscount && t.Method != TrueDiscount:
		return TermsRefused.New("the method is BANK or TRUE")
	case t.CommitUntil.IsZero() || !t.RevealUntil.After(t.CommitUntil):
		return TermsRefused.New("bids are revealed after the last day to commit")
	case t.Funding.Before(t.RevealUntil):
		return TermsRefused.New("the seller is paid when the bids are revealed, not before")
	case !t.Lot.Maturity.After(t.Funding):
		return TermsRefused.New("the lot matures on the day of payment or before")
	case t.Reserve.Sign() <= 0 || t.Penalty.Sign() < 0:
		return TermsRefused.New("the reserve rate is positive and the penalty not negative")
	}
	_, err := t.fraction()
	return err
}

// fraction is the part of a year for which the financier waits.
func (t Terms) fraction() (decimal.Ratio, error) {
	period := date.Period{Start: t.Funding, End: t.Lot.Maturity, Termination: t.Lot.Maturity}
	fraction, err := t.DayCount.Fraction(period)
	if err != nil || fraction.Sign() <= 0 {
		return decimal.Ratio{}, TermsRefused.New("the day count gives the term no length")
	}
	return fraction, nil
}
