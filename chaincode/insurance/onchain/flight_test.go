// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// flights is a feed of delays in minutes.
func flights() oracle.FeedTerms {
	terms := rain()
	terms.ID, terms.Unit, terms.Scale, terms.Least, terms.Most = "flights", "MIN", 0, -120, 3_000
	terms.Outcomes = []index.Outcome{index.Landed, index.Cancelled, index.Diverted}
	terms.ReportDays, terms.ChallengeDays = 2, 0
	terms.Sources = terms.Sources[:1]
	return terms
}

// travel is a product whose policies name flight, day and record.
func travel(panel insurance.PanelID) insurance.ProductTerms {
	terms := crops()
	terms.Product, terms.Class, terms.Panel = "travel", "TRAVEL", panel
	terms.Covers = []insurance.Cover{{Code: "DELAY", SumMost: minor("1000.00"), Rate: rate("0.015")}}
	terms.Rating.Minimum = minor("15.00")
	terms.Parametric = &insurance.ParametricTerms{ClosingDays: 1, Triggers: []insurance.TriggerTerms{{
		Cover: "DELAY", Feed: "flights", PremiumBack: rate("1"),
		Terms: index.Terms{Flight: &index.Flight{
			Delays:    []index.Delay{{From: 15, Weight: 0}, {From: 30, Weight: 0}, {From: 45, Weight: 30}},
			Cancelled: 50, Diverted: 50, Margin: 30, Observations: 10, Floor: 10,
		}},
	}}}
	return terms
}

// flying is a market in which alpha and beta together insure flights.
func flying(t testing.TB) *market {
	t.Helper()
	m := opened(t)
	m.panels(t)
	m.feed(t, flights())
	m.sells(t, travel("shared"))
	return m
}

func journey(id insurance.PolicyID, flight oracle.Subject, on string) insurance.QuoteRequest {
	request := farm(id, anna)
	request.Product.Product, request.From = "travel", day(monday)
	request.Covers = []insurance.Asked{{Cover: "DELAY", Sum: minor("1000.00")}}
	request.Choices = []insurance.Choice{{
		Trigger: 1, Subject: flight, From: day(on), To: day(on),
		Record: &index.Record{Observations: 20, Delayed: []int64{2, 5, 3}, Cancelled: 1},
	}}
	return request
}

func departure(flight oracle.Subject, on string) oracle.RoundKey {
	return oracle.RoundKey{Feed: "flights", Subject: flight, From: day(on), To: day(on)}
}

// The premium of 15.00 and the record of V-14: 49.45 for 45 minutes, 82.41 for a cancelled flight; both insurers pay their
// parts, and reinsurance is told of both.
func TestFlightIsPaidByItsPanel(t *testing.T) {
	m := flying(t)
	m.insure(t, m.anna, journey("L", "LH123", "2026-01-20"))
	m.insure(t, m.anna, journey("C", "LH124", "2026-01-20"))
	m.insure(t, m.anna, journey("P", "LH125", "2026-01-20"))
	alpha, beta, had := m.posted(t, "alpha"), m.posted(t, "beta"), m.posted(t, "p-7f3a9c")
	m.roll(t, "2026-01-21")
	for flight, reading := range map[oracle.Subject]index.Reading{
		"LH123": {Value: 45, Outcome: index.Landed}, "LH124": {Outcome: index.Cancelled}, "LH125": {Value: 44, Outcome: index.Landed},
	} {
		for who := range m.oracles {
			stage.Do(t, m.oracles[who], insurance.Observe, m.reported(departure(flight, "2026-01-20"), who, reading, "2026-01-21"))
		}
		stage.Do(t, m.mill, insurance.AdvanceRound, departure(flight, "2026-01-20"))
	}
	m.roll(t, "2026-01-22")
	done := stage.Do(t, m.mill, insurance.ExecuteDueBatch, insurance.BatchRequest{Due: []insurance.DueKey{
		work(departure("LH123", "2026-01-20"), "L", 1), work(departure("LH124", "2026-01-20"), "C", 1), work(departure("LH125", "2026-01-20"), "P", 1),
	}})
	require.Equal(t, [2]int{3, 2}, [2]int{done.Done, done.PaidOut})
	require.Equal(t, had+4_945+8_241, m.posted(t, "p-7f3a9c"))
	require.Equal(t, alpha-2_967-4_945, m.posted(t, "alpha")) // 60 %, with the odd cent
	require.Equal(t, beta-1_978-3_296, m.posted(t, "beta"))
	settled := stage.Do(t, m.mill, cash.GetSettlement, cash.SettlementKey{Via: insurance.Module, ID: done.Settlement})
	require.Equal(t, 4, settled.Legs)
	require.Len(t, m.World.Range(insurance.Module, "\x00cession-due\x00", "\x00cession-due\x01"), 4)
}

// A flight in the air is no flight on time: nobody can report it, and if nobody reports an ending the premium comes back.
func TestFlightInTheAirPaysNothingAndClosesNothing(t *testing.T) {
	m := flying(t)
	m.insure(t, m.anna, journey("A", "LH123", "2026-01-20"))
	had := m.posted(t, "p-7f3a9c")
	m.roll(t, "2026-01-21")
	round := departure("LH123", "2026-01-20")
	for _, open := range []index.Outcome{"", "ACTIVE", "A", "X"} {
		stage.Refused(t, m.oracles[0], insurance.Observe, m.reported(round, 0, index.Reading{Outcome: open}, "2026-01-21"), oracle.ReadingImplausible)
	}
	stage.Refused(t, m.mill, insurance.AdvanceRound, round, oracle.WindowOpen)
	stage.Refused(t, m.mill, insurance.ExecuteDue, work(round, "A", 1), insurance.TooEarly)
	m.roll(t, "2026-01-23")
	require.Equal(t, oracle.Failed, stage.Do(t, m.mill, insurance.AdvanceRound, round).Status)
	require.Equal(t, insurance.PremiumReturned, stage.Do(t, m.mill, insurance.ExecuteDue, work(round, "A", 1)).Outcome)
	require.Equal(t, had+1_500, m.posted(t, "p-7f3a9c"))
}

// Outcomes that differ are nobody's median.
func TestFlightWithTwoEndingsIsDisputed(t *testing.T) {
	m := flying(t)
	round := departure("LH123", "2026-01-20")
	m.roll(t, "2026-01-21")
	for who, reading := range []index.Reading{{Value: 50, Outcome: index.Landed}, {Outcome: index.Cancelled}, {Outcome: index.Cancelled}} {
		stage.Do(t, m.oracles[who], insurance.Observe, m.reported(round, who, reading, "2026-01-21"))
	}
	require.Equal(t, oracle.OutcomesDiffer, stage.Do(t, m.mill, insurance.AdvanceRound, round).Ground)
}

// What a product leaves open its policies say, and nothing else; an underwriter looks at it.
func TestChoicesAreWhatTheProductLeavesOpen(t *testing.T) {
	m := flying(t)
	bad := func(code protocol.Code, edit func(*insurance.Choice)) {
		request := journey("A", "LH123", "2026-01-20")
		edit(&request.Choices[0])
		stage.Refused(t, m.anna, insurance.AskQuote, request, code)
	}
	bad(insurance.TermsRefused, func(c *insurance.Choice) { c.Subject = "" })
	bad(insurance.TermsRefused, func(c *insurance.Choice) { c.Trigger = 2 })
	bad(protocol.InvalidArgument, func(c *insurance.Choice) { c.To = day("2026-01-19") })
	bad(index.ReadingRefused, func(c *insurance.Choice) { c.Record = nil })
	bad(index.ReadingRefused, func(c *insurance.Choice) { c.Record.Delayed = []int64{2, 5} })
}

// Whose record says too little learns it when it asks, not when its accepted quote is bound, alone or among many.
func TestRecordOfTooFewFlightsIsRefusedWhenAsked(t *testing.T) {
	m := flying(t)
	asked := func(id insurance.PolicyID, flights int64) insurance.QuoteRequest {
		request := journey(id, "LH123", "2026-01-20")
		request.Choices[0].Record = &index.Record{Observations: flights, Delayed: []int64{2, 4, 1}, Cancelled: 1}
		return request
	}
	stage.Refused(t, m.anna, insurance.AskQuote, asked("N", 9), index.ReadingRefused)
	stage.Refused(t, m.anna, insurance.GetQuote, "q-N", protocol.NotFound)
	m.insure(t, m.anna, asked("T", 10))

	few, many := asked("N", 9), asked("M", 10)
	apply := insurance.ApplyRequest{Product: many.Product, From: many.From, Account: many.Account, Payer: many.Payer}
	for _, each := range []insurance.QuoteRequest{many, few} {
		apply.Risks = append(apply.Risks, insurance.RiskRequest{
			Quote: each.ID, Policy: each.Policy, Covers: each.Covers, Choices: each.Choices, Risk: each.Risk,
		})
	}
	stage.Refused(t, m.anna, insurance.ApplyForPolicies, apply, index.ReadingRefused)
	stage.Refused(t, m.anna, insurance.GetQuote, many.ID, protocol.NotFound)
}

// A product is sold where its feed is active and observes what its terms are about.
func TestProductRestsOnItsFeeds(t *testing.T) {
	m := opened(t)
	m.panels(t)
	terms := travel("alpha-alone")
	submit := func(version int, edit func(*insurance.TriggerTerms)) insurance.VersionKey {
		draft := travel("alpha-alone")
		draft.Version = version
		edit(&draft.Parametric.Triggers[0])
		stage.Do(t, m.alpha, insurance.DraftVersion, draft)
		stage.Do(t, m.alpha, insurance.SubmitVersion, draft.VersionKey)
		return draft.VersionKey
	}
	stage.Refused(t, m.chief, insurance.ActivateVersion, submit(1, func(*insurance.TriggerTerms) {}), protocol.NotFound)
	stage.Do(t, m.arbiter, insurance.AdmitFeed, flights())
	stage.Refused(t, m.chief, insurance.ActivateVersion, terms.VersionKey, oracle.FeedRefused)
	m.feed(t, rain())
	wrong := submit(2, func(trigger *insurance.TriggerTerms) { trigger.Feed = "rain" })
	stage.Refused(t, m.chief, insurance.ActivateVersion, wrong, oracle.FeedRefused)
	quake := terms
	quake.Parametric = &insurance.ParametricTerms{ClosingDays: 0, Triggers: terms.Parametric.Triggers}
	stage.Refused(t, m.alpha, insurance.DraftVersion, quake, protocol.InvalidArgument)
	instalments := terms
	instalments.InstalmentsMost = 2
	stage.Refused(t, m.alpha, insurance.DraftVersion, instalments, protocol.InvalidArgument)
	none := terms
	none.Parametric = nil
	stage.Refused(t, m.alpha, insurance.DraftVersion, none, protocol.InvalidArgument)
}
