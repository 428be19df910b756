// SPDX-License-Identifier: Apache-2.0

package money_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/stretchr/testify/require"
)

// codes is every code of ISO 4217 list one of 2024-06-25 whose minor unit is not 2.
const (
	noPlaces    = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
	threePlaces = "BHD IQD JOD KWD LYD OMR TND"
	fourPlaces  = "CLF UYW"
	noUnit      = "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX"
)

func TestMinorUnits(t *testing.T) {
	seen := 0
	for _, code := range everyCode(t) {
		c := money.MustCurrency(code)
		places, ok := c.MinorUnits()
		switch {
		case strings.Contains(noUnit, code):
			require.False(t, ok, code)
			require.False(t, c.Issuable(), code)
			continue
		case strings.Contains(noPlaces, code):
			require.Equal(t, 0, places, code)
		case strings.Contains(threePlaces, code):
			require.Equal(t, 3, places, code)
		case strings.Contains(fourPlaces, code):
			require.Equal(t, 4, places, code)
		default:
			require.Equal(t, 2, places, code)
		}
		require.True(t, ok && c.Issuable(), code)
		require.Len(t, c.Number(), 3, code)
		seen++
	}
	require.Equal(t, 179-13, seen)
}

// everyCode tries every three-letter code, so that the table is read through its own lookup only.
func everyCode(t *testing.T) (codes []string) {
	t.Helper()
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for i := range len(letters) * len(letters) * len(letters) {
		code := string([]byte{letters[i/676], letters[i/26%26], letters[i%26]})
		c, err := money.ParseCurrency(code)
		if err == nil {
			require.Equal(t, code, c.String())
			codes = append(codes, code)
		}
	}
	require.Len(t, codes, 179)
	return codes
}

func TestCurrencyNumbers(t *testing.T) {
	for code, number := range map[string]string{
		"AED": "784", "EUR": "978", "USD": "840", "CNY": "156", "JPY": "392", "ALL": "008", "ZWG": "924", "XXX": "999",
	} {
		require.Equal(t, number, money.MustCurrency(code).Number())
	}
	require.Equal(t, "2024-06-25", money.AsOf)
}

func TestCurrencyRefuses(t *testing.T) {
	for _, code := range []string{"", "EU", "EURO", "eur", "EUR ", "ZZZ", "DEM", "\n97", "978", "A\x00D", strings.Repeat("E", 1<<20)} {
		_, err := money.ParseCurrency(code)
		require.ErrorIs(t, err, money.ErrCurrency)
		require.Less(t, len(err.Error()), 200)
	}
}

func TestNoCurrency(t *testing.T) {
	var none money.Currency
	require.True(t, none.IsZero())
	require.Empty(t, none.String())
	require.Empty(t, none.Number())
	require.False(t, none.Issuable())
	_, err := json.Marshal(none)
	require.ErrorIs(t, err, money.ErrNoCurrency)
	for _, bad := range []string{`null`, `""`, `978`, `["EUR"]`} {
		require.Error(t, json.Unmarshal([]byte(bad), &none), bad)
	}
}

func TestCurrencyIsAMapKey(t *testing.T) {
	totals := map[money.Currency]string{money.MustCurrency("EUR"): "1"}
	out, err := json.Marshal(totals)
	require.NoError(t, err)
	require.Equal(t, `{"EUR":"1"}`, string(out))
	var back map[money.Currency]string
	require.NoError(t, json.Unmarshal(out, &back))
	require.Equal(t, totals, back)
}
