// SPDX-License-Identifier: Apache-2.0

package refund_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/refund"
)

var (
	proRata = refund.Terms{Method: refund.ProRata}
	penalty = refund.Terms{Method: refund.ProRataPenalty, Returned: decimal.MustParse("0.9")}
	// monthly is an English short-period table (chestofbooks.com), PRC style: a begun month counts.
	monthly = refund.Monthly(20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 95)
)

func year(from string) refund.Cover {
	start := date.MustParse(from)
	end, _ := start.AddMonths(12)
	return refund.Cover{From: start, Until: end}
}

func after(cover refund.Cover, days int) date.Date {
	day, _ := cover.From.AddDays(days)
	return day
}

// The vectors V-15 of the reference, each with its source.
func TestVectors(t *testing.T) {
	halfYear := refund.Cover{From: date.MustParse("2026-01-01"), Until: date.MustParse("2026-07-01")}
	for _, v := range []struct {
		source  string
		terms   refund.Terms
		premium int64
		cover   refund.Cover
		days    int
		kept    int64
	}{
		{"sapling.com, table", refund.Customary(decimal.Decimal{}), 150_000, year("2026-01-01"), 219, 103_500},
		{"sapling.com, pro rata", proRata, 150_000, year("2026-01-01"), 219, 90_000},
		{"sapling.com, 90 % pro rata", penalty, 150_000, year("2026-01-01"), 219, 150_000 - 54_000},
		{"ceopedia.org, pro rata", proRata, 50_000, year("2026-01-01"), 150, 50_000 - 29_452},
		{"ceopedia.org, 90 % pro rata", penalty, 50_000, year("2026-01-01"), 150, 50_000 - 26_507},
		{"internationalbcs.com, first day, 90 % pro rata", penalty, 100_000, year("2026-01-01"), 1, 10_247},
		{"internationalbcs.com, first day, table", refund.Customary(decimal.Decimal{}), 100_000, year("2026-01-01"), 1, 5_000},
		{"half a year, pro rata", proRata, 100_000, refund.Cover{From: date.MustParse("2026-01-01"), Until: date.MustParse("2026-12-31")}, 182, 50_000},
		{"half a year, 90 % pro rata", penalty, 100_000, refund.Cover{From: date.MustParse("2026-01-01"), Until: date.MustParse("2026-12-31")}, 182, 55_000},
		{"chestofbooks.com, 1 month", monthly, 100_000, year("2026-01-01"), 31, 20_000},
		{"chestofbooks.com, 2nd month begun", monthly, 100_000, year("2026-01-01"), 32, 30_000},
		{"chestofbooks.com, 11 months", monthly, 100_000, year("2026-01-01"), 334, 95_000},
		{"12th month begun", monthly, 100_000, year("2026-01-01"), 335, 100_000},
		{"Wikipedia, 25 % floor, day 54", refund.Customary(decimal.MustParse("0.25")), 100_000, year("2026-01-01"), 54, 25_000},
		{"Wikipedia, day 55", refund.Customary(decimal.MustParse("0.25")), 100_000, year("2026-01-01"), 55, 26_000},
		{"89 of 181 days count as 180 of a year, within its sixth month", monthly, 100_000, halfYear, 89, 70_000},
	} {
		require.NoError(t, v.terms.Validate(), v.source)
		kept, err := v.terms.Kept(money.MustAmount(v.premium), v.cover, after(v.cover, v.days))
		require.NoError(t, err, v.source)
		require.Equal(t, v.kept, kept.Minor(), v.source)
	}
}

// Points of the customary table, of all its decades (Wikipedia, Short rate table).
func TestCustomaryTable(t *testing.T) {
	terms := refund.Customary(decimal.Decimal{})
	for days, percent := range map[int]int64{
		76: 31, 77: 32, 88: 35, 113: 41, 114: 42, 120: 43, 149: 51, 150: 52, 157: 54, 186: 61, 188: 62, 200: 64, 201: 65, 223: 69, 224: 70,
		260: 77, 261: 78, 274: 81, 301: 86, 302: 87, 334: 94, 338: 95, 347: 97, 365: 100,
	} {
		kept, err := terms.Kept(money.MustAmount(100), year("2026-01-01"), after(year("2026-01-01"), days))
		require.NoError(t, err)
		require.Equal(t, percent, kept.Minor(), "day %d", days)
	}
}

// What is kept is between nothing and the premium, never falls as time goes by, is all at the end and, by any method, no
// less than pro rata where the table is none below it.
func TestKeptRisesFromNothingToAll(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		start, err := date.MustParse("2024-01-01").AddDays(random.IntN(800))
		require.NoError(t, err)
		end, err := start.AddDays(1 + random.IntN(800))
		require.NoError(t, err)
		cover, premium := refund.Cover{From: start, Until: end}, money.MustAmount(random.Int64N(10_000_000))
		for _, terms := range []refund.Terms{proRata, penalty, monthly, refund.Customary(decimal.MustParse("0.25"))} {
			terms.Least = money.MustAmount(random.Int64N(5_000))
			before := int64(0)
			for n := 0; n <= start.DaysUntil(end); n += 1 + random.IntN(20) {
				kept, err := terms.Kept(premium, cover, after(cover, n))
				require.NoError(t, err)
				require.GreaterOrEqual(t, kept.Minor(), before, "%s on day %d", terms.Method, n)
				require.LessOrEqual(t, kept.Minor(), premium.Minor())
				require.GreaterOrEqual(t, kept.Minor(), min(terms.Least.Minor(), premium.Minor()))
				before = kept.Minor()
			}
			all, err := terms.Kept(premium, cover, end)
			require.NoError(t, err)
			require.Equal(t, premium, all)
		}
	}
}

func TestTermsRefuse(t *testing.T) {
	row := func(upTo int, kept string) refund.Row { return refund.Row{UpTo: upTo, Kept: decimal.MustParse(kept)} }
	for name, terms := range map[string]refund.Terms{
		"no method":               {},
		"an unknown method":       {Method: "GUESS"},
		"pro rata with a table":   {Method: refund.ProRata, Unit: refund.Days, Table: []refund.Row{row(1, "0.1")}},
		"pro rata with a penalty": {Method: refund.ProRata, Returned: decimal.MustParse("0.9")},
		"a penalty of nothing":    {Method: refund.ProRataPenalty},
		"a reward":                {Method: refund.ProRataPenalty, Returned: decimal.MustParse("1.1")},
		"no table":                {Method: refund.ShortPeriod, Unit: refund.Days},
		"no unit":                 {Method: refund.ShortPeriod, Table: []refund.Row{row(1, "0.1")}},
		"days that fall":          {Method: refund.ShortPeriod, Unit: refund.Days, Table: []refund.Row{row(2, "0.1"), row(2, "0.2")}},
		"kept that falls":         {Method: refund.ShortPeriod, Unit: refund.Days, Table: []refund.Row{row(1, "0.2"), row(2, "0.1")}},
		"more than all":           {Method: refund.ShortPeriod, Unit: refund.Days, Table: []refund.Row{row(1, "1.01")}},
		"a least below zero":      {Method: refund.ProRata, Least: money.MustAmount(-1)},
	} {
		require.Error(t, terms.Validate(), name)
	}
}

func ExampleTerms_Kept() {
	terms := refund.Terms{Method: refund.ProRataPenalty, Returned: decimal.MustParse("0.9")}
	cover := refund.Cover{From: date.MustParse("2026-01-01"), Until: date.MustParse("2027-01-01")}
	kept, err := terms.Kept(money.MustAmount(150_000), cover, date.MustParse("2026-08-08"))
	fmt.Println(kept, err)
	// Output: 96000 <nil>
}
