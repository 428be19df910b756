// SPDX-License-Identifier: Apache-2.0

package decimal_test

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
)

// The bank discount of 1,000,000.00 at 4.35 % for 137 days on a 360-day year, in cents, rounded once.
func ExampleRatio_Of() {
	year, _ := decimal.NewRatio(137, 360)
	face := decimal.FromInt64(100_000_000)
	cents, _ := year.Of(0, decimal.HalfUp, face, decimal.MustParse("0.0435"))
	fmt.Println(cents)
	// Output: 1655417
}

// The present value of 1,000,000 due in 90 days at 6 %: face ÷ (1 + 0.06 × 90 ÷ 360).
func ExampleDecimal_MulQuo() {
	face, basis := decimal.FromInt64(1_000_000), decimal.FromInt64(360)
	growth, _ := decimal.MustParse("0.06").Mul(decimal.FromInt64(90))
	growth, _ = growth.Add(basis)
	present, _ := face.MulQuo(basis, growth, 2, decimal.HalfUp)
	fmt.Println(present.StringFixed(2))
	// Output: 985221.67
}
