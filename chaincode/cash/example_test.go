// SPDX-License-Identifier: Apache-2.0

package cash_test

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// A rule takes rows as they were and answers rows as they are to be.
func ExampleBook_Transfer() {
	before := cash.Book{
		Date:     date.MustParse("2026-11-23"),
		Accounts: []cash.Account{customer("alice", "100.00 EUR"), customer("bob", "0.00 EUR")},
	}
	legs := []cash.Leg{{From: "alice", To: "bob", Amount: money.MustParse("30.00 EUR")}}
	after, _, err := before.Transfer(legs, signed("alice"))
	fmt.Println(after.Accounts[0].Posted, after.Accounts[1].Posted, err)

	legs[0].Amount = money.MustParse("100.01 EUR")
	_, _, err = before.Transfer(legs, signed("alice"))
	fmt.Println(err)
	// Output:
	// 7000 3000 <nil>
	// INSUFFICIENT_FUNDS: account alice is short of 0.01 EUR
}

// Consecutive references take consecutive stripes; another one takes the stripe that its hash says.
func ExampleFirstStripe() {
	for _, reference := range []string{"INV-2026-030", "INV-2026-031", "INV-2026-032", "rent"} {
		fmt.Println(reference, cash.FirstStripe(reference, 32))
	}
	// Output:
	// INV-2026-030 30
	// INV-2026-031 31
	// INV-2026-032 0
	// rent 10
}

// A payer who settles through a module signs a request that carries this.
func ExampleConsentTo() {
	legs := []cash.SettleLeg{{From: "alice", To: "bob", Amount: money.MustParse("30.00 EUR")}}
	consent, err := cash.ConsentTo("order-17", legs)
	fmt.Println(consent, err)
	fmt.Println(cash.ConsentIn([]byte(`{"order":17,"consent":"`+string(consent)+`"}`)) == consent)
	// Output:
	// adbac22d2fda7309284252316a2122531e98bdd0fbd371cc1536897a122fbe3d <nil>
	// true
}

// Needs nets legs: bob passes on what he receives and needs nothing of his own.
func ExampleNeeds() {
	ten := money.MustParse("10.00 EUR")
	needs, err := cash.Needs([]cash.Leg{{From: "bob", To: "carol", Amount: ten}, {From: "alice", To: "bob", Amount: ten}})
	fmt.Println(needs, err)
	// Output: [{bob 0} {alice 1000}] <nil>
}

// customer is an account of the party that it is named after.
func customer(id cash.AccountID, posted string) cash.Account {
	balance := money.MustParse(posted)
	return cash.Account{
		ID: id, Currency: balance.Currency, Servicer: "NorthbankMSP", Kind: cash.Customer,
		Owner:    cash.Owner{MSP: "NorthbankMSP", Party: parties.PartyID(id)},
		Position: cash.Position{Posted: balance.Amount},
	}
}

// signed are the facts of a transaction that a party's identity signed and sent to cash itself.
func signed(party string) protocol.Facts {
	return protocol.Facts{
		TxID: "5e", Via: "cash", Direct: true, Reference: "ref-1",
		Caller: protocol.Principal{MSP: "NorthbankMSP", Subject: "CN=" + party, Enrolment: party, Party: party},
	}
}
