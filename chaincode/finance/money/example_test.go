// SPDX-License-Identifier: Apache-2.0

package money_test

import (
	"encoding/json"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/money"
)

func ExampleMoney() {
	price := money.MustParse("100.00 EUR")
	total, err := price.Add(money.MustParse("0.5 EUR"))
	fmt.Println(total, err)

	_, err = price.Add(money.MustParse("1 JPY"))
	fmt.Println(err)

	wire, _ := json.Marshal(price)
	fmt.Println(string(wire))
	// Output:
	// 100.50 EUR <nil>
	// currencies differ: "EUR" and "JPY"
	// {"amount":"10000","currency":"EUR"}
}
