// SPDX-License-Identifier: Apache-2.0

package money

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/internal/jsontext"
)

// Parse reads the form for people: a number of units, one space, a currency code. Fewer decimal places
// than the minor unit has are accepted ("100 EUR", "100.5 EUR"), more are refused, be they zeros.
func Parse(text string) (Money, error) {
	number, code, spaced := strings.Cut(text, " ")
	if !spaced {
		return Money{}, fmt.Errorf("%q: %w such as 100.00 EUR", jsontext.Excerpt(text), ErrSyntax)
	}
	currency, err := ParseCurrency(code)
	if err != nil {
		return Money{}, err
	}
	scale, err := places(currency)
	if err != nil {
		return Money{}, err
	}
	if _, fraction, _ := strings.Cut(number, "."); len(fraction) > scale {
		return Money{}, fmt.Errorf("%q: %w: the minor unit of %s has %d decimal places",
			jsontext.Excerpt(text), ErrSyntax, currency, scale)
	}
	units, err := decimal.Parse(number)
	if err != nil {
		return Money{}, fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	return FromDecimal(units, currency)
}

// MustParse is Parse for constants in source code; it panics on a bad text.
func MustParse(text string) Money {
	m, err := Parse(text)
	if err != nil {
		panic(err)
	}
	return m
}

// String writes the form for people with every decimal place of the minor unit, such as "100.00 EUR"; ""
// for none.
func (m Money) String() string {
	units, err := m.Decimal()
	if err != nil {
		return m.Currency.String()
	}
	scale, _ := m.Currency.MinorUnits()
	return units.StringFixed(scale) + " " + m.Currency.String()
}

// MarshalText writes the form for people and refuses what has no currency with a minor unit.
func (m Money) MarshalText() ([]byte, error) {
	if _, err := places(m.Currency); err != nil {
		return nil, err
	}
	return []byte(m.String()), nil
}

// UnmarshalText reads the form for people.
func (m *Money) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*m = parsed
	return nil
}

// MarshalJSON writes {"amount":"10000","currency":"EUR"}.
func (m Money) MarshalJSON() ([]byte, error) {
	if _, err := places(m.Currency); err != nil {
		return nil, err
	}
	return []byte(amountMember + m.Amount.String() + currencyMember + m.Currency.String() + `"}`), nil
}

// The fixed parts of the canonical JSON form.
const (
	amountMember   = `{"amount":"`
	currencyMember = `","currency":"`
)

// errMoneyJSON refuses an object that is not exactly an amount and a currency.
var errMoneyJSON = errors.New(`money: an object {"amount":"10000","currency":"EUR"} is wanted`)

// UnmarshalJSON reads an object with exactly the members amount and currency, each once, in any order.
func (m *Money) UnmarshalJSON(data []byte) error {
	parsed, ok := canonical(string(data))
	if !ok {
		var err error
		if parsed, err = members(data); err != nil {
			return err
		}
	}
	*m = parsed
	return nil
}

// canonical reads the form that MarshalJSON writes, which is the form of every stored value. Whatever is
// unusual or wrong is left to members.
func canonical(text string) (Money, bool) {
	body, opened := strings.CutPrefix(text, amountMember)
	body, closed := strings.CutSuffix(body, `"}`)
	minor, code, parted := strings.Cut(body, currencyMember)
	if !opened || !closed || !parted {
		return Money{}, false
	}
	amount, amountErr := ParseAmount(minor)
	currency, currencyErr := ParseCurrency(code)
	valid := amountErr == nil && currencyErr == nil && currency.Issuable()
	return Money{Amount: amount, Currency: currency}, valid
}

// members reads the object token by token: encoding/json would let duplicate members pass, and members
// whose names differ in case.
func members(data []byte) (Money, error) {
	var parsed Money
	wanted := map[string]json.Unmarshaler{"amount": &parsed.Amount, "currency": &parsed.Currency}
	in := json.NewDecoder(bytes.NewReader(data))
	if open, err := in.Token(); err != nil || open != json.Delim('{') {
		return Money{}, errMoneyJSON
	}
	for in.More() {
		token, err := in.Token()
		name, _ := token.(string)
		member, known := wanted[name]
		if err != nil || !known {
			return Money{}, errMoneyJSON
		}
		delete(wanted, name)
		if err := in.Decode(member); err != nil {
			return Money{}, err
		}
	}
	if err := closing(in); err != nil || len(wanted) != 0 {
		return Money{}, errMoneyJSON
	}
	if _, err := places(parsed.Currency); err != nil {
		return Money{}, fmt.Errorf("money: %w", err)
	}
	return parsed, nil
}

// closing reads the end of the object and of the input.
func closing(in *json.Decoder) error {
	if _, err := in.Token(); err != nil {
		return err
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return errMoneyJSON
	}
	return nil
}
