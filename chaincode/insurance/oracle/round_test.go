// SPDX-License-Identifier: Apache-2.0

package oracle_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

func TestRoundGoesThroughItsStatesByTheDate(t *testing.T) {
	feed := terms().Adopt()
	round := begun(t, feed)
	require.Equal(t, oracle.Scheduled, round.Standing(day("2026-06-30")))
	require.Equal(t, oracle.Open, round.Standing(day("2026-07-01")))
	require.Equal(t, day("2026-07-05"), round.Until)
	_, err := feed.Advance(round, seen(100, 101, 102), day("2026-06-30"))
	require.ErrorIs(t, err, oracle.RoundNotOpen)
	_, err = feed.Advance(round, seen(100, 101, 102), day("2026-07-05"))
	require.ErrorIs(t, err, oracle.WindowOpen, "the fourth may still report")
	early := advanced(t, feed, round, "2026-07-02", 100, 101, 102, 103)
	require.Equal(t, oracle.Provisional, early.Status)
	require.Equal(t, int64(101), early.Reading.Value)

	round = advanced(t, feed, round, "2026-07-06", 100, 101, 102)
	require.Equal(t, [2]any{oracle.Provisional, day("2026-07-08")}, [2]any{round.Status, round.Until})
	require.Equal(t, oracle.Provisional, round.Standing(day("2026-07-08")))
	_, err = feed.Advance(round, nil, day("2026-07-08"))
	require.ErrorIs(t, err, oracle.WindowOpen)
	require.Equal(t, oracle.Final, round.Standing(day("2026-07-09")))
	late := advanced(t, feed, round, "2026-08-01")
	at, err := round.At(day("2026-07-09"))
	require.NoError(t, err)
	require.Equal(t, late, at, "when it became final does not depend on who says so when")
	require.Equal(t, day("2026-07-09"), late.Settled)
	_, err = feed.Advance(late, nil, day("2026-08-02"))
	require.ErrorIs(t, err, oracle.RoundNotOpen)
}

func TestObservationsThatDoNotCountAreRefused(t *testing.T) {
	feed := terms().Adopt()
	round := begun(t, feed)
	good := report(feed, "a", 100, "2026-07-01")
	taken, err := feed.Observe(good, round, as("a", "2026-07-02"))
	require.NoError(t, err)
	require.Equal(t, [2]any{provider("a").Host, provider("a").Party}, [2]any{taken.Host, taken.Party})
	require.Equal(t, feed.Keys(round)[0], taken.ObservationKey())

	for what, bad := range map[string]struct {
		edit  func(*oracle.ObservationRequest)
		by    string
		today string
		code  protocol.Code
	}{
		"before the period is over":   {nil, "a", "2026-06-30", oracle.RoundNotOpen},
		"after the window":            {nil, "a", "2026-07-06", oracle.WindowClosed},
		"by nobody":                   {nil, "z", "2026-07-02", oracle.NotAProvider},
		"by a provider of the next":   {nil, "e", "2026-07-02", oracle.NotAProvider},
		"from another data set":       {func(r *oracle.ObservationRequest) { r.Dataset = "set-b" }, "a", "2026-07-02", oracle.DatasetRefused},
		"preliminary":                 {func(r *oracle.ObservationRequest) { r.Version = "2-prelim" }, "a", "2026-07-02", oracle.DatasetRefused},
		"taken before it was over":    {func(r *oracle.ObservationRequest) { r.TakenOn = day("2026-06-30") }, "a", "2026-07-02", oracle.StaleObservation},
		"taken tomorrow":              {func(r *oracle.ObservationRequest) { r.TakenOn = day("2026-07-03") }, "a", "2026-07-02", oracle.StaleObservation},
		"taken too long ago":          {nil, "a", "2026-07-05", oracle.StaleObservation},
		"less than nothing":           {func(r *oracle.ObservationRequest) { r.Value = -1 }, "a", "2026-07-02", oracle.ReadingImplausible},
		"more than can be":            {func(r *oracle.ObservationRequest) { r.Value = 20_001 }, "a", "2026-07-02", oracle.ReadingImplausible},
		"an outcome of a plain value": {func(r *oracle.ObservationRequest) { r.Outcome = index.Landed }, "a", "2026-07-02", oracle.ReadingImplausible},
	} {
		request := good
		if bad.edit != nil {
			bad.edit(&request)
		}
		_, err := feed.Observe(request, round, as(bad.by, bad.today))
		require.ErrorIs(t, err, bad.code, what)
	}
	feed.Status = oracle.FeedProposed
	_, err = feed.Observe(good, round, as("a", "2026-07-02"))
	require.ErrorIs(t, err, oracle.FeedRefused)
}

// A flight that is in the air has no outcome, and what has none is not counted as "on time".
func TestNotYetFinalNeverCounts(t *testing.T) {
	feed := flights().Adopt()
	round := begun(t, feed)
	request := report(feed, "a", 0, "2026-07-01")
	for _, open := range []index.Outcome{"", "A", "X", "ACTIVE"} {
		request.Outcome = open
		_, err := feed.Observe(request, round, as("a", "2026-07-02"))
		require.ErrorIs(t, err, oracle.ReadingImplausible, open)
	}
	request.Outcome = index.Landed
	_, err := feed.Observe(request, round, as("a", "2026-07-02"))
	require.NoError(t, err)
}

func TestProvidersWhoDisagreeAreDisputed(t *testing.T) {
	feed := terms().Adopt()
	wide := advanced(t, feed, begun(t, feed), "2026-07-06", 100, 110, 121)
	require.Equal(t, [2]any{oracle.Disputed, oracle.SpreadTooWide}, [2]any{wide.Status, wide.Ground})
	require.Equal(t, oracle.Provisional, advanced(t, feed, begun(t, feed), "2026-07-06", 100, 110, 120).Status)
	require.Equal(t, oracle.Disputed, wide.Standing(day("2026-12-31")), "there is no reading that silence could make final")
	next := advanced(t, feed, wide, "2026-07-17")
	require.Equal(t, [3]any{oracle.Open, 1, day("2026-07-22")}, [3]any{next.Status, next.Source, next.Until})

	air := flights().Adopt()
	observations := seen(10, 10, 10)
	for i, outcome := range []index.Outcome{index.Landed, index.Landed, index.Cancelled} {
		observations[i].Outcome = outcome
	}
	mixed, err := air.Advance(begun(t, air), observations, day("2026-07-06"))
	require.NoError(t, err)
	require.Equal(t, oracle.OutcomesDiffer, mixed.Ground)
}

func TestSourcesThatDoNotAnswerGiveWay(t *testing.T) {
	feed := terms().Adopt()
	second := advanced(t, feed, begun(t, feed), "2026-07-06", 100, 100)
	require.Equal(t, [2]any{oracle.Open, 1}, [2]any{second.Status, second.Source})
	_, err := feed.Observe(report(feed, "a", 100, "2026-07-06"), second, as("a", "2026-07-07"))
	require.ErrorIs(t, err, oracle.NotAProvider)
	_, err = feed.Observe(report(feed, "e", 100, "2026-07-06"), second, as("e", "2026-07-07"))
	require.NoError(t, err)
	require.Equal(t, oracle.Provisional, advanced(t, feed, second, "2026-07-12", 70).Status)
	failed := advanced(t, feed, second, "2026-07-12")
	require.Equal(t, [2]any{oracle.Failed, day("2026-07-12")}, [2]any{failed.Status, failed.Settled})
	require.Equal(t, oracle.Failed, failed.Standing(day("2027-01-01")))
}

func decision(value int64) oracle.Decision {
	return oracle.Decision{RoundKey: key("rain"), Reading: &index.Reading{Value: value}, Evidence: strings.Repeat("ab", 32)}
}

func TestChallengesAreDecidedByTwoPersons(t *testing.T) {
	feed := terms().Adopt()
	round := advanced(t, feed, begun(t, feed), "2026-07-06", 100, 101, 102)
	_, err := feed.Challenge(round, parties.Firm{Party: "x"}, day("2026-07-09"))
	require.ErrorIs(t, err, oracle.RoundNotOpen, "it is final")
	disputed, err := feed.Challenge(round, parties.Firm{Party: "x", Host: "xMSP"}, day("2026-07-08"))
	require.NoError(t, err)
	require.Equal(t, [2]any{oracle.Disputed, day("2026-07-18")}, [2]any{disputed.Status, disputed.Until})
	_, err = feed.Challenge(disputed, parties.Firm{Party: "y"}, day("2026-07-08"))
	require.ErrorIs(t, err, oracle.RoundNotOpen)

	arbitrate := func(r oracle.Round, d oracle.Decision, by string) oracle.Round {
		after, err := feed.Arbitrate(r, d, as(by, "2026-07-10"))
		require.NoError(t, err)
		return after
	}
	proposed := arbitrate(disputed, decision(90), "judge")
	require.Equal(t, oracle.Disputed, proposed.Status)
	_, err = feed.Arbitrate(proposed, decision(90), as("judge", "2026-07-10"))
	require.ErrorIs(t, err, parties.SamePerson)
	other := arbitrate(proposed, decision(91), "second")
	require.Equal(t, [2]any{oracle.Disputed, int64(91)}, [2]any{other.Status, other.Proposal.Reading.Value})
	final := arbitrate(proposed, decision(90), "second")
	require.Equal(t, [3]any{oracle.Final, int64(90), true}, [3]any{final.Status, final.Reading.Value, final.Arbitrated})
	void := oracle.Decision{RoundKey: key("rain"), Void: true, Evidence: strings.Repeat("ab", 32)}
	require.Equal(t, 1, arbitrate(arbitrate(disputed, void, "judge"), void, "second").Source)

	_, err = feed.Arbitrate(disputed, decision(90), as("x", "2026-07-10"))
	require.ErrorIs(t, err, parties.NotYours, "its member hosts who challenged")
	_, err = feed.Arbitrate(disputed, decision(20_001), as("judge", "2026-07-10"))
	require.ErrorIs(t, err, oracle.ReadingImplausible)
	require.Equal(t, oracle.Final, disputed.Standing(day("2026-07-19")), "an arbiter who stays silent leaves the reading as it was")
	require.Equal(t, int64(101), advanced(t, feed, disputed, "2026-07-19").Reading.Value)
	_, err = feed.Arbitrate(disputed, decision(90), as("judge", "2026-07-19"))
	require.ErrorIs(t, err, oracle.RoundNotOpen)
	wide := advanced(t, feed, begun(t, feed), "2026-07-06", 100, 110, 121)
	_, err = feed.Arbitrate(wide, decision(90), as("judge", "2026-07-17"))
	require.ErrorIs(t, err, oracle.WindowClosed)
}

func TestMedianRules(t *testing.T) {
	for _, vector := range []struct {
		values             []int64
		lower, upper, mean int64
	}{
		{[]int64{5}, 5, 5, 5}, {[]int64{9, 1, 5}, 5, 5, 5}, {[]int64{4, 1}, 1, 4, 2}, {[]int64{1, 2, 3, 4}, 2, 3, 2}, {[]int64{3, 4}, 3, 4, 4},
		{[]int64{-4, -1}, -4, -1, -2}, {[]int64{-3, -2}, -3, -2, -2}, {[]int64{-2, -1}, -2, -1, -2}, {[]int64{7, 7, 7, 7}, 7, 7, 7},
	} {
		got := []int64{oracle.Lower.Of(vector.values), oracle.Upper.Of(vector.values), oracle.Mean.Of(vector.values)}
		require.Equal(t, []int64{vector.lower, vector.upper, vector.mean}, got, "%v", vector.values)
	}
}

func TestFeedIsAdmittedByTwoPersons(t *testing.T) {
	first, err := terms().Admit(nil, as("judge", "2026-06-01"))
	require.NoError(t, err)
	require.ErrorIs(t, first.Takes(), oracle.FeedRefused)
	_, err = terms().Admit(&first, as("judge", "2026-06-01"))
	require.ErrorIs(t, err, parties.SamePerson)
	other := terms()
	other.Sources[0].Quorum = 1
	replaced, err := other.Admit(&first, as("second", "2026-06-01"))
	require.NoError(t, err)
	require.Equal(t, oracle.FeedProposed, replaced.Status)
	active, err := terms().Admit(&first, as("second", "2026-06-01"))
	require.NoError(t, err)
	require.NoError(t, active.Takes())
	_, err = terms().Admit(&active, as("third", "2026-06-01"))
	require.ErrorIs(t, err, oracle.FeedRefused)
	closed, err := active.Close()
	require.NoError(t, err)
	require.ErrorIs(t, closed.Takes(), oracle.FeedRefused)
	_, err = closed.Close()
	require.ErrorIs(t, err, oracle.FeedRefused)
	_, err = closed.Observe(report(closed, "a", 100, "2026-07-01"), begun(t, closed), as("a", "2026-07-02"))
	require.NoError(t, err, "rounds of a closed feed go on")
}

func TestFeedsThatContradictThemselvesAreRefused(t *testing.T) {
	require.NoError(t, terms().Validate())
	require.NoError(t, flights().Validate())
	for what, edit := range map[string]func(*oracle.FeedTerms){
		"two providers of one member":     func(f *oracle.FeedTerms) { f.Sources[0].Providers[1].Host = "aMSP" },
		"two providers with one upstream": func(f *oracle.FeedTerms) { f.Sources[0].Providers[1].Upstream = "up-a" },
		"a quorum of nobody":              func(f *oracle.FeedTerms) { f.Sources[0].Quorum = 0 },
		"a quorum of more than all":       func(f *oracle.FeedTerms) { f.Sources[0].Quorum = 5 },
		"a spread below zero":             func(f *oracle.FeedTerms) { f.Sources[0].SpreadMax = -1 },
		"no source":                       func(f *oracle.FeedTerms) { f.Sources = nil },
		"too many sources":                func(f *oracle.FeedTerms) { f.Sources = make([]oracle.Source, 5) },
		"no provider":                     func(f *oracle.FeedTerms) { f.Sources[1].Providers = nil },
		"no version":                      func(f *oracle.FeedTerms) { f.Sources[1].Providers[0].Version = "" },
		"no unit":                         func(f *oracle.FeedTerms) { f.Unit = "" },
		"ten decimal places":              func(f *oracle.FeedTerms) { f.Scale = 10 },
		"bounds out of order":             func(f *oracle.FeedTerms) { f.Least = f.Most + 1 },
		"bounds beyond bounds":            func(f *oracle.FeedTerms) { f.Most = index.ValueMax + 1 },
		"no median rule":                  func(f *oracle.FeedTerms) { f.Median = "" },
		"no reporting window":             func(f *oracle.FeedTerms) { f.ReportDays = 0 },
		"a window of years":               func(f *oracle.FeedTerms) { f.ChallengeDays = 367 },
		"an outcome twice":                func(f *oracle.FeedTerms) { f.Outcomes = []index.Outcome{"A", "A"} },
		"an empty outcome":                func(f *oracle.FeedTerms) { f.Outcomes = []index.Outcome{""} },
		"a malformed name":                func(f *oracle.FeedTerms) { f.ID = "a b" },
	} {
		bad := terms()
		edit(&bad)
		require.Error(t, bad.Validate(), what)
	}
}
