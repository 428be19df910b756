// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// recourseDeal is 100,000.00 of face, 80 % advanced at 9 % for 60 days on 365, 1.5 % fee, both in arrears.
func recourseDeal(t testing.TB) (Deal, Programme, Undertaking) {
	t.Helper()
	start := day("2026-01-05")
	p := Programme{ProgrammeTerms: ProgrammeTerms{DayCount: date.Act365F, Currency: money.MustCurrency("EUR")}}
	u := Undertaking{Maturity: later(t, start, 60), Due: later(t, start, 60), Face: money.MustParse("100000.00 EUR")}
	d := Deal{Technique: Factoring, Units: u.Whole(), Terms: Terms{
		Method: InArrears, Rate: dec("0.09"), AdvanceRate: dec("0.8"), FeeRate: dec("0.015"), Recourse: true,
		LateRate: dec("0.12"), Compounding: SimpleInterest,
	}}
	price, err := d.PriceOn(u, p, start)
	require.NoError(t, err)
	d, _ = d.fund(price, Slice{}, u, Act{Today: start})
	return d, p, u
}

func TestRecourseFactoringPaidOnTime(t *testing.T) {
	d, p, u := recourseDeal(t)
	require.Equal(t, int64(8_000_000), d.Price.Proceeds.Minor())
	d, paid, err := d.collect(money.MustAmount(10_000_000), p, u.Due)
	require.NoError(t, err)
	require.Equal(t, Allocation{
		Claims:   Claims{Fees: money.MustAmount(150_000), Interest: money.MustAmount(118_356), Principal: money.MustAmount(8_000_000)},
		Residual: money.MustAmount(1_731_644),
	}, paid)
	require.Equal(t, Repaid, d.Status)
}

func TestRecourseFactoringPaidLateAndShort(t *testing.T) {
	d, p, u := recourseDeal(t)
	d, paid, err := d.collect(money.MustAmount(7_000_000), p, later(t, u.Due, 15))
	require.NoError(t, err)
	require.Equal(t, Allocation{Claims: Claims{
		Fees: money.MustAmount(150_000), Late: money.MustAmount(39_452), Interest: money.MustAmount(118_356), Principal: money.MustAmount(6_692_192),
	}}, paid)
	require.Equal(t, int64(1_307_808), d.Owed.Total().Minor())
	require.Equal(t, Funded, d.Status)
}

func anyAmount(t *rapid.T, name string) money.Amount {
	return money.MustAmount(rapid.Int64Range(0, 1_000_000).Draw(t, name))
}

// A collection is divided without loss, in order, and fills nothing over.
func TestWaterfallIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		owed := Claims{
			anyAmount(t, "costs"), anyAmount(t, "fees"), anyAmount(t, "late"), anyAmount(t, "interest"),
			anyAmount(t, "principal"), anyAmount(t, "guarantor"),
		}
		collected := anyAmount(t, "collected")
		left, paid := owed.Pay(collected)
		require.Equal(t, collected.Minor(), paid.Total().Minor()+paid.Residual.Minor())
		require.Equal(t, owed.Total().Minor(), left.Total().Minor()+paid.Total().Minor())
		lefts := []money.Amount{left.Costs, left.Fees, left.Late, left.Interest, left.Principal, left.Guarantor, {}}
		parts := []money.Amount{paid.Costs, paid.Fees, paid.Late, paid.Interest, paid.Principal, paid.Guarantor, paid.Residual}
		for i, unpaid := range lefts {
			require.GreaterOrEqual(t, unpaid.Sign(), 0)
			for _, below := range parts[i+1:] {
				require.False(t, unpaid.Sign() > 0 && below.Sign() > 0, "a claim is unpaid and one below it was paid")
			}
		}
	})
}
