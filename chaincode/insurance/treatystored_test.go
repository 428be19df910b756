// SPDX-License-Identifier: Apache-2.0

package insurance_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// leaves are values of types that are not filled member by member.
var leaves = map[reflect.Type]any{
	reflect.TypeFor[money.Amount]():    money.MustAmount(-12345),
	reflect.TypeFor[money.Currency]():  money.MustCurrency("EUR"),
	reflect.TypeFor[date.Date]():       date.MustParse("2026-02-28"),
	reflect.TypeFor[decimal.Decimal](): decimal.MustParse("0.123456789"),
}

// fill gives every member of a value something that is not its zero.
func fill(v reflect.Value, path string) {
	if leaf, is := leaves[v.Type()]; is {
		v.Set(reflect.ValueOf(leaf))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), path+"[0]")
		fill(v.Index(1), path+"[1]")
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), path)
	case reflect.String:
		v.SetString(fmt.Sprintf("text-%d", len(path)))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(len(path)))
	case reflect.Bool:
		v.SetBool(true)
	default:
		panic("no value for " + path)
	}
}

// stored is a type of row that comes back from the ledger as it went there, be it full or empty.
func stored[T any](t *testing.T) {
	t.Helper()
	var full, empty T
	fill(reflect.ValueOf(&full).Elem(), "row")
	for _, row := range []T{full, empty} {
		text, err := protocol.Marshal(row)
		if err != nil {
			require.True(t, reflect.ValueOf(row).IsZero(), "%T: %v", row, err) // an empty currency is not stored
			continue
		}
		var back T
		require.NoError(t, protocol.UnmarshalStored(text, &back), "%T", row)
		again, err := protocol.Marshal(back)
		require.NoError(t, err)
		require.Equal(t, string(text), string(again), "%T", row)
		if !reflect.ValueOf(row).IsZero() {
			require.Equal(t, row, back)
		}
	}
}

func TestRowsOfReinsuranceComeBackAsTheyWent(t *testing.T) {
	stored[insurance.Programme](t)
	stored[insurance.CededClass](t)
	stored[insurance.Slip](t)
	stored[insurance.TreatyQuote](t)
	stored[insurance.WrittenLine](t)
	stored[insurance.Treaty](t)
	stored[insurance.Endorsement](t)
	stored[insurance.LossEvent](t)
	stored[insurance.Windows](t)
	stored[insurance.Assignment](t)
	stored[insurance.CessionDue](t)
	stored[insurance.Book](t)
	stored[insurance.Page](t)
	stored[insurance.Place](t)
	stored[insurance.CededPolicy](t)
	stored[insurance.Bordereau](t)
	stored[insurance.TreatyAccount](t)
	stored[insurance.Statement](t)
	stored[insurance.CashCall](t)
}
