// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// endorsed is a transaction that was endorsed, and not ordered yet.
func endorsed[Req protocol.Request, Res any](t testing.TB, m *market, by *stage.Actor, e protocol.SubmitEndpoint[Req, Res], req Req) *ledgertest.Transaction {
	t.Helper()
	proposal, err := stage.Proposal(by, e, req)
	require.NoError(t, err)
	transaction, err := m.World.Endorse(by.ID, proposal)
	require.NoError(t, err)
	return transaction
}

// block puts transactions into one block and answers what became of each.
func (m *market) block(t testing.TB, transactions ...*ledgertest.Transaction) []string {
	t.Helper()
	require.NoError(t, m.World.Order(transactions...))
	var codes []string
	for _, committed := range m.World.CutBlock().Transactions {
		codes = append(codes, committed.Code.String())
	}
	return codes
}

// Two sales of one lot are both endorsed, and one of them is settled.
func TestOfTwoSalesOfOneLotOneIsSettled(t *testing.T) {
	m := bonds(t)
	one, two := m.agree(t, sale("T1", 1000, "1000.00")), sale("T2", 1000, "2000.00")
	two.buyer = "summit"
	m.agree(t, two)
	first, second := m.delivery(t, one, securities.PaidBy{Hold: m.hold(t, one, "h1", one.price)}), m.delivery(t, two, securities.PaidBy{Hold: m.hold(t, two, "h2", two.price)})
	require.Equal(t, first.Lots, second.Lots)
	codes := m.block(t,
		endorsed(t, m, m.northDesk, securities.SettleInstruction, first), endorsed(t, m, m.keeper, securities.SettleInstruction, second))
	require.Equal(t, []string{"VALID", "MVCC_READ_CONFLICT"}, codes)
	m.holds(t, "IND-29", "harbour", 2000)
	m.holds(t, "IND-29", "summit", 1000)
	m.has(t, "orchard", "1001000.00")
	m.has(t, "summit", "1000000.00")
	stage.Refused(t, m.keeper, securities.SettleInstruction, second, securities.LotSpent)
}

// Both sides may ask for the settlement of one trade at once: it is settled once.
func TestOneTradeIsSettledOnce(t *testing.T) {
	m := bonds(t)
	d := m.agree(t, sale("T1", 400, "410000.00"))
	m.lockLots(t, d)
	m.lockMoney(t, d, "h1")
	req := securities.DeliveryRequest{ObligationRequest: d.ends(), Instrument: "IND-29"}
	codes := m.block(t,
		endorsed(t, m, m.southDesk, securities.SettleInstruction, req), endorsed(t, m, m.northDesk, securities.SettleInstruction, req))
	require.Equal(t, []string{"VALID", "MVCC_READ_CONFLICT"}, codes)
	m.has(t, "orchard", "1410000.00")
}

// Sales of different lots by one account to one account meet nowhere in securities: of ten in a block, free of payment, all
// are valid.
func TestSalesOfDifferentLotsDoNotMeet(t *testing.T) {
	m := bonds(t)
	var transactions []*ledgertest.Transaction
	m.pieces(t, "orchard", 10)
	lots := m.lots(t, "IND-29", "orchard")
	for i := range 10 {
		d := m.agree(t, sale(string(rune('A'+i)), 100, ""))
		req := m.delivery(t, d, securities.PaidBy{})
		req.Lots = []securities.LotID{lots[i].ID}
		transactions = append(transactions, endorsed(t, m, m.northDesk, securities.SettleInstruction, req))
	}
	require.Equal(t, slices.Repeat([]string{"VALID"}, 10), m.block(t, transactions...))
	m.holds(t, "IND-29", "harbour", 2000)
}

// pieces cuts an account's one lot of 1,000 into equal ones, by selling it to itself through another.
func (m *market) pieces(t testing.TB, account securities.AccountID, n int) {
	t.Helper()
	size := securities.Quantity(1000 / n)
	m.pass(t, "IND-29", m.person(account), account, "summit", 1000)
	for range n {
		m.pass(t, "IND-29", m.summit, "summit", account, size)
	}
}

// A hold that is put on and a settlement that is under way cannot both be: whichever comes first counts.
func TestAHoldInTimeKeepsASettlementFromHappening(t *testing.T) {
	m := bonds(t)
	d := m.agree(t, sale("T1", 400, ""))
	codes := m.block(t,
		endorsed(t, m, m.southDesk, securities.HoldInstruction, d.ends().ReceiveKey()),
		endorsed(t, m, m.northDesk, securities.SettleInstruction, m.delivery(t, d, securities.PaidBy{})))
	require.Equal(t, []string{"VALID", "MVCC_READ_CONFLICT"}, codes)
	m.holds(t, "IND-29", "harbour", 1000)
}

// Rolling the date ends all that is under way.
func TestTheBusinessDateIsTheCutOff(t *testing.T) {
	m := bonds(t)
	d := m.agree(t, sale("T1", 400, ""))
	codes := m.block(t,
		endorsed(t, m, m.officers[0], securities.RollDate, protocol.RollRequest{To: day("2026-01-06")}),
		endorsed(t, m, m.northDesk, securities.SettleInstruction, m.delivery(t, d, securities.PaidBy{})))
	require.Equal(t, []string{"VALID", "MVCC_READ_CONFLICT"}, codes)
}
