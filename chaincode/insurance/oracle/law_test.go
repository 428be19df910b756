// SPDX-License-Identifier: Apache-2.0

package oracle_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// affair is a round to which anything happens that the rules allow.
type affair struct {
	feed  oracle.Feed
	round oracle.Round
	rows  map[oracle.ObservationKey]oracle.Observation
	today date.Date
	// ended is the round when it first was final or failed.
	ended *oracle.Round
}

func begunAffair(t *rapid.T) *affair {
	feed := terms()
	feed.Median = rapid.SampledFrom([]oracle.MedianRule{oracle.Lower, oracle.Upper, oracle.Mean}).Draw(t, "median")
	feed.ChallengeDays = rapid.IntRange(0, 3).Draw(t, "challenge days")
	feed.Sources[0].Quorum = rapid.IntRange(1, 4).Draw(t, "quorum")
	a := &affair{feed: feed.Adopt(), rows: map[oracle.ObservationKey]oracle.Observation{}, today: day("2026-06-28")}
	var err error
	a.round, err = a.feed.Begin(key("rain"))
	require.NoError(t, err)
	return a
}

func (a *affair) as(name string) parties.Act {
	return parties.Act{Facts: protocol.Facts{Caller: protocol.Principal{MSP: name + "MSP", Party: "party-" + name, Enrolment: name}}, Today: a.today}
}

func (a *affair) seen() []oracle.Observation {
	var found []oracle.Observation
	for _, key := range a.feed.Keys(a.round) {
		if row, there := a.rows[key]; there {
			found = append(found, row)
		}
	}
	return found
}

func (a *affair) observe(t *rapid.T) {
	name := rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g"}).Draw(t, "provider")
	request := oracle.ObservationRequest{
		RoundKey: key("rain"), Reading: index.Reading{Value: rapid.Int64Range(0, 30).Draw(t, "value")}, Dataset: "set-" + name, Version: "2-final", TakenOn: a.today,
	}
	observation, err := a.feed.Observe(request, a.round, a.as(name))
	if err != nil {
		return
	}
	if _, taken := a.rows[observation.ObservationKey()]; !taken {
		a.rows[observation.ObservationKey()] = observation
	}
}

func (a *affair) advance(*rapid.T) {
	if after, err := a.feed.Advance(a.round, a.seen(), a.today); err == nil {
		a.round = after
	}
}

func (a *affair) challenge(*rapid.T) {
	if after, err := a.feed.Challenge(a.round, parties.Firm{Party: "x"}, a.today); err == nil {
		a.round = after
	}
}

func (a *affair) arbitrate(t *rapid.T) {
	d := decision(rapid.Int64Range(0, 2).Draw(t, "decided"))
	if rapid.Bool().Draw(t, "void") {
		d.Reading, d.Void = nil, true
	}
	if after, err := a.feed.Arbitrate(a.round, d, a.as(rapid.SampledFrom([]string{"judge", "second"}).Draw(t, "arbiter"))); err == nil {
		a.round = after
	}
}

func (a *affair) roll(t *rapid.T) {
	next, err := a.today.AddDays(rapid.IntRange(1, 4).Draw(t, "days"))
	require.NoError(t, err)
	a.today = next
}

// check holds what is true after whatever happened.
func (a *affair) check(t *rapid.T) {
	standing := a.round.Standing(a.today)
	if standing != oracle.Final && standing != oracle.Failed {
		require.Nil(t, a.ended, "what was final or failed is so for ever")
		return
	}
	require.True(t, a.today.After(key("rain").To), "nothing is final before the period is over")
	now, err := a.round.At(a.today)
	require.NoError(t, err)
	if a.ended == nil {
		a.ended = &now
	}
	require.Equal(t, *a.ended, now, "what was final or failed never changes")
	if standing == oracle.Failed || now.Arbitrated {
		return
	}
	source, _ := a.feed.Source(now.Source)
	require.GreaterOrEqual(t, now.Observed, source.Quorum)
	values := make([]int64, 0, now.Observed)
	for _, row := range a.seen() {
		values = append(values, row.Value)
	}
	require.GreaterOrEqual(t, now.Reading.Value, slices.Min(values))
	require.LessOrEqual(t, now.Reading.Value, slices.Max(values))
	require.LessOrEqual(t, slices.Max(values)-slices.Min(values), source.SpreadMax)
}

func TestRoundsUnderAnyHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := begunAffair(t)
		acts := map[string]func(*rapid.T){"": a.check}
		for name, act := range map[string]func(*rapid.T){
			"observe": a.observe, "observe more": a.observe, "observe again": a.observe, "advance": a.advance,
			"challenge": a.challenge, "arbitrate": a.arbitrate, "roll": a.roll,
		} {
			acts[name] = act
		}
		t.Repeat(acts)
		a.end(t)
	})
}

// end lets nobody do anything any more but call Advance: every round ends.
func (a *affair) end(t *rapid.T) {
	windows := a.feed.ReportDays*len(a.feed.Sources) + a.feed.ChallengeDays + a.feed.ArbitrationDays*len(a.feed.Sources)
	for range windows + 10 {
		next, err := a.today.AddDays(1)
		require.NoError(t, err)
		a.today = next
		a.advance(t)
		a.check(t)
	}
	require.NotNil(t, a.ended, "the round is %s", a.round.Status)
}

// The median does not depend on the order of observations, and moves by at most what one provider of several moves within
// the others' range.
func TestMedianIsOneOfTheMiddle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Int64Range(-index.ValueMax, index.ValueMax), 1, 31).Draw(t, "values")
		shuffled := rapid.Permutation(values).Draw(t, "shuffled")
		for _, rule := range []oracle.MedianRule{oracle.Lower, oracle.Upper, oracle.Mean} {
			median := rule.Of(values)
			require.Equal(t, median, rule.Of(shuffled))
			below, above := 0, 0
			for _, v := range values {
				if v < median {
					below++
				}
				if v > median {
					above++
				}
			}
			require.LessOrEqual(t, below, len(values)/2)
			require.LessOrEqual(t, above, len(values)/2)
		}
		require.LessOrEqual(t, oracle.Lower.Of(values), oracle.Mean.Of(values))
		require.LessOrEqual(t, oracle.Mean.Of(values), oracle.Upper.Of(values))
	})
}
