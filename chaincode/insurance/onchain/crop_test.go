// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// crops is a product that pays when it rains less than 30 mm: in June up to half of the sum insured, 1 % for each whole
// millimetre, and in July the other half, in proportion down to nothing.
func crops() insurance.ProductTerms {
	terms := property()
	terms.Product, terms.Class, terms.Basis, terms.InstalmentsMost = "crops", "CROP", insurance.Parametric, 1
	terms.Covers = []insurance.Cover{{Code: "DROUGHT", SumMost: minor("10000.00"), Rate: rate("0.1")}}
	terms.Rating = insurance.Rating{SumReferred: minor("10000.00"), SumMost: minor("10000.00"), QuoteDays: 30, StraightThrough: true}
	terms.Taxes, terms.Claims.Evidence = nil, nil
	terms.Claims.Service = insurance.Service{Pay: 5, LateRate: rate("0.0365"), LateCount: date.Act365F}
	thirty := decimal.FromInt64(300)
	terms.Parametric = &insurance.ParametricTerms{ClosingDays: 10, Triggers: []insurance.TriggerTerms{
		{
			Cover: "DROUGHT", Feed: "rain", Subject: "kaski", From: day("2026-06-01"), To: day("2026-06-30"), PremiumBack: rate("0.5"),
			Terms: index.Terms{Linear: &index.Linear{
				Direction: index.Below, Strike: thirty, Share: rate("0.5"), Tick: &index.Tick{Step: decimal.FromInt64(10), Share: rate("0.01")},
			}},
			AuditFeed: "survey", AuditDays: 20,
		},
		{
			Cover: "DROUGHT", Feed: "rain", Subject: "kaski", From: day("2026-07-01"), To: day("2026-07-31"), PremiumBack: rate("0.5"),
			Terms: index.Terms{Linear: &index.Linear{Direction: index.Below, Strike: thirty, Share: rate("0.5")}},
		},
	}}
	return terms
}

// survey is who looks at the field at a farmer's request.
func survey() oracle.FeedTerms {
	terms := rain()
	terms.ID, terms.Sources = "survey", terms.Sources[:1]
	return terms
}

// growing is a market in which alpha, from its fund, sells cover for crops.
func growing(t testing.TB) *market {
	t.Helper()
	m := opened(t)
	m.feed(t, rain())
	m.feed(t, survey())
	m.fund(t, "alpha-fund", "1000000.00")
	own := line("alpha", insurance.Whole)
	own.Claims, own.Refunds = insurance.Purse{Account: "alpha-fund"}, insurance.Purse{Account: "alpha-fund"}
	stage.Do(t, m.alpha, insurance.OpenPanelOf, insurance.PanelTerms{ID: "alpha-alone", Currency: euro, Lines: []insurance.LineTerms{own}})
	m.sells(t, crops())
	return m
}

// farm asks for cover of 1,000.00, which costs 100.00.
func farm(id insurance.PolicyID, party parties.PartyID) insurance.QuoteRequest {
	return insurance.QuoteRequest{
		ID: insurance.QuoteID("q-" + string(id)), Kind: insurance.ForPolicy, Policy: id, Product: insurance.VersionKey{Product: "crops", Version: 1},
		Covers: []insurance.Asked{{Cover: "DROUGHT", Sum: minor("1000.00")}}, From: day("2026-05-01"), Risk: risk,
		Account: cash.AccountID(party), Payer: purse(party, insurance.Premiums), Instalments: 1,
	}
}

const (
	anna = parties.PartyID("p-7f3a9c")
	bo   = parties.PartyID("p-51d0e2")
)

func july() oracle.RoundKey {
	return oracle.RoundKey{Feed: "rain", Subject: "kaski", From: day("2026-07-01"), To: day("2026-07-31")}
}

func work(round oracle.RoundKey, policy insurance.PolicyID, trigger int) insurance.DueKey {
	return insurance.DueKey{RoundKey: round, Policy: policy, Trigger: trigger}
}

func (m *market) waiting(t testing.TB, round oracle.RoundKey) int {
	t.Helper()
	return len(stage.Do(t, m.mill, insurance.DueWork, insurance.WorkRequest{RoundKey: round}).Items)
}

// finish brings June's round to a final reading that was observed by two, on 9 July.
func (m *market) finish(t testing.TB, value int64) {
	t.Helper()
	m.roll(t, "2026-07-01")
	m.observe(t, season("rain"), "2026-07-01", value, value, value)
	stage.Do(t, m.mill, insurance.AdvanceRound, season("rain"))
	m.roll(t, "2026-07-04")
}

// A drought in June: whoever asks, each policy is paid once, and July is another matter.
func TestDroughtIsPaidOnce(t *testing.T) {
	m := growing(t)
	m.insure(t, m.anna, farm("A", anna))
	m.insure(t, m.bo, farm("B", bo))
	require.Len(t, stage.Do(t, m.mill, insurance.AwaitedRounds, insurance.AwaitedRequest{}).Items, 2)
	require.Len(t, stage.Do(t, m.mill, insurance.AwaitedRounds, insurance.AwaitedRequest{Ripe: day("2026-07-01")}).Items, 1)
	require.Equal(t, 2, m.waiting(t, season("rain")))
	m.roll(t, "2026-07-01")
	stage.Refused(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1), insurance.TooEarly)
	m.observe(t, season("rain"), "2026-07-01", 251, 253, 255) // 4.7 mm short: four whole ones
	stage.Do(t, m.mill, insurance.AdvanceRound, season("rain"))
	m.roll(t, "2026-07-03")
	stage.Refused(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1), insurance.TooEarly)
	m.roll(t, "2026-07-04")

	paid := stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1))
	require.Equal(t, [3]any{insurance.PaidOut, "4000", int64(253)}, [3]any{paid.Outcome, paid.Paid.String(), paid.Reading.Value})
	m.has(t, "p-7f3a9c", "49940.00")
	stage.Refused(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1), insurance.AlreadyDone)
	batch := insurance.BatchRequest{Due: []insurance.DueKey{work(season("rain"), "A", 1), work(season("rain"), "B", 1)}}
	done := stage.Do(t, m.beta, insurance.ExecuteDueBatch, batch)
	require.Equal(t, [3]int{1, 1, 1}, [3]int{done.Done, done.Gone, done.PaidOut})
	stage.Refused(t, m.beta, insurance.ExecuteDueBatch, batch, insurance.AlreadyDone)
	m.has(t, "p-51d0e2", "49940.00")
	m.has(t, "alpha-fund", "999920.00")
	require.Zero(t, m.waiting(t, season("rain")))
	require.Equal(t, 2, m.waiting(t, july()))
	require.Len(t, stage.Do(t, m.mill, insurance.Evaluations, insurance.EvaluationsRequest{Policy: "A"}).Items, 1)
}

// Rain enough pays nothing, and that is decided once too.
func TestRainIsNotPaid(t *testing.T) {
	m := growing(t)
	m.insure(t, m.anna, farm("A", anna))
	m.finish(t, 300)
	require.Equal(t, insurance.NotPaidOut, stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1)).Outcome)
	stage.Refused(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1), insurance.AlreadyDone)
	m.has(t, "alpha-fund", "1000000.00")
}

// Who knows the weather buys no cover: ten days before the period it is closed, and what comes later raises nothing.
func TestCoverIsClosedBeforeThePeriod(t *testing.T) {
	m := growing(t)
	m.insure(t, m.anna, farm("A", anna))
	m.roll(t, "2026-05-23")
	late := farm("B", bo)
	late.From = day("2026-05-23")
	m.agree(t, m.bo, late)
	stage.Refused(t, m.alpha, insurance.BindPolicy, insurance.BindRequest{Quote: "q-B"}, insurance.TooLate)
	m.endorse(t, "A", "2026-05-23", "5000.00")
	m.finish(t, 250)
	require.Equal(t, "5000", stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1)).Paid.String(), "of 1,000.00")
}

// endorse changes the sum of anna's policy.
func (m *market) endorse(t testing.TB, policy insurance.PolicyID, from, sum string) {
	t.Helper()
	request := insurance.QuoteRequest{
		ID: insurance.QuoteID("e-" + string(policy) + from), Kind: insurance.ForEndorsement, Policy: policy, From: day(from), Risk: risk,
		Covers: []insurance.Asked{{Cover: "DROUGHT", Sum: minor(sum)}},
	}
	m.agree(t, m.anna, request)
	stage.Do(t, m.alpha, insurance.BindPolicy, insurance.BindRequest{Quote: request.ID})
}

// What is insured less in the period pays less, and a policy that ended before the period did pays nothing.
func TestOnlyWhatIsInForceIsPaid(t *testing.T) {
	m := growing(t)
	m.insure(t, m.anna, farm("A", anna))
	m.insure(t, m.bo, farm("B", bo))
	m.roll(t, "2026-06-10")
	m.endorse(t, "A", "2026-06-10", "400.00")
	stage.Do(t, m.bo, insurance.CancelPolicy, insurance.CancelRequest{Policy: "B", Effective: day("2026-06-30")})
	before := m.posted(t, "p-51d0e2")
	m.finish(t, 0)
	require.Equal(t, "12000", stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1)).Paid.String())
	gone := stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), "B", 1))
	require.Equal(t, [2]any{insurance.NotCovered, "0"}, [2]any{gone.Outcome, gone.Paid.String()})
	require.Equal(t, before, m.posted(t, "p-51d0e2"))
}

// Every day of the period counts: less for a day of it pays less, and so does a gap, or cover taken up again in it.
func TestEveryDayOfThePeriodCounts(t *testing.T) {
	m := growing(t)
	m.insure(t, m.anna, farm("A", anna))
	m.insure(t, m.bo, farm("B", bo))
	m.insure(t, m.bo, farm("C", bo))
	less := insurance.QuoteRequest{
		ID: "less", Kind: insurance.ForEndorsement, Policy: "A", From: day("2026-06-02"), Until: day("2026-06-03"), Risk: risk,
		Covers: []insurance.Asked{{Cover: "DROUGHT", Sum: minor("400.00")}},
	}
	m.agree(t, m.anna, less)
	stage.Do(t, m.alpha, insurance.BindPolicy, insurance.BindRequest{Quote: less.ID})
	resume := func(policy insurance.PolicyID, from string) {
		again := insurance.QuoteRequest{ID: insurance.QuoteID("again-" + string(policy)), Kind: insurance.ForReinstatement, Policy: policy, From: day(from), Risk: risk}
		m.agree(t, m.bo, again)
		stage.Do(t, m.bo, insurance.BindPolicy, insurance.BindRequest{Quote: again.ID})
	}
	stage.Do(t, m.bo, insurance.CancelPolicy, insurance.CancelRequest{Policy: "B", Effective: day("2026-06-02")})
	resume("B", "2026-06-30")
	m.roll(t, "2026-06-10")
	stage.Do(t, m.bo, insurance.CancelPolicy, insurance.CancelRequest{Policy: "C", Effective: day("2026-06-10")})
	resume("C", "2026-06-10")
	m.finish(t, 0)
	require.Equal(t, "12000", stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1)).Paid.String(), "of 400.00")
	for _, policy := range []insurance.PolicyID{"B", "C"} {
		require.Equal(t, insurance.NotCovered, stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), policy, 1)).Outcome)
	}
}

// Who insures does not end cover when it sees the weather, be it with all of the premium back: closing binds both sides.
func TestInsurerDoesNotWithdrawFromADrought(t *testing.T) {
	m := growing(t)
	m.insure(t, m.bo, farm("B", bo))
	m.roll(t, "2026-05-20")
	late := farm("A", anna)
	late.From = day("2026-05-20")
	m.insure(t, m.anna, late)
	stage.Do(t, m.alpha, insurance.CancelPolicy, insurance.CancelRequest{Policy: "B", Effective: day("2026-05-20")})
	m.roll(t, "2026-06-03")
	stage.Do(t, m.alpha, insurance.CancelPolicy, insurance.CancelRequest{Policy: "A", Effective: late.From})
	m.has(t, "p-7f3a9c", "50000.00")
	m.finish(t, 0)
	require.Equal(t, "30000", stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1)).Paid.String())
	require.Equal(t, insurance.NotCovered, stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), "B", 1)).Outcome)
}

// Nothing is on credit while somebody watches the weather: the premium of cover that is taken up again, or renewed, is paid
// as the contract is made.
func TestParametricPremiumIsPaidAtOnce(t *testing.T) {
	m := growing(t)
	m.insure(t, m.anna, farm("A", anna))
	stage.Do(t, m.anna, insurance.CancelPolicy, insurance.CancelRequest{Policy: "A", Effective: day("2026-05-01")})
	m.has(t, "p-7f3a9c", "50000.00")
	again := insurance.QuoteRequest{ID: "again", Kind: insurance.ForReinstatement, Policy: "A", From: day("2026-05-01"), Risk: risk}
	m.agree(t, m.anna, again)
	stage.Do(t, m.anna, insurance.BindPolicy, insurance.BindRequest{Quote: again.ID})
	m.has(t, "p-7f3a9c", "49900.00")

	m.sells(t, chosen())
	first := farm("B", bo)
	first.Product = chosen().VersionKey
	first.Choices = []insurance.Choice{{Trigger: 1, Subject: "kaski", From: day("2026-09-01"), To: day("2026-09-30")}}
	m.insure(t, m.bo, first)
	second := first
	second.ID, second.Kind, second.From, second.Account, second.Payer = "renewal", insurance.ForRenewal, day("2027-05-01"), "", insurance.Purse{}
	second.Choices = []insurance.Choice{{Trigger: 1, Subject: "kaski", From: day("2027-09-01"), To: day("2027-09-30")}}
	m.insure(t, m.bo, second)
	m.has(t, "p-51d0e2", "49800.00")

	m.finish(t, 0)
	require.Equal(t, insurance.PaidOut, stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1)).Outcome)
}

// When no source answers, half of the premium comes back for June, in money.
func TestPremiumComesBackWhenNoDataCome(t *testing.T) {
	m := growing(t)
	m.insure(t, m.anna, farm("A", anna))
	m.roll(t, "2026-07-06")
	stage.Do(t, m.mill, insurance.AdvanceRound, season("rain"))
	m.roll(t, "2026-07-12")
	require.Equal(t, oracle.Failed, stage.Do(t, m.mill, insurance.AdvanceRound, season("rain")).Status)
	returned := stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1))
	require.Equal(t, [2]any{insurance.PremiumReturned, "5000"}, [2]any{returned.Outcome, returned.Paid.String()})
	m.has(t, "p-7f3a9c", "49950.00")
	stage.Refused(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1), insurance.AlreadyDone)
}

// The round is final on 4 July, payment is due by the 9th; what is paid 100 days later bears 1 % interest, and the amount
// is what it was.
func TestLatePaymentBearsInterest(t *testing.T) {
	m := growing(t)
	m.insure(t, m.anna, farm("A", anna))
	m.insure(t, m.bo, farm("B", bo))
	m.finish(t, 200)
	m.roll(t, "2026-07-09")
	require.True(t, stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), "B", 1)).Interest.IsZero())
	m.roll(t, "2026-10-17")
	late := stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1))
	require.Equal(t, [3]any{"10000", "100", day("2026-07-09")}, [3]any{late.Paid.String(), late.Interest.String(), late.Payable})
	m.has(t, "p-7f3a9c", "50001.00")
}

// The farmer says that it was drier on her field: surveyors look, and the better of both counts, once.
func TestAuditPaysTheBetterOfBoth(t *testing.T) {
	m := growing(t)
	m.insure(t, m.anna, farm("A", anna))
	m.finish(t, 250)
	evaluation := stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1)).EvaluationKey
	stage.Refused(t, m.bo, insurance.RequestAudit, evaluation, insurance.NotYours)
	asked := stage.Do(t, m.anna, insurance.RequestAudit, evaluation)
	stage.Refused(t, m.anna, insurance.RequestAudit, evaluation, insurance.StatusRefused)
	round := asked.Audit.Round
	require.Equal(t, [3]any{oracle.FeedID("survey"), oracle.Subject("A.1"), day("2026-07-04")}, [3]any{round.Feed, round.Subject, round.To})
	m.roll(t, "2026-07-05")
	m.observe(t, round, "2026-07-05", 100, 100, 100)
	stage.Do(t, m.mill, insurance.AdvanceRound, round)
	m.roll(t, "2026-07-08")
	audited := stage.Do(t, m.mill, insurance.ExecuteDue, work(round, "A", 1))
	require.Equal(t, [3]any{"5000", "15000", true}, [3]any{audited.Paid.String(), audited.Audit.Added.String(), audited.Audit.Done})
	m.has(t, "p-7f3a9c", "50100.00")
	stage.Refused(t, m.mill, insurance.ExecuteDue, work(round, "A", 1), insurance.AlreadyDone)
	stage.Refused(t, m.anna, insurance.RequestAudit, evaluation, insurance.StatusRefused)
}

// An audit that finds more rain takes nothing back, and one without an answer leaves the index as it is.
func TestAuditTakesNothingBack(t *testing.T) {
	m := growing(t)
	m.insure(t, m.anna, farm("A", anna))
	m.insure(t, m.bo, farm("B", bo))
	m.finish(t, 250)
	rounds := map[insurance.PolicyID]oracle.RoundKey{}
	for policy, holder := range map[insurance.PolicyID]*stage.Actor{"A": m.anna, "B": m.bo} {
		evaluation := stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), policy, 1)).EvaluationKey
		rounds[policy] = stage.Do(t, holder, insurance.RequestAudit, evaluation).Audit.Round
	}
	m.roll(t, "2026-07-05")
	m.observe(t, rounds["A"], "2026-07-05", 400, 400, 400)
	m.roll(t, "2026-07-10")
	for _, policy := range []insurance.PolicyID{"A", "B"} {
		stage.Do(t, m.mill, insurance.AdvanceRound, rounds[policy])
	}
	m.roll(t, "2026-07-13")
	before := m.posted(t, "alpha-fund")
	for _, policy := range []insurance.PolicyID{"A", "B"} {
		after := stage.Do(t, m.mill, insurance.ExecuteDue, work(rounds[policy], policy, 1))
		require.Equal(t, [3]any{"5000", true, "0"}, [3]any{after.Paid.String(), after.Audit.Done, after.Audit.Added.String()})
	}
	require.Equal(t, before, m.posted(t, "alpha-fund"))
}

// A challenge by who is insured, or by who insures, stops the payment until an arbiter has decided.
func TestPartiesToAPolicyMayChallenge(t *testing.T) {
	m := growing(t)
	m.insure(t, m.anna, farm("A", anna))
	m.roll(t, "2026-07-01")
	m.observe(t, season("rain"), "2026-07-01", 300, 300, 300)
	stage.Do(t, m.mill, insurance.AdvanceRound, season("rain"))
	challenge := insurance.ChallengeRequest{RoundKey: season("rain"), Policy: "A", Trigger: 1}
	stage.Refused(t, m.bo, insurance.ChallengeRound, challenge, insurance.NotYours)
	other := challenge
	other.RoundKey = july()
	stage.Refused(t, m.anna, insurance.ChallengeRound, other, protocol.NotFound)
	require.Equal(t, parties.PartyID("p-7f3a9c"), stage.Do(t, m.anna, insurance.ChallengeRound, challenge).Challenger.Party)
	m.roll(t, "2026-07-05")
	stage.Refused(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1), insurance.TooEarly)
	m.roll(t, "2026-07-12")
	require.Equal(t, insurance.NotPaidOut, stage.Do(t, m.mill, insurance.ExecuteDue, work(season("rain"), "A", 1)).Outcome, "the arbiter was silent")
}
