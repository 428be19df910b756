// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// shares changes the units of the share IND: counted on Tuesday, carried out on Thursday.
func shares(id string, kind securities.ActionKind, edit func(*securities.ActionTerms)) securities.AnnounceRequest {
	terms := securities.ActionTerms{Record: day("2026-01-06"), Ex: day("2026-01-06"), Payment: day("2026-01-08"), Agent: north}
	edit(&terms)
	return securities.AnnounceRequest{ID: securities.ActionID(id), Instrument: "IND", Kind: kind, ActionTerms: terms}
}

func halting(id string) securities.HaltRequest {
	return securities.HaltRequest{ID: securities.InstrumentID(id), Level: securities.NoMove, Order: order}
}

// uneven is a market of shares in which orchard has 1,007, harbour 993 and summit 1,000, and the treasury 10,000.
func uneven(t testing.TB) *market {
	t.Helper()
	m := active(t, "IND", shareTerms(t))
	m.payingAgency(t)
	m.pass(t, "IND", m.harbour, "harbour", "orchard", 7)
	return m
}

var everybody = []securities.AccountID{"industry", "orchard", "harbour", "summit"}

// carriedOut brings an action on shares that were halted by the record date to an end.
func (m *market) carriedOut(t testing.TB, id securities.ActionID) securities.Action {
	t.Helper()
	m.roll(t, "2026-01-06")
	stage.Do(t, m.keeper, securities.HaltInstrument, halting("IND"))
	pages := m.recorded(t, id, "2026-01-08")
	action := m.entitled(t, id, pages)
	if action.Status == securities.ActionEntitled {
		stage.Do(t, m.issuer, securities.FundAction, funding(t, action))
	}
	pay := paging(id, pages...)
	if action.Kind != securities.Bonus {
		pay.Lots = m.allLots(t, "IND", everybody...)
	}
	stage.Do(t, m.agent, securities.PayEntitlements, pay)
	stage.Do(t, m.keeper, securities.ResumeInstrument, "IND")
	return *stage.Do(t, m.summit, securities.ReconcileAction, id)
}

// have checks the units of the investors and the treasury, and that the register of the day is complete.
func (m *market) have(t testing.TB, treasury, orchard, harbour, summit securities.Quantity) {
	t.Helper()
	for account, units := range map[securities.AccountID]securities.Quantity{"industry": treasury, "orchard": orchard, "harbour": harbour, "summit": summit} {
		m.holds(t, "IND", account, units)
	}
	m.roll(t, "2026-01-09")
	m.registered(t, registerOf("IND", "2026-01-08"))
	require.Equal(t, treasury+orchard+harbour+summit, stage.Do(t, m.summit, securities.GetSupply, registerOf("IND", "2026-01-08")).Units)
}

func TestSplitMakesMoreOfEveryUnit(t *testing.T) {
	m := uneven(t)
	m.carriedOut(t, m.announced(t, shares("S-1", securities.Split, func(a *securities.ActionTerms) {
		a.Factor, a.Disposition = &fraction.Factor{New: 3, Old: 2}, fraction.RoundDown
	})))
	m.have(t, 15_000, 1510, 1489, 1500) // 1,007 × 3/2 is 1,510.5, and 993 × 3/2 is 1,489.5
}

// Of a reverse split 1 for 10 the fractions are paid: 7 tenths and 3 tenths of 20.00.
func TestReverseSplitPaysFractions(t *testing.T) {
	m := uneven(t)
	action := m.carriedOut(t, m.announced(t, shares("S-1", securities.ReverseSplit, func(a *securities.ActionTerms) {
		a.Factor, a.Disposition, a.Reference, a.Payees = &fraction.Factor{New: 1, Old: 10}, fraction.CashInLieu, dec("20"), untaxed()
	})))
	m.have(t, 1000, 100, 99, 100)
	m.has(t, "orchard", "1000014.00")
	m.has(t, "harbour", "1000006.00")
	m.has(t, "industry", "999980.00")
	require.Equal(t, "2000", action.Total.Gross.String())
}

// A bonus of 3 for 10 is given beside what holders have; the treasury gets none. A bonus of 100 units in all is given whole.
func TestBonusIsGiven(t *testing.T) {
	m := uneven(t)
	m.carriedOut(t, m.announced(t, shares("B-1", securities.Bonus, func(a *securities.ActionTerms) {
		a.Factor, a.Disposition = &fraction.Factor{New: 3, Old: 10}, fraction.Standard
	})))
	m.have(t, 10_000, 1309, 1291, 1300) // 302.1, 297.9
}

func TestBonusOfAFixedNumberIsGivenWhole(t *testing.T) {
	m := uneven(t)
	id := m.announced(t, shares("B-1", securities.Bonus, func(a *securities.ActionTerms) { a.Units = 100 }))
	m.drawn(t, id)
	m.have(t, 10_000, 1041, 1026, 1033) // 33.567, 33.1 and 33.333 of 100 over 3,000: the odd one to orchard
}

// A partial call of 100 shares takes as many from each as a bonus of 100 would have given, and pays 50.00 each.
func TestPartialCallTakesAFixedNumber(t *testing.T) {
	m := uneven(t)
	id := m.announced(t, shares("P-1", securities.PartialCall, func(a *securities.ActionTerms) {
		a.Units, a.Rate, a.Payees = 100, dec("50"), untaxed()
	}))
	m.drawn(t, id)
	m.have(t, 10_000, 973, 960, 967)
	m.has(t, "orchard", "1001700.00")
	m.has(t, "harbour", "1001650.00")
	m.has(t, "industry", "995000.00")
}

// drawn carries an action out that needs a cut.
func (m *market) drawn(t testing.TB, id securities.ActionID) {
	t.Helper()
	m.roll(t, "2026-01-06")
	stage.Do(t, m.keeper, securities.HaltInstrument, halting("IND"))
	m.roll(t, "2026-01-08")
	pages := m.registered(t, registerOf("IND", "2026-01-06"))
	stage.Do(t, m.keeper, securities.CloseRecord, securities.CloseRecordRequest{Action: id})
	cut := *stage.Do(t, m.summit, securities.DrawCut, id)
	require.Positive(t, cut.Remainder)
	stage.Do(t, m.summit, securities.EntitlePages, securities.EntitleRequest{Action: id, Pages: pages})
	stage.Refused(t, m.summit, securities.CompleteEntitlements, id, securities.EntitlementsIncomplete) // without a cut a unit is left over
	stage.Do(t, m.keeper, securities.CloseRecord, securities.CloseRecordRequest{Action: id, Cut: cut})
	action := m.entitled(t, id, pages)
	pay := paging(id, pages...)
	if action.Kind.Validate() == nil && action.Kind == securities.PartialCall {
		stage.Do(t, m.issuer, securities.FundAction, funding(t, action))
		pay.Lots = m.allLots(t, "IND", everybody...)
	}
	stage.Do(t, m.agent, securities.PayEntitlements, pay)
	stage.Do(t, m.summit, securities.ReconcileAction, id)
}

// Units that change hands after the record date are not taken; lots that are left out, or of others, are refused.
func TestUnitsMustBeStill(t *testing.T) {
	m := uneven(t)
	id := m.announced(t, shares("S-1", securities.Split, func(a *securities.ActionTerms) {
		a.Factor, a.Disposition = &fraction.Factor{New: 2, Old: 1}, fraction.RoundDown
	}))
	m.roll(t, "2026-01-07")
	m.registered(t, registerOf("IND", "2026-01-06"))
	stage.Refused(t, m.keeper, securities.CloseRecord, securities.CloseRecordRequest{Action: id}, securities.NotStill)
	stage.Do(t, m.keeper, securities.HaltInstrument, halting("IND"))
	stage.Refused(t, m.keeper, securities.CloseRecord, securities.CloseRecordRequest{Action: id}, securities.NotStill)

	again := shares("S-2", securities.Split, func(a *securities.ActionTerms) {
		a.Factor, a.Disposition = &fraction.Factor{New: 2, Old: 1}, fraction.RoundDown
		a.Record, a.Ex = day("2026-01-07"), day("2026-01-07")
	})
	m.announced(t, again)
	pages := m.recorded(t, "S-2", "2026-01-08")
	m.entitled(t, "S-2", pages)
	pay := paging("S-2", pages...)
	stage.Refused(t, m.agent, securities.PayEntitlements, pay, securities.LotsIncomplete)
	pay.Lots = m.allLots(t, "IND", "industry", "orchard", "harbour")
	stage.Refused(t, m.agent, securities.PayEntitlements, pay, securities.LotsIncomplete)
	stage.Do(t, m.keeper, securities.ResumeInstrument, "IND")
	pay.Lots = m.allLots(t, "IND", everybody...)
	stage.Refused(t, m.agent, securities.PayEntitlements, pay, securities.NotStill)
	stage.Do(t, m.keeper, securities.HaltInstrument, halting("IND"))
	stage.Refused(t, m.agent, securities.PayEntitlements, pay, securities.NotStill)
}

// A zero-coupon bond is repaid: all lots are spent and paid in one transaction, the treasury's for nothing, and the
// instrument is closed. What was set aside for a sale is its owner's still, and the sale can be called off.
func TestBondIsRedeemed(t *testing.T) {
	m := repayable(t)
	id := m.announced(t, repaying())
	m.roll(t, "2026-01-09")
	d := sale("T1", 400, "410000.00")
	m.agree(t, d)
	m.lockLots(t, d)
	stage.Do(t, m.keeper, securities.HaltInstrument, halting("IND-29"))
	action, pages := m.funded(t, id, "2026-01-12")
	require.Equal(t, "300000000", action.Total.Gross.String())
	pay := paging(id, pages...)
	pay.Lots = m.allLots(t, "IND-29", everybody...)
	stage.Do(t, m.agent, securities.PayEntitlements, pay)
	stage.Do(t, m.summit, securities.ReconcileAction, id)
	for _, account := range everybody {
		m.holds(t, "IND-29", account, 0)
		if account != "industry" {
			m.has(t, cash.AccountID(account), "2000000.00")
		}
	}
	m.roll(t, "2026-01-13")
	stage.Do(t, m.northDesk, securities.ReclaimInstruction, d.ends().Deliver)
	stage.Do(t, m.keeper, securities.ResumeInstrument, "IND-29")
	stage.Do(t, m.keeper, securities.CloseInstrument, "IND-29")
}

// Whoever names a lot twice, or pays without units, is refused by the form of the request.
func TestPayRequestsThatAreMalformed(t *testing.T) {
	m := uneven(t)
	lot := m.allLots(t, "IND", "orchard")[0]
	for _, bad := range []securities.PayRequest{
		{Action: "A"}, {Action: "A", Pages: []securities.Bucket{"0001", "0001"}}, {Action: "A", Pages: []securities.Bucket{"0002", "0001"}},
		{Action: "A", Pages: []securities.Bucket{"x"}}, {Action: "a_b", Pages: []securities.Bucket{"0001"}},
		{Action: "A", Pages: []securities.Bucket{"0001"}, Lots: []securities.LotID{lot, lot}},
		{Action: "A", Pages: []securities.Bucket{"0001"}, Suspend: []securities.AccountID{"a", "a"}},
		{Action: "A", Pages: make([]securities.Bucket, 101)}, {Action: "A", Pages: []securities.Bucket{"0001"}, Suspend: make([]securities.AccountID, 1000)},
	} {
		stage.Refused(t, m.agent, securities.PayEntitlements, bad, protocol.InvalidArgument)
	}
	stage.Refused(t, m.issuer, securities.FundAction, securities.FundActionRequest{Action: "A", Means: cash.Means{Account: "industry"}}, protocol.InvalidArgument)
}
