// SPDX-License-Identifier: Apache-2.0

package securities_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/bond"
	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

func stored[V any](t *testing.T, row V) {
	t.Helper()
	var back V
	text, err := protocol.Marshal(row)
	require.NoError(t, err)
	require.NoError(t, protocol.UnmarshalStored(text, &back), "%s", text)
	require.Equal(t, row, back, "%s", text)
}

// Every row of corporate actions comes back from the ledger as it went there.
func TestRowsOfActionsAreKeptWhole(t *testing.T) {
	on, rate := date.MustParse("2026-01-06"), decimal.MustParse("0.1234")
	year, err := decimal.NewRatio(61, 365)
	require.NoError(t, err)
	sum := securities.Totals{
		Accounts: 3, Units: 1, Excluded: 2, After: 3, Given: 4, Gross: money.MustAmount(5), Tax: money.MustAmount(6), Net: money.MustAmount(7),
	}
	key := securities.EntitlementKey{Action: "A", From: "0a00"}
	stored(t, securities.Action{
		ID: "A", Instrument: "IND", Kind: securities.Bonus, Status: securities.ActionEntitled,
		ActionTerms: securities.ActionTerms{
			Record: on, Ex: on, Payment: on, Coupon: 2, Rate: rate, Units: 9, Factor: &fraction.Factor{New: 3, Old: 10},
			Disposition: fraction.CashInLieu, Reference: rate, Agent: "BankMSP", Forfeits: on,
			Taxes:  securities.TaxTable{Standard: rate, Rates: []securities.TaxRate{{Profile: "treaty", Rate: rate}}},
			Payees: &securities.CashAccounts{Paying: "p", Suspense: "s", Tax: "t", Residual: "r"},
		},
		Issuer: securities.Firm{Party: "industry", Host: "IndustryMSP"}, Depository: "CsdMSP", Version: 3, Currency: money.MustCurrency("EUR"),
		Rounding: decimal.Down, PerUnit: &bond.PerUnit{Nominal: rate, Rate: rate, Year: year},
		Maker: parties.Person{MSP: "m", Subject: "s", Issuer: "i", Enrolment: "e"}, Supply: 100, Root: "ab", Base: 90,
		Cut: fraction.Cut{Remainder: 5, Tie: "cd"}, Revision: 2, Total: sum, Residual: money.MustAmount(1),
	})
	stored(t, securities.Entitlement{EntitlementKey: key, Number: 4, Revision: 2, Sum: sum})
	stored(t, securities.Payment{
		EntitlementKey: key, TxID: "tx", On: on, Accounts: 3, Paid: money.MustAmount(1), Tax: money.MustAmount(2), Suspended: money.MustAmount(3), Unpaid: 1,
	})
	stored(t, securities.Suspense{
		SuspenseKey: securities.SuspenseKey{Action: "A", Account: "a"}, Amount: money.MustAmount(1), Reason: securities.UnitsEncumbered,
		Status: securities.SuspenseReleased, Order: "ef",
	})
	stored(t, securities.Fixing{
		FixingKey: securities.FixingKey{Index: "EURIBOR-3M", Agent: "BankMSP", Day: on}, Value: rate,
		Maker: parties.Person{MSP: "m", Subject: "s", Issuer: "i", Enrolment: "e"}, Confirmed: true,
	})
	stored(t, securities.MarketClaim{
		MarketClaimKey: securities.MarketClaimKey{Action: "A", Match: "m"}, Owing: "a", Owed: "b", Creditor: securities.Firm{Party: "p", Host: "h"},
		Cash: "c", Reverse: true, Quantity: 3, Amount: money.MustParse("1.00 EUR"), Status: securities.ClaimPaid,
	})
}

// The tax profile that counts is that of the day, however often it was changed since.
func TestTaxProfileIsThatOfTheDay(t *testing.T) {
	var account securities.Account
	account.Tax = "first"
	account.Custodian = "BankMSP"
	day := func(n int) date.Date { d, _ := date.MustParse("2026-01-05").AddDays(n); return d }
	change := func(n int, profile securities.TaxProfile) {
		account.Pending = &securities.AccountChange{Cash: "c", Tax: profile}
		act := securities.Act{Today: day(n), Facts: protocol.Facts{Caller: protocol.Principal{MSP: "BankMSP"}}}
		after, _, err := account.Confirm(securities.ConfirmRequest{AccountChange: *account.Pending}, act)
		require.NoError(t, err)
		account = after
	}
	change(2, "second")
	change(4, "third")
	change(4, "fourth")
	change(6, "fourth")
	for n, want := range []securities.TaxProfile{"first", "first", "second", "second", "fourth", "fourth", "fourth"} {
		require.Equal(t, want, account.TaxOn(day(n)), "day %d", n)
	}
	for n := 10; n < 40; n++ {
		change(n, securities.TaxProfile("p"+day(n).String()))
	}
	require.Equal(t, securities.TaxProfile("p"+day(37).String()), account.TaxOn(day(37)))
	require.LessOrEqual(t, len(account.Taxed), 16)
}
