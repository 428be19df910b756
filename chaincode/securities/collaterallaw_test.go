// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// lombard is a street on which the first account borrows from the second, under a repo and a pledge, while the price moves.
type lombard struct {
	*street
	calendar date.Calendar
	price    ClosingPrice
	before   map[AccountID]Quantity
	had      map[cash.AccountID]int64
	repo     Repo
	book     RepoBook
	pledge   Pledge
	// income is what the repo passes on under an action each.
	income []Manufactured
	passed int64
	// splits are in the list of actions; restated counts how often one was counted.
	splits   []Action
	actions  UnitActions
	restated int
}

func pledgeOf(s *street, calendar date.Calendar, claim int64) Pledge {
	return Pledge{
		ID: "P", Pledgor: settlementParty(s.accounts[0]), Secured: settlementParty(s.accounts[1]), Depository: registrar, Regulator: "R",
		PledgeTerms: PledgeTerms{
			Claim: money.Money{Amount: money.MustAmount(claim), Currency: euros}, Notice: 1, Calendar: calendar, Floor: decimal.MustParse("0.5"),
		},
		Expires: date.MustParse("2026-12-31"), Status: PledgeOffered,
	}
}

func lombards(t *rapid.T) *lombard {
	calendar, err := date.NewCalendar("every day", date.MustParse("2025-12-01"), date.MustParse("2027-12-31"), nil, nil)
	require.NoError(t, err)
	l := &lombard{street: begun(t), calendar: calendar}
	for i := range l.accounts {
		l.cash[l.accounts[i].Cash] += 10_000_000
		l.money += 10_000_000
	}
	l.dawn(t)
	l.before, l.had = l.holdings(), map[cash.AccountID]int64{}
	for account, has := range l.cash {
		l.had[account] = has
	}
	l.pledge = pledgeOf(l.street, calendar, rapid.Int64Range(1, 400_000).Draw(t, "claim"))
	l.propose(t)
	return l
}

// dawn is a new day, with the price of the day before.
func (l *lombard) dawn(t *rapid.T) {
	yesterday := l.today
	l.roll(t)
	price, err := decimal.New(rapid.Int64Range(1, 400_000).Draw(t, "price"), 3)
	require.NoError(t, err)
	l.price = ClosingPrice{ClosingPriceKey: ClosingPriceKey{Instrument: "I", Day: yesterday}, Price: price}
}

func (l *lombard) by(n int) Act {
	owner := l.accounts[n].Owner
	act := l.as(owner.Host)
	act.Caller.Party = string(owner.Party)
	return act
}

func (l *lombard) priced(lots []Lot) Priced {
	return Priced{Instrument: l.instrument, Lots: lots, Price: &l.price}
}

func (l *lombard) ends(from, to int, lots []Lot) Ends {
	return Ends{Instrument: l.instrument, From: l.accounts[from], To: l.accounts[to], Admission: l.admission(l.accounts[to]), Inputs: lots}
}

func (l *lombard) propose(t *rapid.T) {
	cover := Cover{Kind: Haircut, Rate: decimal.MustParse("0.05")}
	if rapid.Bool().Draw(t, "margin") {
		cover = Cover{Kind: InitialMargin, Rate: decimal.MustParse("1.07")}
	}
	rate, err := decimal.New(rapid.Int64Range(-900, 9000).Draw(t, "rate"), 4)
	require.NoError(t, err)
	repurchase, err := l.today.AddDays(rapid.IntRange(1, 12).Draw(t, "term"))
	require.NoError(t, err)
	units := Quantity(rapid.Int64Range(1, int64(l.before["a0"])).Draw(t, "units"))
	req := RepoRequest{ID: "R", Seller: "a0", Buyer: "a1", Expires: l.today, RepoTerms: RepoTerms{
		Instrument: "I", Quantity: units, Priced: l.price.Day, Cover: cover, Rate: rate, DayCount: date.Act360, Purchase: l.today,
		Repurchase: repurchase, Threshold: money.MustAmount(50), Grace: 1, Calendar: l.calendar,
	}}
	require.NoError(t, req.Validate())
	repo, _, err := req.Propose(l.priced(nil), l.accounts[0], l.accounts[1], l.by(0))
	if refused(t, err) {
		return // so cheap that nothing is lent
	}
	account := func(n int) cash.Account { return cash.Account{ID: l.accounts[n].Cash, Currency: euros, Servicer: "N"} }
	l.repo, l.book, _, err = repo.Agree(l.instrument, account(0), account(1), l.by(1))
	require.NoError(t, err)
}

// step carries a movement of the repo out, if the rule and cash allow it.
func (l *lombard) step(t *rapid.T, step RepoStep, err error) {
	if refused(t, err) || !l.pay(step.Cash) {
		return
	}
	l.repo, l.book = step.Repo, step.Book
	if step.Moves != nil {
		for _, spent := range step.Moves.Spent() {
			require.Empty(t, l.named([]LotID{spent.ID})[0].Ref, "a repo spends no pledged lot")
		}
		l.move(step.Moves)
	}
	l.settled++
}

func (l *lombard) held() Held { return Held{RepoBook: l.book, Actions: l.actions} }

func mandateBy() PaidBy { return PaidBy{Mandate: "m"} }

func (l *lombard) buy(t *rapid.T) {
	lots := enough(l.free(t, "a0"), l.repo.Quantity)
	step, _, err := l.repo.Buy(RepoLegRequest{ID: "R", Lots: names(lots), PaidBy: mandateBy()}, l.held(), l.ends(0, 1, lots), l.by(0))
	l.step(t, step, err)
}

func (l *lombard) buyBack(t *rapid.T) {
	by := mandateBy()
	if rapid.Bool().Draw(t, "early") {
		by = PaidBy{Hold: "h"}
	}
	lots := enough(l.free(t, "a1"), l.book.Last().Units)
	step, _, err := l.repo.BuyBack(RepoLegRequest{ID: "R", Lots: names(lots), PaidBy: by}, l.held(), l.ends(1, 0, lots), l.by(1))
	l.step(t, step, err)
}

func (l *lombard) call(t *rapid.T) {
	by := rapid.IntRange(0, 1).Draw(t, "caller")
	after, _, err := l.repo.CallMargin(RepoDay{ID: "R", Day: l.price.Day}, l.held(), l.priced(nil), l.by(by))
	if !refused(t, err) {
		l.repo = after
	}
}

func (l *lombard) meet(t *rapid.T) {
	if l.repo.Call == nil {
		return
	}
	from := 0
	if l.repo.Call.By == RepoSeller {
		from = 1
	}
	req, ends := MeetRequest{ID: "R", PaidBy: mandateBy()}, Ends{}
	if rapid.Bool().Draw(t, "in units") {
		lots := enough(l.free(t, l.accounts[from].ID), l.repo.Call.Units)
		req, ends = MeetRequest{ID: "R", Lots: names(lots)}, l.ends(from, 1-from, lots)
		if len(lots) == 0 {
			return
		}
	}
	step, _, err := l.repo.Meet(req, l.held(), ends, l.by(from))
	l.step(t, step, err)
}

func (l *lombard) miss(t *rapid.T) {
	var income *Manufactured
	if len(l.income) > 0 && rapid.Bool().Draw(t, "income") {
		income = &l.income[rapid.IntRange(0, len(l.income)-1).Draw(t, "which")]
	}
	after, _, err := l.repo.DeclareDefault(income, l.held(), l.by(rapid.IntRange(0, 1).Draw(t, "declares")))
	if !refused(t, err) {
		l.repo = after
	}
}

// neglect lets days pass on which nobody does anything, until something is missed.
func (l *lombard) neglect(t *rapid.T) {
	l.call(t)
	for range rapid.IntRange(1, 4).Draw(t, "days") {
		l.dawn(t)
	}
	l.miss(t)
	l.dawn(t)
	l.closeOut(t)
}

func (l *lombard) closeOut(t *rapid.T) {
	on, price := l.priced(nil), l.price
	price.Day, on.Price = l.repo.DefaultDay(), &price
	after, _, err := l.repo.CloseRepo(l.held(), on, l.by(0))
	if refused(t, err) {
		return
	}
	if after.Net.Paid {
		l.repo = after
		return
	}
	paid, pay, _, err := after.PayNet(RepoPayRequest{ID: "R", PaidBy: mandateBy()}, l.book)
	require.NoError(t, err)
	if l.pay(pay) {
		l.repo = paid
	}
}

// dividend is one of a cent a unit whose record date was yesterday; what it pays to holders is not part of this world.
func (l *lombard) dividend(t *rapid.T) {
	action := Action{
		ID: ActionID(fmt.Sprintf("A%d", l.count)), Instrument: "I", Kind: CashDividend, Status: ActionFunded, Currency: euros, Rounding: decimal.HalfUp,
		ActionTerms: ActionTerms{Record: l.price.Day, Payment: l.today},
	}
	var err error
	action.PerUnit, err = price(decimal.MustParse("0.013"), euros)
	require.NoError(t, err)
	repo, income, _, err := Passing{Repo: l.repo, Book: l.book, Action: action, Actions: l.actions, Buyer: l.accounts[1]}.Pass(l.by(1))
	if !refused(t, err) {
		_, units := l.book.heldOn(action.Record)
		require.Equal(t, units, income.Units)
		l.repo, l.income = repo, append(l.income, income)
	}
}

func (l *lombard) passOn(t *rapid.T) {
	if len(l.income) == 0 {
		return
	}
	at := rapid.IntRange(0, len(l.income)-1).Draw(t, "which")
	req := PayIncomeRequest{ManufacturedKey: l.income[at].ManufacturedKey, PaidBy: mandateBy()}
	repo, paid, pay, _, err := l.income[at].Pay(req, l.repo, l.by(0))
	if refused(t, err) || !l.pay(&pay) {
		return
	}
	l.repo, l.income[at] = repo, paid
	l.passed += paid.Amount.Amount.Minor()
}

// lawful: units and money are conserved; what is pledged is pledged for the pledge that is there; the book has what the repo moved.
func (l *lombard) lawful(t *rapid.T) {
	var units, pledged Quantity
	for _, has := range l.holdings() {
		units += has
	}
	require.Equal(t, l.units, units)
	var sum int64
	for _, has := range l.cash {
		require.GreaterOrEqual(t, has, int64(0))
		sum += has
	}
	require.Equal(t, l.money, sum)
	for _, lot := range l.lots {
		require.Equal(t, lot.Ref != "", lot.Status == Pledged)
		if lot.Ref != "" {
			require.Equal(t, l.pledge.ID.Ref(), lot.Ref)
			pledged += lot.Quantity
		}
	}
	require.True(t, pledged == 0 || l.pledge.Status != PledgeOffered)
}

// ended: both sides have what they had, and the interest and the income that was passed on; after a default, the seller has the
// value of what the buyer keeps.
func (l *lombard) ended(t *rapid.T) {
	gained := l.cash["a0"] - l.had["a0"]
	interest, err := l.repo.Interest(later(l.repo.Ended, l.repo.DefaultDay()))
	require.NoError(t, err)
	want := l.passed - interest.Minor()
	switch l.repo.Status {
	case RepoSettled:
		require.Zero(t, l.book.Last().Units)
	case RepoClosedOut:
		want += l.repo.Net.Value.Minor() + l.repo.Net.Income.Minor()
	default:
		return
	}
	require.Equal(t, want, gained, "exactly the interest and the income")
	require.Equal(t, l.had["a1"]-want, l.cash["a1"])
	kept := l.holdings()["a1"] - l.before["a1"]
	require.Equal(t, l.before["a0"]-l.holdings()["a0"], kept, "units are with one of them")
	if l.pledge.Satisfied.Sign() == 0 {
		require.Equal(t, l.book.Last().Units, kept, "what is not collateral any more went back")
	}
}

// Whatever happens, units and money are conserved, pledged lots are spent by their pledge alone, and a repo costs exactly its
// interest and the income on its collateral, whatever is split meanwhile.
func TestLawsOfCollateral(t *testing.T) {
	settled, closed, taken, restated := 0, 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		l := lombards(t)
		acts := []func(*rapid.T){
			l.buy, l.buy, l.call, l.call, l.meet, l.meet, l.dawn, l.dawn, l.dawn, l.neglect, l.miss, l.closeOut, l.closeOut, l.buyBack, l.dividend, l.passOn,
			l.pledging, l.pledging, l.pledging, l.transfer, l.split, l.restate, l.restate,
		}
		if l.repo.Status == "" {
			return
		}
		for range rapid.IntRange(30, 120).Draw(t, "steps") {
			rapid.SampledFrom(acts).Draw(t, "act")(t)
			l.lawful(t)
			l.ended(t)
		}
		taken, restated = taken+l.cycles, restated+l.restated
		switch l.repo.Status {
		case RepoSettled:
			settled++
		case RepoClosedOut:
			closed++
		}
	})
	if testing.Short() {
		return // few histories may end little
	}
	require.Greater(t, settled, 2, "histories end in a repurchase")
	require.Greater(t, closed, 2, "and in a default")
	require.Greater(t, taken, 2, "and pledges are realised")
	require.Greater(t, restated, 2, "and splits are counted")
}
