// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/bond"
)

// Kind says what an instrument is.
type Kind string

// The kinds of instruments.
const (
	Bond     Kind = "BOND"
	Share    Kind = "SHARE"
	FundUnit Kind = "FUND_UNIT"
)

// ShareTerms are what a share gives.
type ShareTerms struct {
	// Votes of one unit; 0 for shares without.
	Votes int `json:"votes,omitzero" help:"votes of one unit"`
	// Preference is the part of the nominal a year that is paid before other classes; 0 for ordinary shares.
	Preference decimal.Decimal `json:"preference,omitzero" help:"preferred dividend a year, as a part of the nominal"`
}

// Validate refuses negative numbers.
func (t ShareTerms) Validate() error {
	if t.Votes < 0 || t.Votes > 1000 || t.Preference.Sign() < 0 {
		return errors.New("votes are from 0 to 1000 and the preference is not negative")
	}
	return nil
}

// FundTerms are what a fund unit gives.
type FundTerms struct {
	// Distributing funds pay their income out; others keep it.
	Distributing bool `json:"distributing,omitzero" help:"whether income is paid out"`
	// Notice is how many days before its dealing day a redemption has to be asked for.
	Notice int `json:"notice,omitzero" help:"days of notice of a redemption"`
	// Entry and Exit are the most that is charged on subscription and redemption, as parts of the price.
	Entry decimal.Decimal `json:"entry,omitzero" help:"highest charge on subscription, as a part of the price"`
	Exit  decimal.Decimal `json:"exit,omitzero" help:"highest charge on redemption, as a part of the price"`
}

// Validate refuses numbers out of bounds.
func (t FundTerms) Validate() error {
	one := decimal.FromInt64(1)
	for _, part := range []decimal.Decimal{t.Entry, t.Exit} {
		if part.Sign() < 0 || part.Cmp(one) >= 0 {
			return errors.New("entry and exit are from 0 to below 1")
		}
	}
	if t.Notice < 0 || t.Notice > 366 {
		return errors.New("notice is from 0 to 366 days")
	}
	return nil
}

// Class names a class of investors, such as professional.
type Class string

// Validate refuses a malformed name.
func (c Class) Validate() error { return protocol.ValidateName("class", string(c)) }

// Cap is the most investors of a class.
type Cap struct {
	Class Class `json:"class" help:"class of investors"`
	// Most is exact: each investor of the class has one of as many slots.
	Most int `json:"most" help:"the most investors of the class; 0 for no limit"`
}

// capMost bounds a cap, so that whoever admits finds a free slot by trying.
const capMost = 100_000

// Terms are what an instrument is. They never change within a version.
type Terms struct {
	Kind     Kind           `json:"kind" help:"BOND, SHARE or FUND_UNIT"`
	Name     string         `json:"name" help:"name for people"`
	ISIN     ident.ISIN     `json:"isin" help:"ISO 6166 number"`
	CFI      ident.CFI      `json:"cfi" help:"ISO 10962 classification"`
	LEI      ident.LEI      `json:"lei" help:"ISO 17442 identifier of the issuer"`
	Currency money.Currency `json:"currency" help:"currency of nominal, price and payments"`
	// Nominal is that of one unit, in minor units of the currency: 100000 for bonds of 1,000.00.
	Nominal money.Amount `json:"nominal,omitzero" help:"nominal of one unit, in minor units"`
	// Size is how many units may ever be issued.
	Size  Quantity    `json:"size" help:"how many units may ever be issued"`
	Bond  *bond.Terms `json:"bond,omitempty" help:"of a bond"`
	Share *ShareTerms `json:"share,omitempty" help:"of a share"`
	Fund  *FundTerms  `json:"fund,omitempty" help:"of a fund unit"`
	// Rounding of what is paid by rate, once for each account: HALF_UP, or DOWN for JPY and KRW (2006 ISDA Definitions, 8.2).
	Rounding decimal.Rounding `json:"rounding" help:"rounding of payments by rate, once an account"`
	// Policy is what parties must meet to be admitted, and Classes are those that may be.
	Policy  parties.PolicyName `json:"policy" help:"policy of the registry that holders must meet"`
	Classes []Cap              `json:"classes" help:"classes of investors that may hold, and how many of each"`
	// Public offers need a regulator's approval too.
	Public bool `json:"public,omitzero" help:"whether it is offered to the public"`
	// Document is the hash of the prospectus or term sheet.
	Document Hash `json:"document" help:"SHA-256 of the prospectus or term sheet"`
	// Depository keeps the register, and Regulator may, with it, carry out orders against a custodian's will.
	Depository string `json:"depository" help:"MSP identifier of the member that keeps the register"`
	Regulator  string `json:"regulator" help:"MSP identifier of the regulator in charge"`
}

// Validate refuses terms that contradict themselves.
func (t Terms) Validate() error {
	if err := protocol.ValidateText("name", t.Name, 140); err != nil {
		return err
	}
	if t.ISIN.IsZero() || t.CFI.IsZero() || t.LEI.IsZero() || t.Currency.IsZero() {
		return errors.New("isin, cfi, lei and currency are needed")
	}
	if t.Nominal.Sign() < 0 {
		return errors.New("nominal is negative")
	}
	return errors.Join(t.Size.Validate(), t.validateKind(), t.validateHolders(), t.Document.Validate())
}

func (t Terms) validateKind() error {
	given := map[Kind]bool{Bond: t.Bond != nil, Share: t.Share != nil, FundUnit: t.Fund != nil}
	for _, kind := range []Kind{Bond, Share, FundUnit} {
		if given[kind] != (kind == t.Kind) {
			return fmt.Errorf("an instrument of kind %q has terms of that kind alone", protocol.Excerpt(string(t.Kind)))
		}
	}
	if t.Rounding != decimal.HalfUp && t.Rounding != decimal.Down {
		return errors.New("rounding is HALF_UP or DOWN")
	}
	switch t.Kind {
	case Bond:
		if t.Nominal.IsZero() || t.CFI.String()[0] != 'D' {
			return errors.New("a bond has a nominal and a classification in category D")
		}
		return t.Bond.Validate()
	case Share:
		if t.CFI.String()[0] != 'E' {
			return errors.New("a share has a classification in category E")
		}
		return t.Share.Validate()
	case FundUnit:
		if t.CFI.String()[0] != 'C' {
			return errors.New("a fund unit has a classification in category C")
		}
		return t.Fund.Validate()
	default:
		return fmt.Errorf("kind %q is not BOND, SHARE or FUND_UNIT", protocol.Excerpt(string(t.Kind)))
	}
}

func (t Terms) validateHolders() error {
	if t.Depository == "" || t.Regulator == "" || len(t.Depository) > 128 || len(t.Regulator) > 128 {
		return errors.New("depository and regulator are members")
	}
	if len(t.Classes) == 0 || len(t.Classes) > 16 {
		return errors.New("1 to 16 classes of investors may hold")
	}
	for i, limit := range t.Classes {
		if err := limit.Class.Validate(); err != nil {
			return err
		}
		if limit.Most < 0 || limit.Most > capMost {
			return fmt.Errorf("the most of a class is from 0 to %d", capMost)
		}
		if slices.ContainsFunc(t.Classes[:i], func(c Cap) bool { return c.Class == limit.Class }) {
			return fmt.Errorf("class %s is there twice", limit.Class)
		}
	}
	return t.Policy.Validate()
}

// Matures is the day on which a bond does; none for other kinds.
func (t Terms) Matures() date.Date {
	if t.Bond == nil {
		return date.Date{}
	}
	return t.Bond.Maturity()
}

// Hash is the SHA-256 of the terms' canonical JSON.
func (t Terms) Hash() (Hash, error) {
	sum, err := protocol.RequestHash(t)
	return Hash(sum), err
}
