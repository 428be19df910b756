// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// life is an undertaking on which anything happens that the rules allow.
type life struct {
	programme   Programme
	undertaking Undertaking
	discharge   Discharge
	slices      []Slice // in the order of their units
	deals       []Deal
	disputes    []Dispute
	line        Line
	buckets     []Bucket
	today       date.Date
	// pool is what the collection account has, and got what each account got from it.
	pool int64
	got  map[cash.AccountID]int64
	// owed is what the movements say that the obligor owes.
	owed  int64
	stood stood
	// locked are deals that nobody funds, and ended the units that are extinguished or redeemed.
	locked []Deal
	ended  int64
	count  int
}

func firm(name string) Firm { return Firm{Party: parties.PartyID(name), Host: "M"} }

func (l *life) as(name string) Act {
	l.count++
	return Act{Facts: protocol.Facts{TxID: fmt.Sprintf("%064d", l.count), Caller: protocol.Principal{MSP: "M", Party: name}}, Today: l.today}
}

func begun(t *rapid.T) *life {
	currency := money.MustCurrency("EUR")
	face := rapid.Int64Range(1000, 1_000_000_000).Draw(t, "face")
	l := &life{
		programme: Programme{Anchor: firm("anchor"), ProgrammeTerms: ProgrammeTerms{
			Currency: currency, DayCount: date.Act360, DepthMax: 16, UnitMin: 1, Collection: "pool", FeeMax: one, Recourse: true, DefencesKept: true,
			LateTerms: LateTerms{LateRate: decimal.MustParse(rapid.SampledFrom([]string{"0", "0.12", "1"}).Draw(t, "late")), Compounding: SimpleInterest},
		}},
		today: day("2026-01-05"), got: map[cash.AccountID]int64{},
	}
	l.undertaking = Undertaking{
		ID: "U", Obligor: firm("anchor"), Payee: firm("one"), Status: Issued, Maturity: day("2026-03-05"), Due: day("2026-03-05"),
		Face: money.Money{Amount: money.MustAmount(face), Currency: currency},
	}
	var slice Slice
	var err error
	l.undertaking, slice, l.discharge, _, err = l.undertaking.TakeUp(account("one"), l.as("one"))
	require.NoError(t, err)
	l.slices = []Slice{slice}
	l.stood = watch(t, l)
	l.owed = l.undertaking.Confirms(l.as("one")).Amount.Amount.Minor()
	limit := money.Money{Amount: money.MustAmount(face), Currency: currency}
	l.line, l.buckets, _, err = GrantLine(LineRequest{Debtor: "anchor", Limit: limit, Buckets: 3, Expires: day("2026-12-31")}, l.as("bank"))
	require.NoError(t, err)
	return l
}

func account(name string) cash.Account {
	return cash.Account{ID: cash.AccountID(name), Kind: cash.Customer, Currency: money.MustCurrency("EUR"), Owner: cash.Owner{MSP: "M", Party: parties.PartyID(name)}}
}

// discharged takes over what became of the discharge, and its movement.
func (l *life) discharged(after Discharge) {
	movement, _ := l.undertaking.Moves(Discharged, l.discharge, after, l.as("anybody"))
	l.owed -= movement.Amount.Amount.Minor()
	l.discharge = after
}

// replace puts what became of a slice into its place.
func (l *life) replace(at int, pieces ...Slice) {
	slices.SortFunc(pieces, func(a, b Slice) int { return int(a.From - b.From) })
	l.slices = slices.Concat(l.slices[:at:at], pieces, l.slices[at+1:])
}

func (l *life) pick(t *rapid.T) (int, Slice) {
	at := rapid.IntRange(0, len(l.slices)-1).Draw(t, "slice")
	return at, l.slices[at]
}

func part(t *rapid.T, s Slice) Units {
	from := rapid.Int64Range(s.From, s.To).Draw(t, "from")
	return Units{from, rapid.Int64Range(from, s.To).Draw(t, "to")}
}

func (l *life) split(t *rapid.T) {
	at, s := l.pick(t)
	if s.Size() < 2 {
		return
	}
	first := rapid.Int64Range(1, s.Size()-1).Draw(t, "first")
	pieces, _, err := s.Split(SplitRequest{Sizes: []int64{first, s.Size() - first}}, l.programme, l.as(string(s.Holder.Party)))
	if err == nil {
		l.replace(at, pieces...)
	}
}

func (l *life) merge(t *rapid.T) {
	at, s := l.pick(t)
	if at+1 == len(l.slices) {
		return
	}
	if merged, _, err := Merge(l.slices[at:at+2], l.as(string(s.Holder.Party))); err == nil {
		l.replace(at + 1)
		l.slices[at] = merged
	}
}

func (l *life) transfer(t *rapid.T) {
	at, s := l.pick(t)
	to := rapid.SampledFrom([]string{"one", "two", "three", "anchor"}).Draw(t, "to")
	offer := OfferRequest{Part: part(t, s), Expires: day("2026-12-31")}
	offered, rest, _, err := s.OfferTo(offer, firm(to), l.undertaking, l.programme, l.as(string(s.Holder.Party)))
	if err != nil {
		return
	}
	if taken, _, err := offered.Accept(account(to), l.undertaking, l.as(to)); err == nil {
		offered = taken
	}
	l.replace(at, append(rest, offered)...)
}

func (l *life) finance(t *rapid.T) {
	at, s := l.pick(t)
	seller := l.as(string(s.Holder.Party))
	technique := rapid.SampledFrom([]Technique{Factoring, DynamicDiscounting, ReceivableLoan}).Draw(t, "technique")
	id := DealID(fmt.Sprintf("D%d", l.count))
	deal, locked, rest, _, err := s.Request(FinanceRequest{Deal: id, Part: part(t, s), Technique: technique}, l.undertaking, l.programme, seller)
	if err != nil {
		return
	}
	l.replace(at, append(rest, locked)...)
	at = slices.IndexFunc(l.slices, func(s Slice) bool { return s.Deal == id })
	if !l.fund(t, deal, at) {
		deal, free, _, err := deal.Unwind(locked, l.undertaking, seller)
		require.NoError(t, err)
		require.Equal(t, Unwound, deal.Status)
		l.slices[at] = free
	}
}

// lock requests a deal that nobody funds, and unwind ends those.
func (l *life) lock(t *rapid.T) {
	at, s := l.pick(t)
	request := FinanceRequest{Deal: DealID(fmt.Sprintf("L%d", l.count)), Part: part(t, s), Technique: Factoring}
	deal, locked, rest, _, err := s.Request(request, l.undertaking, l.programme, l.as(string(s.Holder.Party)))
	if err != nil {
		return
	}
	l.replace(at, append(rest, locked)...)
	l.locked = append(l.locked, deal)
}

func (l *life) unwind(t *rapid.T) {
	for _, deal := range l.locked {
		at := slices.IndexFunc(l.slices, func(s Slice) bool { return s.From == deal.Units.From })
		_, free, _, err := deal.Unwind(l.slices[at], l.undertaking, l.as(string(deal.Seller.Party)))
		require.NoError(t, err)
		l.slices[at] = free
	}
	l.locked = nil
}

// fund agrees and funds a deal, if its terms and the line allow it.
func (l *life) fund(t *rapid.T, deal Deal, at int) bool {
	bank := "bank"
	terms := anyTerms(t)
	if deal.Technique == DynamicDiscounting {
		bank, terms.Method, terms.AdvanceRate = "anchor", BankDiscount, one
	}
	terms.Recourse = deal.Technique == ReceivableLoan
	quote := Quote{Deal: deal.ID, Financier: firm(bank), Account: cash.AccountID(bank), Terms: terms, Expires: l.today, FundBy: l.today}
	agreed, _, err := deal.Agree(quote, account(bank), l.undertaking, l.programme, l.as(string(deal.Seller.Party)))
	if err != nil {
		return false
	}
	if exposure, needed, err := agreed.Exposure(); needed {
		require.NoError(t, err)
		reserved, portions, err := l.line.Reserve(l.buckets, exposure, l.today)
		if err != nil {
			return false
		}
		l.save(reserved)
		agreed.Portions = portions
	}
	funded, slice, settle, _, err := agreed.Fund(FundRequest{Deal: deal.ID}, l.slices[at], l.undertaking, l.programme, l.as(bank))
	require.NoError(t, err)
	require.Equal(t, funded.Price.Proceeds, settle.Legs[0].Amount.Amount)
	l.use(funded.Portions, Draw)
	if slice.Status == Extinguished {
		after, err := l.discharge.Extinguish(slice.Units)
		require.NoError(t, err)
		l.discharged(after)
	}
	l.slices[at] = slice
	l.deals = append(l.deals, funded)
	return true
}

func (l *life) save(buckets []Bucket) {
	for _, bucket := range buckets {
		l.buckets[bucket.Number] = bucket
	}
}

func (l *life) use(portions []Portion, how Usage) {
	before := make([]Bucket, len(portions))
	for i, key := range Buckets(portions) {
		before[i] = l.buckets[key.Number]
	}
	l.save(how.On(before, portions))
}

func (l *life) collect(t *rapid.T) {
	l.pay(t, rapid.Int64Range(1, l.undertaking.Face.Amount.Minor()).Draw(t, "rise"))
}

func (l *life) pay(t *rapid.T, rise int64) {
	after, paid, settle, _, err := l.discharge.Collect(CollectRequest{Rise: l.programme.money(money.MustAmount(rise))}, l.undertaking, l.programme, l.as("anchor"))
	if err != nil {
		return
	}
	if len(settle.Legs) > 0 {
		require.Equal(t, paid.Amount, settle.Legs[0].Amount)
	} else {
		require.True(t, paid.Amount.Amount.IsZero())
	}
	l.discharged(after)
	l.pool += paid.Amount.Amount.Minor()
}

func (l *life) distribute(t *rapid.T) {
	at, s := l.pick(t)
	payout := Payout{Discharge: l.discharge, Undertaking: l.undertaking, Programme: l.programme, Slices: []Slice{s}}
	for _, id := range DealsOf(payout.Slices) {
		payout.Deals = append(payout.Deals, l.deals[l.deal(id)])
	}
	paid, _, err := payout.Distribute(l.as("anybody"))
	if err != nil {
		return
	}
	for _, leg := range paid.Settle.Legs {
		require.Positive(t, leg.Amount.Amount.Minor())
		l.pool -= leg.Amount.Amount.Minor()
		l.got[leg.To] += leg.Amount.Amount.Minor()
	}
	l.slices[at] = paid.Slices[0]
	for i, after := range paid.Deals {
		if after.Freed(payout.Deals[i]) {
			l.use(after.Portions, Repay)
			after.Portions = nil
		}
		l.deals[l.deal(after.ID)] = after
	}
}

func (l *life) deal(id DealID) int {
	return slices.IndexFunc(l.deals, func(d Deal) bool { return d.ID == id })
}

func (l *life) night(t *rapid.T) {
	l.today = later(t, l.today, rapid.IntRange(1, 40).Draw(t, "days"))
}

// holds checks the laws.
func (l *life) holds(t *rapid.T) {
	l.steps(t)
	next, ended, open, unpaid := int64(1), int64(0), map[DealID]int64{}, map[DealID]int64{}
	for _, s := range l.slices {
		if !s.live() {
			ended += s.Size()
		}
		require.Equal(t, next, s.From, "slices tile the undertaking")
		require.GreaterOrEqual(t, s.To, s.From)
		next = s.To + 1
		if s.standing() == Financed || s.standing() == Pledged {
			open[s.Deal] += s.Size()
			unpaid[s.Deal] += s.unpaid(l.undertaking)
		}
		encumbered := s.standing() == Locked || s.standing() == Financed || s.standing() == Pledged
		require.Equal(t, encumbered, s.live() && s.Deal != "", "a live unit is under one deal, or free")
	}
	require.Equal(t, l.undertaking.Face.Amount.Minor()+1, next)
	require.GreaterOrEqual(t, ended, l.ended, "what is extinguished or redeemed never returns")
	l.ended = ended
	var used int64
	for _, d := range l.deals {
		require.Equal(t, open[d.ID], d.Open, "deal %s", d.ID)
		require.Equal(t, unpaid[d.ID], d.ToCome.Minor(), "deal %s", d.ID)
		require.Equal(t, d.Price.Face.Minor(), d.Price.Proceeds.Minor()+d.Price.Discount.Minor()+d.Price.Fee.Minor()+d.Price.Reserve.Minor())
		for _, portion := range d.Portions {
			used += portion.Amount.Minor()
		}
	}
	for _, b := range l.buckets {
		require.True(t, b.Reserved.Sign() >= 0 && b.Drawn.Sign() >= 0 && b.used() <= b.Limit.Minor(), "a bucket keeps within its share")
		used -= b.used()
	}
	require.Zero(t, used, "what lines have in use is what deals have of them")
	require.GreaterOrEqual(t, l.pool, int64(0))
	require.Equal(t, l.discharge.outstanding(l.undertaking), l.owed, "movements add up to what the obligor owes")
	var paid int64
	for _, amount := range l.got {
		paid += amount
	}
	require.Equal(t, l.discharge.Received.Minor(), l.pool+paid, "what came in was paid out or is there")
}

// end pays everything and checks that everybody has it.
func (l *life) end(t *rapid.T) {
	for l.today.Before(l.undertaking.Due) {
		l.today = later(t, l.today, 30)
	}
	l.decide(t)
	l.thaw(t)
	l.pay(t, l.undertaking.Face.Amount.Minor()-l.discharge.Level.Minor())
	for at := range l.slices {
		s := l.slices[at]
		if !s.live() || s.Level == l.discharge.Level {
			continue
		}
		payout := Payout{Discharge: l.discharge, Undertaking: l.undertaking, Programme: l.programme, Slices: []Slice{s}}
		for _, id := range DealsOf(payout.Slices) {
			payout.Deals = append(payout.Deals, l.deals[l.deal(id)])
		}
		paid, _, err := payout.Distribute(l.as("anybody"))
		require.NoError(t, err)
		l.pool -= paid.Distribution.Amount.Amount.Minor()
		require.Equal(t, Redeemed, paid.Slices[0].Status)
	}
	require.Zero(t, l.pool, "all that came in is paid out")
	require.Zero(t, l.owed, "nothing is owed any more")
}

func TestLawsOfAnUndertaking(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begun(t)
		t.Repeat(map[string]func(*rapid.T){
			"split": l.split, "merge": l.merge, "transfer": l.transfer, "finance": l.finance, "collect": l.collect,
			"distribute": l.distribute, "dispute": l.dispute, "decide": l.decide, "night": l.night,
			"lock": l.lock, "unwind": l.unwind, "freeze": l.freeze, "thaw": l.thaw, "breach": l.breach, "resell": l.resell, "": l.holds,
		})
		l.end(t)
	})
}
