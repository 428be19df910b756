// SPDX-License-Identifier: Apache-2.0

package insurance_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

func on(text string) date.Date { return date.MustParse(text) }

// drought pays below 300 in proportion down to nothing, everything at 0, and gives 60 % of the premium back.
func drought() insurance.ProductVersion {
	return insurance.ProductVersion{ProductTerms: insurance.ProductTerms{
		VersionKey: insurance.VersionKey{Product: "crops", Version: 1}, Class: "CROP", Basis: insurance.Parametric, Currency: money.MustCurrency("EUR"),
		Covers: []insurance.Cover{{Code: "DROUGHT"}},
		Claims: insurance.ClaimTerms{Service: insurance.Service{Pay: 5, LateRate: decimal.MustParse("0.1"), LateCount: date.Act365F}},
		Parametric: &insurance.ParametricTerms{ClosingDays: 5, Triggers: []insurance.TriggerTerms{{
			Cover: "DROUGHT", Feed: "rain", Subject: "kaski", From: on("2026-06-01"), To: on("2026-06-30"), PremiumBack: decimal.MustParse("0.6"),
			Terms:     index.Terms{Linear: &index.Linear{Direction: index.Below, Strike: decimal.FromInt64(300), Share: decimal.FromInt64(1)}},
			AuditFeed: "survey", AuditDays: 10,
		}}},
	}}
}

// situation is a piece of work with a policy to which something may have happened.
type situation struct {
	work insurance.Work
	// armed, low and ended: the sum when cover closed, the least on any day of the period, and whether cover was away on one or
	// its premium was not paid.
	armed, low int64
	ended      bool
}

func drawn(t *rapid.T) situation {
	s := situation{armed: rapid.Int64Range(1, 1_000_000).Draw(t, "sum")}
	s.low = s.armed
	policy := insurance.Policy{
		ID: "P", Product: "crops", Holder: parties.Firm{Party: "holder", Host: "M"}, Account: "holder", Currency: money.MustCurrency("EUR"),
		Stack: []insurance.Transaction{{
			Number: 1, Kind: insurance.Issue, Period: 1, Effective: on("2026-05-01"), Until: on("2027-05-01"), Recorded: on("2026-05-01"), Version: 1,
			Panel: "panel", First: 1, Charge: insurance.Charge{Premium: money.MustAmount(rapid.Int64Range(1, 100_000).Draw(t, "premium"))},
			Covers: []insurance.Insured{{Cover: "DROUGHT", Sum: money.MustAmount(s.armed), Annual: money.MustAmount(10)}},
		}},
	}
	version := drought()
	due, err := policy.Arm(version, nil, on("2026-05-20"))
	require.NoError(t, err)
	push := func(kind insurance.TransactionKind, effective string, covers ...insurance.Insured) {
		policy.Stack = append(policy.Stack, insurance.Transaction{
			Number: len(policy.Stack) + 1, Kind: kind, Period: 1, Effective: on(effective), Until: on("2027-05-01"), Recorded: on(effective), Covers: covers,
		})
	}
	if rapid.Bool().Draw(t, "endorsed") {
		sum := rapid.Int64Range(1, 2_000_000).Draw(t, "new sum")
		effective := rapid.SampledFrom([]string{"2026-05-25", "2026-06-02", "2026-06-30", "2026-07-01"}).Draw(t, "from")
		push(insurance.Endorse, effective, insurance.Insured{Cover: "DROUGHT", Sum: money.MustAmount(sum), Annual: money.MustAmount(10)})
		if effective == "2026-06-02" && rapid.Bool().Draw(t, "for a day") {
			policy.Stack[1].Until = on("2026-06-03")
		}
		if effective != "2026-07-01" {
			s.low = min(s.low, sum)
		}
	}
	if rapid.Bool().Draw(t, "cancelled") {
		effective := rapid.SampledFrom([]string{"2026-06-15", "2026-06-30", "2026-07-01"}).Draw(t, "end")
		push(insurance.Cancel, effective)
		s.ended = effective != "2026-07-01"
		if rapid.Bool().Draw(t, "taken up again") { // without a gap, or for the last day
			push(insurance.Reinstate, rapid.SampledFrom([]string{effective, max(effective, "2026-06-30")}).Draw(t, "again"))
		}
	}
	if rapid.Bool().Draw(t, "withdrawn") { // by the insurer, five days before the period or later
		effective := rapid.SampledFrom([]string{"2026-05-27", "2026-05-28", "2026-06-15", "2026-06-30"}).Draw(t, "notice")
		push(insurance.Cancel, effective)
		policy.Stack[len(policy.Stack)-1].Reason = insurance.ByInsurer
		s.ended = s.ended || effective == "2026-05-27"
	}
	s.work = insurance.Work{
		Due: due[0], Policy: policy, Version: version, Panel: panelOf(t), Instalments: s.premium(t),
		Round: oracle.Round{RoundKey: due[0].RoundKey, Status: oracle.Final, Settled: on("2026-07-09"), Reading: index.Reading{Value: rapid.Int64Range(-10, 400).Draw(t, "rain")}},
	}
	if rapid.IntRange(0, 4).Draw(t, "failed") == 0 {
		s.work.Round.Status, s.work.Round.Reading = oracle.Failed, index.Reading{}
	}
	return s
}

// premium is what was owed for the period and what became of it: paid at once or in parts, or not in the end.
func (s *situation) premium(t *rapid.T) []insurance.Instalment {
	of := func(number int, status insurance.InstalmentStatus, premium int64) insurance.Instalment {
		return insurance.Instalment{
			InstalmentKey: insurance.InstalmentKey{Policy: "P", Number: number}, Period: 1, Status: status,
			Charge: insurance.Charge{Premium: money.MustAmount(premium)}, Grace: on("2026-06-01"),
		}
	}
	other := of(3, insurance.Open, 5)
	other.Period = 2
	switch rapid.IntRange(0, 7).Draw(t, "paid") {
	case 0:
		s.ended = true
		return []insurance.Instalment{of(1, insurance.Open, 100)}
	case 1:
		s.ended = true
		return []insurance.Instalment{of(1, insurance.Paid, 1), of(2, insurance.Open, 99)}
	case 2:
		s.ended = true
		return []insurance.Instalment{of(1, insurance.Paid, 100), of(2, insurance.Returned, -100), other}
	case 3:
		return []insurance.Instalment{of(1, insurance.Void, 0), of(2, insurance.Paid, 100), other}
	default:
		return []insurance.Instalment{of(1, insurance.Paid, 100)}
	}
}

func panelOf(t *rapid.T) insurance.Panel {
	share := rapid.Int64Range(1, insurance.Whole-1).Draw(t, "share")
	line := func(insurer parties.PartyID, share int64) insurance.Line {
		purse := insurance.Purse{Account: cash.AccountID(insurer)}
		return insurance.Line{LineTerms: insurance.LineTerms{Insurer: insurer, Share: share, Refunds: purse, Claims: purse}, Host: "M"}
	}
	return insurance.Panel{ID: "panel", Currency: money.MustCurrency("EUR"), Lines: []insurance.Line{line("alpha", share), line("beta", insurance.Whole-share)}}
}

func by(name string, today date.Date) insurance.Act {
	return insurance.Act{Facts: protocol.Facts{TxID: "tx", Caller: protocol.Principal{MSP: "M", Party: name}}, Today: today}
}

func todayIn(t *rapid.T) date.Date {
	today, err := on("2026-07-09").AddDays(rapid.IntRange(0, 400).Draw(t, "days later"))
	require.NoError(t, err)
	return today
}

// What a trigger pays is between nothing and what is insured, the same whoever asks, the same whenever but for interest, and
// its parts are its whole.
func TestTriggersUnderAnyHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, today := drawn(t), todayIn(t)
		decided, err := s.work.Decide(by("holder", today))
		require.NoError(t, err)
		again, err := s.work.Decide(by("keeper", today))
		require.NoError(t, err)
		require.Equal(t, decided, again, "who asks does not matter")
		e := decided.Evaluation
		if s.ended {
			require.Equal(t, insurance.NotCovered, e.Outcome)
			require.True(t, decided.Payment.IsZero())
			return
		}
		soon, err := s.work.Decide(by("keeper", on("2026-07-09")))
		require.NoError(t, err)
		require.Equal(t, soon.Evaluation.Paid, e.Paid, "when does not matter but for interest")
		require.True(t, soon.Interest.IsZero())
		s.expect(t, e)
		require.Equal(t, decided.Payment.Minor(), e.Paid.Minor()+e.Interest.Minor())
		var execution insurance.Execution
		require.NoError(t, execution.Add(s.work, by("keeper", today)))
		total, ceded := int64(0), int64(0)
		for _, leg := range execution.Legs {
			require.Equal(t, cash.AccountID("holder"), leg.To)
			total += leg.Amount.Amount.Minor()
		}
		for _, cession := range execution.Cessions {
			ceded += cession.Paid.Minor()
		}
		require.Equal(t, decided.Payment.Minor(), total, "the insurers' parts are the payment")
		if !decided.Refund {
			require.Equal(t, e.Paid.Minor(), ceded, "interest is no loss")
		}
	})
}

// expect computes the payout another way.
func (s situation) expect(t *rapid.T, e insurance.Evaluation) {
	if s.work.Round.Status == oracle.Failed {
		premium := s.work.Policy.Stack[0].Premium.Minor()
		require.Equal(t, premium*6/10, e.Paid.Minor())
		return
	}
	rain := min(max(s.work.Round.Reading.Value, 0), 300)
	require.Equal(t, s.low*(300-rain)/300, e.Paid.Minor())
	require.Equal(t, e.Paid.IsZero(), e.Outcome == insurance.NotPaidOut)
}

// An audit never takes anything back: both together pay the better of both.
func TestAuditsPayTheBetterOfBoth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		s.work.Round.Status = oracle.Final
		first, err := s.work.Decide(by("keeper", on("2026-07-09")))
		require.NoError(t, err)
		asked, due, err := first.Evaluation.AskAudit(s.work.Policy, s.work.Version, by("holder", on("2026-07-10")))
		if s.ended {
			require.ErrorIs(t, err, insurance.StatusRefused)
			return
		}
		require.NoError(t, err)
		audit := s.work
		found := rapid.Int64Range(-10, 400).Draw(t, "found")
		audit.Due, audit.Before = due, &asked
		audit.Round = oracle.Round{RoundKey: due.RoundKey, Status: oracle.Final, Settled: on("2026-07-20"), Reading: index.Reading{Value: found}}
		second, err := audit.Decide(by("keeper", on("2026-07-20")))
		require.NoError(t, err)
		rain := min(max(min(s.work.Round.Reading.Value, found), 0), 300)
		require.Equal(t, s.low*(300-rain)/300, first.Payment.Minor()+second.Payment.Minor())
		require.Equal(t, second.Payment, second.Evaluation.Audit.Added)
		audit.Before = &second.Evaluation
		_, err = audit.Decide(by("keeper", on("2026-07-21")))
		require.ErrorIs(t, err, insurance.StatusRefused, "it is done")
	})
}

// Nothing is decided on a round that is not final, nor while the premium may still be paid.
func TestTriggersWait(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		for _, status := range []oracle.Status{oracle.Open, oracle.Provisional, oracle.Disputed} {
			waiting := s.work
			waiting.Round.Status, waiting.Round.Until = status, on("2026-07-20")
			_, err := waiting.Decide(by("keeper", on("2026-07-10")))
			require.ErrorIs(t, err, insurance.TooEarly)
		}
		unpaid := s.work
		unpaid.Instalments = []insurance.Instalment{{Status: insurance.Open, Grace: on("2026-07-10")}}
		if _, err := unpaid.Decide(by("keeper", on("2026-07-10"))); !s.ended {
			require.ErrorIs(t, err, insurance.TooEarly)
		}
		decided, err := unpaid.Decide(by("keeper", on("2026-07-11")))
		require.NoError(t, err)
		require.Equal(t, insurance.NotCovered, decided.Evaluation.Outcome)
	})
}

// What is owed for a parametric policy, if anything ever is, is not put off.
func TestParametricPremiumIsNotDeferred(t *testing.T) {
	policy := insurance.Policy{
		ID: "P", Product: "crops", Lead: parties.Firm{Party: "alpha", Host: "M"},
		Stack: []insurance.Transaction{{Number: 1, Kind: insurance.Issue, Period: 1, Effective: on("2026-05-01"), Until: on("2027-05-01")}},
	}
	key := insurance.InstalmentKey{Policy: "P", Number: 1}
	dues := insurance.Dues{Policy: &policy, Version: drought(), Instalment: insurance.Instalment{
		InstalmentKey: key, Period: 1, Status: insurance.Open, Due: on("2026-05-01"), Grace: on("2026-05-15"),
		Charge: insurance.Charge{Premium: money.MustAmount(100)},
	}}
	request := insurance.DeferRequest{InstalmentKey: key, Premium: money.MustAmount(50), Due: on("2026-06-15")}
	_, _, _, err := dues.Defer(request, by("alpha", on("2026-05-01")))
	require.ErrorIs(t, err, insurance.TermsRefused)
	dues.Version.Parametric = nil
	_, _, _, err = dues.Defer(request, by("alpha", on("2026-05-01")))
	require.NoError(t, err)
}
