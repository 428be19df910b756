// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/parties"
)

// Whatever rows there are: those of a report add up to them, each tells of five policyholders at least, and a currency is
// withheld exactly when all of its rows together tell of fewer.
func TestRowsOfAReportAddUpAndSingleNobodyOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := cells[BandFigures]{}
		sums, people := map[string]BandFigures{}, map[string]map[parties.PartyID]bool{}
		for range rapid.IntRange(0, 40).Draw(t, "additions") {
			currency := rapid.SampledFrom([]string{"EUR", "EUR", "EUR", "CHF"}).Draw(t, "currency")
			line := ReportLine{
				Class: rapid.SampledFrom([]string{"FIRE", "CROP"}).Draw(t, "class"), Product: rapid.SampledFrom([]ProductID{"a", "b", "c"}).Draw(t, "product"),
				Insurer: rapid.SampledFrom([]parties.PartyID{"alpha", "beta"}).Draw(t, "insurer"), Currency: money.MustCurrency(currency),
			}
			holder := parties.PartyID(fmt.Sprint("holder-", rapid.IntRange(0, 12).Draw(t, "holder")))
			f := BandFigures{Claims: 1, Incurred: money.MustAmount(rapid.Int64Range(-1_000, 1_000_000).Draw(t, "amount"))}
			require.NoError(t, table.add(line, f, holder))
			sum, err := sums[currency].plus(f)
			require.NoError(t, err)
			if sums[currency] = sum; people[currency] == nil {
				people[currency] = map[parties.PartyID]bool{}
			}
			people[currency][holder] = true
		}
		rows, withheld, err := table.rows(SmallestCell)
		require.NoError(t, err)
		told := map[string]BandFigures{}
		for _, row := range rows {
			require.GreaterOrEqual(t, row.Holders, SmallestCell)
			sum, err := told[row.Currency.String()].plus(row.Figures)
			require.NoError(t, err)
			told[row.Currency.String()] = sum
		}
		for currency, sum := range sums {
			if len(people[currency]) < SmallestCell {
				require.Contains(t, withheld, currency)
				require.NotContains(t, told, currency)
				delete(sums, currency)
				continue
			}
			require.NotContains(t, withheld, currency)
			require.Equal(t, sum, told[currency])
		}
		require.Len(t, told, len(sums))
	})
}

// However a policy changes and however time is cut into periods, what reports tell of them adds up to what the policy's own
// account says was written and is earned.
func TestPeriodsOfReportsAddUpToThePremiumAccount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begun(t)
		for range 8 {
			l.step(t)
		}
		last, err := l.today.AddDays(rapid.IntRange(0, 400).Draw(t, "more days"))
		require.NoError(t, err)
		var sum BusinessFigures
		for from := l.first; !from.After(last); {
			to, err := from.AddDays(rapid.IntRange(0, 200).Draw(t, "days"))
			require.NoError(t, err)
			if to.After(last) {
				to = last
			}
			f := l.reported(t, from, to)
			f.InForce = 0
			sum, err = sum.plus(f)
			require.NoError(t, err)
			from, err = to.AddDays(1)
			require.NoError(t, err)
		}
		end, err := last.AddDays(1)
		require.NoError(t, err)
		account, err := l.policy.Earned(end, last)
		require.NoError(t, err)
		require.Equal(t, BusinessFigures{0, account.Written, account.Earned}, sum)
	})
}

// reported is what a survey finds of the life's one policy.
func (l *life) reported(t *rapid.T, from, to date.Date) BusinessFigures {
	survey, err := NewSurvey(ReportRequest{From: from, To: to}, l.today)
	require.NoError(t, err)
	survey.Version(l.version)
	require.NoError(t, survey.Policy(l.policy))
	var sum BusinessFigures
	for _, each := range survey.business {
		sum, err = sum.plus(each.figures)
		require.NoError(t, err)
	}
	_, live := l.policy.InForce(to, l.today)
	require.Equal(t, live, sum.InForce == 1)
	return sum
}

// A claim is in the band of its size, at its clocks that have passed, and at its event.
func TestAClaimIsInItsBand(t *testing.T) {
	euro := money.MustCurrency("EUR")
	survey, err := NewSurvey(ReportRequest{From: day("2026-01-01"), To: day("2026-12-31")}, day("2026-07-01"))
	require.NoError(t, err)
	survey.policies["P"] = ReportLine{Product: "fire", Insurer: "alpha", Currency: euro}
	for incurred, bound := range map[int64]string{0: "0", 999_999: "0", 1_000_000: "1000000", 9_999_999: "1000000", 10_000_000: "10000000", 123_456_789_012: "100000000000"} {
		survey.bands = cells[BandFigures]{}
		claim := Claim{
			ID: "C", Policy: "P", Class: "FIRE", Currency: euro, Holder: firm("mill"), Reported: day("2026-02-01"), Event: "storm", SumInsured: money.MustAmount(5),
			Exposures: []Exposure{{Indemnity: Costs{Paid: money.MustAmount(incurred)}}},
			Clocks:    []Clock{{Kind: Payout, Due: day("2026-03-01"), Breached: day("2026-03-05")}, {Kind: Information, Due: day("2026-06-30")}, {Kind: Determination, Due: day("2026-07-01")}},
		}
		require.NoError(t, survey.Claim(claim, Panel{}))
		for line, each := range survey.bands {
			require.Equal(t, bound, line.Part)
			require.Equal(t, BandFigures{1, money.MustAmount(incurred)}, each.figures)
		}
		require.Len(t, survey.bands, 1)
	}
	require.Len(t, survey.breaches, 2, "the third runs to the end of the day")
	require.Len(t, survey.events, 1)
}

// What is ceded is told where five policyholders had losses that concern the cedent, as lead or follower, and withheld
// where fewer had.
func TestCededFiguresAreOfManyLosses(t *testing.T) {
	euro := money.MustCurrency("EUR")
	panel := Panel{Lines: []Line{{LineTerms: LineTerms{Insurer: "alpha"}}, {LineTerms: LineTerms{Insurer: "beta"}}}}
	programme := Programme{Cedent: firm("beta"), ProgrammeTerms: ProgrammeTerms{ID: "cat", Classes: []string{"CROP", "FIRE"}, Currency: euro}}
	book := Book{Treaties: []TreatyBook{
		{Ceded: treaty.Standing{Paid: money.MustAmount(30), Incurred: money.MustAmount(100)}, Premium: money.MustAmount(7)},
		{Ceded: treaty.Standing{Paid: money.MustAmount(5), Incurred: money.MustAmount(5)}, Reinstatement: treaty.Standing{Incurred: money.MustAmount(2)}},
	}}
	for count := 3; count <= 6; count++ {
		survey, err := NewSurvey(ReportRequest{From: day("2026-01-01"), To: day("2026-12-31")}, day("2026-07-01"))
		require.NoError(t, err)
		for n := range count {
			require.NoError(t, survey.Claim(Claim{Class: []string{"CROP", "FIRE"}[n%2], Currency: euro, Holder: firm(fmt.Sprint("holder-", n))}, panel))
		}
		require.NoError(t, survey.Programme(programme, book))
		report, err := survey.Report("")
		require.NoError(t, err)
		if count < SmallestCell {
			require.Empty(t, report.Ceded)
			require.Equal(t, []string{"ceded EUR"}, report.Withheld)
			continue
		}
		require.Equal(t, []ReportRow[CededFigures]{{
			ReportLine: ReportLine{Insurer: "beta", Currency: euro, Part: "cat"}, Holders: count,
			Figures: CededFigures{Paid: money.MustAmount(35), Outstanding: money.MustAmount(70), Premium: money.MustAmount(7), Reinstatement: money.MustAmount(2)},
		}}, report.Ceded)
	}
}

// A period that has no day before it cannot be compared with what was known before it.
func TestReportsAreOfWholePeriods(t *testing.T) {
	require.Error(t, ReportRequest{From: day("2026-02-01"), To: day("2026-01-31")}.Validate())
	require.Error(t, ReportRequest{From: day("2026-02-01")}.Validate())
	require.NoError(t, ReportRequest{From: day("2026-02-01"), To: day("2026-02-01")}.Validate())
}
