// SPDX-License-Identifier: Apache-2.0

package supplychain_test

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// Three slices of 1,000,000.00 cost together what the whole costs, to the cent.
func ExampleTerms_Price() {
	terms := supplychain.Terms{Method: supplychain.BankDiscount, Rate: decimal.MustParse("0.0435"), AdvanceRate: decimal.FromInt64(1)}
	for _, units := range []supplychain.Units{{From: 1, To: 33_333_333}, {From: 33_333_334, To: 66_666_666}, {From: 66_666_667, To: 100_000_000}, {From: 1, To: 100_000_000}} {
		price, err := terms.Price(units, date.MustParse("2026-01-05"), date.MustParse("2026-05-22"), date.Act360)
		if err != nil {
			fmt.Println(err)
		}
		fmt.Println(price.Discount)
	}
	// Output:
	// 551806
	// 551805
	// 551806
	// 1655417
}

// A debtor pays 70,000.00 on an advance of 80,000.00: fees first, then late interest, interest, and what is left of it for
// the principal.
func ExampleClaims_Pay() {
	owed := supplychain.Claims{
		Fees: money.MustAmount(150_000), Late: money.MustAmount(39_452), Interest: money.MustAmount(118_356), Principal: money.MustAmount(8_000_000),
	}
	left, paid := owed.Pay(money.MustAmount(7_000_000))
	fmt.Println(paid.Fees, paid.Late, paid.Interest, paid.Principal, paid.Residual)
	fmt.Println(left.Principal)
	// Output:
	// 150000 39452 118356 6692192 0
	// 1307808
}

// The back offices of buyer and supplier keep the book of an order in step with the ledger, which has its seal alone.
func ExampleOrderBook() {
	terms := supplychain.OrderTerms{
		Salt:  "5a5b5c5d5e5f60616263646566676869",
		Lines: []supplychain.OrderLine{{Line: 1, Item: "bolt", Quantity: decimal.FromInt64(100), Price: decimal.MustParse("2.50")}},
	}
	book, err := terms.Book().Receive([]supplychain.ReceivedLine{{Line: 1, Accepted: decimal.FromInt64(60)}})
	if err != nil {
		fmt.Println(err)
	}
	bill := []supplychain.InvoicedLine{{Line: 1, Quantity: decimal.FromInt64(70), Price: decimal.MustParse("2.60")}}
	fmt.Println(supplychain.Match(book, bill, supplychain.ProgrammeTerms{}))
	// Output:
	// [{1 PRICE} {1 NOT_RECEIVED}]
}
