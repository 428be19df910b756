// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// collateralNameMax bounds the names of pledges and repos: purposes and the names of settlements are made of them.
const collateralNameMax = 32

// graceMost bounds periods of notice and of grace, in business days.
const graceMost = 250

// businessDay is the n-th business day of a calendar after a day, or before it. Faults: CALENDAR_REFUSED.
func businessDay(calendar date.Calendar, from date.Date, n int) (date.Date, error) {
	if n == 0 {
		return from, nil
	}
	found, err := calendar.AddBusinessDays(from, n)
	if err != nil {
		return date.Date{}, CalendarRefused.New("%s", err)
	}
	return found, nil
}

// closed is the day whose closing price counts on a day: the last business day before it. Nobody chooses another one, so
// that nobody chooses the price. Faults: CALENDAR_REFUSED.
func closed(calendar date.Calendar, today date.Date) (date.Date, error) {
	return businessDay(calendar, today, -1)
}

// valueAt is what units are worth at a price, exactly. Faults: AMOUNT_REFUSED.
func valueAt(units Quantity, price decimal.Decimal) (decimal.Decimal, error) {
	exact, err := decimal.FromInt64(int64(units)).Mul(price)
	if err != nil {
		return decimal.Decimal{}, AmountRefused.New("%s units at %s are beyond all amounts", units, price)
	}
	return exact, nil
}

// rounded is an exact amount in minor units of a currency. Faults: AMOUNT_REFUSED.
func rounded(exact decimal.Decimal, currency money.Currency, mode decimal.Rounding) (money.Amount, error) {
	places, ok := currency.MinorUnits()
	if !ok {
		return money.Amount{}, AmountRefused.New("nothing is paid in %s", currency)
	}
	round, err := exact.Round(places, mode)
	if err != nil {
		return money.Amount{}, AmountRefused.New("%s", err)
	}
	if round.IsZero() {
		return money.Amount{}, nil
	}
	amount, err := money.FromDecimal(round, currency)
	if err != nil {
		return money.Amount{}, AmountRefused.New("%s", err)
	}
	return amount.Amount, nil
}

// quotient is how many whole units a value is, at the value of one. Faults: AMOUNT_REFUSED.
func quotient(value, one decimal.Decimal, mode decimal.Rounding) (Quantity, error) {
	units, err := value.Quo(one, 0, mode)
	if err != nil {
		return 0, AmountRefused.New("%s", err)
	}
	count, err := units.Int64()
	if err != nil || Quantity(count) > QuantityMax {
		return 0, QuantityTooLarge.New("%s units are too many", units)
	}
	return Quantity(count), nil
}

// inCurrency is an amount as a number of its currency. Faults: AMOUNT_REFUSED.
func inCurrency(amount money.Amount, currency money.Currency) (decimal.Decimal, error) {
	if amount.IsZero() {
		return decimal.Decimal{}, nil
	}
	value, err := money.Money{Amount: amount, Currency: currency}.Decimal()
	if err != nil {
		return decimal.Decimal{}, AmountRefused.New("%s", err)
	}
	return value, nil
}

// LotsOf names lots of one instrument.
type LotsOf struct {
	Instrument InstrumentID `json:"instrument" help:"instrument of the lots"`
	Lots       []LotID      `json:"lots" help:"lots of it, at most 1000"`
}

// Validate refuses malformed members, and a lot that is named twice.
func (l LotsOf) Validate() error { return errors.Join(l.Instrument.Validate(), validateLots(l.Lots)) }

// Keys names the lots.
func (l LotsOf) Keys() []LotKey { return Keys(l.Instrument, l.Lots) }

// pledgeAll pledges lots of an account for a reference.
// Faults: LOT_FOREIGN, LOT_SPENT, LOT_ENCUMBERED, LOT_LOCKED_UP.
func pledgeAll(lots []Lot, account Account, ref Ref, act Act) ([]Lot, []protocol.Event, error) {
	pledged, events := make([]Lot, len(lots)), make([]protocol.Event, len(lots))
	for i, lot := range lots {
		if lot.Account != account.ID {
			return nil, nil, LotForeign.New("lot %s is in another account", lot.ID)
		}
		var err error
		if pledged[i], err = lot.Pledge(ref, act); err != nil {
			return nil, nil, err
		}
		events[i] = pledged[i].event()
	}
	return pledged, events, nil
}

// releaseAll makes lots free that are pledged for a reference. Faults: LOT_SPENT, LOT_ENCUMBERED.
func releaseAll(lots []Lot, ref Ref) ([]Lot, []protocol.Event, error) {
	freed, events := make([]Lot, len(lots)), make([]protocol.Event, len(lots))
	for i, lot := range lots {
		var err error
		if freed[i], err = lot.Unlock(ref); err != nil {
			return nil, nil, err
		}
		events[i] = freed[i].event()
	}
	return freed, events, nil
}
