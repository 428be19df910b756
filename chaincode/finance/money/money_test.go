// SPDX-License-Identifier: Apache-2.0

package money_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/stretchr/testify/require"
)

func TestParseMoney(t *testing.T) {
	for text, want := range map[string]string{
		"100.00 EUR": "100.00 EUR", "100.0 EUR": "100.00 EUR", "100 EUR": "100.00 EUR",
		"-5.5 USD": "-5.50 USD", "0 EUR": "0.00 EUR", "18427 JPY": "18427 JPY", "1.234 KWD": "1.234 KWD",
		"0.0001 CLF": "0.0001 CLF", "9999999999999999.99 EUR": "9999999999999999.99 EUR",
		"999999999999999999 VND": "999999999999999999 VND",
	} {
		m, err := money.Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, want, m.String())
	}
	m := money.MustParse("100.00 EUR")
	require.Equal(t, int64(10000), m.Amount.Minor())
	require.Equal(t, money.MustCurrency("EUR"), m.Currency)
}

func TestParseMoneyRefuses(t *testing.T) {
	for text, want := range map[string]error{
		"": money.ErrSyntax, "100.00": money.ErrSyntax, "100.00EUR": money.ErrSyntax, " EUR": money.ErrSyntax,
		"100.00  EUR": money.ErrCurrency, "100.00 EUR ": money.ErrCurrency, "100.00 eur": money.ErrCurrency,
		"100.001 EUR": money.ErrSyntax, "100.000 EUR": money.ErrSyntax, "1.0 JPY": money.ErrSyntax,
		"+1 EUR": money.ErrSyntax, "-0 EUR": money.ErrSyntax, "01 EUR": money.ErrSyntax, "1e2 EUR": money.ErrSyntax,
		"1,000.00 EUR": money.ErrSyntax, "1 XAU": money.ErrNoMinorUnit, "1 XXX": money.ErrNoMinorUnit,
		"10000000000000000 EUR": money.ErrOverflow, "1000000000000000000 VND": money.ErrOverflow,
		strings.Repeat("9", 38) + " EUR": money.ErrOverflow,
	} {
		_, err := money.Parse(text)
		require.ErrorIs(t, err, want, "%q", text)
	}
}

func TestAmountText(t *testing.T) {
	for _, text := range []string{"0", "1", "-1", "10000", "999999999999999999", "-999999999999999999"} {
		a, err := money.ParseAmount(text)
		require.NoError(t, err)
		require.Equal(t, text, a.String())
	}
	for _, text := range []string{"", "-", "+1", "01", "-01", "-0", "1.0", "1e3", " 1", "1 ", "0x1", "1_0", "١"} {
		_, err := money.ParseAmount(text)
		require.ErrorIs(t, err, money.ErrSyntax, "%q", text)
	}
	for _, text := range []string{"1000000000000000000", "-1000000000000000000", "9223372036854775808", strings.Repeat("9", 99)} {
		_, err := money.ParseAmount(text)
		require.ErrorIs(t, err, money.ErrOverflow, "%q", text)
	}
}

func TestMoneyJSON(t *testing.T) {
	m := money.MustParse("100.00 EUR")
	out, err := json.Marshal(m)
	require.NoError(t, err)
	require.Equal(t, `{"amount":"10000","currency":"EUR"}`, string(out))
	var back money.Money
	require.NoError(t, json.Unmarshal([]byte(`{ "currency":"EUR", "amount":"10000" }`), &back))
	require.Equal(t, m, back)

	for _, bad := range []string{
		`null`, `"100.00 EUR"`, `[]`, `{}`, `{"amount":"1"}`, `{"currency":"EUR"}`,
		`{"amount":1,"currency":"EUR"}`, `{"amount":null,"currency":"EUR"}`, `{"amount":"1","currency":null}`,
		`{"amount":"1","currency":"EUR","note":""}`, `{"amount":"1","amount":"1","currency":"EUR"}`,
		`{"Amount":"1","currency":"EUR"}`, `{"amount":"+1","currency":"EUR"}`, `{"amount":"1.0","currency":"EUR"}`,
		`{"amount":"-0","currency":"EUR"}`, `{"amount":"01","currency":"EUR"}`, `{"amount":"1","currency":"XAU"}`,
		`{"amount":"1","currency":""}`, `{"amount":"1000000000000000000","currency":"EUR"}`,
	} {
		require.Error(t, json.Unmarshal([]byte(bad), &back), bad)
		require.Equal(t, m, back, "a refused value must leave the old one: %s", bad)
	}
	_, err = json.Marshal(money.Money{})
	require.ErrorIs(t, err, money.ErrNoCurrency)
}

// An optional field is dropped when there is none, and kept when the amount is 0.
func TestMoneyOmitZero(t *testing.T) {
	type quote struct {
		Fee money.Money `json:"fee,omitzero"`
	}
	out, err := json.Marshal(quote{})
	require.NoError(t, err)
	require.Equal(t, `{}`, string(out))
	out, err = json.Marshal(quote{Fee: money.MustParse("0 EUR")})
	require.NoError(t, err)
	require.Equal(t, `{"fee":{"amount":"0","currency":"EUR"}}`, string(out))
}

func TestMoneyText(t *testing.T) {
	m := money.MustParse("-0.05 EUR")
	text, err := m.MarshalText()
	require.NoError(t, err)
	var back money.Money
	require.NoError(t, back.UnmarshalText(text))
	require.Equal(t, m, back)
	_, err = money.Money{}.MarshalText()
	require.ErrorIs(t, err, money.ErrNoCurrency)
	require.Empty(t, money.Money{}.String())
}

func TestMixedCurrencies(t *testing.T) {
	euro, dollar := money.MustParse("1 EUR"), money.MustParse("1 USD")
	_, addErr := euro.Add(dollar)
	_, subErr := euro.Sub(dollar)
	_, cmpErr := euro.Cmp(dollar)
	_, sumErr := money.Total(euro.Currency, euro, dollar)
	for _, err := range []error{addErr, subErr, cmpErr, sumErr} {
		var mismatch *money.MismatchError
		require.True(t, errors.As(err, &mismatch))
		require.Equal(t, `currencies differ: "EUR" and "USD"`, err.Error())
	}
}

func TestOverflow(t *testing.T) {
	most := money.MustAmount(money.MinorMax)
	_, err := most.Add(money.MustAmount(1))
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = most.Neg().Sub(money.MustAmount(1))
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = money.Sum(most, money.MustAmount(1))
	require.ErrorIs(t, err, money.ErrOverflow)
	_, err = most.Mul(decimal.FromInt64(2), decimal.Down)
	require.ErrorIs(t, err, money.ErrOverflow)
	for _, minor := range []int64{math.MaxInt64, math.MinInt64, money.MinorMax + 1} {
		_, err = money.NewAmount(minor)
		require.ErrorIs(t, err, money.ErrOverflow)
	}
	_, err = money.New(1, money.MustCurrency("XAU"))
	require.ErrorIs(t, err, money.ErrNoMinorUnit)
	_, err = money.New(1, money.Currency{})
	require.ErrorIs(t, err, money.ErrNoCurrency)
}

func TestTotal(t *testing.T) {
	euro := money.MustCurrency("EUR")
	empty, err := money.Total(euro)
	require.NoError(t, err)
	require.Equal(t, "0.00 EUR", empty.String())
	total, err := money.Total(euro, money.MustParse("1 EUR"), money.MustParse("-2.5 EUR"))
	require.NoError(t, err)
	require.Equal(t, "-1.50 EUR", total.String())
	order, err := total.Cmp(empty)
	require.NoError(t, err)
	require.Equal(t, -1, order)
	require.Equal(t, "1.50 EUR", total.Neg().String())
	require.Equal(t, int64(150), total.Amount.Abs().Minor())
}
