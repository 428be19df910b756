// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// cededMarket is a market in which claims of the mill's property policies P1 and P2, of 1,200,000.00 each, are ceded to a
// surplus of four lines on top of 100,000.00: a third of each loss.
func cededMarket(t testing.TB) *market {
	t.Helper()
	m := insured(t)
	m.insure(t, m.mill, wanted("P2", "2026-02-01"))
	stage.Do(t, m.alpha, insurance.OpenProgrammeOf, programme2026())
	s := slip("surplus", surplusOf())
	m.signedLate(t, s)
	return m
}

// signedLate binds a treaty in February, by ridge alone.
func (m *market) signedLate(t testing.TB, s insurance.SlipTerms) {
	t.Helper()
	stage.Do(t, m.alpha, insurance.DraftTreaty, s)
	quote := quoteOf(s, s.Order)
	quote.Expires = day("2026-12-31")
	stage.Do(t, m.ridge, insurance.QuoteTreaty, insurance.TreatyQuoteRequest{Treaty: s.ID, Quote: quote})
	stage.Do(t, m.alpha, insurance.TakeQuote, insurance.TakeQuoteRequest{Treaty: s.ID, Quote: quote})
	stage.Do(t, m.chief, insurance.OrderTreaty, s.ID)
	stage.Do(t, m.ridge, insurance.WriteLine, lineRequest(s.ID, "ridge", s.Order))
	stage.Do(t, m.alpha, insurance.CloseLines, insurance.LinesRequest{Treaty: s.ID, Reinsurers: []parties.PartyID{"ridge"}})
	stage.Do(t, m.alpha, insurance.SignDown, s.ID)
	stage.Do(t, m.other, insurance.ConfirmLine, s.ID)
	stage.Do(t, m.alpha, insurance.BindTreaty, s.ID)
}

// takenUp cedes all that waits of alpha.
func (m *market) takenUp(t testing.TB) {
	t.Helper()
	waiting := stage.Do(t, m.bo, insurance.CessionsWaiting, insurance.InsurerPage{Party: "alpha", PageRequest: protocol.PageRequest{Size: 100}}).Items
	request := insurance.CedeRequest{Programme: "alpha-2026"}
	for _, due := range waiting {
		request.Due = append(request.Due, due.CessionKey)
	}
	stage.Do(t, m.bo, insurance.CedeBatch, request)
}

// What is reserved, paid and recovered of a claim reaches the treaty as it stands, and what comes in from the other
// insurer reverses in the reinsurer's account, to cash.
func TestClaimReachesItsTreatyAndSubrogationReverses(t *testing.T) {
	m := cededMarket(t)
	m.notified(t, "C1")
	m.document(t, m.mill, "C1", "bill", "INVOICE")
	m.assessed(t, "C1", "100000.00")
	m.decided(t, m.expert, approve("C1"))
	m.reserved(t, m.expert, "C1", "120000.00")
	m.takenUp(t)
	m.recovers(t, "surplus", "0.00", "40000.00", "0.00")
	m.reserved(t, m.expert, "C1", "-21000.00")
	m.takenUp(t)
	m.recovers(t, "surplus", "0.00", "33000.00", "0.00")
	m.pays(t, payment("C1", 1, insurance.PayFinal, "99000.00"))
	m.takenUp(t)
	m.recovers(t, "surplus", "33000.00", "0.00", "0.00")
	kept := stage.Do(t, m.mill, insurance.GetClaimCession, insurance.PlaceKey{Programme: "alpha-2026", Claim: "C1"})
	require.Equal(t, treaty.Standing{Paid: minor("66000.00"), Incurred: minor("66000.00")}, kept.Retained)

	before := m.posted(t, "ridge")
	m.books(t, 1, 3)
	require.Equal(t, before-3_300_000, m.posted(t, "ridge"))
	m.demands(t, "R1", "beta", "100000.00")
	stage.Do(t, m.beta, insurance.AnswerRecovery, insurance.RecoveryAnswer{Recovery: "R1", Offered: minor("60000.00")})
	stage.Do(t, m.handler, insurance.AgreeRecovery, insurance.RecoveryAmount{Recovery: "R1", Amount: minor("60000.00")})
	stage.Do(t, m.expert, insurance.DecideWaiver, insurance.WaiverDecision{Recovery: "R1", Agree: true})
	stage.Do(t, m.bo, insurance.ReceiveRecovery, receipt("R1", 1, "60000.00", byBeta())) // 59,400.00 of it is alpha's
	m.takenUp(t)
	m.recovers(t, "surplus", "13200.00", "0.00", "0.00")
	m.books(t, 4, 4)
	require.Equal(t, before-1_320_000, m.posted(t, "ridge"), "19,800.00 came back")
}

// books has ridge agree to bordereaux, renders them and settles.
func (m *market) books(t testing.TB, from, through int) {
	t.Helper()
	for n := from; n <= through; n++ {
		key := insurance.BordereauKey{Treaty: "surplus", Number: n}
		stage.Do(t, m.alpha, insurance.NotifyBordereau, key)
		stage.Do(t, m.ridge, insurance.AgreeBordereau, key)
	}
	account := stage.Do(t, m.alpha, insurance.RenderAccount, insurance.RenderRequest{Treaty: "surplus", Through: through})
	stage.Do(t, m.bo, insurance.SettleBalances, insurance.StatementsRequest{Statements: []insurance.StatementKey{
		{Treaty: "surplus", Number: account.Accounts, Reinsurer: "ridge"},
	}})
}

// A payment on one policy, a reserve on another and a cession under the treaty of both fit into one block.
func TestPaymentReserveAndCessionFitIntoOneBlock(t *testing.T) {
	m := cededMarket(t)
	m.notified(t, "C1")
	m.document(t, m.mill, "C1", "bill", "INVOICE")
	m.assessed(t, "C1", "100000.00")
	m.decided(t, m.expert, approve("C1"))
	m.reserved(t, m.expert, "C1", "99000.00")
	stage.Do(t, m.mill, insurance.NotifyLoss, fire("C2", "P2", "2026-02-01", claimed("BUILDING", "", "50000.00")))
	m.investigated(t, "C2")
	waiting := stage.Do(t, m.bo, insurance.CessionsWaiting, insurance.InsurerPage{Party: "alpha", PageRequest: protocol.PageRequest{Size: 100}}).Items
	require.Len(t, waiting, 1)
	stage.Do(t, m.handler, insurance.RequestPayment, payment("C1", 1, insurance.PayFinal, "99000.00"))
	stage.Do(t, m.chief, insurance.AuthorisePayment, numbered("C1", 1))
	reserve := insurance.ReserveRequest{Claim: "C2", Exposure: 1, Cost: insurance.IndemnityCost, Delta: minor("40000.00"), Reason: "ESTIMATE"}
	m.together(t, call(m.bo, insurance.CedeBatch, insurance.CedeRequest{Programme: "alpha-2026", Due: []insurance.CessionKey{waiting[0].CessionKey}}),
		call(m.bo, insurance.MakePayment, insurance.MakeRequest{NumberedKey: numbered("C1", 1)}), call(m.expert, insurance.MoveReserve, reserve))
	m.takenUp(t)
	m.recovers(t, "surplus", "33000.00", "13333.33", "0.00")
}
