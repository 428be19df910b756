// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
)

// fund finances all of an undertaking with one bank.
func (m *market) fund(t testing.TB, id string) {
	t.Helper()
	request := m.agree(t, "deal-"+id, key(id, 1), m.slice(t, id, 1).Units, supplychain.Factoring, m.one, m.northDesk, "northbank", buying("0.06"))
	stage.Do(t, m.northDesk, supplychain.FundDeal, request)
}

func (m *market) prints(t testing.TB, id string) supplychain.RegisterRequest {
	t.Helper()
	prints := stage.Do(t, m.keeper, supplychain.PrintInvoice, supplychain.InvoiceID(id))
	return supplychain.RegisterRequest{Invoice: supplychain.InvoiceID(id), Register: prints.Register, Lookup: prints.Lookup}
}

// Whatever is edited on a financed invoice, it is not financed again: not while it runs and not when it is repaid.
func TestFinancedInvoiceIsNotRegisteredAgain(t *testing.T) {
	for name, again := range map[string]struct{ number, price string }{
		"the same":          {"INV-A", "1000.00"},
		"spelled otherwise": {"inv A", "1000.00"},
		"edited amount":     {"INV-A", "990.00"},
	} {
		for when, repaid := range map[string]bool{"while it runs": false, "after repayment": true} {
			t.Run(name+" "+when, func(t *testing.T) {
				m := opened(t)
				m.undertake(t, "A", "1000.00")
				m.fund(t, "A")
				if repaid {
					m.roll(t, maturity)
					stage.Do(t, m.one, supplychain.Collect, collect("A", "1000000.00"))
					m.distribute(t, "A")
				}
				m.bill(t, "B", again.number, again.price)
				stage.Refused(t, m.keeper, supplychain.RegisterInvoice, m.prints(t, "B"), duplicate.DoubleFinancing)
			})
		}
	}
}

// An invoice with another number but of the same amount may be honest: it takes a second person.
func TestInvoiceWithAnEditedNumberNeedsASecondPerson(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	m.fund(t, "A")
	m.bill(t, "B", "INV-77", "1000.00")
	require.Equal(t, duplicate.Suspicion, m.register(t, "B").Verdict)
	m.issue(t, "B")
	request := m.agree(t, "deal-B", key("B", 1), units(1, 50_000_000), supplychain.Factoring, m.one, m.southDesk, "southbank", buying("0.06"))
	stage.Refused(t, m.southDesk, supplychain.FundDeal, request, duplicate.DuplicateSuspected)
	stage.Refused(t, m.keeper, supplychain.ApproveInvoice, "B", supplychain.SamePerson)
	stage.Do(t, m.second, supplychain.ApproveInvoice, "B")
	stage.Do(t, m.southDesk, supplychain.FundDeal, request)
}

// twins are two undertakings on one invoice, registered under two names before either is financed, each with a deal of
// another bank that is ready to fund.
func twins(t *testing.T) (*market, [2]supplychain.FundRequest) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	m.bill(t, "B", "INV-A", "990.00")
	require.Equal(t, duplicate.Suspicion, m.register(t, "B").Verdict)
	m.issue(t, "B")
	stage.Do(t, m.second, supplychain.ApproveInvoice, "A")
	stage.Do(t, m.second, supplychain.ApproveInvoice, "B")
	return m, [2]supplychain.FundRequest{
		m.agree(t, "deal-A", key("A", 1), units(1, 100_000_000), supplychain.Factoring, m.one, m.northDesk, "northbank", buying("0.06")),
		m.agree(t, "deal-B", key("B", 1), units(1, 99_000_000), supplychain.Factoring, m.one, m.southDesk, "southbank", buying("0.06")),
	}
}

func TestOfTwoBanksTheFirstHasTheClaim(t *testing.T) {
	m, deals := twins(t)
	stage.Do(t, m.southDesk, supplychain.FundDeal, deals[1])
	stage.Refused(t, m.northDesk, supplychain.FundDeal, deals[0], duplicate.DoubleFinancing)
	m.has(t, "northbank", "5000000.00")
}

func TestOfTwoBanksInOneBlockOneHasTheClaim(t *testing.T) {
	m, deals := twins(t)
	m.together(t, []bool{true, false}, m.endorse(t, m.northDesk, deals[0]), m.endorse(t, m.southDesk, deals[1]))
	m.has(t, "tier-one", "990000.00")
	m.has(t, "southbank", "5000000.00")
	stage.Refused(t, m.southDesk, supplychain.FundDeal, deals[1], duplicate.DoubleFinancing)
}

func (m *market) endorse(t *testing.T, by *stage.Actor, req supplychain.FundRequest) *ledgertest.Transaction {
	t.Helper()
	return endorse(t, m, by, supplychain.FundDeal, req)
}

func endorse[Req protocol.Request, Res any](t testing.TB, m *market, by *stage.Actor, e protocol.SubmitEndpoint[Req, Res], req Req) *ledgertest.Transaction {
	t.Helper()
	proposal, err := stage.Proposal(by, e, req)
	require.NoError(t, err)
	tx, err := m.World.Endorse(by.ID, proposal)
	require.NoError(t, err)
	return tx
}

// together puts transactions into one block and checks which are valid.
func (m *market) together(t testing.TB, valid []bool, txs ...*ledgertest.Transaction) {
	t.Helper()
	require.NoError(t, m.World.Order(txs...))
	block := m.World.CutBlock()
	for i, tx := range block.Transactions {
		require.Equal(t, valid[i], tx.Valid(), "transaction %d: %s", i, tx.Code)
	}
}

// The same units cannot be asked for twice, and units of one undertaking go to two banks.
func TestUnitsAreFinancedOnce(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	half := supplychain.FinanceRequest{SliceKey: key("A", 1), Deal: "deal-1", Part: units(1, 50_000_000), Technique: supplychain.Factoring}
	other := half
	other.Deal = "deal-2"
	m.together(t, []bool{true, false}, endorse(t, m, m.one, supplychain.RequestFinance, half), endorse(t, m, m.one, supplychain.RequestFinance, other))
	stage.Refused(t, m.one, supplychain.RequestFinance, other, supplychain.Encumbered)
	other.Part = units(40_000_000, 60_000_000)
	stage.Refused(t, m.one, supplychain.RequestFinance, other, supplychain.Encumbered)
	stage.Refused(t, m.one, supplychain.OfferSlice, supplychain.OfferRequest{SliceKey: key("A", 1), Part: units(1, 1000), To: "tier-two", Expires: day("2026-01-31")}, supplychain.Encumbered)

	stage.Do(t, m.one, supplychain.UnwindDeal, "deal-1")
	first := m.agree(t, "deal-3", key("A", 1), units(1, 50_000_000), supplychain.Factoring, m.one, m.northDesk, "northbank", buying("0.06"))
	second := m.agree(t, "deal-4", key("A", 50_000_001), units(50_000_001, 100_000_000), supplychain.Factoring, m.one, m.southDesk, "southbank", buying("0.06"))
	stage.Do(t, m.northDesk, supplychain.FundDeal, first)
	stage.Do(t, m.southDesk, supplychain.FundDeal, second)
	stage.Refused(t, m.northDesk, supplychain.RequestFinance, supplychain.FinanceRequest{SliceKey: key("A", 1), Deal: "deal-5", Part: units(1, 1000), Technique: supplychain.Factoring}, supplychain.Encumbered)
}

func TestInvoiceOutsideTheRegisterIsNotFinanced(t *testing.T) {
	m := opened(t)
	m.bill(t, "A", "INV-A", "1000.00")
	m.issue(t, "A")
	request := m.agree(t, "deal", key("A", 1), units(1, 100_000_000), supplychain.Factoring, m.one, m.northDesk, "northbank", buying("0.06"))
	stage.Refused(t, m.northDesk, supplychain.FundDeal, request, supplychain.Unregistered)
}

// Tokens of an old epoch block for ever, and a registration that leaves an epoch out is refused.
func TestRotationKeepsOldTokens(t *testing.T) {
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	m.fund(t, "A")
	m.bill(t, "B", "INV-A", "990.00")
	old := m.prints(t, "B")
	stage.Do(t, m.keeper, supplychain.OpenEpoch, supplychain.EpochRequest{Number: 2})
	stage.Refused(t, m.keeper, supplychain.RegisterInvoice, old, supplychain.EpochMissing)
	stage.Do(t, m.keeper, supplychain.KeepRing, supplychain.RingRequest{Epochs: 2, Ring: duplicate.Ring{
		{Epoch: 1, Secret: []byte(strings.Repeat("k", 32))}, {Epoch: 2, Secret: []byte(strings.Repeat("l", 32))},
	}})
	stage.Refused(t, m.keeper, supplychain.RegisterInvoice, m.prints(t, "B"), duplicate.DoubleFinancing)
	stage.Refused(t, m.northDesk, supplychain.RegisterInvoice, m.prints(t, "B"), protocol.NotAuthorised)
	stage.Refused(t, m.keeper, supplychain.OpenEpoch, supplychain.EpochRequest{Number: 4}, supplychain.EpochMissing)
}
