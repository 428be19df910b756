// SPDX-License-Identifier: Apache-2.0

package cash_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

func TestRequestsRefuseNonsense(t *testing.T) {
	governed := protocol.Governed{Resolution: "r"}
	yen := money.MustParse("1 JPY")
	module := cash.Module{Name: "shop", Operations: []cash.ModuleOperation{cash.ByHold}, Caps: []money.Money{eur("1.00")}, EntryPoints: []string{"Buy"}}
	twice, capless, unknown := module, module, module
	twice.Caps = []money.Money{eur("1.00"), eur("2.00")}
	capless.Caps = nil
	unknown.Operations = []cash.ModuleOperation{"STEAL"}
	terms := cash.MandateTerms{ID: "m", Payer: "alice", Module: "shop", Purpose: "rent", MaxUse: eur("1.00"), MaxTotal: eur("2.00"), ValidUntil: today}
	most, mixed, purposeless, nothing := terms, terms, terms, terms
	most.MaxUse, mixed.MaxUse, purposeless.Purpose = eur("2.01"), yen, ""
	nothing.MaxTotal = eur("0.00")
	tx := cash.TxID(strings.Repeat("0f", 32))
	for name, bad := range map[string]protocol.Request{
		"account of nothing":             cash.AccountID(""),
		"account with a delimiter":       cash.AccountID("a\x00b"),
		"account of 65":                  cash.AccountID(strings.Repeat("a", 65)),
		"account with a space":           cash.AccountID("a "),
		"liability of no currency":       cash.AccountID("issued:NorthbankMSP:eur"),
		"transfer of nothing":            cash.TransferRequest{From: "alice", To: "bob"},
		"transfer with a long name":      cash.TransferRequest{From: "alice", To: "bob", Amount: eur("1.00"), EndToEnd: cash.EndToEnd(strings.Repeat("x", 36))},
		"transfer with a name in blanks": cash.TransferRequest{From: "alice", To: "bob", Amount: eur("1.00"), EndToEnd: " x"},
		"consolidation of nothing":       cash.ConsolidateRequest{Account: "alice"},
		"consolidation of one twice":     cash.ConsolidateRequest{Account: "alice", Credits: []cash.TxID{tx, tx}},
		"consolidation onto one twice":   cash.ConsolidateRequest{Account: "alice", Credits: []cash.TxID{tx}, Stripes: []int{1, 1}},
		"consolidation onto none":        cash.ConsolidateRequest{Account: "alice", Credits: []cash.TxID{tx}, Stripes: []int{-1}},
		"no stripes":                     cash.HighVolumeRequest{Account: "alice"},
		"transaction in capitals":        cash.TxID(strings.Repeat("0F", 32)),
		"settlement of nothing":          cash.SettleRequest{ID: "s"},
		"leg with two consents":          cash.SettleRequest{ID: "s", Legs: []cash.SettleLeg{{From: "a", To: "b", Amount: yen, Hold: "h", Mandate: "m"}}},
		"module without caps":            cash.ModuleRequest{Governed: governed, Module: capless},
		"module with two caps":           cash.ModuleRequest{Governed: governed, Module: twice},
		"module that steals":             cash.ModuleRequest{Governed: governed, Module: unknown},
		"mandate use above its total":    most,
		"mandate of two currencies":      mixed,
		"mandate of nothing in total":    nothing,
		"mandate without purpose":        purposeless,
		"reserve without evidence":       cash.AttestRequest{Issuer: "NorthbankMSP", Amount: eur("1.00"), AsOf: today},
		"reserve below zero":             cash.AttestRequest{Issuer: "NorthbankMSP", Amount: eur("-1.00"), AsOf: today, Evidence: string(tx)},
		"reserve of no day":              cash.AttestRequest{Issuer: "NorthbankMSP", Amount: eur("1.00"), Evidence: string(tx)},
		"freeze of no side":              cash.FreezeRequest{Account: "alice"},
		"currency of old reserves":       cash.CurrencyRequest{Governed: governed, CurrencyKey: cash.CurrencyKey{Currency: yen.Currency}, ReserveAge: 61},
		"redemption without a date":      cash.RedeemRequest{ID: "r", Account: "alice", Amount: eur("1.00")},
		"redemption by nobody":           cash.RedeemRequest{ID: "r", Account: "alice", Amount: eur("1.00"), Due: today, Issuer: "a b"},
		"hold without a date":            cash.HoldRequest{ID: "h", Payer: "alice", Payee: "bob", Amount: eur("1.00"), Notary: cash.Notary{Kind: cash.MSPNotary, ID: "NorthbankMSP"}},
		"execution of less than nothing": cash.ExecuteRequest{Hold: "h", Amount: eur("-1.00")},
		"owner of two kinds":             cash.OwnerRequest{Party: "alice", Module: "shop"},
	} {
		t.Run(name, func(t *testing.T) { require.Error(t, bad.Validate()) })
	}
	require.NoError(t, cash.ModuleRequest{Governed: governed, Module: module}.Validate())
	require.NoError(t, terms.Validate())
	require.NoError(t, cash.LiabilityID("NorthbankMSP", yen.Currency).Validate())
}

func TestTooManyLegsHaveACodeOfTheirOwn(t *testing.T) {
	require.ErrorIs(t, cash.BatchRequest{Legs: make([]cash.Leg, 1001)}.Validate(), cash.LegsLimit)
	require.ErrorIs(t, cash.SettleRequest{ID: "s", Legs: make([]cash.SettleLeg, 1001)}.Validate(), cash.LegsLimit)
	require.ErrorIs(t, cash.SettleRequest{ID: "s", Release: make([]cash.HoldID, 1001)}.Validate(), cash.LegsLimit)
}

func TestReserveAgesByBusinessDays(t *testing.T) {
	target, err := date.TARGET2(2026, 2026)
	require.NoError(t, err)
	for name, vector := range map[string]struct {
		calendar    *date.Calendar
		asOf, today string
		stale       bool
	}{
		"the same day":                       {nil, "2026-11-20", "2026-11-20", false},
		"over a weekend":                     {nil, "2026-11-20", "2026-11-23", false},
		"one business day too old":           {nil, "2026-11-20", "2026-11-24", true},
		"over Christmas, as every week":      {nil, "2026-12-24", "2026-12-28", true},
		"over Christmas of TARGET2":          {&target, "2026-12-24", "2026-12-28", false},
		"beyond what the calendar tells":     {&target, "2026-12-31", "2027-01-04", true},
		"so old that nobody counts the days": {nil, "2016-11-20", "2026-11-24", true},
	} {
		t.Run(name, func(t *testing.T) {
			terms := cash.Currency{CurrencyKey: cash.CurrencyKey{Currency: money.MustCurrency("EUR")}, ReserveAge: 1, Calendar: vector.calendar}
			reserve := cash.Reserve{Amount: eur("100.00").Amount, AsOf: date.MustParse(vector.asOf)}
			mint := cash.Mint{ID: "m", Account: "alice", Amount: eur("1.00"), Issuer: "NorthbankMSP", Status: cash.MintRequested, Maker: parties.Person{Enrolment: "maker"}}
			b := cash.Book{Date: date.MustParse(vector.today), Accounts: []cash.Account{mint.Before(), customer("alice", "0.00 EUR")}}
			_, _, _, err := mint.Approve(b, terms, &reserve, signed("checker"))
			if vector.stale {
				require.ErrorIs(t, err, cash.ReserveStale)
				return
			}
			require.NoError(t, err)
		})
	}
}

func TestMinorUnitsNeverChange(t *testing.T) {
	req := cash.CurrencyRequest{CurrencyKey: cash.CurrencyKey{Currency: money.MustCurrency("EUR")}}
	_, _, err := req.Set(&cash.Currency{CurrencyKey: req.CurrencyKey, MinorUnits: 3})
	require.ErrorIs(t, err, cash.MinorUnitsChanged)
}

func TestConsentIsReadFromTheTopOfTheSignedRequest(t *testing.T) {
	consent := strings.Repeat("0f", 32)
	require.Equal(t, cash.Consent(consent), cash.ConsentIn([]byte(`{"a":{"consent":1},"consent":"`+consent+`"}`)))
	for _, none := range []string{
		``, `[]`, `"` + consent + `"`, `{}`, `{"settlement":{"consent":"` + consent + `"}}`, `{"Consent":"` + consent + `"}`,
		`{"consent":"` + strings.ToUpper(consent) + `"}`, `{"consent":"` + consent + `","consent":"` + consent + `"}`,
	} {
		require.Empty(t, cash.ConsentIn([]byte(none)), none)
	}
	require.NoError(t, cash.Consent("").Validate())
	require.Error(t, cash.Consent("0f").Validate())
}
