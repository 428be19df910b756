// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
)

// SupplyChange is units that were made or are no more, in a part of the register.
type SupplyChange struct {
	Instrument InstrumentID
	// Stripe is that of the bucket where they were made or redeemed.
	Stripe   string
	Created  Quantity
	Redeemed Quantity
}

// StripeKey names a part of an instrument's supply.
type StripeKey struct {
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	Stripe     string       `json:"stripe" help:"part of the supply, 2 hexadecimal digits"`
}

// Key is the part's place in a table.
func (k StripeKey) Key() []string { return []string{string(k.Instrument), k.Stripe} }

// Stripes names all parts of an instrument's supply, in order.
func Stripes(instrument InstrumentID) []StripeKey {
	keys := make([]StripeKey, 256)
	for i := range keys {
		keys[i] = StripeKey{Instrument: instrument, Stripe: fmt.Sprintf("%02x", i)}
	}
	return keys
}

// DayChange is by how much a part of the supply changed on one business date.
type DayChange struct {
	Day      date.Date `json:"day"`
	Created  Quantity  `json:"created"`
	Redeemed Quantity  `json:"redeemed"`
}

// Stripe is a part of an instrument's supply: what was made less what was redeemed, by business date. There are 256, by
// the first byte of the account's bucket, so that redemptions of different pages of a register write different rows.
type Stripe struct {
	Instrument InstrumentID `json:"instrument"`
	Stripe     string       `json:"stripe"`
	// Opening is the sum of what is older than Days; Since is the first day after it.
	Opening Quantity    `json:"opening"`
	Since   date.Date   `json:"since,omitzero"`
	Days    []DayChange `json:"days"`
}

// StripeKey is the part's name.
func (s Stripe) StripeKey() StripeKey { return StripeKey{Instrument: s.Instrument, Stripe: s.Stripe} }

// stripeDays is of how many days a stripe keeps the changes apart; what is older goes into its opening.
const stripeDays = 400

// Change counts units that were made or redeemed. Faults: QUANTITY_TOO_LARGE.
func (s Stripe) Change(c SupplyChange, act Act) (Stripe, error) {
	s.Instrument, s.Stripe = c.Instrument, c.Stripe
	s.Days = slices.Clone(s.Days)
	if last := len(s.Days) - 1; last < 0 || s.Days[last].Day != act.Today {
		s.Days = append(s.Days, DayChange{Day: act.Today})
	}
	today := &s.Days[len(s.Days)-1]
	var err error
	if today.Created, err = today.Created.Add(c.Created); err != nil {
		return s, err
	}
	if today.Redeemed, err = today.Redeemed.Add(c.Redeemed); err != nil {
		return s, err
	}
	return s.fold()
}

// fold puts the oldest day into the opening where there are more than are kept.
func (s Stripe) fold() (Stripe, error) {
	for len(s.Days) > stripeDays {
		opening, err := s.Opening.Add(s.Days[0].Created)
		if err != nil {
			return s, err
		}
		s.Opening, s.Since = opening-s.Days[0].Redeemed, s.Days[1].Day
		s.Days = s.Days[1:]
	}
	return s, nil
}

// On is the part's units at the end of a day. A part may be below zero, since units may be redeemed in another account
// than that in which they were made; the sum of all parts is not. Faults: QUANTITY_TOO_LARGE, TOO_LATE for days of which
// nothing is kept apart any more.
func (s Stripe) On(day date.Date) (Quantity, error) {
	if !s.Since.IsZero() && day.Before(s.Since) {
		return 0, TooLate.New("the supply of instrument %s is not kept by day before %s", s.Instrument, s.Since)
	}
	sum := s.Opening
	var err error
	for _, change := range s.Days {
		if change.Day.After(day) {
			break
		}
		if sum, err = sum.Add(change.Created - change.Redeemed); err != nil {
			return 0, err
		}
	}
	return sum, nil
}

// SupplyOn is the units of an instrument at the end of a day, of all parts of its supply that there are.
func SupplyOn(stripes []Stripe, day date.Date) (sum Quantity, err error) {
	for _, stripe := range stripes {
		part, err := stripe.On(day)
		if err != nil {
			return 0, err
		}
		if sum, err = sum.Add(part); err != nil {
			return 0, err
		}
	}
	return sum, nil
}
