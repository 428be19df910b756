// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

func provider(host string, party parties.PartyID, upstream string) oracle.Provider {
	return oracle.Provider{Party: party, Host: host, Upstream: upstream, Dataset: "rain-" + upstream, Version: "2-final"}
}

// rain is a feed of rainfall in tenths of a millimetre. The market's three oracles observe; two of them have to agree.
func rain() oracle.FeedTerms {
	return oracle.FeedTerms{
		ID: "rain", Unit: "MMT", Scale: 1, Least: 0, Most: 20_000, Median: oracle.Lower,
		ReportDays: 5, StaleDays: 5, ChallengeDays: 2, ArbitrationDays: 10,
		Sources: []oracle.Source{
			{Name: "Kaski", Quorum: 2, SpreadMax: 20, Providers: []oracle.Provider{
				provider(stationMSP, "station", "gauge"), provider(bankMSP, "", "radar"), provider(rulerMSP, "", "satellite"),
			}},
			{Name: "Tanahun", Quorum: 1, SpreadMax: 20, Providers: []oracle.Provider{provider(rulerMSP, "", "satellite")}},
		},
	}
}

// feed registers a feed at the word of two persons of the regulator.
func (m *market) feed(t testing.TB, terms oracle.FeedTerms) {
	t.Helper()
	stage.Do(t, m.arbiter, insurance.AdmitFeed, terms)
	stage.Do(t, m.Actor(rulerMSP, "judge", "", role.Regulator), insurance.AdmitFeed, terms)
}

// season is the round of a district in June.
func season(feed oracle.FeedID) oracle.RoundKey {
	return oracle.RoundKey{Feed: feed, Subject: "kaski", From: day("2026-06-01"), To: day("2026-06-30")}
}

func (m *market) reported(round oracle.RoundKey, who int, reading index.Reading, taken string) oracle.ObservationRequest {
	upstream := []string{"gauge", "radar", "satellite"}[who]
	return oracle.ObservationRequest{RoundKey: round, Reading: reading, Dataset: "rain-" + upstream, Version: "2-final", TakenOn: day(taken)}
}

// observe has the oracles report values in their order; less than zero is nothing.
func (m *market) observe(t testing.TB, round oracle.RoundKey, taken string, values ...int64) {
	t.Helper()
	for who, value := range values {
		if value >= 0 {
			stage.Do(t, m.oracles[who], insurance.Observe, m.reported(round, who, index.Reading{Value: value}, taken))
		}
	}
}

func (m *market) stands(t testing.TB, round oracle.RoundKey) oracle.Status {
	t.Helper()
	return stage.Do(t, m.mill, insurance.GetRound, round).Status
}

func TestRoundOnTheLedger(t *testing.T) {
	m := opened(t)
	m.feed(t, rain())
	round := season("rain")
	stage.Refused(t, m.oracles[0], insurance.Observe, m.reported(round, 0, index.Reading{Value: 100}, monday), oracle.RoundNotOpen)
	require.Equal(t, oracle.Scheduled, m.stands(t, round))
	m.roll(t, "2026-07-01")
	m.observe(t, round, "2026-07-01", 100, 104)
	stage.Refused(t, m.oracles[0], insurance.Observe, m.reported(round, 0, index.Reading{Value: 90}, "2026-07-01"), protocol.AlreadyExists)
	forger := m.Actor(bankMSP, "forger", "station", role.Oracle)
	stage.Refused(t, forger, insurance.Observe, m.reported(round, 2, index.Reading{Value: 0}, "2026-07-01"), oracle.NotAProvider)
	unheld := m.Actor(millMSP, "unheld", "", role.Oracle)
	stage.Refused(t, unheld, insurance.Observe, m.reported(round, 2, index.Reading{Value: 0}, "2026-07-01"), protocol.NotAuthorised)
	stage.Refused(t, m.mill, insurance.AdvanceRound, round, oracle.WindowOpen)
	m.roll(t, "2026-07-06")
	require.Equal(t, oracle.Provisional, stage.Do(t, m.mill, insurance.AdvanceRound, round).Status)
	require.Equal(t, int64(100), stage.Do(t, m.mill, insurance.GetRound, round).Reading.Value, "the lower of two")
	stage.Refused(t, m.oracles[2], insurance.Observe, m.reported(round, 2, index.Reading{Value: 0}, "2026-07-06"), oracle.RoundNotOpen)
	m.roll(t, "2026-07-09")
	require.Equal(t, oracle.Final, m.stands(t, round), "by the date alone")
	require.Len(t, stage.Do(t, m.mill, insurance.Observations, insurance.ObservationsRequest{RoundKey: round}).Items, 2)
	stage.Refused(t, m.oracles[0], insurance.ChallengeRound, insurance.ChallengeRequest{RoundKey: round}, oracle.RoundNotOpen)
}

func TestChallengeOnTheLedger(t *testing.T) {
	m := opened(t)
	m.feed(t, rain())
	round := season("rain")
	m.roll(t, "2026-07-01")
	m.observe(t, round, "2026-07-01", 100, 104, 108)
	require.Equal(t, int64(104), stage.Do(t, m.mill, insurance.AdvanceRound, round).Reading.Value)
	challenge := insurance.ChallengeRequest{RoundKey: round}
	stage.Refused(t, m.mill, insurance.ChallengeRound, challenge, oracle.NotAProvider)
	stage.Refused(t, m.alpha, insurance.ChallengeRound, challenge, oracle.NotAProvider)
	challenge.Policy, challenge.Trigger = "none", 1
	stage.Refused(t, m.mill, insurance.ChallengeRound, challenge, protocol.NotFound)
	require.Equal(t, oracle.Disputed, stage.Do(t, m.oracles[0], insurance.ChallengeRound, insurance.ChallengeRequest{RoundKey: round}).Status)

	decision := oracle.Decision{RoundKey: round, Reading: &index.Reading{Value: 60}, Evidence: strings.Repeat("ab", 32)}
	stage.Refused(t, m.oracles[0], insurance.ArbitrateRound, decision, protocol.NotAuthorised)
	stage.Do(t, m.arbiter, insurance.ArbitrateRound, decision)
	stage.Refused(t, m.arbiter, insurance.ArbitrateRound, decision, insurance.SamePerson)
	require.Equal(t, oracle.Disputed, m.stands(t, round))
	require.Equal(t, oracle.Final, stage.Do(t, m.Actor(rulerMSP, "judge", "", role.Regulator), insurance.ArbitrateRound, decision).Status)
	require.Equal(t, int64(60), stage.Do(t, m.mill, insurance.GetRound, round).Reading.Value)

	round.Subject = "gorkha"
	m.observe(t, round, "2026-07-01", 100, 104, 108)
	stage.Do(t, m.mill, insurance.AdvanceRound, round)
	stage.Do(t, m.oracles[2], insurance.ChallengeRound, insurance.ChallengeRequest{RoundKey: round})
	decision.RoundKey = round
	stage.Refused(t, m.arbiter, insurance.ArbitrateRound, decision, insurance.NotYours)
}

func TestRoundFallsBackAndFails(t *testing.T) {
	m := opened(t)
	m.feed(t, rain())
	round := season("rain")
	m.roll(t, "2026-07-06")
	second := stage.Do(t, m.mill, insurance.AdvanceRound, round)
	require.Equal(t, [3]any{oracle.Open, 1, day("2026-07-11")}, [3]any{second.Status, second.Source, second.Until})
	stage.Refused(t, m.oracles[0], insurance.Observe, m.reported(round, 0, index.Reading{Value: 1}, "2026-07-06"), oracle.NotAProvider)
	m.roll(t, "2026-07-12")
	require.Equal(t, oracle.Failed, stage.Do(t, m.mill, insurance.AdvanceRound, round).Status)
	stage.Refused(t, m.mill, insurance.AdvanceRound, round, oracle.RoundNotOpen)
}

func TestFeedsAreRegisteredByResolutionOrRegulator(t *testing.T) {
	m := opened(t)
	stage.Refused(t, m.alpha, insurance.AdmitFeed, rain(), protocol.NotAuthorised)
	stage.Do(t, m.arbiter, insurance.AdmitFeed, rain())
	stage.Refused(t, m.arbiter, insurance.AdmitFeed, rain(), insurance.SamePerson)
	m.roll(t, "2026-07-01")
	stage.Refused(t, m.oracles[0], insurance.Observe, m.reported(season("rain"), 0, index.Reading{Value: 1}, "2026-07-01"), oracle.FeedRefused)
	other := rain()
	other.Sources[0].Quorum = 3
	govern(t, m, insurance.RegisterFeed, func(g protocol.Governed) insurance.FeedResolution {
		return insurance.FeedResolution{Governed: g, Feed: other}
	})
	require.Equal(t, oracle.FeedActive, stage.Do(t, m.mill, insurance.GetFeed, "rain").Status)
	stage.Refused(t, m.arbiter, insurance.AdmitFeed, rain(), oracle.FeedRefused)
	require.Equal(t, oracle.FeedClosed, stage.Do(t, m.arbiter, insurance.CloseFeed, "rain").Status)
	require.Len(t, stage.Do(t, m.mill, insurance.Feeds, protocol.PageRequest{}).Items, 1)
}

// Providers report in one block without meeting; an observation that comes after its window has closed is invalid, whenever it was
// endorsed.
func TestProvidersNeverMeet(t *testing.T) {
	m := opened(t)
	m.feed(t, rain())
	m.roll(t, "2026-07-01")
	round := season("rain")
	var reports []called
	for who, oracle := range m.oracles {
		reports = append(reports, call(oracle, insurance.Observe, m.reported(round, who, index.Reading{Value: 100}, "2026-07-01")))
	}
	m.together(t, reports...)

	other := round
	other.Subject = "tanahun"
	m.observe(t, other, "2026-07-01", 100, 100)
	m.roll(t, "2026-07-05")
	late := m.endorsed(t, call(m.oracles[2], insurance.Observe, m.reported(other, 2, index.Reading{Value: 101}, "2026-07-05")))
	stage.Do(t, m.officers[0], insurance.RollDate, protocol.RollRequest{To: day("2026-07-06")})
	count := m.endorsed(t, call(m.mill, insurance.AdvanceRound, other))
	m.inOneBlock(t, []bool{true, false}, append(count, late...)...)
}
