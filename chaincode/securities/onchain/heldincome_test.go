// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// ofShares makes an order one about the shares IND.
func ofShares(o securities.CourtTerms) securities.CourtTerms {
	o.Instrument = "IND"
	return o
}

// barringShares freezes an account, of which a lot of the shares is evidence.
func (c *court) barringShares(t testing.TB, account securities.AccountID) securities.CourtTerms {
	t.Helper()
	return ofShares(terms(securities.FreezeOrder, func(o *securities.CourtTerms) {
		o.Subject, o.Account, o.Evidence = securities.OnAccount, account, c.first(t, "IND", account).Lot
	}))
}

// carrying is the one page of an order about shares that was agreed to.
func (c *court) carrying(t testing.TB, id securities.CourtOrderID, terms securities.CourtTerms, lots ...securities.Lot) securities.ExecuteRequest {
	t.Helper()
	req := last(page(c.agreed(t, id, ofShares(terms)), 1, lots...))
	req.Instrument = "IND"
	return req
}

func (c *court) carries(t testing.TB, id securities.CourtOrderID, terms securities.CourtTerms, lots ...securities.Lot) {
	t.Helper()
	stage.Do(t, c.keeper, securities.ExecuteCourtOrder, c.carrying(t, id, terms, lots...))
}

// half is a lot of 400 shares of orchard, beside one of 600.
func (c *court) half(t testing.TB) securities.Lot {
	t.Helper()
	return stage.Do(t, c.orchard, securities.SplitLot, securities.SplitRequest{
		LotKey: c.first(t, "IND", "orchard"), Sizes: []securities.Quantity{400, 600},
	}).Lots[0]
}

// awaits checks what an account has in suspense, and why.
func (c *court) awaits(t testing.TB, action securities.ActionID, account securities.AccountID, amount string, why securities.SuspenseReason) {
	t.Helper()
	found := stage.Do(t, c.keeper, securities.SuspenseOf, securities.ActionPage{Action: action}).Items
	at := slices.IndexFunc(found, func(s securities.Suspense) bool { return s.Account == account })
	require.GreaterOrEqual(t, at, 0, "account %s has nothing in suspense", account)
	require.Equal(t, []any{eur(amount).Amount, why}, []any{found[at].Amount, found[at].Reason})
}

func releasing(action securities.ActionID, account securities.AccountID) securities.ReleaseSuspenseRequest {
	return securities.ReleaseSuspenseRequest{SuspenseKey: securities.SuspenseKey{Action: action, Account: account}}
}

// An account is frozen, and the paying agent names nobody: the dividend waits until the freeze ends, and does not fall back.
func TestAFrozenAccountIsPaidNothing(t *testing.T) {
	c := inCourt(dividends(t))
	req := dividend("D-1")
	req.Forfeits = day("2026-01-09")
	_, pages := c.funded(t, c.announced(t, req), "2026-01-08")
	c.carries(t, "F", c.barringShares(t, "harbour"))
	stage.Do(t, c.agent, securities.PayEntitlements, paging("D-1", pages...))
	c.has(t, "harbour", "1000000.00")
	c.has(t, "orchard", "1000092.55")
	c.has(t, "suspense", "92.55")
	c.awaits(t, "D-1", "harbour", "92.55", securities.HolderClosed)
	stage.Do(t, c.summit, securities.ReconcileAction, "D-1")

	c.roll(t, "2026-01-09")
	before := c.everything()
	stage.Refused(t, c.southDesk, securities.ReleaseSuspense, releasing("D-1", "harbour"), securities.AccountRefused)
	stage.Refused(t, c.issuer, securities.ForfeitSuspense, releasing("D-1", "harbour").SuspenseKey, securities.AccountRefused)
	require.Equal(t, before, c.everything(), "nothing is written")
	c.carries(t, "U", freeing(securities.OnAccount, "harbour", "F"))
	stage.Refused(t, c.northDesk, securities.ReleaseSuspense, releasing("D-1", "harbour"), securities.NotYours)
	stage.Do(t, c.southDesk, securities.ReleaseSuspense, releasing("D-1", "harbour"))
	c.has(t, "harbour", "1000092.55")
	c.has(t, "suspense", "0.00")
}

// The end of a freeze in time is the end of it: the account is paid. Naming a frozen account says nothing new.
func TestAFreedAccountIsPaid(t *testing.T) {
	c := inCourt(dividends(t))
	c.carries(t, "F-1", c.barringShares(t, "harbour"))
	c.carries(t, "F-2", c.barringShares(t, "orchard"))
	c.carries(t, "U", freeing(securities.OnAccount, "harbour", "F-1"))
	_, pages := c.funded(t, c.announced(t, dividend("D-1")), "2026-01-08")
	pay := paging("D-1", pages...)
	pay.Suspend = []securities.AccountID{"harbour"}
	stage.Refused(t, c.agent, securities.PayEntitlements, pay, securities.HolderPayable)
	pay.Suspend = []securities.AccountID{"orchard"}
	stage.Do(t, c.agent, securities.PayEntitlements, pay)
	c.has(t, "harbour", "1000092.55")
	c.awaits(t, "D-1", "orchard", "92.55", securities.HolderClosed)
}

// On an account that was lost nothing is paid either, though nobody names it.
func TestALostAccountIsPaidNothing(t *testing.T) {
	c := inCourt(dividends(t))
	c.renew(t)
	_, pages := c.funded(t, c.announced(t, dividend("D-1")), "2026-01-08")
	c.carries(t, "R", c.recovering(t, "IND", c.first(t, "IND", "orchard").Lot, "orchard", "orchard-2"), c.lots(t, "IND", "orchard")...)
	stage.Do(t, c.agent, securities.PayEntitlements, paging("D-1", pages...))
	c.has(t, "orchard", "1000000.00")
	stage.Do(t, c.northDesk, securities.ReleaseSuspense, releasing("D-1", "orchard"))
	c.has(t, "orchard-2", "92.55")
}

// A freeze and a payment that were endorsed side by side: whichever is ordered first counts, and never both against it.
func TestAFreezeAndAPaymentInOneBlock(t *testing.T) {
	for name, freeze := range map[string]func(*court) securities.ExecuteRequest{
		"of an account": func(c *court) securities.ExecuteRequest { return c.carrying(t, "F", c.barringShares(t, "harbour")) },
		"of lots": func(c *court) securities.ExecuteRequest {
			return c.carrying(t, "F", freezing("harbour", 1000), c.lots(t, "IND", "harbour")...)
		},
	} {
		for _, frozenFirst := range []bool{true, false} {
			c := inCourt(dividends(t))
			_, pages := c.funded(t, c.announced(t, dividend("D-1")), "2026-01-08")
			stop := endorsed(t, c.market, c.keeper, securities.ExecuteCourtOrder, freeze(c))
			pay := endorsed(t, c.market, c.agent, securities.PayEntitlements, paging("D-1", pages...))
			if !frozenFirst {
				require.Equal(t, []string{"VALID", "VALID"}, c.block(t, pay, stop), name)
				c.has(t, "harbour", "1000092.55")
				continue
			}
			require.Equal(t, []string{"VALID", "MVCC_READ_CONFLICT"}, c.block(t, stop, pay), name)
			c.has(t, "harbour", "1000000.00")
			stage.Do(t, c.agent, securities.PayEntitlements, paging("D-1", pages...))
			c.has(t, "harbour", "1000000.00")
			c.has(t, "suspense", "92.55")
		}
	}
}

// What a payment reads for the sake of freezes is a row for each custodian and one of the instrument, however many are frozen.
func TestFreezesCostNoReadForEachHolder(t *testing.T) {
	c := inCourt(dividends(t))
	_, pages := c.funded(t, c.announced(t, dividend("D-1")), "2026-01-08")
	before, _ := touched(endorsed(t, c.market, c.agent, securities.PayEntitlements, paging("D-1", pages...)))
	for n, account := range []securities.AccountID{"orchard", "harbour", "summit"} {
		c.carries(t, securities.CourtOrderID([]string{"F-1", "F-2", "F-3"}[n]), c.barringShares(t, account))
	}
	after, _ := touched(endorsed(t, c.market, c.agent, securities.PayEntitlements, paging("D-1", pages...)))
	require.Equal(t, before[securities.Module]+3, after[securities.Module], "the places of the three amounts in suspense")
}

// Of 1,000 shares 400 are frozen: of the dividend as much waits, for an order of its own.
func TestIncomeOfFrozenLotsWaits(t *testing.T) {
	c := inCourt(dividends(t))
	req := dividend("D-1")
	req.Forfeits = day("2026-01-09")
	_, pages := c.funded(t, c.announced(t, req), "2026-01-08")
	lot := c.half(t)
	c.carries(t, "F", freezing("orchard", 400), lot)
	stage.Do(t, c.agent, securities.PayEntitlements, paging("D-1", pages...))
	stage.Do(t, c.summit, securities.ReconcileAction, "D-1")
	c.has(t, "orchard", "1000055.53")
	c.awaits(t, "D-1", "orchard", "37.02", securities.UnitsEncumbered)

	c.carries(t, "U", freeing(securities.OnLots, "orchard", "F"), c.lots(t, "IND", "orchard")[frozenAt(c.lots(t, "IND", "orchard"))])
	c.roll(t, "2026-01-09")
	stage.Refused(t, c.issuer, securities.ForfeitSuspense, releasing("D-1", "orchard").SuspenseKey, securities.ActionTermsRefused)
	stage.Refused(t, c.northDesk, securities.ReleaseSuspense, releasing("D-1", "orchard"), securities.NotYours)
	release := releasing("D-1", "orchard")
	release.Order = c.agreed(t, "INCOME", ofShares(terms(securities.UnfreezeOrder, func(o *securities.CourtTerms) {
		o.Subject, o.Account, o.Action = securities.OnIncome, "orchard", "D-1"
	})))
	stage.Do(t, c.keeper, securities.ReleaseSuspense, release)
	c.has(t, "orchard", "1000092.55")
}

func frozenAt(lots []securities.Lot) int {
	return slices.IndexFunc(lots, func(l securities.Lot) bool { return l.Status == securities.Frozen })
}

// Where an account is frozen, and units in it besides, all of its income waits for an order.
func TestWhatIsFrozenTwiceTakesAnOrder(t *testing.T) {
	c := inCourt(dividends(t))
	_, pages := c.funded(t, c.announced(t, dividend("D-1")), "2026-01-08")
	lot := c.half(t)
	c.carries(t, "F-1", freezing("orchard", 400), lot)
	c.carries(t, "F-2", c.barringShares(t, "orchard"))
	stage.Do(t, c.agent, securities.PayEntitlements, paging("D-1", pages...))
	c.awaits(t, "D-1", "orchard", "92.55", securities.UnitsEncumbered)
}

// Bonus shares stay in a frozen account, and those beside frozen lots are frozen with them, until the same order.
func TestABonusFollowsAFreeze(t *testing.T) {
	c := inCourt(uneven(t))
	lot := stage.Do(t, c.orchard, securities.SplitLot, securities.SplitRequest{
		LotKey: securities.LotKey{Instrument: "IND", Lot: largest(c.lots(t, "IND", "orchard"))}, Sizes: []securities.Quantity{400, 600},
	}).Lots[0]
	c.carries(t, "F", freezing("orchard", 400), lot)
	c.carries(t, "B", c.barringShares(t, "harbour"))
	c.carriedOut(t, c.announced(t, shares("B-1", securities.Bonus, func(a *securities.ActionTerms) {
		a.Factor, a.Disposition = &fraction.Factor{New: 3, Old: 10}, fraction.Standard
	})))
	c.have(t, 10_000, 1309, 1291, 1300)
	require.Equal(t, securities.Quantity(520), frozenIn(c.lots(t, "IND", "orchard"), "F"), "120 of 302 are for 400 of 1,007, rounded up")
	_, _, err := stage.Try(c.harbour, securities.Transfer, securities.TransferRequest{
		Instrument: "IND", From: "harbour", To: "orchard", Lots: c.inputs(t, "IND", "harbour", 298), Quantity: 298,
	})
	require.ErrorIs(t, err, securities.AccountRefused)
	var frozen []securities.Lot
	for _, lot := range c.lots(t, "IND", "orchard") {
		if lot.Status == securities.Frozen {
			frozen = append(frozen, lot)
		}
	}
	c.carries(t, "U", freeing(securities.OnLots, "orchard", "F"), frozen...)
	c.pass(t, "IND", c.orchard, "orchard", "summit", 1309)
}

func largest(lots []securities.Lot) securities.LotID {
	return slices.MaxFunc(lots, func(a, b securities.Lot) int { return int(a.Quantity - b.Quantity) }).ID
}

func frozenIn(lots []securities.Lot, order securities.CourtOrderID) (sum securities.Quantity) {
	for _, lot := range lots {
		if lot.Status == securities.Frozen && lot.Order == order {
			sum += lot.Quantity
		}
	}
	return sum
}

// What frozen units become under a split is frozen, and income on it waits for as many.
func TestFrozenUnitsAreCountedThroughASplit(t *testing.T) {
	c := inCourt(uneven(t))
	c.carries(t, "F", freezing("harbour", 993), c.lots(t, "IND", "harbour")...)
	c.carriedOut(t, c.announced(t, shares("S-1", securities.Split, func(a *securities.ActionTerms) {
		a.Factor, a.Disposition = &fraction.Factor{New: 2, Old: 1}, fraction.RoundDown
	})))
	c.pass(t, "IND", c.orchard, "orchard", "harbour", 1986) // as many again
	req := dividend("D-1")
	req.Record, req.Ex, req.Payment = day("2026-01-12"), day("2026-01-12"), day("2026-01-13")
	_, pages := c.funded(t, c.announced(t, req), "2026-01-13")
	stage.Do(t, c.agent, securities.PayEntitlements, paging("D-1", pages...))
	c.awaits(t, "D-1", "harbour", "183.80", securities.UnitsEncumbered) // half of 367.60
	c.has(t, "harbour", "1000183.80")
}

// What is redeemed in a frozen account waits though nobody names it.
func TestARedemptionOfAFrozenAccountWaits(t *testing.T) {
	c := inCourt(uneven(t))
	id := c.announced(t, shares("P-1", securities.PartialCall, func(a *securities.ActionTerms) {
		a.Units, a.Rate, a.Payees = 100, dec("50"), untaxed()
	}))
	c.carries(t, "F", c.barringShares(t, "orchard"))
	c.drawn(t, id)
	c.has(t, "orchard", "1000000.00")
	c.awaits(t, id, "orchard", "1700.00", securities.HolderClosed)
	c.carries(t, "U", freeing(securities.OnAccount, "orchard", "F"))
	stage.Do(t, c.northDesk, securities.ReleaseSuspense, releasing(id, "orchard"))
	c.has(t, "orchard", "1001700.00")
}

// An instrument that is frozen pays nothing at NO_WRITE, and pays at any other level.
func TestAFrozenInstrumentPaysAsItsLevelSays(t *testing.T) {
	for level, pays := range map[securities.HaltLevel]bool{securities.NoTrade: true, securities.NoMove: true, securities.NoWrite: false} {
		c := inCourt(dividends(t))
		_, pages := c.funded(t, c.announced(t, dividend("D-1")), "2026-01-08")
		c.carries(t, "H", terms(securities.FreezeOrder, func(o *securities.CourtTerms) {
			o.Subject, o.Level = securities.OnInstrument, level
		}))
		if pays {
			stage.Do(t, c.agent, securities.PayEntitlements, paging("D-1", pages...))
			continue
		}
		stage.Refused(t, c.agent, securities.PayEntitlements, paging("D-1", pages...), securities.InstrumentHalted)
		c.has(t, "harbour", "1000000.00")
	}
}

// Whoever owns a court's account gives nothing out of it: neither free of payment, nor by a sale, a pledge or a split.
func TestUnitsLeaveACourtsAccountByAnOrderAlone(t *testing.T) {
	c := inCourt(bonds(t))
	c.enforced(t, "T", taking("orchard", c.bench(t), 1000), c.lots(t, "IND-29", "orchard")...)
	before := c.everything()
	stage.Refused(t, c.southDesk, securities.Transfer, c.giving(t, "bench", "harbour", 10), securities.AccountRefused)
	stage.Refused(t, c.southDesk, securities.SplitLot, securities.SplitRequest{
		LotKey: c.first(t, "IND-29", "bench"), Sizes: []securities.Quantity{400, 600},
	}, securities.AccountRefused)
	sold := sale("T1", 1000, "1000000.00")
	sold.seller = "bench"
	stage.Refused(t, c.southDesk, securities.Instruct, sold.word(securities.Delivers), securities.AccountRefused)
	require.Equal(t, before, c.everything(), "nothing is written")
	back := taking("bench", "orchard", 1000)
	c.enforced(t, "R", back, c.lots(t, "IND-29", "bench")...)
	c.holds(t, "IND-29", "orchard", 1000)
}
