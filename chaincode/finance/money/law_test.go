// SPDX-License-Identifier: Apache-2.0

package money_test

import (
	"encoding/json"
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"pgregory.net/rapid"
)

func amount(t *rapid.T, name string) money.Amount {
	return money.MustAmount(rapid.Int64Range(-money.MinorMax, money.MinorMax).Draw(t, name))
}

func TestLawAddThenSubtract(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := amount(t, "a"), amount(t, "b")
		sum, err := a.Add(b)
		if err != nil {
			if wide := a.Minor() + b.Minor(); wide <= money.MinorMax && wide >= -money.MinorMax {
				t.Fatalf("%s + %s refused: %v", a, b, err)
			}
			return
		}
		back, err := sum.Sub(b)
		other, _ := b.Add(a)
		if err != nil || back != a || other != sum || sum.Neg().Neg() != sum {
			t.Fatalf("%s + %s = %s, back to %s (%v)", a, b, sum, back, err)
		}
	})
}

func TestLawFormsReadBack(t *testing.T) {
	codes := rapid.SampledFrom([]string{"EUR", "JPY", "KWD", "CLF", "CNY", "VND"})
	rapid.Check(t, func(t *rapid.T) {
		m := money.Money{Amount: amount(t, "amount"), Currency: money.MustCurrency(codes.Draw(t, "code"))}
		parsed, err := money.Parse(m.String())
		if err != nil || parsed != m {
			t.Fatalf("%s read back as %s (%v)", m, parsed, err)
		}
		out, err := json.Marshal(m)
		var back money.Money
		if err != nil || json.Unmarshal(out, &back) != nil || back != m {
			t.Fatalf("%s read back as %s (%v)", out, back, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"100.00 EUR", "1 JPY", "-0.001 KWD", "1 XAU", "9 EUR EUR"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := money.Parse(text)
		if err != nil {
			return
		}
		back, err := money.Parse(m.String())
		if err != nil || back != m {
			t.Fatalf("%q is %s, reads back as %s (%v)", text, m, back, err)
		}
	})
}

func FuzzUnmarshalJSON(f *testing.F) {
	for _, seed := range []string{`{"amount":"1","currency":"EUR"}`, `{"amount":1}`, `null`, `{"amount":"1","currency":"EUR"}{}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var m, back money.Money
		if m.UnmarshalJSON(data) != nil {
			return
		}
		out, err := json.Marshal(m)
		if err != nil || json.Unmarshal(out, &back) != nil || back != m {
			t.Fatalf("%s is %s, reads back as %s (%v)", data, m, back, err)
		}
	})
}

func BenchmarkMoneyAdd(b *testing.B) {
	sum, step := money.MustParse("0 EUR"), money.MustParse("0.01 EUR")
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if sum, err = sum.Add(step); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMoneyJSON(b *testing.B) {
	m := money.MustParse("100.00 EUR")
	b.ReportAllocs()
	for b.Loop() {
		out, _ := m.MarshalJSON()
		if err := m.UnmarshalJSON(out); err != nil {
			b.Fatal(err)
		}
	}
}
