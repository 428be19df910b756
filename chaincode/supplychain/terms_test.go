// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

func day(text string) date.Date { return date.MustParse(text) }

func later(t require.TestingT, from date.Date, days int) date.Date {
	to, err := from.AddDays(days)
	require.NoError(t, err)
	return to
}

func dec(text string) decimal.Decimal { return decimal.MustParse(text) }

func discount(method Method, rate string) Terms {
	return Terms{Method: method, Rate: dec(rate), AdvanceRate: one}
}

// Figures that others published, each with its source.
func TestDiscountsAsPublished(t *testing.T) {
	start := day("2025-08-15")
	for name, vector := range map[string]struct {
		terms              Terms
		face               int64
		days               int
		count              date.DayCount
		discount, proceeds int64
	}{
		// Oracle Fusion Payables, "Examples of Reviewing Early Payment Discount Offers".
		"Oracle 18 %, 7 days":  {discount(BankDiscount, "0.18"), 1_000_000, 7, date.Act360, 3_500, 996_500},
		"Oracle 24 %, 7 days":  {discount(BankDiscount, "0.24"), 1_000_000, 7, date.Act360, 4_667, 995_333},
		"Oracle 24 %, 14 days": {discount(BankDiscount, "0.24"), 1_000_000, 14, date.Act360, 9_333, 990_667},
		// Bank acceptance discounted at 2.62 % from 15 August to 29 October.
		"Chinese acceptance, 75 days": {discount(BankDiscount, "0.0262"), 100_000_000, 75, date.Act360, 545_833, 99_454_167},
		"bank discount, 90/360":       {discount(BankDiscount, "0.06"), 100_000_000, 90, date.Act360, 1_500_000, 98_500_000},
		"true discount, 90/360":       {discount(TrueDiscount, "0.06"), 100_000_000, 90, date.Act360, 1_477_833, 98_522_167},
		// Credebt Exchange: outright sale at 5.000 %; managed sale at 0.625 % a month, charged for 180 days.
		"outright sale": {Terms{Method: BankDiscount, AdvanceRate: one, FeeRate: dec("0.05")}, 1_000_000, 60, date.Act360, 0, 950_000},
		"managed sale":  {discount(BankDiscount, "0.075"), 1_000_000, 180, date.Act360, 37_500, 962_500},
		// United States Treasury, 91 days at 5.235 %, per 100,000,000.00: 98.6767083.
		"Treasury bill": {discount(BankDiscount, "0.05235"), 10_000_000_000, 91, date.Act360, 132_329_167, 9_867_670_833},
		// Receivable loan with reserve: fee 4 %, reserve 6 %, 1 % a month for two months in advance on 90,000.
		"receivable loan": {Terms{Method: TrueDiscount, Rate: dec("0.12"), AdvanceRate: dec("0.94"), FeeRate: dec("0.04")}, 10_000_000, 60, date.Act360, 176_471, 8_823_529},
	} {
		t.Run(name, func(t *testing.T) {
			price, err := vector.terms.Price(Units{1, vector.face}, start, later(t, start, vector.days), vector.count)
			require.NoError(t, err)
			require.Equal(t, [2]int64{vector.discount, vector.proceeds}, [2]int64{price.Discount.Minor(), price.Proceeds.Minor()})
		})
	}
}

func TestDynamicDiscountFallsToNothing(t *testing.T) {
	due := day("2026-03-31")
	for days, want := range map[int]int64{30: 10_000, 29: 9_667, 15: 5_000, 1: 333, 0: 0} {
		price, err := discount(BankDiscount, "0.12").Price(Units{1, 1_000_000}, later(t, due, -days), due, date.Act360)
		require.NoError(t, err)
		require.Equal(t, want, price.Discount.Minor(), "%d days", days)
	}
}

func TestChargesTelescope(t *testing.T) {
	start := day("2026-01-05")
	var got []int64
	for _, units := range []Units{{1, 33_333_333}, {33_333_334, 66_666_666}, {66_666_667, 100_000_000}, {1, 100_000_000}} {
		price, err := discount(BankDiscount, "0.0435").Price(units, start, later(t, start, 137), date.Act360)
		require.NoError(t, err)
		got = append(got, price.Discount.Minor())
	}
	require.Equal(t, []int64{551_806, 551_805, 551_806, 1_655_417}, got)

	got = nil
	for from := int64(1); from < 300; from += 100 {
		price, err := discount(BankDiscount, "0.05").Price(Units{from, from + 99}, day("2026-01-01"), day("2026-01-25"), date.Thirty360)
		require.NoError(t, err)
		got = append(got, price.Discount.Minor())
	}
	require.Equal(t, []int64{0, 1, 0}, got)
}

func anyTerms(t *rapid.T) Terms {
	rate := func(name string, least, most int64) decimal.Decimal {
		d, err := decimal.New(rapid.Int64Range(least, most).Draw(t, name), 4)
		require.NoError(t, err)
		return d
	}
	return Terms{
		Method:      rapid.SampledFrom([]Method{BankDiscount, TrueDiscount, InArrears}).Draw(t, "method"),
		Rate:        rate("rate", 0, 3_000),
		AdvanceRate: rate("advance", 5_000, 10_000), FeeRate: rate("fee", 0, 500),
	}
}

// However an undertaking is cut into deals of one kind, each divides its face exactly and the charges add up to those of
// the whole.
func TestAnyTilingCostsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms, face := anyTerms(t), rapid.Int64Range(10_000, UnitsMax/1000).Draw(t, "face")
		start, days := day("2026-01-05"), rapid.IntRange(1, 366).Draw(t, "days")
		end, err := start.AddDays(days)
		require.NoError(t, err)
		whole, err := terms.Price(Units{1, face}, start, end, date.Act360)
		require.NoError(t, err)
		var sum Price
		for from := int64(1); from <= face; {
			to := min(face, from+rapid.Int64Range(1000, face).Draw(t, "size"))
			if face-to < 1000 {
				to = face
			}
			part, err := terms.Price(Units{from, to}, start, end, date.Act360)
			require.NoError(t, err)
			require.Equal(t, part.Face.Minor(), part.Proceeds.Minor()+part.Discount.Minor()+part.Fee.Minor()+part.Reserve.Minor())
			sum = added(sum, part)
			from = to + 1
		}
		require.Equal(t, whole, sum)
	})
}

func added(a, b Price) Price {
	plus := func(x, y money.Amount) money.Amount { return money.MustAmount(x.Minor() + y.Minor()) }
	return Price{
		Face: plus(a.Face, b.Face), Proceeds: plus(a.Proceeds, b.Proceeds), Discount: plus(a.Discount, b.Discount),
		Fee: plus(a.Fee, b.Fee), Reserve: plus(a.Reserve, b.Reserve), Interest: plus(a.Interest, b.Interest),
		ArrearsFee: plus(a.ArrearsFee, b.ArrearsFee),
	}
}

func TestLateInterest(t *testing.T) {
	due := day("2026-03-01")
	terms := Terms{LateRate: dec("0.12"), Compounding: SimpleInterest}
	late, err := terms.Late(money.MustAmount(8_000_000), due, later(t, due, 15), date.Act365F)
	require.NoError(t, err)
	require.Equal(t, int64(39_452), late.Minor())

	// 1 % a month on 10,000.00 with monthly rests: 100.00, then 101.00.
	terms.Compounding = MonthlyRests
	late, err = terms.Late(money.MustAmount(1_000_000), due, day("2026-05-01"), date.Thirty360)
	require.NoError(t, err)
	require.Equal(t, int64(20_100), late.Minor())
	late, err = terms.Late(money.MustAmount(1_000_000), due, due, date.Thirty360)
	require.NoError(t, err)
	require.True(t, late.IsZero())
}
