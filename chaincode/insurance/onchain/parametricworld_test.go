// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// about is June's round of a district.
func about(subject oracle.Subject) oracle.RoundKey {
	round := season("rain")
	round.Subject = subject
	return round
}

// parametricWorld is a market on 4 July 2026 in which June is final with a drought, and rounds about other districts are
// open, ripe, provisional and disputed.
func parametricWorld(t testing.TB) world {
	t.Helper()
	m := growing(t)
	for id, holder := range map[insurance.PolicyID]*stage.Actor{"A": m.anna, "B": m.anna, "C": m.bo} {
		party := anna
		if holder == m.bo {
			party = bo
		}
		m.insure(t, holder, farm(id, party))
	}
	m.sells(t, chosen())
	stage.Do(t, m.anna, insurance.ApplyForPolicies, m.fields("2026-09-01", "WAITING"))
	m.roll(t, "2026-07-01")
	stage.Do(t, m.arbiter, insurance.AdmitFeed, pending("proposed"))
	m.observe(t, about("kaski"), "2026-07-01", 250, 250, 250)
	m.observe(t, about("disputed"), "2026-07-01", 100, 100, 200)
	for _, district := range []oracle.Subject{"kaski", "disputed"} {
		stage.Do(t, m.mill, insurance.AdvanceRound, about(district))
	}
	m.roll(t, "2026-07-04")
	m.observe(t, about("provisional"), "2026-07-04", 100, 100, 100)
	stage.Do(t, m.mill, insurance.AdvanceRound, about("provisional"))
	m.observe(t, about("ripe"), "2026-07-04", 100, 100, 100)
	stage.Do(t, m.arbiter, insurance.ArbitrateRound, ruling())
	stage.Do(t, m.mill, insurance.ExecuteDue, work(about("kaski"), "A", 1))
	return world{m, append(m.oracleRows(t), m.triggerRows()...)}
}

// pending is a feed of which one person of the regulator has registered the terms.
func pending(id oracle.FeedID) oracle.FeedTerms {
	terms := rain()
	terms.ID = id
	return terms
}

func ruling() oracle.Decision {
	return oracle.Decision{RoundKey: about("disputed"), Reading: &index.Reading{Value: 110}, Evidence: strings.Repeat("ab", 32)}
}

func (m *market) oracleRows(t testing.TB) []row {
	provider := others{"NOT_AUTHORISED", "NOT_A_PROVIDER", "NOT_A_PROVIDER"}
	challenger := others{"NOT_A_PROVIDER", "NOT_A_PROVIDER", "NOT_A_PROVIDER"}
	other := ruling()
	other.Reading = &index.Reading{Value: 111}
	return []row{
		does(insurance.RegisterFeed, m.officers[4], anybody, m.resolved(t, pending("resolved"))),
		does(insurance.AdmitFeed, m.arbiter, office, pending("new")),
		does(insurance.CloseFeed, m.arbiter, office, oracle.FeedID("rain")),
		does(insurance.Observe, m.oracles[0], provider, m.reported(about("open"), 0, index.Reading{Value: 100}, "2026-07-03")),
		does(insurance.AdvanceRound, m.mill, anybody, about("ripe")),
		does(insurance.ChallengeRound, m.oracles[0], challenger, insurance.ChallengeRequest{RoundKey: about("provisional")}),
		does(insurance.ArbitrateRound, m.arbiter, office, other),
		does(insurance.GetFeed, m.mill, anybody, oracle.FeedID("rain")),
		does(insurance.Feeds, m.mill, anybody, protocol.PageRequest{Size: 10}),
		does(insurance.GetRound, m.mill, anybody, about("open")),
		does(insurance.Observations, m.mill, anybody, insurance.ObservationsRequest{RoundKey: about("kaski"), PageRequest: protocol.PageRequest{Size: 10}}),
	}
}

func (m *market) triggerRows() []row {
	june := season("rain")
	return []row{
		does(insurance.DataCall, m.arbiter, office, insurance.ReportRequest{
			From: day("2026-01-01"), To: day("2026-07-04"), Class: "CROP", Product: "crops", Insurer: "alpha", After: "chosen",
		}),
		does(insurance.ApplyForPolicies, m.anna, own, m.fields("2026-09-01", "N1", "N2")),
		does(insurance.IssuePolicies, m.alpha, insurers, insurance.IssueRequest{Product: chosen().VersionKey, Quotes: []insurance.QuoteID{"q-WAITING"}}),
		does(insurance.ExecuteDue, m.mill, anybody, work(june, "B", 1)),
		does(insurance.ExecuteDueBatch, m.mill, anybody, insurance.BatchRequest{Due: []insurance.DueKey{work(june, "B", 1), work(june, "C", 1)}}),
		does(insurance.RequestAudit, m.anna, owner, insurance.EvaluationKey{Policy: "A", Trigger: 1, To: june.To}),
		does(insurance.AwaitedRounds, m.mill, anybody, insurance.AwaitedRequest{Ripe: day("2026-07-01"), PageRequest: protocol.PageRequest{Size: 10}}),
		does(insurance.DueWork, m.mill, anybody, insurance.WorkRequest{RoundKey: june, Lane: 1, PageRequest: protocol.PageRequest{Size: 10}}),
		does(insurance.GetDue, m.mill, anybody, work(june, "B", 1)),
		does(insurance.GetEvaluation, m.mill, anybody, insurance.EvaluationKey{Policy: "A", Trigger: 1, To: june.To}),
		does(insurance.Evaluations, m.mill, anybody, insurance.EvaluationsRequest{Policy: "A", PageRequest: protocol.PageRequest{Size: 10}}),
	}
}

// resolved is a feed on which the members have resolved.
func (m *market) resolved(t testing.TB, terms oracle.FeedTerms) insurance.FeedResolution {
	t.Helper()
	request := insurance.FeedResolution{Governed: protocol.Governed{Resolution: "feed-" + protocol.ResolutionID(terms.ID)}, Feed: terms}
	proposal, err := parties.NewProposal(request.Resolution, insurance.RegisterFeed, request, "for the test")
	if err != nil {
		t.Fatal(err)
	}
	stage.Do(t, m.officers[0], parties.ProposeResolution, proposal)
	for _, officer := range m.officers[1:4] {
		stage.Do(t, officer, parties.ApproveResolution, request.Resolution)
	}
	return request
}
