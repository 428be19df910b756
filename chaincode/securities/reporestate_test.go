// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// ratio is an action by a factor, of the holders of the sixth, carried out on the eighth.
func ratio(kind ActionKind, factor fraction.Factor, disposition fraction.Disposition, reference string) Action {
	a := Action{
		ID: "A", Instrument: "I", Kind: kind, Status: ActionFunded, Currency: euros, Rounding: decimal.HalfUp,
		ActionTerms: ActionTerms{
			Record: date.MustParse("2026-01-06"), Ex: date.MustParse("2026-01-06"), Payment: date.MustParse("2026-01-08"), Factor: &factor,
			Disposition: disposition, Reference: decimal.MustParse(reference),
		},
	}
	if disposition == fraction.CashInLieu {
		a.PerUnit, _ = price(a.Reference, euros)
	}
	return a
}

// calledFor is an action that redeems a number of units of a base, at a price.
func calledFor(kind ActionKind, units, base Quantity, cut fraction.Cut, at string) Action {
	a := Action{
		ID: "C", Instrument: "I", Kind: kind, Status: ActionFunded, Currency: euros, Rounding: decimal.HalfUp, Base: base, Cut: cut, Root: "r",
		ActionTerms: ActionTerms{
			Record: date.MustParse("2026-01-06"), Payment: date.MustParse("2026-01-08"), Units: units, Rate: decimal.MustParse(at),
		},
	}
	a.PerUnit, _ = price(a.Rate, euros)
	return a
}

// restating is an open repo of a number of units, and an action that is carried out, on the ninth.
func restating(t require.TestingT, units Quantity, actions ...Action) ([]Restating, Act) {
	book := RepoBook{ID: "R", Moves: []RepoMove{{Leg: OnLeg, On: date.MustParse("2026-01-05"), Instrument: "I", Units: units, Paid: cents("100.00")}}}
	owner := Firm{Party: "o", Host: "N"}
	repo := Repo{
		ID: "R", Status: RepoOpen, Currency: euros, Seller: SettlementParty{Account: "s", Owner: owner}, Buyer: SettlementParty{Account: "b", Owner: owner},
		Opened: date.MustParse("2026-01-05"), Price: cents("100.00"),
		RepoTerms: RepoTerms{DayCount: date.Act360, Repurchase: date.MustParse("2026-02-04")},
	}
	var list UnitActions
	var err error
	for _, a := range actions {
		list, err = list.With(a)
		require.NoError(t, err)
	}
	all := make([]Restating, len(actions))
	for i, a := range actions {
		all[i] = Restating{
			Passing: Passing{Repo: repo, Book: book, Action: a, Actions: list, Buyer: Account{ID: "b"}},
			Paid:    &Payment{On: date.MustParse("2026-01-08")},
		}
	}
	return all, Act{Today: date.MustParse("2026-01-09"), Facts: protocol.Facts{TxID: "tx", Caller: protocol.Principal{MSP: "N", Party: "o"}}}
}

func code(t require.TestingT, err error) string {
	var fault *protocol.Fault
	require.ErrorAs(t, err, &fault)
	return fault.Code
}

// What is given back is what a holder of as many units has after the action, and its money is passed on or kept.
func TestRestatedCollateral(t *testing.T) {
	none := fraction.Cut{}
	for _, c := range []struct {
		action       Action
		before, then Quantity
		owed, margin string
	}{
		{ratio(Split, fraction.Factor{New: 2, Old: 1}, fraction.RoundDown, "0"), 401, 802, "0.00", "0.00"},
		{ratio(Split, fraction.Factor{New: 3, Old: 2}, fraction.RoundDown, "0"), 401, 601, "0.00", "0.00"},
		{ratio(Split, fraction.Factor{New: 3, Old: 2}, fraction.RoundUp, "0"), 401, 602, "0.00", "0.00"},
		{ratio(Split, fraction.Factor{New: 3, Old: 2}, fraction.CashInLieu, "13.33"), 401, 601, "6.67", "0.00"},
		{ratio(ReverseSplit, fraction.Factor{New: 1, Old: 10}, fraction.CashInLieu, "200"), 9, 0, "180.00", "0.00"},
		{ratio(Bonus, fraction.Factor{New: 3, Old: 10}, fraction.Standard, "0"), 1007, 1309, "0.00", "0.00"},
		{calledFor(PartialCall, 100, 3000, none, "50"), 400, 387, "0.00", "650.00"},
		{calledFor(PartialCall, 100, 3000, fraction.Cut{Remainder: 999}, "50"), 400, 386, "0.00", "700.00"},
		{calledFor(FullCall, 0, 3000, none, "1000.005"), 400, 0, "0.00", "400002.00"},
	} {
		all, act := restating(t, c.before, c.action)
		done, _, err := all[0].Restate(act)
		require.NoError(t, err)
		last := done.Book.Last()
		require.Equal(t, c.then, last.Units, "%s of %s", c.action.Kind, c.before)
		require.Equal(t, cents(c.margin), last.Margin)
		require.Equal(t, cents(c.owed), done.Repo.Owed)
		require.Equal(t, done.Income == nil, c.owed == c.margin)
		again := all[0]
		again.Repo, again.Book = done.Repo, done.Book
		_, _, err = again.Restate(act)
		require.Equal(t, protocol.AlreadyExists.Name, code(t, err))
	}
}

// What does not count is refused: of another instrument, of other holders, not listed, not carried out, or after a later day.
func TestWhatDoesNotRestate(t *testing.T) {
	split := ratio(Split, fraction.Factor{New: 2, Old: 1}, fraction.RoundDown, "0")
	for want, edit := range map[string]func(*Restating, *Act){
		"TOO_EARLY":      func(s *Restating, _ *Act) { s.Paid = nil },
		"STATUS_REFUSED": func(s *Restating, _ *Act) { s.Action.Status = ActionCancelled },
		"NO_CLAIM":       func(s *Restating, _ *Act) { s.Action.Instrument, s.Actions.Instrument = "J", "J" },
	} {
		all, act := restating(t, 400, split)
		edit(&all[0], &act)
		_, _, err := all[0].Restate(act)
		require.Equal(t, want, code(t, err))
	}
	for want, edit := range map[string]func(*Restating, *Act){
		"TOO_EARLY":      func(s *Restating, act *Act) { s.Action.Ex = act.Today },
		"STATUS_REFUSED": func(s *Restating, _ *Act) { s.Repo.Status = RepoSettled },
		"NO_CLAIM":       func(s *Restating, _ *Act) { s.Book.Moves[0].On = date.MustParse("2026-01-07") },
	} {
		all, act := restating(t, 400, split)
		edit(&all[0], &act)
		_, _, err := all[0].Restate(act)
		require.Equal(t, want, code(t, err))
	}
	unlisted, act := restating(t, 400, split)
	unlisted[0].Actions.Actions = nil
	_, _, err := unlisted[0].Restate(act)
	require.Equal(t, NoClaim.Name, code(t, err))
	defaulted, act := restating(t, 400, split)
	defaulted[0].Repo.Status, defaulted[0].Repo.Default = RepoDefaulted, &RepoDefault{On: date.MustParse("2026-01-05")}
	_, _, err = defaulted[0].Restate(act)
	require.Equal(t, NoClaim.Name, code(t, err), "the price of the day of the default is that of an unsplit unit")
	defaulted[0].Repo.Default.On = date.MustParse("2026-01-06")
	_, _, err = defaulted[0].Restate(act)
	require.NoError(t, err)
	taken, act := restating(t, 400, calledFor(FullCall, 0, 400, fraction.Cut{}, "50"))
	taken[0].Repo.Status, taken[0].Repo.Default = RepoDefaulted, &RepoDefault{On: date.MustParse("2026-01-06")}
	_, _, err = taken[0].Restate(act)
	require.Equal(t, NoClaim.Name, code(t, err), "at the end of the day of the default the units were there")
	taken[0].Repo.Default.On = date.MustParse("2026-01-07")
	_, _, err = taken[0].Restate(act)
	require.NoError(t, err)
}

// An action of an earlier record date counts first; of two of one day either does, and the result is the same.
func TestActionsAreCountedInTheirOrder(t *testing.T) {
	split := ratio(Split, fraction.Factor{New: 2, Old: 1}, fraction.RoundDown, "0")
	bonus := ratio(Bonus, fraction.Factor{New: 1, Old: 10}, fraction.RoundDown, "0")
	bonus.ID = "B"
	both := func(first, second int) Quantity {
		all, act := restating(t, 400, split, bonus)
		done, _, err := all[first].Restate(act)
		require.NoError(t, err)
		all[second].Repo, all[second].Book = done.Repo, done.Book
		done, _, err = all[second].Restate(act)
		require.NoError(t, err)
		return done.Book.Last().Units
	}
	require.Equal(t, Quantity(840), both(0, 1))
	require.Equal(t, Quantity(840), both(1, 0))

	bonus.Record, bonus.Ex = date.MustParse("2026-01-08"), date.MustParse("2026-01-08")
	require.Equal(t, Quantity(880), both(0, 1), "the holders of the eighth have split units")
	all, act := restating(t, 400, split, bonus)
	_, _, err := all[1].Restate(act)
	require.Equal(t, NotRestated.Name, code(t, err))
	dividend := all[1].Passing
	dividend.Action = Action{
		ID: "D", Instrument: "I", Kind: CashDividend, Status: ActionFunded, Currency: euros,
		ActionTerms: ActionTerms{Record: date.MustParse("2026-01-07"), Payment: date.MustParse("2026-01-08")},
	}
	_, _, _, err = dividend.Pass(act)
	require.Equal(t, NotRestated.Name, code(t, err))
}

// Until it is restated nothing is given back, exchanged or valued, and nobody misses the repurchase.
func TestNothingMovesBeforeARepoIsRestated(t *testing.T) {
	all, act := restating(t, 400, ratio(Split, fraction.Factor{New: 2, Old: 1}, fraction.RoundDown, "0"))
	calendar, err := date.NewCalendar("every day", date.MustParse("2025-12-01"), date.MustParse("2027-12-31"), nil, nil)
	require.NoError(t, err)
	repo, held := all[0].Repo, Held{all[0].Book, all[0].Actions}
	repo.Calendar = calendar
	act.Today = date.MustParse("2026-02-10")
	_, _, err = repo.BuyBack(RepoLegRequest{}, held, Ends{}, act)
	require.Equal(t, NotRestated.Name, code(t, err))
	_, err = repo.ExposureOn(date.MustParse("2026-02-09"), held, Priced{}, act)
	require.Equal(t, NotRestated.Name, code(t, err))
	_, _, err = repo.DeclareDefault(nil, held, act)
	require.Equal(t, NotRestated.Name, code(t, err))
	require.Equal(t, NotRestated.Name, code(t, repo.worthIt(1, held, RepoExchange{}, act)))

	all[0].Repo = repo
	done, _, err := all[0].Restate(act)
	require.NoError(t, err)
	held.RepoBook = done.Book
	_, _, err = done.Repo.DeclareDefault(nil, held, act)
	require.Equal(t, NotInDefault.Name, code(t, err), "its grace begins when it was restated")
	act.Today = date.MustParse("2026-02-11")
	after, _, err := done.Repo.DeclareDefault(nil, held, act)
	require.NoError(t, err)
	require.Equal(t, RepurchaseMissed, after.Default.Ground)
}

// A price counts for units that are as its are.
func TestPriceAndUnitsAreAlike(t *testing.T) {
	a := ratio(Split, fraction.Factor{New: 2, Old: 1}, fraction.RoundDown, "0")
	a.Record = date.MustParse("2026-01-07")
	list, err := UnitActions{}.With(a)
	require.NoError(t, err)
	for days, want := range map[[2]string]bool{
		{"2026-01-05", "2026-01-06"}: true, {"2026-01-05", "2026-01-07"}: true, {"2026-01-06", "2026-01-07"}: false,
		{"2026-01-06", "2026-01-08"}: true, {"2026-01-05", "2026-01-08"}: false,
	} {
		require.Equal(t, want, list.alike(date.MustParse(days[0]), date.MustParse(days[1])) == nil, "%v", days)
	}
	a.Status = ActionCancelled
	list, err = list.With(a)
	require.NoError(t, err)
	require.NoError(t, list.alike(date.MustParse("2026-01-06"), date.MustParse("2026-01-07")))
}

// The list of an instrument has an end, but not for what ends the instrument.
func TestListOfActionsHasAnEnd(t *testing.T) {
	var list UnitActions
	var err error
	a := ratio(Bonus, fraction.Factor{New: 1, Old: 10}, fraction.RoundDown, "0")
	for n := range unitActionsMost {
		a.ID = ActionID(fmt.Sprint(n))
		list, err = list.With(a)
		require.NoError(t, err)
	}
	a.ID = "more"
	_, err = list.With(a)
	require.Equal(t, StatusRefused.Name, code(t, err))
	a.Kind = FinalMaturity
	_, err = list.With(a)
	require.NoError(t, err)
}

// Under random ratios both sides end with what they would have had without a repo: whoever has no other units to the unit and the
// minor unit, and nobody's fraction is lost, for units and cash are together the old units times the ratio.
func TestRestatingConservesUnitsAndValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := Quantity(rapid.Int64Range(1, 1_000_000).Draw(t, "units"))
		factor := fraction.Factor{New: rapid.Int64Range(1, 1000).Draw(t, "new"), Old: rapid.Int64Range(1, 1000).Draw(t, "old")}
		kind := Split
		if factor.New < factor.Old {
			kind = ReverseSplit
		}
		if rapid.Bool().Draw(t, "bonus") {
			kind = Bonus
		}
		all := []fraction.Disposition{fraction.RoundDown, fraction.RoundUp, fraction.Standard, fraction.CashInLieu}
		disposition := rapid.SampledFrom(all).Draw(t, "disposition")
		a := ratio(kind, factor, disposition, "12.34")
		steps, act := restating(t, units, a)
		done, _, err := steps[0].Restate(act)
		require.NoError(t, err)
		got := done.Book.Last().Units
		if kind == Bonus {
			got -= units
		}
		whole, left, err := factor.Of(int64(units))
		require.NoError(t, err)
		switch disposition {
		case fraction.CashInLieu:
			require.Equal(t, Quantity(whole), got)
			exact, err := left.Of(0, decimal.HalfUp, decimal.MustParse("1234"))
			require.NoError(t, err)
			cash, err := exact.Int64()
			require.NoError(t, err)
			require.Equal(t, cash, done.Repo.Owed.Minor())
		default:
			require.Less(t, max(int64(got)*factor.Old-int64(units)*factor.New, int64(units)*factor.New-int64(got)*factor.Old), factor.Old)
		}
		lines, _, err := a.Lines(Page{Holdings: []Holding{{Account: "b", Quantity: units}}})
		require.NoError(t, err)
		require.Equal(t, lines[0].After+lines[0].Given, done.Book.Last().Units, "a buyer that has nothing else has exactly what it owes")
		require.Equal(t, lines[0].Net, done.Repo.Owed)
	})
}

// Where every holder lends its units on, what is called of all of them is what is called of the instrument, and what the buyers
// keep is what it brought.
func TestRestatingConservesACall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		held := rapid.SliceOfN(rapid.Int64Range(1, 1000), 1, 8).Draw(t, "held")
		var base Quantity
		var positions []fraction.Position
		for _, units := range held {
			base += Quantity(units)
		}
		units := Quantity(rapid.Int64Range(1, int64(base)).Draw(t, "called"))
		a := calledFor(PartialCall, units, base, fraction.Cut{}, "10.01")
		for i, units := range held {
			positions = append(positions, fraction.Position{Units: units, Tie: a.tie(AccountID(fmt.Sprint("s", i)))})
		}
		var err error
		a.Cut, err = fraction.Pool{Units: int64(units), Base: int64(base)}.Cut(positions)
		require.NoError(t, err)
		var left Quantity
		var kept []money.Amount
		for i, units := range held {
			steps, act := restating(t, Quantity(units), a)
			steps[0].Repo.Seller.Account = AccountID(fmt.Sprint("s", i))
			done, _, err := steps[0].Restate(act)
			require.NoError(t, err)
			left += done.Book.Last().Units
			kept = append(kept, done.Book.Last().Margin)
		}
		require.Equal(t, base-units, left)
		sum, err := sumUp(kept...)
		require.NoError(t, err)
		require.Equal(t, int64(units)*1001, sum.Minor())
	})
}

// After a full redemption the repo ends in money, by the repurchase or by a default, and no price is needed.
func TestRedeemedRepoEndsInMoney(t *testing.T) {
	steps, act := restating(t, 400, calledFor(FullCall, 0, 400, fraction.Cut{}, "0.30"))
	done, _, err := steps[0].Restate(act)
	require.NoError(t, err)
	require.Equal(t, ManufacturedKept, done.Income.Status)
	_, _, _, _, err = done.Income.Pay(PayIncomeRequest{}, done.Repo, act)
	require.Equal(t, StatusRefused.Name, code(t, err))
	held := Held{done.Book, steps[0].Actions}
	act.Today = done.Repo.Repurchase
	step, _, err := done.Repo.BuyBack(RepoLegRequest{PaidBy: mandateBy()}, held, Ends{}, act)
	require.NoError(t, err)
	require.Nil(t, step.Moves)
	require.Equal(t, cents("20.00"), step.Cash.Legs[0].Amount.Amount, "120.00 were kept, 100.00 are repaid")
	_, _, err = done.Repo.BuyBack(RepoLegRequest{PaidBy: mandateBy()}, held, Ends{Inputs: []Lot{{Quantity: 1}}}, act)
	require.Equal(t, UnitsUnequal.Name, code(t, err))

	done.Repo.Status, done.Repo.Default = RepoDefaulted, &RepoDefault{On: act.Today}
	act.Today = date.MustParse("2026-02-05")
	closed, _, err := done.Repo.CloseRepo(held, Priced{}, act)
	require.NoError(t, err)
	require.Equal(t, []any{RepoBuyer, cents("20.00")}, []any{closed.Net.Payer, closed.Net.Amount})
}

// The book of a repo that has had all its movements is restated still, and what it counts once stays counted.
func TestAFullBookIsRestated(t *testing.T) {
	steps, act := restating(t, 400, ratio(Split, fraction.Factor{New: 2, Old: 1}, fraction.RoundDown, "0"))
	on := steps[0].Book.Moves[0]
	steps[0].Book.Moves = slices.Repeat([]RepoMove{on}, repoMovesMost)
	done, _, err := steps[0].Restate(act)
	require.NoError(t, err)
	require.Len(t, done.Book.Moves, repoMovesMost+1)
	for day, want := range map[string]Quantity{"2026-01-07": 400, "2026-01-08": 800} {
		_, units := done.Book.heldOn(date.MustParse(day))
		require.Equal(t, want, units, day)
	}
}
