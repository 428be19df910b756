// SPDX-License-Identifier: Apache-2.0

package oracle_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

func day(text string) date.Date { return date.MustParse(text) }

func provider(name string) oracle.Provider {
	return oracle.Provider{
		Party: parties.PartyID("party-" + name), Host: name + "MSP", Upstream: "up-" + name, Dataset: "set-" + name, Version: "2-final",
	}
}

// terms are a feed of rainfall in tenths of a millimetre: four providers of one station, two of another.
func terms() oracle.FeedTerms {
	return oracle.FeedTerms{
		ID: "rain", Unit: "MMT", Scale: 1, Least: 0, Most: 20_000, Median: oracle.Lower,
		ReportDays: 5, StaleDays: 3, ChallengeDays: 2, ArbitrationDays: 10,
		Sources: []oracle.Source{
			{Name: "station A", Quorum: 3, SpreadMax: 20, Providers: []oracle.Provider{provider("a"), provider("b"), provider("c"), provider("d")}},
			{Name: "station B", Quorum: 1, SpreadMax: 20, Providers: []oracle.Provider{provider("e"), provider("f")}},
		},
	}
}

func flights() oracle.FeedTerms {
	t := terms()
	t.ID, t.Unit, t.Scale, t.Least, t.Outcomes = "flights", "MIN", 0, -120, []index.Outcome{index.Landed, index.Cancelled, index.Diverted}
	return t
}

func key(feed oracle.FeedID) oracle.RoundKey {
	return oracle.RoundKey{Feed: feed, Subject: "kaski", From: day("2026-06-01"), To: day("2026-06-30")}
}

func as(name, today string) parties.Act {
	return parties.Act{Facts: protocol.Facts{TxID: name + today, Caller: protocol.Principal{MSP: name + "MSP", Party: "party-" + name, Enrolment: name}}, Today: day(today)}
}

func report(feed oracle.Feed, name string, value int64, taken string) oracle.ObservationRequest {
	return oracle.ObservationRequest{
		RoundKey: key(feed.ID), Reading: index.Reading{Value: value}, Dataset: "set-" + name, Version: "2-final", TakenOn: day(taken),
	}
}

// seen are observations of the first source's providers, in order.
func seen(values ...int64) []oracle.Observation {
	all := make([]oracle.Observation, len(values))
	for i, value := range values {
		all[i] = oracle.Observation{RoundKey: key("rain"), Reading: index.Reading{Value: value}, Host: fmt.Sprintf("%cMSP", 'a'+i)}
	}
	return all
}

func begun(t testing.TB, feed oracle.Feed) oracle.Round {
	t.Helper()
	round, err := feed.Begin(key(feed.ID))
	require.NoError(t, err)
	return round
}

func advanced(t testing.TB, feed oracle.Feed, round oracle.Round, today string, values ...int64) oracle.Round {
	t.Helper()
	after, err := feed.Advance(round, seen(values...), day(today))
	require.NoError(t, err)
	return after
}
