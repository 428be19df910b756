// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// frozenShares is a market of shares in which all of orchard's 1,007 are frozen under the order F.
func frozenShares(t testing.TB) *court {
	t.Helper()
	c := inCourt(uneven(t))
	freeze := freezing("orchard", 1007)
	freeze.Instrument = "IND"
	req := page(c.agreed(t, "F", freeze), 1, c.lots(t, "IND", "orchard")...)
	req.Instrument = "IND"
	stage.Do(t, c.keeper, securities.ExecuteCourtOrder, req)
	return c
}

// A split makes more of frozen units, and they are frozen still.
func TestAFreezeSurvivesASplit(t *testing.T) {
	c := frozenShares(t)
	c.carriedOut(t, c.announced(t, shares("S-1", securities.Split, func(a *securities.ActionTerms) {
		a.Factor, a.Disposition = &fraction.Factor{New: 2, Old: 1}, fraction.RoundDown
	})))
	c.have(t, 20_000, 2014, 1986, 2000)
	for _, lot := range c.lots(t, "IND", "orchard") {
		require.Equal(t, []any{securities.Frozen, securities.CourtOrderID("F")}, []any{lot.Status, lot.Order})
	}
	free := freeing(securities.OnLots, "orchard", "F")
	free.Instrument = "IND"
	req := last(page(c.agreed(t, "U", free), 1, c.lots(t, "IND", "orchard")...))
	req.Instrument = "IND"
	stage.Do(t, c.keeper, securities.ExecuteCourtOrder, req)
	c.pass(t, "IND", c.orchard, "orchard", "harbour", 2014)
}

// What called units bring that were frozen waits, and is paid under an order for exactly it, once.
func TestIncomeOfFrozenUnitsIsFreedByAnOrder(t *testing.T) {
	c := frozenShares(t)
	id := c.announced(t, shares("P-1", securities.PartialCall, func(a *securities.ActionTerms) {
		a.Units, a.Rate, a.Payees = 100, dec("50"), untaxed()
	}))
	c.drawn(t, id)
	c.has(t, "suspense", "1700.00")
	c.has(t, "orchard", "1000000.00")

	order := func(order securities.CourtOrderID, account securities.AccountID) securities.CourtOrderID {
		return c.agreed(t, order, terms(securities.UnfreezeOrder, func(o *securities.CourtTerms) {
			o.Instrument, o.Subject, o.Account, o.Action = "IND", securities.OnIncome, account, id
		}))
	}
	release := securities.ReleaseSuspenseRequest{SuspenseKey: securities.SuspenseKey{Action: id, Account: "orchard"}}
	stage.Refused(t, c.keeper, securities.ReleaseSuspense, release, securities.ActionTermsRefused)
	release.Order = "nowhere"
	stage.Refused(t, c.keeper, securities.ReleaseSuspense, release, protocol.NotFound)
	release.Order = order("OTHER", "harbour")
	stage.Refused(t, c.keeper, securities.ReleaseSuspense, release, securities.OrderRefused)
	release.Order = "F"
	stage.Refused(t, c.keeper, securities.ReleaseSuspense, release, securities.StatusRefused)
	release.Order = order("INCOME", "orchard")
	elsewhere := page("INCOME", 1)
	elsewhere.Instrument = "IND"
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, elsewhere, securities.OrderRefused)
	stage.Refused(t, c.northDesk, securities.ReleaseSuspense, release, securities.NotYours)
	stage.Do(t, c.keeper, securities.ReleaseSuspense, release)
	c.has(t, "orchard", "1001700.00")
	require.Equal(t, securities.CourtExecuted, stage.Do(t, c.summit, securities.GetCourtOrder, "INCOME").Status)
	stage.Refused(t, c.keeper, securities.ReleaseSuspense, release, securities.SuspenseEnded)
}

// What was set aside before it was frozen is not delivered, and is again when the freeze ends.
func TestAFrozenLotIsNotDelivered(t *testing.T) {
	c := inCourt(bonds(t))
	d := c.agree(t, sale("T1", 1000, "410000.00"))
	c.lockLots(t, d)
	c.lockMoney(t, d, "h1")
	settle := securities.DeliveryRequest{ObligationRequest: d.ends(), Instrument: "IND-29"}
	c.enforced(t, "F", freezing("orchard", 1000), c.lots(t, "IND-29", "orchard")...)
	before := c.everything()
	stage.Refused(t, c.northDesk, securities.SettleInstruction, settle, securities.LotEncumbered)
	require.Equal(t, before, c.everything())
	c.enforced(t, "U", freeing(securities.OnLots, "orchard", "F"), c.lots(t, "IND-29", "orchard")...)
	stage.Do(t, c.northDesk, securities.SettleInstruction, settle)
	c.holds(t, "IND-29", "harbour", 2000)
	c.has(t, "orchard", "1410000.00")
}

// Units that were set aside are taken by an order: the trade is not settled with them, and neither side is stuck.
func TestSetAsideUnitsAreTaken(t *testing.T) {
	c := inCourt(bonds(t))
	d := c.agree(t, sale("T1", 1000, "410000.00"))
	set := c.lockLots(t, d)
	c.lockMoney(t, d, "h1")
	take := page(c.agreed(t, "T", taking("orchard", c.bench(t), 600)), 1, c.lots(t, "IND-29", "orchard")...)
	take.Lots[0].Quantity = 600
	stage.Do(t, c.keeper, securities.ExecuteCourtOrder, take)
	require.Empty(t, c.standing(t, "bench", securities.Free).Ref)
	require.Equal(t, securities.Quantity(400), c.standing(t, "orchard", securities.Free).Quantity)
	stage.Refused(t, c.northDesk, securities.SettleInstruction, securities.DeliveryRequest{ObligationRequest: d.ends(), Instrument: "IND-29"}, securities.LotSpent)
	c.roll(t, "2026-01-12")
	stage.Do(t, c.northDesk, securities.ReclaimInstruction, d.ends().Deliver)
	c.pass(t, "IND-29", c.summit, "summit", "orchard", 600)
	set.Lots, set.Until = c.inputs(t, "IND-29", "orchard", 1000), day("2026-01-14")
	stage.Do(t, c.northDesk, securities.AllocateInstruction, set)
	stage.Do(t, c.northDesk, securities.SettleInstruction, securities.DeliveryRequest{ObligationRequest: d.ends(), Instrument: "IND-29"})
	c.holds(t, "IND-29", "harbour", 2000)
}
