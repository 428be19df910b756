// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// PastProfile is a tax profile that an account had.
type PastProfile struct {
	Profile TaxProfile `json:"profile,omitzero"`
	// Until is the first day on which it did not apply any more.
	Until date.Date `json:"until"`
}

// pastProfilesMost is how many profiles before the present one an account keeps.
const pastProfilesMost = 16

// retax gives the account another tax profile from a day on.
func (a Account) retax(profile TaxProfile, today date.Date) Account {
	if profile == a.Tax {
		return a
	}
	past := slices.Clone(a.Taxed)
	if last := len(past) - 1; last < 0 || past[last].Until != today {
		past = append(past, PastProfile{Profile: a.Tax, Until: today})
	}
	a.Taxed, a.Tax = past[max(0, len(past)-pastProfilesMost):], profile
	return a
}

// TaxOn is the account's tax profile at the end of a day.
func (a Account) TaxOn(day date.Date) TaxProfile {
	for _, past := range a.Taxed {
		if day.Before(past.Until) {
			return past.Profile
		}
	}
	return a.Tax
}

// taxRatesMax bounds the profiles of one action.
const taxRatesMax = 64

// TaxRate is what is withheld from accounts of a tax profile.
type TaxRate struct {
	Profile TaxProfile      `json:"profile" help:"tax profile of accounts"`
	Rate    decimal.Decimal `json:"rate" help:"part withheld, such as 0.15"`
}

// TaxTable is what an action withholds at source, by the tax profiles that accounts had at the record date. Who is on no
// line is taxed at the standard rate: relief is for who has proved that it is due.
type TaxTable struct {
	Standard decimal.Decimal `json:"standard,omitzero" help:"part withheld from accounts of no other profile, such as 0.25"`
	Rates    []TaxRate       `json:"rates,omitempty" help:"profiles with rates of their own, at most 64"`
}

// Validate refuses rates that are not from 0 to 1, and profiles named twice.
func (t TaxTable) Validate() error {
	if err := validateRate(t.Standard); err != nil {
		return err
	}
	if len(t.Rates) > taxRatesMax {
		return fmt.Errorf("more than %d tax rates", taxRatesMax)
	}
	seen := map[TaxProfile]bool{}
	for _, line := range t.Rates {
		if line.Profile == "" || seen[line.Profile] {
			return errors.New("a tax rate has a profile, and each profile one rate")
		}
		seen[line.Profile] = true
		if err := errors.Join(line.Profile.Validate(), validateRate(line.Rate)); err != nil {
			return err
		}
	}
	return nil
}

func validateRate(rate decimal.Decimal) error {
	if rate.Sign() < 0 || rate.Cmp(decimal.FromInt64(1)) > 0 || rate.Scale() > 10 {
		return fmt.Errorf("tax rate %s is not from 0 to 1 with at most 10 decimal places", rate)
	}
	return nil
}

// Withholds tells whether any rate is above zero.
func (t TaxTable) Withholds() bool {
	if t.Standard.Sign() > 0 {
		return true
	}
	for _, line := range t.Rates {
		if line.Rate.Sign() > 0 {
			return true
		}
	}
	return false
}

// Of is the rate of a profile.
func (t TaxTable) Of(profile TaxProfile) decimal.Decimal {
	for _, line := range t.Rates {
		if line.Profile == profile {
			return line.Rate
		}
	}
	return t.Standard
}

// Tax is what is withheld from a gross amount, rounded once, and never more than it.
func (t TaxTable) Tax(gross money.Amount, profile TaxProfile, mode decimal.Rounding) (money.Amount, error) {
	return gross.Mul(t.Of(profile), mode)
}
