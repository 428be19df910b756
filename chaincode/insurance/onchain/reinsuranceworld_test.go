// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// reinsuranceEndpoints are the transactions about treaties, cessions and technical accounts.
var reinsuranceEndpoints = []protocol.Endpoint{
	insurance.OpenProgrammeOf, insurance.DraftTreaty, insurance.QuoteTreaty, insurance.TakeQuote, insurance.OrderTreaty, insurance.WriteLine,
	insurance.CloseLines, insurance.SignDown, insurance.ConfirmLine, insurance.BindTreaty, insurance.WithdrawSlip, insurance.ProposeEndorsement,
	insurance.ConsentEndorsement, insurance.DropEndorsement, insurance.ApplyEndorsement, insurance.ChangeTreatyPurse, insurance.DeclareEvent,
	insurance.AssignLosses, insurance.CedeBatch, insurance.CedePremiums, insurance.NotifyBordereau, insurance.AgreeBordereau,
	insurance.QueryBordereau, insurance.AnswerQuery, insurance.DisputeAnswer, insurance.SettleQuery, insurance.ArbitrateQuery, insurance.GetProgramme, insurance.Programmes, insurance.GetCededClass, insurance.GetSlip,
	insurance.Slips, insurance.ReadTreatyQuote, insurance.WrittenLines, insurance.LinesOf, insurance.GetTreaty, insurance.GetTreatySeals, insurance.Treaties,
	insurance.GetEndorsement, insurance.GetLossEvent, insurance.CessionsWaiting, insurance.BookPages, insurance.GetBook, insurance.GetClaimCession,
	insurance.GetCededPolicy, insurance.GetBordereau, insurance.Bordereaux, insurance.RenderAccount, insurance.SettleBalances,
	insurance.CallCash, insurance.PayCashCall, insurance.GetTreatyAccount, insurance.GetPosition, insurance.GetStatement, insurance.Statements,
	insurance.StatementsOf, insurance.CashCalls,
}

var (
	// theirs is for persons of one firm that is on record.
	theirs = others{"NOT_AUTHORISED", "NOT_YOURS", "NOT_YOURS"}
	// inName is done in the caller's own name, for which the registry has to know it.
	inName = others{"NOT_AUTHORISED", "NOT_A_PARTY", "FIRM_REFUSED"}
)

// stopLoss is a treaty behind all others.
func stopLoss() treaty.Terms {
	return treaty.Terms{
		Kind: treaty.StopLoss, Priority: 9, CededShare: rate("1"),
		Aggregate: treaty.Aggregate{Deductible: minor("1000000.00"), Limit: minor("500000.00")},
	}
}

// reinsuranceWorld is a market on 10 January in which slips, bordereaux and endorsements stand at every step.
func reinsuranceWorld(t testing.TB) world {
	t.Helper()
	m := stormy(t)
	m.panels(t)
	m.sells(t, property())
	m.insure(t, m.mill, wanted("works", monday))
	m.placements(t)
	m.cede(t, m.move(t, fifteen(1, "0.00", "200000.00")...)...)
	m.blow(t)
	m.bordereaux(t)
	m.roll(t, "2026-01-10")
	m.rendered(t, "layer-2", 1)
	stage.Do(t, m.mill, insurance.CedePremiums, insurance.CedePremiumRequest{Programme: "alpha-2026", Policies: []insurance.PolicyID{"works"}})
	for _, id := range []insurance.EndorsementID{"dropping", "consenting", "applying"} {
		stage.Do(t, m.alpha, insurance.ProposeEndorsement, amendment(id))
	}
	stage.Do(t, m.ridge, insurance.ConsentEndorsement, "applying")
	stage.Do(t, m.beta, insurance.ConsentEndorsement, "applying")
	m.move(t, movement("waiting", 1, "0.00", "1000.00"))
	return world{m, append(append(m.placing(), m.ceding()...), m.reading()...)}
}

func amendment(id insurance.EndorsementID) insurance.EndorsementRequest {
	return insurance.EndorsementRequest{
		ID: id, Treaty: "layer-1", Kind: insurance.Amend, Terms: layerOf("300000.00", "100000.00"), Premium: priceOf(treaty.Catastrophe),
	}
}

// placements are slips at every step, and a treaty of a year that is over and of which nothing is left.
func (m *market) placements(t testing.TB) {
	t.Helper()
	stage.Do(t, m.alpha, insurance.DraftTreaty, slip("drafted", stopLoss()))
	quote := quoteOf(slip("drafted", stopLoss()), 500_000_000)
	stage.Do(t, m.ridge, insurance.QuoteTreaty, insurance.TreatyQuoteRequest{Treaty: "drafted", Quote: quote})
	quoted := slip("quoted", stopLoss())
	stage.Do(t, m.alpha, insurance.DraftTreaty, quoted)
	taken := quoteOf(quoted, 500_000_000)
	stage.Do(t, m.ridge, insurance.QuoteTreaty, insurance.TreatyQuoteRequest{Treaty: "quoted", Quote: taken})
	stage.Do(t, m.alpha, insurance.TakeQuote, insurance.TakeQuoteRequest{Treaty: "quoted", Quote: taken})
	m.ordered(t, slip("ordered", stopLoss()))
	m.ordered(t, slip("written", stopLoss()))
	m.ordered(t, slip("closed", stopLoss()))
	for _, id := range []insurance.TreatyID{"written", "closed"} {
		stage.Do(t, m.ridge, insurance.WriteLine, lineRequest(id, "ridge", insurance.Whole))
	}
	stage.Do(t, m.alpha, insurance.CloseLines, insurance.LinesRequest{Treaty: "closed", Reinsurers: []parties.PartyID{"ridge"}})
	m.signed(t, slip("signed", stopLoss()))
	m.signed(t, slip("confirmed", stopLoss()))
	stage.Do(t, m.second, insurance.ConfirmLine, "confirmed")
	stage.Do(t, m.other, insurance.ConfirmLine, "confirmed")
	last := programme2026()
	last.ID, last.Period = "alpha-2025", treaty.Period{From: day("2025-01-01"), To: day("2025-12-31")}
	stage.Do(t, m.alpha, insurance.OpenProgrammeOf, last)
}

// bordereaux are six of the surplus: calculated, notified, queried, agreed, called for, and one that was called for before.
func (m *market) bordereaux(t testing.TB) {
	t.Helper()
	for i, claim := range []string{"a", "b", "c", "d", "e"} {
		m.cede(t, m.move(t, movement(claim, 1, "200000.00", "0.00"))...)
		key := insurance.BordereauKey{Treaty: "surplus", Number: 2 + i}
		require.Equal(t, minor("160000.00"), stage.Do(t, m.mill, insurance.GetBordereau, key).Ceded.Paid)
	}
	key := func(n int) insurance.BordereauKey { return insurance.BordereauKey{Treaty: "surplus", Number: n} }
	stage.Do(t, m.alpha, insurance.NotifyBordereau, key(2))
	stage.Do(t, m.alpha, insurance.NotifyBordereau, key(3))
	stage.Do(t, m.ridge, insurance.QueryBordereau, insurance.QueryRequest{BordereauKey: key(3), Reason: "SHARE"})
	stage.Do(t, m.beta, insurance.QueryBordereau, insurance.QueryRequest{BordereauKey: key(3), Reason: "EVENT"})
	stage.Do(t, m.alpha, insurance.AnswerQuery, insurance.AnswerRequest{BordereauKey: key(3), Reinsurer: "beta", Answer: strings.Repeat("cd", 32)})
	for n := 4; n <= 6; n++ {
		m.agreed(t, "surplus", n)
	}
	m.agreed(t, "layer-2", 1)
	stage.Do(t, m.alpha, insurance.CallCash, key(5))
	stage.Do(t, m.alpha, insurance.CallCash, key(6))
	stage.Do(t, m.mill, insurance.PayCashCall, insurance.CallRequest{LinesRequest: insurance.LinesRequest{Treaty: "surplus", Reinsurers: []parties.PartyID{"ridge"}}, Number: 6})
}

func (m *market) placing() []row {
	fresh := programme2026()
	fresh.ID, fresh.Period = "alpha-2027", treaty.Period{From: day("2027-01-01"), To: day("2027-12-31")}
	quote := quoteOf(slip("drafted", stopLoss()), 500_000_000)
	new := slip("new", stopLoss())
	new.Instalments = []date.Date{day("2026-03-01")}
	return []row{
		does(insurance.OpenProgrammeOf, m.alpha, inName, fresh),
		does(insurance.DraftTreaty, m.alpha, theirs, new),
		does(insurance.QuoteTreaty, m.ridge, theirs, insurance.TreatyQuoteRequest{Treaty: "drafted", Quote: quote}),
		does(insurance.TakeQuote, m.alpha, theirs, insurance.TakeQuoteRequest{Treaty: "drafted", Quote: quote}),
		does(insurance.OrderTreaty, m.chief, theirs, "quoted"),
		does(insurance.WriteLine, m.ridge, inName, lineRequest("ordered", "ridge", 600_000_000)),
		does(insurance.CloseLines, m.alpha, theirs, insurance.LinesRequest{Treaty: "written", Reinsurers: []parties.PartyID{"ridge"}}),
		does(insurance.SignDown, m.alpha, theirs, "closed"),
		does(insurance.ConfirmLine, m.other, others{"NOT_AUTHORISED", "NOT_A_PARTY", "NOT_FOUND"}, "signed"),
		does(insurance.BindTreaty, m.alpha, theirs, "confirmed"),
		does(insurance.WithdrawSlip, m.alpha, theirs, "ordered"),
		does(insurance.ProposeEndorsement, m.ridge, theirs, amendment("new")),
		does(insurance.ConsentEndorsement, m.beta, theirs, "consenting"),
		does(insurance.DropEndorsement, m.chief, theirs, "dropping"),
		does(insurance.ApplyEndorsement, m.chief, theirs, "applying"),
		does(insurance.ChangeTreatyPurse, m.alpha, theirs, insurance.TreatyPurseRequest{Treaty: "surplus", Purse: purse("alpha", insurance.Reinsurance)}),
	}
}

func (m *market) ceding() []row {
	key := func(n int) insurance.BordereauKey { return insurance.BordereauKey{Treaty: "surplus", Number: n} }
	again := insurance.AssignRequest{Event: "storm", Losses: []insurance.AssignedLoss{{Claim: "storm-01", At: insurance.Hour{Date: day("2026-01-08"), Hour: 4}}}}
	flood := insurance.LossEventRequest{
		ID: "flood", Programme: "alpha-2026", Peril: "FLOOD", From: insurance.Hour{Date: day("2026-01-03"), Hour: 1}, Hours: 168, Area: "SOUTH",
	}
	call := insurance.CallRequest{LinesRequest: insurance.LinesRequest{Treaty: "surplus", Reinsurers: []parties.PartyID{"beta", "ridge"}}, Number: 5}
	return []row{
		does(insurance.DeclareEvent, m.alpha, theirs, flood),
		does(insurance.AssignLosses, m.alpha, theirs, again),
		does(insurance.CedeBatch, m.mill, anybody, insurance.CedeRequest{
			Programme: "alpha-2026", Due: []insurance.CessionKey{movement("waiting", 1, "0.00", "0.00").CessionKey}, Assigned: []insurance.ClaimID{"storm-01"},
		}),
		does(insurance.CedePremiums, m.mill, anybody, insurance.CedePremiumRequest{Programme: "alpha-2026", Policies: []insurance.PolicyID{"works"}}),
		does(insurance.NotifyBordereau, m.alpha, theirs, key(1)),
		does(insurance.AgreeBordereau, m.ridge, theirs, key(2)),
		does(insurance.QueryBordereau, m.ridge, theirs, insurance.QueryRequest{BordereauKey: key(2), Reason: "SHARE"}),
		does(insurance.AnswerQuery, m.alpha, theirs, insurance.AnswerRequest{BordereauKey: key(3), Reinsurer: "ridge", Answer: strings.Repeat("ab", 32)}),
		does(insurance.DisputeAnswer, m.beta, theirs, insurance.DisputeRequest{BordereauKey: key(3)}),
		does(insurance.SettleQuery, m.alpha, theirs, finding(key(3), "ridge", insurance.QueryStands)),
		does(insurance.ArbitrateQuery, m.arbiter, office, finding(key(3), "ridge", insurance.QueryCorrects)),
		does(insurance.CallCash, m.alpha, theirs, key(4)),
		does(insurance.PayCashCall, m.mill, anybody, call),
		does(insurance.RenderAccount, m.ridge, theirs, insurance.RenderRequest{Treaty: "layer-1"}),
		does(insurance.SettleBalances, m.mill, anybody, insurance.StatementsRequest{Statements: []insurance.StatementKey{{Treaty: "layer-2", Number: 1, Reinsurer: "ridge"}}}),
	}
}

func (m *market) reading() []row {
	page := protocol.PageRequest{Size: 10}
	of := insurance.InsurerPage{Party: "ridge", PageRequest: page}
	in := insurance.ProgrammePage{Programme: "alpha-2026", PageRequest: page}
	treaties := insurance.TreatyPage{Treaty: "layer-2", PageRequest: page}
	class := insurance.CededClassKey{Insurer: "alpha", Class: "PROPERTY", Currency: euro}
	return []row{
		does(insurance.GetProgramme, m.mill, anybody, "alpha-2026"),
		does(insurance.Programmes, m.mill, anybody, insurance.InsurerPage{Party: "alpha", PageRequest: page}),
		does(insurance.GetCededClass, m.mill, anybody, class),
		does(insurance.GetSlip, m.mill, anybody, "drafted"),
		does(insurance.Slips, m.mill, anybody, in),
		does(insurance.ReadTreatyQuote, m.ridge, theirs, "drafted"),
		does(insurance.WrittenLines, m.mill, anybody, treaties),
		does(insurance.LinesOf, m.mill, anybody, of),
		does(insurance.GetTreaty, m.mill, anybody, "layer-1"),
		does(insurance.GetTreatySeals, m.mill, anybody, "layer-1"),
		does(insurance.Treaties, m.mill, anybody, in),
		does(insurance.GetEndorsement, m.mill, anybody, "applying"),
		does(insurance.GetLossEvent, m.mill, anybody, "storm"),
		does(insurance.CessionsWaiting, m.mill, anybody, insurance.InsurerPage{Party: "alpha", PageRequest: page}),
		does(insurance.BookPages, m.mill, anybody, insurance.ProgrammePage{Programme: "alpha-2026", PageRequest: protocol.PageRequest{Size: 2}}),
		does(insurance.GetBook, m.mill, anybody, "alpha-2026"),
		does(insurance.GetClaimCession, m.mill, anybody, insurance.PlaceKey{Programme: "alpha-2026", Claim: "storm-01"}),
		does(insurance.GetCededPolicy, m.mill, anybody, insurance.CededPolicyKey{Programme: "alpha-2026", Policy: "works"}),
		does(insurance.GetBordereau, m.mill, anybody, insurance.BordereauKey{Treaty: "surplus", Number: 1}),
		does(insurance.Bordereaux, m.mill, anybody, insurance.TreatyPage{Treaty: "surplus", PageRequest: page}),
		does(insurance.GetTreatyAccount, m.mill, anybody, "layer-2"),
		does(insurance.GetPosition, m.mill, anybody, "layer-2"),
		does(insurance.GetStatement, m.mill, anybody, insurance.StatementKey{Treaty: "layer-2", Number: 1, Reinsurer: "ridge"}),
		does(insurance.Statements, m.mill, anybody, treaties),
		does(insurance.StatementsOf, m.mill, anybody, of),
		does(insurance.CashCalls, m.mill, anybody, insurance.TreatyPage{Treaty: "surplus", PageRequest: page}),
	}
}
