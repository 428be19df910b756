// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// bought is a market in which Northbank bought 200,000.00 of tier one's paper without recourse, at 6 %.
func bought(t *testing.T) *market {
	t.Helper()
	m := opened(t)
	m.undertake(t, "A", "1000.00")
	stage.Do(t, m.northDesk, supplychain.FundDeal, m.agree(t, "deal", key("A", 1), units(1, 20_000_000), supplychain.Factoring, m.one, m.northDesk, "northbank", buying("0.06")))
	m.has(t, "tier-one", "198000.00")
	return m
}

func claimed(basis supplychain.Basis, evidence string) supplychain.RecourseRequest {
	return supplychain.RecourseRequest{Deal: "deal", Basis: basis, Evidence: strings.Repeat(evidence, 32)}
}

// Without recourse for the obligor's credit, the seller answers for its own fraud: an arbiter upholds the claim, the seller
// pays all that is owed, and has its paper back.
func TestFraudGoesBackToTheSellerWithoutRecourse(t *testing.T) {
	m := bought(t)
	stage.Refused(t, m.northDesk, supplychain.CallRecourse, supplychain.RecourseRequest{Deal: "deal", Basis: supplychain.Fraud}, protocol.InvalidArgument)
	stage.Refused(t, m.northDesk, supplychain.CallRecourse, claimed(supplychain.Credit, "e1"), protocol.InvalidArgument)
	stage.Refused(t, m.southDesk, supplychain.CallRecourse, claimed(supplychain.Fraud, "e1"), supplychain.NotYours)
	stage.Do(t, m.northDesk, supplychain.CallRecourse, claimed(supplychain.Fraud, "e1"))
	finding := supplychain.FindingRequest{Deal: "deal", Upheld: true}
	stage.Refused(t, m.northDesk, supplychain.DecideRecourse, finding, protocol.NotAuthorised)
	deal := stage.Do(t, m.arbiter, supplychain.DecideRecourse, finding)
	require.Equal(t, day(monday), deal.Upheld)
	stage.Refused(t, m.arbiter, supplychain.DecideRecourse, finding, supplychain.StatusRefused)

	stage.Do(t, m.maker, cash.Transfer, cash.TransferRequest{From: "motors", To: "tier-one", Amount: eur("2000.00")})
	pay := supplychain.RepurchaseRequest{Deal: "deal", Slices: []int64{1}, Means: m.mandate(t, m.one, "tier-one", supplychain.Repurchases)}
	require.Equal(t, supplychain.Repaid, stage.Do(t, m.one, supplychain.Repurchase, pay).Status)
	m.has(t, "tier-one", "0.00")
	m.has(t, "northbank", "5002000.00")
	require.Equal(t, supplychain.Held, m.slice(t, "A", 1).Status)
	require.Equal(t, "tier-one", string(m.slice(t, "A", 1).Holder.Party))
	m.freeLines(t)
	m.audited(t, "A", 0)
}

// A borrower repays when it likes, and its paper is free of the pledge; a seller has nothing to buy back before it is called.
func TestLoanIsRepaidBeforeItIsDue(t *testing.T) {
	m := bought(t)
	loan := buying("0.06")
	loan.Method, loan.AdvanceRate, loan.Recourse = supplychain.InArrears, decimalOf("0.5"), true
	stage.Do(t, m.northDesk, supplychain.FundDeal, m.agree(t, "loan", key("A", 20_000_001), units(20_000_001, 30_000_000), supplychain.ReceivableLoan, m.one, m.northDesk, "northbank", loan))
	m.has(t, "tier-one", "248000.00")
	pay := supplychain.RepurchaseRequest{Deal: "deal", Slices: []int64{1}, Means: m.mandate(t, m.one, "tier-one", supplychain.Repurchases)}
	stage.Refused(t, m.one, supplychain.Repurchase, pay, supplychain.StatusRefused)
	pay.Deal, pay.Slices = "loan", []int64{20_000_001}
	require.Equal(t, supplychain.Repaid, stage.Do(t, m.one, supplychain.Repurchase, pay).Status)
	m.has(t, "tier-one", "197500.00") // 50,000.00, and interest of 500.00 on it
	require.Equal(t, supplychain.Held, m.slice(t, "A", 20_000_001).Status)
	require.Equal(t, int64(20_000_000), m.drawn(t, "northbank"), "what is left of the line's use is the other deal's")
	m.audited(t, "A", 0)
}

// A claim that was upheld and written off says nothing of the next.
func TestEachClaimOfBreachNeedsItsOwnFinding(t *testing.T) {
	m := bought(t)
	m.roll(t, "2026-04-10")
	stage.Do(t, m.northDesk, supplychain.CallRecourse, claimed(supplychain.Warranty, "e1"))
	stage.Do(t, m.arbiter, supplychain.DecideRecourse, supplychain.FindingRequest{Deal: "deal", Upheld: true})
	stage.Do(t, m.northDesk, supplychain.WriteOff, "deal")
	again := stage.Do(t, m.northDesk, supplychain.CallRecourse, claimed(supplychain.Fraud, "e2"))
	require.True(t, again.Upheld.IsZero())
	dismissed := stage.Do(t, m.arbiter, supplychain.DecideRecourse, supplychain.FindingRequest{Deal: "deal"})
	require.Equal(t, supplychain.WrittenOff, dismissed.Status)
	m.audited(t, "A", 0)
}

// A claim that an arbiter dismisses leaves the deal as it was, and its evidence is not heard again.
func TestDismissedClaimOfBreachIsNotHeardAgain(t *testing.T) {
	m := bought(t)
	stage.Do(t, m.northDesk, supplychain.CallRecourse, claimed(supplychain.Warranty, "e1"))
	deal := stage.Do(t, m.arbiter, supplychain.DecideRecourse, supplychain.FindingRequest{Deal: "deal"})
	require.Equal(t, supplychain.Funded, deal.Status)
	stage.Refused(t, m.northDesk, supplychain.CallRecourse, claimed(supplychain.Fraud, "e1"), supplychain.RecourseRefused)
	stage.Refused(t, m.arbiter, supplychain.DecideRecourse, supplychain.FindingRequest{Deal: "deal"}, supplychain.StatusRefused)
	stage.Do(t, m.northDesk, supplychain.CallRecourse, claimed(supplychain.Warranty, "e2"))

	m.roll(t, maturity) // what comes in goes on as before
	stage.Do(t, m.one, supplychain.Collect, collect("A", "1000000.00"))
	m.distribute(t, "A")
	m.has(t, "northbank", "5002000.00")
	require.Equal(t, supplychain.Repaid, stage.Do(t, m.one, supplychain.GetDeal, "deal").Status)
}
