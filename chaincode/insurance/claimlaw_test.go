// SPDX-License-Identifier: Apache-2.0

package insurance_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// office is two claims of one policy, period and cover under random people who do random things, with all rows that rules
// made of them.
type office struct {
	t        *rapid.T
	today    date.Date
	terms    insurance.ProductTerms
	panel    insurance.Panel
	claims   []insurance.Claim
	shared   insurance.Accumulated
	reserves [][]insurance.ReserveMovement
	payments [][]insurance.Payment
	latest   []insurance.Decision
	ceded    [][]insurance.CessionDue
	events   []int
	legs     map[string]int64 // what went through cash, by payment
	// as and on, where they are set, are who acts and on which claim: for what is done in one go.
	as string
	on int
}

func minorOf(n int64) money.Amount { return money.MustAmount(n) }

var (
	lead     = insurance.Firm{Party: "alpha", Host: "AlphaMSP"}
	customer = insurance.Firm{Party: "mill", Host: "MillMSP"}
	people   = []string{"ann", "ben", "cia"}
)

const (
	lossLimit = 60_000
	aggregate = 90_000
	borne     = 20_000
)

func opened(t *rapid.T) *office {
	purse := func(id cash.AccountID) insurance.Purse { return insurance.Purse{Account: id, Mandate: "m"} }
	o := &office{t: t, today: date.MustParse("2026-02-01"), legs: map[string]int64{}}
	o.panel = insurance.Panel{ID: "shared", Lines: []insurance.Line{
		{LineTerms: insurance.LineTerms{Insurer: "alpha", Share: 666_666_667, Claims: purse("alpha")}, Host: "AlphaMSP", Signed: true},
		{LineTerms: insurance.LineTerms{Insurer: "beta", Share: 333_333_333, Claims: purse("beta")}, Host: "BetaMSP", Signed: true},
	}}
	o.terms = insurance.ProductTerms{
		Basis: insurance.Indemnity, Currency: money.MustCurrency("EUR"), Covers: []insurance.Cover{{
			Code: "FIRE", SumMost: minorOf(100_000), PerClaim: insurance.Limit{Amount: minorOf(lossLimit)}, Aggregated: true,
			Aggregate: insurance.Limit{Amount: minorOf(aggregate)}, AggregateDeductible: minorOf(borne),
		}},
		Claims: insurance.ClaimTerms{Service: insurance.Service{Decide: 5, Pay: 2, LateRate: decimal.MustParse("0.1"), LateCount: date.Act365F}},
	}
	require.NoError(t, o.terms.Covers[0].Validate())
	from, until := date.MustParse("2026-01-01"), date.MustParse("2027-01-01")
	o.shared = insurance.Accumulated{AccumulatorKey: insurance.AccumulatorKey{Policy: "P", From: from, Cover: "FIRE"}}
	for _, id := range []insurance.ClaimID{"A", "B"} {
		exposure := insurance.Exposure{Cover: "FIRE", Sum: minorOf(100_000), Claimed: minorOf(50_000)}
		one, two := exposure, exposure
		one.Number, two.Number = 1, 2
		o.claims = append(o.claims, insurance.Claim{
			ID: id, Policy: "P", Basis: insurance.Indemnity, Lead: lead, Holder: customer, Account: "mill", Currency: o.terms.Currency,
			Period: insurance.Period{From: from, Until: until}, Status: insurance.ClaimInvestigating, Exposures: []insurance.Exposure{one, two},
		})
	}
	o.reserves, o.payments, o.ceded = make([][]insurance.ReserveMovement, 2), make([][]insurance.Payment, 2), make([][]insurance.CessionDue, 2)
	o.latest, o.events = make([]insurance.Decision, 2), make([]int, 2)
	return o
}

func (o *office) act() insurance.Act {
	who := o.as
	if who == "" {
		who = rapid.SampledFrom(people).Draw(o.t, "who")
	}
	caller := protocol.Principal{MSP: lead.Host, Party: string(lead.Party), Enrolment: who, Subject: who}
	return insurance.Act{Facts: protocol.Facts{Caller: caller}, Today: o.today}
}

func (o *office) authority() insurance.Authority {
	if o.as != "" {
		return insurance.Authority{Insurer: lead, Limit: minorOf(1_000_000)}
	}
	return insurance.Authority{Insurer: lead, Limit: minorOf(rapid.Int64Range(1, 300_000).Draw(o.t, "authority"))}
}

func (o *office) amount(name string, least int64) money.Amount {
	return minorOf(rapid.Int64Range(least, 60_000).Draw(o.t, name))
}

// keep takes over what a rule made of claim i, and counts its events.
func (o *office) keep(i int, claim insurance.Claim, events []protocol.Event, cession *insurance.CessionDue) {
	o.claims[i] = claim
	for _, event := range events {
		if event.Type == "insurance:ClaimChanged" {
			o.events[i]++
		}
	}
	if cession != nil {
		rows, err := insurance.CessionsDue(o.panel, *cession, nil)
		require.NoError(o.t, err)
		o.ceded[i] = append(o.ceded[i], rows...)
	}
}

func (o *office) pick() int {
	if o.as != "" {
		return o.on
	}
	return rapid.IntRange(0, 1).Draw(o.t, "claim")
}

// together has people do things on one claim, one after the other, with all the authority they need.
func (o *office) together(steps map[string]func(*rapid.T), order ...[2]string) {
	o.on = o.pick()
	for _, step := range order {
		o.as = step[0]
		steps[step[1]](o.t)
	}
	o.as = ""
}

func (o *office) exposure() int { return rapid.IntRange(1, 2).Draw(o.t, "exposure") }

func (o *office) assess(*rapid.T) {
	i := o.pick()
	request := insurance.AssessRequest{Claim: o.claims[i].ID}
	for e := 1; e <= 2; e++ {
		request.Facts = append(request.Facts, insurance.ExposureFacts{Exposure: e, Loss: o.amount("loss", 0)})
	}
	if after, _, events, err := o.claims[i].Assess(request, o.terms, []insurance.Accumulated{o.shared}, o.act()); err == nil {
		o.keep(i, after, events, nil)
	}
}

func (o *office) recommend(*rapid.T) {
	i := o.pick()
	request := insurance.RecommendRequest{Claim: o.claims[i].ID, Reason: "R", Outcome: rapid.SampledFrom([]insurance.Outcome{
		insurance.OutcomeApprove, insurance.OutcomeApprove, insurance.OutcomePartial, insurance.OutcomePartial, insurance.OutcomeInterim, insurance.OutcomeDeny,
	}).Draw(o.t, "outcome")}
	switch request.Outcome {
	case insurance.OutcomeDeny:
		request.Clause = "7"
	case insurance.OutcomePartial:
		request.Awards = []insurance.Award{o.award(i, "8")}
	case insurance.OutcomeInterim:
		request.Awards = []insurance.Award{o.award(i, "")}
	}
	require.NoError(o.t, request.Validate())
	if after, decision, events, err := o.claims[i].Recommend(request, o.terms, o.act()); err == nil {
		o.latest[i] = decision
		o.keep(i, after, events, nil)
	}
}

// award is less than was assessed, mostly.
func (o *office) award(i int, clause string) insurance.Award {
	exposure := o.exposure()
	assessed := o.claims[i].Exposures[exposure-1].Assessed.Minor()
	return insurance.Award{Exposure: exposure, Amount: minorOf(rapid.Int64Range(0, assessed+10).Draw(o.t, "award")), Clause: clause}
}

func (o *office) decide(*rapid.T) {
	i := o.pick()
	request := insurance.DecideRequest{NumberedKey: o.latest[i].NumberedKey, Agree: rapid.IntRange(0, 4).Draw(o.t, "agree") > 0}
	after, events, err := o.claims[i].Decide(request, o.latest[i], o.authority(), o.panel, o.terms, []insurance.Accumulated{o.shared}, o.act())
	if err != nil {
		return
	}
	o.latest[i] = after.Decision
	if after.Decision.Status == insurance.DecisionMade {
		require.NotEqual(o.t, after.Decision.Maker.Enrolment, after.Decision.Checker.Enrolment)
		require.NotEmpty(o.t, after.Decision.Reason)
		o.shared = after.Accumulated[0]
	}
	o.keep(i, after.Claim, events, nil)
}

func (o *office) reserve(*rapid.T) {
	i := o.pick()
	request := insurance.ReserveRequest{
		Claim: o.claims[i].ID, Exposure: o.exposure(), Cost: rapid.SampledFrom([]insurance.CostKind{insurance.IndemnityCost, insurance.ExpenseCost}).Draw(o.t, "cost"),
		Delta: minorOf(rapid.Int64Range(-30_000, 60_000).Draw(o.t, "delta")), Reason: "R",
	}
	if after, events, err := o.claims[i].Reserve(request, o.authority(), o.act()); err == nil {
		o.reserves[i] = append(o.reserves[i], after.Movement)
		o.keep(i, after.Claim, events, after.Cession)
	}
}

func (o *office) approveReserve(*rapid.T) {
	i := o.pick()
	if len(o.reserves[i]) == 0 {
		return
	}
	at := rapid.IntRange(0, len(o.reserves[i])-1).Draw(o.t, "movement")
	after, events, err := o.claims[i].ApproveReserve(o.reserves[i][at], o.authority(), o.act())
	if rapid.IntRange(0, 3).Draw(o.t, "reject") == 0 {
		after, events, err = o.claims[i].RejectReserve(o.reserves[i][at], o.act())
	}
	if err == nil {
		o.reserves[i][at] = after.Movement
		o.keep(i, after.Claim, events, after.Cession)
	}
}

// check holds the books to the laws.
func (o *office) check(*rapid.T) {
	payable, overpaid, deductible := int64(0), int64(0), int64(0)
	for i, claim := range o.claims {
		require.Equal(o.t, claim.Changes, o.events[i], "I11")
		deltas, paid := o.sums(i)
		for e, exposure := range claim.Exposures {
			for c, costs := range []insurance.Costs{exposure.Indemnity, exposure.Expense} {
				require.Equal(o.t, deltas[e][c]-paid[e][c], costs.Outstanding.Minor(), "I5: outstanding of %s/%d", claim.ID, e+1)
				require.Equal(o.t, paid[e][c], costs.Paid.Minor())
				require.GreaterOrEqual(o.t, costs.Outstanding.Minor(), costs.Pending.Minor())
				require.GreaterOrEqual(o.t, costs.Pending.Minor(), int64(0))
				if claim.Status == insurance.ClaimClosed {
					require.True(o.t, costs.Outstanding.IsZero(), "I5: closed")
				}
			}
			require.LessOrEqual(o.t, exposure.Indemnity.Paid.Minor()+exposure.Indemnity.Pending.Minor(), exposure.Payable.Minor(), "I1")
			payable += exposure.Payable.Minor() - exposure.Relieved.Minor()
			overpaid += exposure.Overpaid.Minor()
		}
		for _, use := range claim.Uses {
			deductible += use.Use.Deductible.Minor()
		}
		o.cededSums(i)
	}
	require.Equal(o.t, payable, o.shared.Used.Limit.Minor(), "I2: what is payable is what is used of the aggregate")
	require.LessOrEqual(o.t, payable-overpaid, int64(aggregate), "I2")
	require.Equal(o.t, deductible, o.shared.Used.Deductible.Minor(), "I3: what claims bore adds up")
	require.LessOrEqual(o.t, deductible, int64(borne), "I3")
}

// sums are the reserve movements that count and the payments that were made, by exposure and cost.
func (o *office) sums(i int) (deltas, paid [2][2]int64) {
	line := func(cost insurance.CostKind) int {
		if cost == insurance.ExpenseCost {
			return 1
		}
		return 0
	}
	for _, m := range o.reserves[i] {
		if m.Status == insurance.ReserveApplied {
			deltas[m.Exposure-1][line(m.Cost)] += m.Delta.Minor()
		}
	}
	for _, p := range o.payments[i] {
		cost := insurance.IndemnityCost
		if p.Kind == insurance.PayExpense {
			cost = insurance.ExpenseCost
		}
		if p.Status == insurance.PaymentMade {
			paid[p.Exposure-1][line(cost)] += p.Amount.Minor()
		}
	}
	return deltas, paid
}

// cededSums holds what reinsurers hear of to what the claim is.
func (o *office) cededSums(i int) {
	var paid, outstanding, has, left int64
	for _, due := range o.ceded[i] {
		paid += due.Paid.Minor()
		outstanding += due.Outstanding.Minor()
	}
	for _, e := range o.claims[i].Exposures {
		has += e.Indemnity.Paid.Minor() + e.Expense.Paid.Minor() - e.Recovered.Minor()
		left += e.Indemnity.Outstanding.Minor() + e.Expense.Outstanding.Minor()
	}
	require.Equal(o.t, has, paid)
	require.Equal(o.t, left, outstanding)
}

// I1, I2, I3, I4, I5, I8, I11, I12 under random histories.
func TestClaimsUnderRandomHistories(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := opened(t)
		steps := map[string]func(*rapid.T){
			"assess": o.assess, "recommend": o.recommend, "decide": o.decide, "reserve": o.reserve, "approve reserve": o.approveReserve,
			"request": o.requestPayment, "authorise": o.authorise, "stop": o.stop, "pay": o.pay, "return": o.sendBack, "repay": o.repay,
			"hold": o.holdOrRelease, "close": o.close, "tomorrow": o.tomorrow, "": o.check,
		}
		all := maps.Clone(steps)
		all["award"] = func(*rapid.T) {
			o.together(steps, [2]string{"ann", "assess"}, [2]string{"ann", "recommend"}, [2]string{"ben", "decide"}, [2]string{"ann", "reserve"})
		}
		all["pay out"] = func(*rapid.T) {
			o.together(steps, [2]string{"cia", "reserve"}, [2]string{"ann", "request"}, [2]string{"ben", "authorise"}, [2]string{"ben", "pay"})
		}
		all["pay more"] = all["pay out"]
		all["award again"] = all["award"]
		t.Repeat(all)
	})
}
