// SPDX-License-Identifier: Apache-2.0

package decimal_test

import (
	"math/big"
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"pgregory.net/rapid"
)

// number draws a decimal of up to 18 digits before and after the point, so that products still fit.
func number(t *rapid.T, name string) decimal.Decimal {
	unscaled := rapid.Int64Range(-1e17, 1e17).Draw(t, name)
	d, err := decimal.New(unscaled, rapid.IntRange(0, 18).Draw(t, name+" scale"))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func rat(d decimal.Decimal) *big.Rat {
	r, _ := new(big.Rat).SetString(d.String())
	return r
}

// Add, Sub, Mul and Cmp agree with rational arithmetic.
func TestLawExactArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := number(t, "a"), number(t, "b")
		sum, err1 := a.Add(b)
		difference, err2 := a.Sub(b)
		product, err3 := a.Mul(b)
		if err1 != nil || err2 != nil || err3 != nil {
			t.Fatal(err1, err2, err3)
		}
		same := rat(sum).Cmp(new(big.Rat).Add(rat(a), rat(b))) == 0 &&
			rat(difference).Cmp(new(big.Rat).Sub(rat(a), rat(b))) == 0 &&
			rat(product).Cmp(new(big.Rat).Mul(rat(a), rat(b))) == 0 &&
			a.Cmp(b) == rat(a).Cmp(rat(b)) && a.Sign() == rat(a).Sign()
		if !same {
			t.Fatalf("%s, %s: sum %s, difference %s, product %s", a, b, sum, difference, product)
		}
	})
}

// A quotient is within one unit of the last place on the side that its mode names.
func TestLawDirectedRounding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := number(t, "a"), number(t, "b")
		if b.IsZero() {
			return
		}
		scale := rapid.IntRange(0, 3).Draw(t, "scale")
		exact := new(big.Rat).Quo(rat(a), rat(b))
		floor, err1 := a.Quo(b, scale, decimal.Floor)
		ceiling, err2 := a.Quo(b, scale, decimal.Ceiling)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		unit, _ := decimal.New(1, scale)
		gap := new(big.Rat).Sub(rat(ceiling), rat(floor))
		wide := gap.Sign() != 0 && gap.Cmp(rat(unit)) != 0
		if wide || rat(floor).Cmp(exact) > 0 || rat(ceiling).Cmp(exact) < 0 {
			t.Fatalf("%s/%s: floor %s, ceiling %s", a, b, floor, ceiling)
		}
	})
}

func TestLawParseReadsString(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := number(t, "d")
		back, err := decimal.Parse(d.String())
		if err != nil || back != d {
			t.Fatalf("%s read back as %s, %v", d, back, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"0", "-0", "1.50", "0.00000000000000000000000000000000000001", "1e5", "+1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := decimal.Parse(text)
		if err != nil {
			return
		}
		want, ok := new(big.Rat).SetString(text)
		back, err := decimal.Parse(d.String())
		if !ok || err != nil || back != d || rat(d).Cmp(want) != 0 {
			t.Fatalf("%q is %s, reads back as %s (%v)", text, d, back, err)
		}
	})
}

func BenchmarkMulQuo(b *testing.B) {
	face, rate, basis := decimal.FromInt64(100_000_000), decimal.MustParse("5.9595"), decimal.FromInt64(360)
	for b.Loop() {
		if _, err := face.MulQuo(rate, basis, 0, decimal.HalfUp); err != nil {
			b.Fatal(err)
		}
	}
}
