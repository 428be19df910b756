// SPDX-License-Identifier: Apache-2.0

package securities_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// Every row of the market comes back from the ledger as it went there, with each of its members set.
func TestRowsOfTheMarketAreKeptWhole(t *testing.T) {
	keptWhole[securities.Offering](t)
	keptWhole[securities.BookPage](t)
	keptWhole[securities.Subscription](t)
	keptWhole[securities.Trade](t)
	keptWhole[securities.Quote](t)
	keptWhole[securities.Session](t)
	keptWhole[securities.Commitment](t)
	keptWhole[securities.SealedOrder](t)
	keptWhole[securities.TradeLine](t)
	keptWhole[securities.VenueAuthority](t)
}

func keptWhole[V any](t *testing.T) {
	t.Helper()
	var row, back V
	fill(t, reflect.ValueOf(&row).Elem())
	text, err := protocol.Marshal(row)
	require.NoError(t, err)
	require.NoError(t, protocol.UnmarshalStored(text, &back), "%s", text)
	require.Equal(t, row, back)
}

// fill sets every member of a value.
func fill(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Interface().(type) {
	case date.Date:
		v.Set(reflect.ValueOf(date.MustParse("2026-01-06")))
	case decimal.Decimal:
		v.Set(reflect.ValueOf(decimal.MustParse("99.75")))
	case money.Amount:
		v.Set(reflect.ValueOf(money.MustAmount(12345)))
	case money.Currency:
		v.Set(reflect.ValueOf(euro))
	case date.Calendar:
		calendar, err := date.TARGET2(2026, 2027)
		require.NoError(t, err)
		v.Set(reflect.ValueOf(calendar))
	case date.DayCount:
		v.Set(reflect.ValueOf(date.Act360))
	case cash.HoldID:
		v.Set(reflect.ValueOf(cash.HoldID("hold")))
	default:
		fillKind(t, v)
	}
}

func fillKind(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(t, v.Index(i))
		}
	case reflect.String:
		v.SetString("text")
	case reflect.Int, reflect.Int64:
		v.SetInt(9_007_199_254_740_993) // beyond what a binary float holds
	case reflect.Bool:
		v.SetBool(true)
	default:
		t.Fatalf("a member of type %s", v.Type())
	}
}
