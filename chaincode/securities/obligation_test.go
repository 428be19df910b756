// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/money"
)

// However an obligation is cut into parts, the money of the parts is the amount, exactly; each part is at most half a minor
// unit away from its exact share on either border.
func TestPartsPayTheAmountExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		quantity := Quantity(rapid.Int64Range(1, int64(QuantityMax)).Draw(t, "quantity"))
		amount := rapid.Int64Range(1, money.MinorMax).Draw(t, "amount")
		o := Obligation{Quantity: quantity, Payment: AgainstPayment, Amount: money.Money{Amount: money.MustAmount(amount), Currency: money.MustCurrency("EUR")}}
		for range rapid.IntRange(0, 20).Draw(t, "parts") {
			if o.Open() < 2 {
				break
			}
			part := Quantity(rapid.Int64Range(1, int64(o.Open())-1).Draw(t, "part"))
			o = settledPart(t, o, part)
		}
		o = settledPart(t, o, o.Open())
		require.True(t, o.Settled())
		require.Equal(t, amount, o.Paid.Minor())
	})
}

func settledPart(t *rapid.T, o Obligation, part Quantity) Obligation {
	due, err := o.Due(part)
	require.NoError(t, err)
	require.GreaterOrEqual(t, due.Sign(), 0)
	o, err = o.settle(SettledPart{Quantity: part, Paid: due})
	require.NoError(t, err)
	return o
}

func TestSharesOfAnAmount(t *testing.T) {
	o := Obligation{Quantity: 3, Amount: money.MustParse("100.00 EUR")}
	var paid []int64
	for range 3 {
		due, err := o.Due(1)
		require.NoError(t, err)
		paid = append(paid, due.Minor())
		o, err = o.settle(SettledPart{Quantity: 1, Paid: due})
		require.NoError(t, err)
	}
	require.Equal(t, []int64{3333, 3334, 3333}, paid)
	_, err := o.Due(1)
	require.ErrorIs(t, err, PartialRefused)
}

// After a hundred parts what is left is settled whole.
func TestPartsAreBounded(t *testing.T) {
	o := Obligation{Quantity: 1000, Amount: money.MustParse("100.00 EUR")}
	var err error
	for range settledPartsMax {
		o, err = o.settle(SettledPart{Quantity: 1})
		require.NoError(t, err)
	}
	_, err = o.settle(SettledPart{Quantity: 1})
	require.ErrorIs(t, err, PartialRefused)
	o, err = o.settle(SettledPart{Quantity: o.Open()})
	require.NoError(t, err)
	require.True(t, o.Settled())
}
