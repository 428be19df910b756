// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"cmp"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/split"
)

// FrozenUnits is how many units of an instrument are frozen lot by lot, in which account and under which order, and how many
// were. Whatever freezes, frees, moves or converts frozen lots writes it ([Moves]); income on the instrument and penalties
// read it, in place of all lots.
type FrozenUnits struct {
	Instrument InstrumentID `json:"instrument"`
	// Holdings are in the order of accounts, and of orders.
	Holdings []FrozenHolding `json:"holdings,omitempty"`
}

// FrozenHolding is the units of an account that are frozen under an order.
type FrozenHolding struct {
	Account AccountID    `json:"account"`
	Order   CourtOrderID `json:"order"`
	// Days are those on which the number changed.
	Days []FrozenDay `json:"days"`
}

// FrozenDay is a business date on which a number of units changed: how many there were when it was over, and at most.
type FrozenDay struct {
	On    date.Date `json:"on"`
	Units Quantity  `json:"units"`
	Most  Quantity  `json:"most"`
}

// FrozenChange is by how many units more are frozen; below zero, by how many fewer.
type FrozenChange struct {
	Instrument InstrumentID
	Account    AccountID
	Order      CourtOrderID
	Units      Quantity
}

// frozenDays is for how many days a holding is kept of which nothing is frozen any more.
const frozenDays = 400

// Name is the instrument's name.
func (f FrozenUnits) Name() InstrumentID { return f.Instrument }

// Change counts those of the changes that are in an instrument.
func (f FrozenUnits) Change(instrument InstrumentID, changes []FrozenChange, today date.Date) FrozenUnits {
	after := FrozenUnits{Instrument: instrument, Holdings: slices.Clone(f.Holdings)}
	for _, change := range changes {
		if change.Instrument != instrument {
			continue
		}
		at, there := slices.BinarySearchFunc(after.Holdings, change, FrozenHolding.compare)
		if !there {
			after.Holdings = slices.Insert(after.Holdings, at, FrozenHolding{Account: change.Account, Order: change.Order})
		}
		after.Holdings[at] = after.Holdings[at].change(change.Units, today)
	}
	after.Holdings = slices.DeleteFunc(after.Holdings, func(h FrozenHolding) bool { return h.over(today) })
	return after
}

func (h FrozenHolding) compare(c FrozenChange) int {
	return cmp.Or(cmp.Compare(h.Account, c.Account), cmp.Compare(h.Order, c.Order))
}

func (h FrozenHolding) change(units Quantity, today date.Date) FrozenHolding {
	before := h.now()
	after := before + units
	h.Days = slices.Clone(h.Days)
	if last := len(h.Days) - 1; last < 0 || h.Days[last].On != today {
		h.Days = append(h.Days, FrozenDay{On: today, Most: before})
	}
	day := &h.Days[len(h.Days)-1]
	day.Units, day.Most = after, max(day.Most, after)
	return h
}

// over tells whether nothing has been frozen for longer than anybody asks.
func (h FrozenHolding) over(today date.Date) bool {
	kept, err := h.Days[len(h.Days)-1].On.AddDays(frozenDays)
	return h.now() == 0 && err == nil && kept.Before(today)
}

// now is how many units are frozen.
func (h FrozenHolding) now() Quantity {
	if len(h.Days) == 0 {
		return 0
	}
	return h.Days[len(h.Days)-1].Units
}

// mostOn is how many units were frozen on a day, at whatever time of it.
func (h FrozenHolding) mostOn(day date.Date) (found Quantity) {
	for _, change := range h.Days {
		if change.On == day {
			return change.Most
		}
		if change.On.Before(day) {
			found = change.Units
		}
	}
	return found
}

// of are the holdings of an account.
func (f FrozenUnits) of(account AccountID) []FrozenHolding {
	from, _ := slices.BinarySearchFunc(f.Holdings, account, func(h FrozenHolding, id AccountID) int { return cmp.Compare(h.Account, id) })
	to := from
	for to < len(f.Holdings) && f.Holdings[to].Account == account {
		to++
	}
	return f.Holdings[from:to]
}

// units is how many of an account are frozen now, and unitsOn how many were on a day.
func (f FrozenUnits) units(account AccountID) (sum Quantity) {
	for _, holding := range f.of(account) {
		sum += holding.now()
	}
	return sum
}

func (f FrozenUnits) unitsOn(account AccountID, day date.Date) (sum Quantity) {
	for _, holding := range f.of(account) {
		sum += holding.mostOn(day)
	}
	return sum
}

// share is what of an amount, for an account's units of a record date, is for those that are frozen: rounded up, and all of it
// where as many are frozen or more.
func (f FrozenUnits) share(amount int64, l Line) (int64, error) {
	free := l.Units - min(l.Units, f.units(l.Account))
	switch free {
	case l.Units:
		return 0, nil
	case 0:
		return amount, nil
	}
	rest, err := split.ProRata(amount, int64(l.Units), split.Interval{From: 1, To: int64(free)})
	return amount - rest, err
}

// frost counts units of a lot that are frozen more or, below zero, less: of any other lot, none.
func (m *Moves) frost(lot Lot, units Quantity) {
	if lot.Status != Frozen {
		return
	}
	change := FrozenChange{Instrument: lot.Instrument, Account: lot.Account, Order: lot.Order, Units: units}
	for i := range m.frozen {
		if same := &m.frozen[i]; same.Instrument == change.Instrument && same.Account == change.Account && same.Order == change.Order {
			same.Units += units
			return
		}
	}
	m.frozen = append(m.frozen, change)
}

// Frosted lists by how many units more or fewer are frozen, and where.
func (m *Moves) Frosted() []FrozenChange {
	return slices.DeleteFunc(slices.Clone(m.frozen), func(c FrozenChange) bool { return c.Units == 0 })
}
