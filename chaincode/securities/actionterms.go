// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/securities/bond"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// ActionTerms are what a corporate action does, and when. They never change once they are announced: an issuer that wants
// another thing cancels and announces anew (SIFMA, letter on reverse splits of 25 March 2025, on late changes of terms).
type ActionTerms struct {
	// Record is the business day at whose end holders are counted.
	Record date.Date `json:"record" help:"business day at whose end holders are counted"`
	// Ex is the first day on which a share is bought without the action.
	Ex      date.Date `json:"ex,omitzero" help:"first day on which a share is bought without it; none for bonds"`
	Payment date.Date `json:"payment" help:"first business day on which it is carried out"`
	// Coupon is the number of the bond's coupon that is paid, or with which a part of the nominal is repaid.
	Coupon int `json:"coupon,omitzero" help:"number of the coupon, for INTR and PRED"`
	// Rate is a dividend or a price, in units of the currency for one unit of the instrument.
	Rate decimal.Decimal `json:"rate,omitzero" help:"gross dividend or price of one unit, such as 0.1234; for DVCA, MCAL and PCAL"`
	// Units are all that are called, or given as a bonus of a fixed size.
	Units  Quantity         `json:"units,omitzero" help:"units in all, for PCAL, and for BONU without a factor"`
	Factor *fraction.Factor `json:"factor,omitempty" help:"new units for old ones, for SPLF and SPLR; units given for units held, for BONU"`
	// Disposition says what becomes of fractions of a unit under a factor, Reference at which price they are paid out.
	Disposition fraction.Disposition `json:"disposition,omitzero" help:"of fractions under a factor: RDDN, RDUP, STAN or CINL"`
	Reference   decimal.Decimal      `json:"reference,omitzero" help:"price of one new unit, for CINL"`
	Taxes       TaxTable             `json:"taxes,omitzero" help:"what is withheld at source"`
	// Agent is the member that pays.
	Agent  string        `json:"agent" help:"MSP identifier of the paying agent"`
	Payees *CashAccounts `json:"payees,omitempty" help:"cash accounts, where money is paid"`
	// Forfeits is the first day on which amounts that nobody claimed fall back; never when left out.
	Forfeits date.Date `json:"forfeits,omitzero" help:"first day on which unclaimed amounts fall back; never when left out"`
}

// CashAccounts are the cash accounts through which an action is paid.
type CashAccounts struct {
	// Paying belongs to this chaincode: the issuer pays in, and holders are paid out of it.
	Paying cash.AccountID `json:"paying" help:"this chaincode's account that is funded and pays"`
	// Suspense belongs to this chaincode and keeps what could not be paid, for the accounts to which it belongs.
	Suspense cash.AccountID `json:"suspense" help:"this chaincode's account for what cannot be paid"`
	// Tax is the tax agent's.
	Tax cash.AccountID `json:"tax,omitzero" help:"the tax agent's account, where tax is withheld"`
	// Residual receives what rounding leaves over.
	Residual cash.AccountID `json:"residual" help:"account for what rounding leaves over"`
}

// Validate refuses malformed accounts, and one in two roles that pay each other.
func (c CashAccounts) Validate() error {
	if c.Paying == c.Suspense || c.Paying == c.Tax || c.Paying == c.Residual || c.Suspense == c.Residual || c.Suspense == c.Tax {
		return errors.New("paying and suspense are accounts of their own")
	}
	if c.Tax != "" {
		if err := c.Tax.Validate(); err != nil {
			return err
		}
	}
	return errors.Join(c.Paying.Validate(), c.Suspense.Validate(), c.Residual.Validate())
}

// rateScaleMax bounds the decimal places of rates and prices.
const rateScaleMax = 12

// validate refuses terms that an action of the kind cannot have.
func (t ActionTerms) validate(kind ActionKind) error {
	switch {
	case t.Record.IsZero() || t.Payment.IsZero() || t.Payment.Before(t.Record):
		return errors.New("record and payment are needed, payment not before record")
	case t.Ex.After(t.Payment):
		return errors.New("ex is after payment")
	case !t.Forfeits.IsZero() && !t.Forfeits.After(t.Payment):
		return errors.New("forfeits is not after payment")
	case t.Agent == "" || len(t.Agent) > 128:
		return errors.New("agent is a member")
	case (t.Coupon != 0) != (kind == InterestPayment || kind == PoolFactor) || t.Coupon < 0:
		return errors.New("coupon is for INTR and PRED, from 1")
	}
	if err := errors.Join(t.validateMoney(kind), t.Taxes.Validate()); err != nil {
		return err
	}
	return t.validateUnits(kind)
}

func (t ActionTerms) validateMoney(kind ActionKind) error {
	rated := kind == CashDividend || kind == FullCall || kind == PartialCall
	switch {
	case rated != (t.Rate.Sign() > 0) || t.Rate.Sign() < 0 || t.Rate.Scale() > rateScaleMax:
		return fmt.Errorf("rate is above zero for DVCA, MCAL and PCAL alone, with at most %d decimal places", rateScaleMax)
	case (t.Disposition == fraction.CashInLieu) != (t.Reference.Sign() > 0) || t.Reference.Scale() > rateScaleMax:
		return fmt.Errorf("reference is above zero for CINL alone, with at most %d decimal places", rateScaleMax)
	case (t.Payees != nil) != t.pays(kind):
		return errors.New("payees are needed where money is paid, and nowhere else")
	case t.Payees == nil && t.Taxes.Withholds():
		return errors.New("taxes are withheld from money")
	case t.Payees == nil:
		return nil
	case (t.Payees.Tax != "") != t.Taxes.Withholds():
		return errors.New("an account for tax is needed where tax is withheld, and nowhere else")
	}
	return t.Payees.Validate()
}

// pays tells whether money is paid.
func (t ActionTerms) pays(kind ActionKind) bool {
	return !kind.converts() && kind != Bonus || t.Disposition == fraction.CashInLieu
}

func (t ActionTerms) validateUnits(kind ActionKind) error {
	pooled := kind == PartialCall || kind == Bonus && t.Factor == nil
	if pooled != (t.Units != 0) {
		return errors.New("units are for PCAL, and for BONU without a factor")
	}
	if pooled {
		if err := t.Units.Validate(); err != nil {
			return err
		}
	}
	if t.Factor == nil {
		if kind.converts() || t.Disposition != "" {
			return errors.New("SPLF and SPLR have a factor, and a disposition is for fractions under a factor")
		}
		return nil
	}
	if err := errors.Join(t.Factor.Validate(), t.Disposition.Validate()); err != nil {
		return err
	}
	switch {
	case kind == Split && t.Factor.New > t.Factor.Old, kind == ReverseSplit && t.Factor.New < t.Factor.Old, kind == Bonus:
		return nil
	}
	return errors.New("SPLF makes more units, SPLR fewer, and only these and BONU have a factor")
}

// minor is an amount in units of a currency as minor units, exactly.
func minor(amount decimal.Decimal, currency money.Currency) (decimal.Decimal, error) {
	places, ok := currency.MinorUnits()
	if !ok {
		return decimal.Decimal{}, money.ErrNoMinorUnit
	}
	scale := decimal.FromInt64(1)
	for range places {
		scale = mustTen(scale)
	}
	return amount.Mul(scale)
}

func mustTen(d decimal.Decimal) decimal.Decimal {
	tenfold, _ := d.Mul(decimal.FromInt64(10)) // minor units have at most 4 places
	return tenfold
}

// price is an amount of money a unit.
func price(amount decimal.Decimal, currency money.Currency) (*bond.PerUnit, error) {
	units, err := minor(amount, currency)
	if err != nil {
		return nil, err
	}
	flat := bond.Flat(units)
	return &flat, nil
}
