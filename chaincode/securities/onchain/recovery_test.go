// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

// recovering puts an account in the place of another, in an instrument.
func (m *market) recovering(t testing.TB, instrument securities.InstrumentID, evidence securities.LotID, from, to securities.AccountID) securities.CourtTerms {
	t.Helper()
	return terms(securities.RecoveryOrder, func(o *securities.CourtTerms) {
		o.Instrument, o.Account, o.To, o.Evidence = instrument, from, to, evidence
	})
}

// renew opens a second account for the party orchard, whose money goes to another cash account of its own.
func (m *market) renew(t testing.TB) {
	t.Helper()
	clerk := m.Actor(north, "clerk", "", role.AccountServicer)
	stage.Do(t, clerk, cash.OpenAccount, cash.OpenRequest{ID: "orchard-2", Currency: eur("1.00").Currency, Party: "orchard", Host: north})
	stage.Do(t, m.northDesk, securities.OpenAccount, securities.AccountTerms{
		ID: "orchard-2", Owner: "orchard", Kind: securities.Investor, Cash: "orchard-2", Tax: "standard",
	})
}

// An account is lost with units that are free, frozen and set aside. They follow page by page, the freeze too; the lost keys
// move nothing from the first page on; what is pending is called off, and settles anew.
func TestALostAccountIsRecovered(t *testing.T) {
	c := inCourt(bonds(t))
	pieces := stage.Do(t, c.orchard, securities.SplitLot, securities.SplitRequest{
		LotKey: c.first(t, "IND-29", "orchard"), Sizes: []securities.Quantity{100, 200, 700},
	}).Lots
	c.enforced(t, "F", freezing("orchard", 100), pieces[0])
	d := c.agree(t, sale("T1", 200, "200000.00"))
	set := c.lockLots(t, d)
	require.Equal(t, []securities.LotID{pieces[1].ID}, set.Lots)
	c.lockMoney(t, d, "h1")
	c.renew(t)
	id := c.agreed(t, "R", c.recovering(t, "IND-29", pieces[2].ID, "orchard", "orchard-2"))
	first := page(id, 1, pieces[0], pieces[1])
	part := page(id, 1, pieces[2])
	part.Lots[0].Quantity = 5
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, part, securities.OrderRefused)
	stage.Do(t, c.keeper, securities.ExecuteCourtOrder, first)
	require.Equal(t, securities.AccountID("orchard-2"), stage.Do(t, c.summit, securities.GetAccount, "orchard").Successor)

	stage.Refused(t, c.orchard, securities.Transfer, securities.TransferRequest{
		Instrument: "IND-29", From: "orchard", To: "harbour", Lots: []securities.LotID{pieces[2].ID}, Quantity: 1,
	}, securities.AccountRefused)
	settle := securities.DeliveryRequest{ObligationRequest: d.ends(), Instrument: "IND-29"}
	_, _, err := stage.Try(c.keeper, securities.SettleInstruction, settle)
	require.ErrorIs(t, err, securities.AccountRefused)
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, first, securities.OrderPageRefused)
	stage.Do(t, c.judge, securities.ExecuteCourtOrder, last(page(id, 2, pieces[2])))
	c.holds(t, "IND-29", "orchard", 0)
	c.holds(t, "IND-29", "orchard-2", 1000)
	require.Equal(t, securities.CourtOrderID("F"), c.standing(t, "orchard-2", securities.Frozen).Order)
	for _, lot := range c.lots(t, "IND-29", "orchard-2") {
		require.Empty(t, lot.Ref, "what was set aside for the old account's trade is free")
	}

	c.roll(t, "2026-01-12")
	stage.Do(t, c.northDesk, securities.ReclaimInstruction, d.ends().Deliver)
	stage.Do(t, c.southDesk, securities.ReclaimInstruction, d.ends().ReceiveKey())
	stage.Do(t, c.northDesk, securities.CancelInstruction, cancels(d, securities.Delivers))
	stage.Do(t, c.southDesk, securities.CancelInstruction, cancels(d, securities.Receives))
	stage.Do(t, c.southDesk, securities.FreeHold, securities.FreeHoldRequest{ObligationRequest: d.ends(), Hold: "h1"})
	again := sale("T2", 200, "200000.00")
	again.seller = "orchard-2"
	c.agree(t, again)
	c.pass(t, "IND-29", c.orchard, "orchard-2", "harbour", 900)
}

// What could not be paid on a lost account, and what is paid on it later, goes to the cash account of the new one, once.
func TestIncomeOfALostAccountFollows(t *testing.T) {
	m := dividends(t)
	c := inCourt(m)
	evidence := m.first(t, "IND", "orchard").Lot
	m.renew(t)
	_, pages := m.funded(t, m.announced(t, dividend("D-1")), "2026-01-08")
	c.agreed(t, "R", m.recovering(t, "IND", evidence, "orchard", "orchard-2"))
	req := last(page("R", 1, m.lots(t, "IND", "orchard")...))
	req.Instrument = "IND"
	stage.Do(t, c.keeper, securities.ExecuteCourtOrder, req)
	pay := paging("D-1", pages...)
	pay.Suspend = []securities.AccountID{"orchard"}
	stage.Do(t, m.agent, securities.PayEntitlements, pay)
	m.has(t, "suspense", "92.55")
	release := securities.ReleaseSuspenseRequest{SuspenseKey: securities.SuspenseKey{Action: "D-1", Account: "orchard"}}
	stage.Refused(t, m.southDesk, securities.ReleaseSuspense, release, securities.NotYours)
	stage.Do(t, m.northDesk, securities.ReleaseSuspense, release)
	m.has(t, "orchard-2", "92.55")
	m.has(t, "orchard", "1000000.00")
	stage.Refused(t, m.northDesk, securities.ReleaseSuspense, release, securities.SuspenseEnded)
	release.Account = "orchard-2"
	_, _, err := stage.Try(m.northDesk, securities.ReleaseSuspense, release)
	require.ErrorIs(t, err, protocol.NotFound)
}

// An account with nothing in it is recovered too; one that is frozen stays so in its new place; an account takes a place once.
func TestAnEmptyAccountIsRecovered(t *testing.T) {
	c := inCourt(bonds(t))
	evidence := c.first(t, "IND-29", "orchard").Lot
	c.enforced(t, "F", c.barring(t, "orchard"))
	c.enforced(t, "T", taking("orchard", "summit", 1000), c.lots(t, "IND-29", "orchard")...)
	c.renew(t)
	recovering := c.recovering(t, "IND-29", evidence, "orchard", "orchard-2")
	done := c.enforced(t, "R", recovering)
	require.Equal(t, []any{securities.CourtExecuted, securities.Quantity(0)}, []any{done.Status, done.Done})
	account := stage.Do(t, c.summit, securities.GetAccount, "orchard-2")
	require.Equal(t, []any{securities.AccountFrozen, securities.CourtOrderID("F")}, []any{account.Status, account.Order}, "a recovery ends no freeze")
	recovering.To = "summit"
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, last(page(c.agreed(t, "R-2", recovering), 1)), securities.AccountRefused)
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, page(c.agreed(t, "F-2", terms(securities.FreezeOrder, func(o *securities.CourtTerms) {
		o.Subject, o.Account, o.Evidence = securities.OnAccount, "orchard", evidence
	})), 1), securities.AccountRefused)
	c.enforced(t, "U", freeing(securities.OnAccount, "orchard-2", "F"))
	require.Equal(t, securities.AccountOpen, stage.Do(t, c.summit, securities.GetAccount, "orchard-2").Status)
}

// An account of another party takes the place only if the order names that party, which is admitted itself.
func TestASuccessorIsNamed(t *testing.T) {
	c := inCourt(bonds(t))
	lots := c.lots(t, "IND-29", "orchard")
	recovering := c.recovering(t, "IND-29", lots[0].ID, "orchard", "harbour")
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, page(c.agreed(t, "R-1", recovering), 1, lots...), securities.AccountRefused)
	recovering.Successor = "summit"
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, page(c.agreed(t, "R-2", recovering), 1, lots...), securities.AccountRefused)
	recovering.Successor = "harbour"
	id := c.agreed(t, "R-3", recovering)
	halt := securities.HaltRequest{ID: "IND-29", Level: securities.NoMove, Order: order}
	stage.Do(t, c.keeper, securities.HaltInstrument, halt)
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, page(id, 1, lots...), securities.StatusRefused)
	stage.Do(t, c.keeper, securities.ResumeInstrument, "IND-29")
	stage.Do(t, c.keeper, securities.ExecuteCourtOrder, last(page(id, 1, lots...)))
	c.holds(t, "IND-29", "harbour", 2000)
}

// A recovery is of all instruments that the same members answer for, and of no others.
func TestARecoveryIsOfEveryInstrumentOfItsMembers(t *testing.T) {
	c := inCourt(bonds(t))
	c.list(t, "IND-S", shareTerms(t), 500)
	c.pass(t, "IND-S", c.issuer, "industry", "orchard", 500)
	elsewhere := variant(t, 3)
	elsewhere.Regulator = south
	stage.Do(t, c.issuer, securities.ProposeInstrument, securities.ProposeRequest{ID: "FOREIGN", Terms: elsewhere})
	c.renew(t)
	id := c.agreed(t, "R", c.recovering(t, "IND-29", c.first(t, "IND-29", "orchard").Lot, "orchard", "orchard-2"))
	stage.Do(t, c.keeper, securities.ExecuteCourtOrder, page(id, 1, c.lots(t, "IND-29", "orchard")...))
	foreign := last(page(id, 2))
	foreign.Instrument = "FOREIGN"
	stage.Refused(t, c.keeper, securities.ExecuteCourtOrder, foreign, securities.OrderRefused)
	second := last(page(id, 2, c.lots(t, "IND-S", "orchard")...))
	second.Instrument = "IND-S"
	stage.Do(t, c.keeper, securities.ExecuteCourtOrder, second)
	c.holds(t, "IND-S", "orchard-2", 500)
	require.Equal(t, parties.PartyID("orchard"), stage.Do(t, c.summit, securities.GetAccount, "orchard-2").Owner.Party)
}
