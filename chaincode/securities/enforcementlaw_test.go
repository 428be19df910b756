// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/parties"
)

// assize is the world of lots with a court's account, in which orders are given and carried out.
type assize struct {
	*world
	orders map[CourtOrderID]CourtOrder
	// agreed are those that can be carried out.
	agreed []CourtOrderID
	// frozen is how many units each freeze has stopped.
	frozen map[CourtOrderID]Quantity
	// stopped is what the ledger says about frozen units, and barred about accounts.
	stopped map[InstrumentID]FrozenUnits
	barred  map[CustodianID]Barred
	// held is what every account had after the step before.
	held map[InstrumentID]map[AccountID]Quantity
}

func newAssize(t *rapid.T) *assize {
	a := &assize{
		world: newWorld(), orders: map[CourtOrderID]CourtOrder{}, frozen: map[CourtOrderID]Quantity{},
		stopped: map[InstrumentID]FrozenUnits{}, barred: map[CustodianID]Barred{},
	}
	a.accounts = append(a.accounts, Account{
		ID: "bench", Custodian: "NorthMSP", Kind: Court, Status: AccountOpen, Owner: Firm{Party: "party-9", Host: "HostMSP"},
	})
	a.begin(t)
	a.stop(t)
	a.held = a.holdings()
	return a
}

func (a *assize) judge() Act { return a.as(Firm{Host: "RegulatorMSP"}) }

// lotsOf are all lots of an account in an instrument, spent ones too.
func (a *assize) lotsOf(i InstrumentID, account AccountID, live bool) []Lot {
	return slices.DeleteFunc(a.all(i), func(l Lot) bool { return l.Account != account || live && !l.Live() })
}

// drawn are the terms of any order, most of them of one that can be given.
func (a *assize) drawn(t *rapid.T) CourtTerms {
	terms := CourtTerms{
		Kind:     rapid.SampledFrom([]CourtKind{RecoveryOrder, TransferOrder, UnfreezeOrder, FreezeOrder}).Draw(t, "kind"),
		Document: Hash(fmt.Sprintf("%064x", 1)), Reason: "law", Instrument: a.instrument(t).ID,
	}
	account := a.account(t, "account")
	terms.Account = account.ID
	if past := a.lotsOf(terms.Instrument, account.ID, false); len(past) > 0 {
		terms.Evidence = rapid.SampledFrom(past).Draw(t, "evidence").ID
	}
	switch terms.Kind {
	case TransferOrder:
		terms.Evidence, terms.To = "", a.account(t, "to").ID
		terms.Quantity = Quantity(rapid.Int64Range(1, 500).Draw(t, "quantity"))
		terms.Ends = a.ended(t, TransferOrder)
	case RecoveryOrder:
		to := a.account(t, "to")
		terms.To, terms.Successor = to.ID, rapid.SampledFrom([]parties.PartyID{to.Owner.Party, ""}).Draw(t, "successor")
	default:
		a.subject(t, &terms)
	}
	return terms
}

func (a *assize) subject(t *rapid.T, terms *CourtTerms) {
	terms.Subject = rapid.SampledFrom([]CourtSubject{OnLots, OnLots, OnAccount, OnInstrument}).Draw(t, "subject")
	if terms.Kind == UnfreezeOrder {
		terms.Evidence, terms.Ends = "", a.ended(t, FreezeOrder)
		if ended, there := a.orders[terms.Ends]; there {
			terms.Subject, terms.Instrument, terms.Account = ended.Subject, ended.Instrument, ended.Account
		}
	} else if terms.Subject == OnLots {
		terms.Evidence, terms.Quantity = "", Quantity(rapid.Int64Range(1, 500).Draw(t, "quantity"))
	}
	if terms.Subject == OnInstrument {
		terms.Account, terms.Evidence = "", ""
		if terms.Kind == FreezeOrder {
			terms.Level = rapid.SampledFrom([]HaltLevel{NoTrade, NoMove}).Draw(t, "level")
		}
	}
}

// ended is an order of a kind that was carried out, or none.
func (a *assize) ended(t *rapid.T, kind CourtKind) CourtOrderID {
	var ids []CourtOrderID
	if kind == TransferOrder {
		ids = append(ids, "")
	}
	for n := range len(a.orders) {
		if id := CourtOrderID(fmt.Sprintf("order-%d", n)); a.orders[id].Kind == kind && a.orders[id].Status == CourtExecuted {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return ""
	}
	return rapid.SampledFrom(ids).Draw(t, "ends")
}

// give gives any order.
func (a *assize) give(t *rapid.T) { a.ask(t, a.drawn(t)) }

// stop freezes units of an account, and lift ends a freeze.
func (a *assize) stop(t *rapid.T) {
	i := a.instrument(t)
	account := a.giver(t, i, "account")
	a.ask(t, CourtTerms{
		Kind: FreezeOrder, Subject: OnLots, Account: account.ID, Quantity: Quantity(rapid.Int64Range(1, 500).Draw(t, "quantity")),
		Document: Hash(fmt.Sprintf("%064x", 2)), Reason: "law", Instrument: i.ID,
	})
	a.page(t, a.orders[a.agreed[len(a.agreed)-1]])
}

func (a *assize) lift(t *rapid.T) {
	ended, there := a.orders[a.ended(t, FreezeOrder)]
	if !there {
		return
	}
	terms := ended.CourtTerms
	terms.Kind, terms.Ends, terms.Evidence, terms.Quantity, terms.Level = UnfreezeOrder, ended.ID, "", 0, ""
	a.ask(t, terms)
	a.page(t, a.orders[a.agreed[len(a.agreed)-1]])
}

// award moves units of an account to the court's, and take to any other.
func (a *assize) award(t *rapid.T) { a.move(t, "bench") }

func (a *assize) take(t *rapid.T) { a.move(t, a.account(t, "to").ID) }

func (a *assize) move(t *rapid.T, to AccountID) {
	i := a.instrument(t)
	a.ask(t, CourtTerms{
		Kind: TransferOrder, Account: a.giver(t, i, "from").ID, To: to, Document: Hash(fmt.Sprintf("%064x", 4)),
		Quantity: Quantity(rapid.Int64Range(1, 500).Draw(t, "quantity")), Reason: "law", Instrument: i.ID,
	})
	a.page(t, a.orders[a.agreed[len(a.agreed)-1]])
}

// lose puts any account in the place of one that has units.
func (a *assize) lose(t *rapid.T) {
	i := a.instrument(t)
	from, to := a.giver(t, i, "from"), a.account(t, "to")
	lots := a.lotsOf(i.ID, from.ID, true)
	if len(lots) == 0 || from.ID == to.ID {
		return
	}
	a.ask(t, CourtTerms{
		Kind: RecoveryOrder, Account: from.ID, To: to.ID, Successor: to.Owner.Party, Evidence: lots[0].ID,
		Document: Hash(fmt.Sprintf("%064x", 3)), Reason: "law", Instrument: i.ID,
	})
	a.page(t, a.orders[a.agreed[len(a.agreed)-1]])
}

// ask gives an order and has the depository agree to it.
func (a *assize) ask(t *rapid.T, terms CourtTerms) {
	request := CourtOrderRequest{ID: CourtOrderID(fmt.Sprintf("order-%d", len(a.orders))), CourtTerms: terms}
	if request.Validate() != nil {
		return
	}
	on := Ordering{Instrument: a.instruments[request.Instrument]}
	if request.Evidence != "" {
		evidence := a.lots[LotKey{Instrument: request.Instrument, Lot: request.Evidence}]
		on.Evidence = &evidence
	}
	if ended, there := a.orders[request.Ends]; there {
		on.Ends = &ended
	}
	order, _, err := request.Order(on, a.judge())
	if refused(t, err) {
		return
	}
	order, _, err = order.Cosign(a.csd())
	require.NoError(t, err)
	a.orders[order.ID] = order
	a.agreed = append(a.agreed, order.ID)
}

// execute carries out a page of any order.
func (a *assize) execute(t *rapid.T) {
	if len(a.agreed) > 0 {
		a.page(t, a.orders[rapid.SampledFrom(a.agreed).Draw(t, "order")])
	}
}

// page carries out a page, with lots of which some are not what the order is about.
func (a *assize) page(t *rapid.T, order CourtOrder) {
	request := ExecuteRequest{Order: order.ID, Instrument: order.Instrument, Last: rapid.Bool().Draw(t, "last")}
	request.Page = order.Pages + rapid.SampledFrom([]int{1, 1, 1, 0}).Draw(t, "page")
	on := Enforcing{Order: order, Instrument: a.instruments[order.Instrument], From: a.named(order.Account), To: a.named(order.To)}
	on.Admission = a.admissions[AdmissionKey{Instrument: order.Instrument, Party: on.To.Owner.Party}]
	if ended, there := a.orders[order.Ends]; there {
		on.Ends = &ended
	}
	if order.paged() {
		for _, lot := range a.some(t, order) {
			most := rapid.SampledFrom([]Quantity{lot.Quantity, min(lot.Quantity, max(1, order.Quantity-order.Done)), 1}).Draw(t, "units")
			if order.Kind == RecoveryOrder {
				most = lot.Quantity
			}
			request.Lots = append(request.Lots, CourtPart{Lot: lot.ID, Quantity: most})
			on.Lots = append(on.Lots, lot)
		}
	}
	if request.Validate() != nil {
		return
	}
	done, _, err := on.Execute(request, a.judge())
	if !refused(t, err) {
		a.obey(t, order, done)
	}
}

// some are lots that an order may be about, and now and then any other one.
func (a *assize) some(t *rapid.T, order CourtOrder) []Lot {
	every := a.all(order.Instrument)
	fit := slices.DeleteFunc(slices.Clone(every), func(l Lot) bool { return !a.under(order)(l) })
	some := fit[:min(len(fit), rapid.IntRange(1, 3).Draw(t, "lots"))]
	if len(every) > 0 && rapid.IntRange(0, 5).Draw(t, "stray lot") == 5 {
		some = append(some, rapid.SampledFrom(every).Draw(t, "lot"))
	}
	return some
}

// under tells whether an order may be about a lot.
func (a *assize) under(order CourtOrder) func(Lot) bool {
	return func(l Lot) bool {
		there := l.Live() && l.Account == order.Account && l.Instrument == order.Instrument
		return there && (order.Subject != OnLots || l.Order == order.Ends)
	}
}

func (a *assize) named(id AccountID) Account {
	if id == "" {
		return Account{}
	}
	return a.keeper(Lot{Account: id})
}

// obey saves what a page did, and counts what it froze and freed.
func (a *assize) obey(t *rapid.T, before CourtOrder, done Enforced) {
	require.Equal(t, before.Pages+1, done.Order().Pages)
	if before.Quantity > 0 {
		require.LessOrEqual(t, done.Order().Done, before.Quantity, "no order does more than it says")
	}
	for _, order := range done.Orders {
		a.orders[order.ID] = order
	}
	for _, account := range done.Accounts {
		a.accounts[slices.IndexFunc(a.accounts, func(x Account) bool { return x.ID == account.ID })] = account
	}
	if done.Instrument != nil {
		a.instruments[done.Instrument.ID] = *done.Instrument
	}
	for _, lot := range done.Lots {
		a.lots[lot.LotKey()] = lot
	}
	a.carry(t, done.Moves)
	for id := range a.instruments {
		a.stopped[id] = a.stopped[id].Change(id, done.Moves.Frosted(), a.today)
	}
	for _, custodian := range CustodiansOf(done.Accounts) {
		a.barred[custodian], _ = a.barred[custodian].Note(custodian, done.Accounts)
	}
	if before.Subject == OnLots {
		if before.Kind == FreezeOrder {
			a.frozen[before.ID] += done.done
		} else {
			a.frozen[before.Ends] -= done.done
		}
	}
	a.held = a.holdings()
}

// just holds what is true at every moment, under orders and without.
func (a *assize) just(t *rapid.T) {
	a.lawful(t)
	frozen := map[CourtOrderID]Quantity{}
	for _, lot := range a.lots {
		require.Equal(t, lot.Status == Frozen, lot.Order != "" && lot.Live(), "lot %s", lot.ID)
		if lot.Status == Frozen {
			frozen[lot.Order] += lot.Quantity
		}
		if owner := a.keeper(lot); lot.Live() && owner.Kind == Investor {
			admission := a.admissions[AdmissionKey{Instrument: lot.Instrument, Party: owner.Owner.Party}]
			require.True(t, admission.Investor == owner.Owner && admission.Status != Released, "I12: whoever holds units has a place")
		}
	}
	for order, units := range a.frozen {
		require.Equal(t, units, frozen[order], "a freeze is on as many units as were frozen, wherever they are")
	}
	a.recorded(t)
	now := a.holdings()
	for _, account := range a.accounts {
		if account.Kind == Treasury || account.Kind != Court && account.Status != AccountFrozen && account.Successor == "" {
			continue
		}
		for id := range a.instruments {
			require.Equal(t, a.held[id][account.ID], now[id][account.ID], "only orders move units of account %s", account.ID)
		}
	}
	a.held = now
}

// Whatever is ordered, and whatever holders do beside it, in whatever order.
func TestLawsOfOrders(t *testing.T) {
	carriedOut := map[CourtKind]int{}
	rapid.Check(t, func(t *rapid.T) {
		a := newAssize(t)
		steps := a.steps()
		// These are under no order, or change how many units there are.
		for _, other := range []string{"freeze", "enforce", "restate"} {
			delete(steps, other)
		}
		steps["give"], steps["give more"], steps["execute"], steps["execute more"] = a.give, a.give, a.execute, a.execute
		steps["stop"], steps["lift"], steps["take"], steps["lose"], steps[""] = a.stop, a.lift, a.take, a.lose, a.just
		steps["close"], steps["open"], steps["award"], steps["spend"] = a.close, a.open, a.award, a.spend
		t.Repeat(steps)
		for _, order := range a.orders {
			if order.Pages > 0 {
				carriedOut[order.Kind]++
			}
		}
	})
	for _, kind := range []CourtKind{FreezeOrder, UnfreezeOrder, TransferOrder, RecoveryOrder} {
		require.Positive(t, carriedOut[kind], "no %s was carried out", kind)
	}
}
