// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"maps"
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/date"
)

func (w *world) admit(t *rapid.T) {
	i, account := w.instrument(t), w.account(t, "investor")
	request := AdmitRequest{
		AdmissionKey: AdmissionKey{Instrument: i.ID, Party: account.Owner.Party}, Jurisdiction: "DE", Until: date.MustParse("2026-01-12"),
		Class: rapid.SampledFrom([]Class{"few", "many", "none"}).Draw(t, "class"), Slot: rapid.IntRange(0, capped+1).Draw(t, "slot"),
	}
	rows := Admitting{Instrument: i, Terms: lawTerms, Before: w.admissions[request.AdmissionKey], Investor: account.Owner}
	change, err := rows.Admit(request, w.csd())
	if !refused(t, err) {
		w.seat(t, change)
	}
}

// seat saves an admission and its slots, if its slot is free, as a table does.
func (w *world) seat(t *rapid.T, change AdmissionChange) {
	if change.Take != nil {
		if _, taken := w.slots[change.Take.SlotKey]; taken {
			return
		}
	}
	if change.Free != nil {
		_, there := w.slots[*change.Free]
		require.True(t, there, "a slot is left that was taken")
		delete(w.slots, *change.Free)
	}
	if change.Take != nil {
		w.slots[change.Take.SlotKey] = *change.Take
	}
	w.admissions[change.After.AdmissionKey()] = change.After
}

func (w *world) admission(t *rapid.T) (Admission, bool) {
	keys := slices.SortedFunc(maps.Keys(w.admissions), func(a, b AdmissionKey) int { return slices.Compare(a.Key(), b.Key()) })
	if len(keys) == 0 {
		return Admission{}, false
	}
	return w.admissions[rapid.SampledFrom(keys).Draw(t, "admission")], true
}

func (w *world) end(t *rapid.T) {
	admission, found := w.admission(t)
	if !found {
		return
	}
	after, _, err := admission.End(w.instruments[admission.Instrument], w.csd())
	if !refused(t, err) {
		w.admissions[after.AdmissionKey()] = after
	}
}

// release shows a register to be without an investor, page by page.
func (w *world) release(t *rapid.T) {
	admission, found := w.admission(t)
	key := RegisterKey{Instrument: admission.Instrument, Day: w.yesterday(t)}
	register, closed := w.registers[key]
	if !found || !closed {
		return
	}
	request := ReleaseRequest{AdmissionKey: admission.AdmissionKey(), Day: key.Day, Pages: rapid.IntRange(1, 2).Draw(t, "pages")}
	rows := Releasing{Instrument: w.instruments[admission.Instrument], Admission: admission, Register: register}
	var pages []Page
	for _, next := range rows.Next(request) {
		pages = append(pages, w.pages[next])
	}
	change, err := rows.Release(request, pages, w.csd())
	if refused(t, err) {
		return
	}
	if change.After.Status == Released {
		for id, held := range w.evenings[key.Day][admission.Instrument] {
			require.NotEqual(t, admission.Investor, w.keeper(Lot{Account: id}).Owner, "%d units of a released investor", held)
		}
	}
	w.seat(t, change)
}

// keeper is the account in which a lot is.
func (w *world) keeper(l Lot) Account {
	return w.accounts[slices.IndexFunc(w.accounts, func(a Account) bool { return a.ID == l.Account })]
}

func (w *world) yesterday(t *rapid.T) date.Date {
	day, err := w.today.AddDays(-1)
	require.NoError(t, err)
	return day
}

// holdings is what every account has now.
func (w *world) holdings() map[InstrumentID]map[AccountID]Quantity {
	all := map[InstrumentID]map[AccountID]Quantity{"A": {}, "B": {}}
	for _, lot := range w.lots {
		if lot.Live() {
			all[lot.Instrument][lot.Account] += lot.Quantity
		}
	}
	return all
}

func (w *world) roll(t *rapid.T) {
	w.evenings[w.today] = w.holdings()
	next, err := w.today.AddDays(1)
	require.NoError(t, err)
	w.today = next
}

// register counts a day that is over, in as many pages as it comes to, and closes it: if anything is left out or counted
// twice it does not close.
func (w *world) register(t *rapid.T) {
	if len(w.evenings) == 0 {
		return
	}
	i := w.instrument(t)
	days := slices.SortedFunc(maps.Keys(w.evenings), date.Date.Compare)
	key := RegisterKey{Instrument: i.ID, Day: rapid.SampledFrom(days).Draw(t, "day")}
	if _, closed := w.registers[key]; closed {
		return // and its pages are never counted again
	}
	cut := rapid.SampledFrom([][2]Bucket{{"1fff", "2000"}, {"7fff", "8000"}, {"bfff", "c000"}}).Draw(t, "cut")
	parts := []Buckets{{FirstBucket, cut[0]}, {cut[1], LastBucket}}
	omit := rapid.SampledFrom([]int{-1, -1, 0}).Draw(t, "omitted")
	closing, tallies, whole := CloseRequest{RegisterKey: key}, []Tally(nil), true
	for _, part := range parts {
		named := HoldersRequest{RegisterKey: key, Buckets: part}.On(w.all(i.ID)).Lots
		if omit >= 0 && len(named) > 0 {
			named, whole = named[1:], false
		}
		if len(named) == 0 {
			continue
		}
		page, tally := w.counted(t, i, CountRequest{RegisterKey: key, Buckets: part, Lots: named})
		w.pages[page.PageKey()] = page
		closing.Pages, tallies = append(closing.Pages, part.From), append(tallies, tally)
	}
	w.close(t, i, closing, tallies, whole)
}

func (w *world) counted(t *rapid.T, i Instrument, request CountRequest) (Page, Tally) {
	lots := make([]Lot, len(request.Lots))
	for n, lotKey := range request.Keys() {
		lots[n] = w.lots[lotKey]
	}
	var holders []Account
	for _, id := range Holders(lots) {
		at := slices.IndexFunc(w.accounts, func(a Account) bool { return a.ID == id })
		holders = append(holders, w.accounts[at])
	}
	page, tally, _, err := request.Count(i, lots, holders, w.csd())
	require.NoError(t, err)
	return page, tally
}

func (w *world) close(t *rapid.T, i Instrument, request CloseRequest, tallies []Tally, whole bool) {
	if _, closed := w.registers[request.RegisterKey]; closed {
		return
	}
	register, _, err := request.Close(i, tallies, w.supply(t, i.ID, request.Day), w.csd())
	require.Equal(t, !whole, refused(t, err), "I5: a register closes if and only if nothing is left out")
	if err != nil {
		return
	}
	w.registers[request.RegisterKey] = register
	replayed := map[AccountID]Quantity{}
	for _, key := range register.PageKeys() {
		for _, holding := range w.pages[key].Holdings {
			replayed[holding.Account] = holding.Quantity
		}
	}
	require.Equal(t, w.evenings[request.Day][i.ID], replayed, "I15: the lots tell what was held")
}

func (w *world) supply(t *rapid.T, id InstrumentID, day date.Date) Quantity {
	var stripes []Stripe
	for _, key := range Stripes(id) {
		stripes = append(stripes, w.stripes[key])
	}
	supply, err := SupplyOn(stripes, day)
	require.NoError(t, err)
	return supply
}

func (w *world) all(id InstrumentID) (lots []Lot) {
	for _, key := range slices.SortedFunc(maps.Keys(w.lots), func(a, b LotKey) int { return slices.Compare(a.Key(), b.Key()) }) {
		if key.Instrument == id {
			lots = append(lots, w.lots[key])
		}
	}
	return lots
}

// lawful holds what is true at every moment.
func (w *world) lawful(t *rapid.T) {
	for id := range w.instruments {
		lots := w.all(id)
		live := slices.DeleteFunc(slices.Clone(lots), func(l Lot) bool { return !l.Live() })
		require.Equal(t, w.supply(t, id, w.today), sizeOf(live), "I1: live lots are the supply")
		for _, lot := range lots {
			require.Equal(t, lot.Status == Spent, !lot.SpentOn.IsZero() && lot.SpentBy != "", "I4")
			require.Equal(t, lot.standing() == Locked || lot.standing() == Pledged, lot.Ref != "", "lot %s is %s for %q", lot.ID, lot.Status, lot.Ref)
		}
		for day, evening := range w.evenings {
			require.Equal(t, sizes(evening[id]), w.supply(t, id, day), "I1, of every day that is over")
			if day == w.yesterday(t) {
				w.tabled(t, id, day, lots)
			}
		}
	}
	w.seated(t)
}

// tabled holds the cap table and the statements against what was held.
func (w *world) tabled(t *rapid.T, id InstrumentID, day date.Date, lots []Lot) {
	table, err := HoldersRequest{RegisterKey: RegisterKey{Instrument: id, Day: day}, Buckets: Buckets{FirstBucket, LastBucket}}.Table(lots)
	require.NoError(t, err)
	replayed := map[AccountID]Quantity{}
	for _, position := range table.Positions {
		replayed[position.Account] = position.Quantity
	}
	require.Equal(t, w.evenings[day][id], replayed, "I15")
	statement, err := StatementRequest{Account: "account-1", Instrument: id, From: day, To: w.today}.Statement(lots)
	require.NoError(t, err)
	require.Equal(t, w.holdings()[id]["account-1"], statement.Closing)
}

func sizes(held map[AccountID]Quantity) (sum Quantity) {
	for _, quantity := range held {
		sum += quantity
	}
	return sum
}

// seated holds the caps: as many investors of a class as it has slots, each in one.
func (w *world) seated(t *rapid.T) {
	for id := range w.instruments {
		few := 0
		for key, admission := range w.admissions {
			if key.Instrument != id || admission.Class != "few" || admission.Status == Released {
				continue
			}
			few++
			place, _ := admission.Place()
			require.Equal(t, place, w.slots[place.SlotKey], "I13: one slot an investor, however many accounts it has")
		}
		require.LessOrEqual(t, few, capped, "I12")
	}
}
