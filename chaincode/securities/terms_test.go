// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/securities/bond"
)

func goodTerms(t *testing.T) Terms {
	t.Helper()
	calendar, err := date.TARGET2(2026, 2030)
	require.NoError(t, err)
	return Terms{
		Kind: Bond, Name: "Bond", ISIN: ident.MustISIN("XF0000C14922"), CFI: ident.MustCFI("DBFNXR"), LEI: ident.MustLEI("YZ83GD8L7GG84979J516"),
		Currency: money.MustCurrency("EUR"), Nominal: money.MustAmount(100), Size: 1, Rounding: decimal.HalfUp,
		Bond: &bond.Terms{
			Coupon: bond.Fixed, Rate: decimal.MustParse("0.05"), DayCount: date.ActActICMA, Convention: date.Following, Calendar: calendar,
			Interest: date.Schedule{Start: date.MustParse("2026-01-05"), End: date.MustParse("2029-01-05"), Frequency: date.Annual, Stub: date.NoStub},
		},
		Policy: parties.RegisteredPolicy, Document: Hash(strings.Repeat("d0", 32)), Depository: "CsdMSP", Regulator: "RegulatorMSP",
		Classes: []Cap{{Class: "professional", Most: 50}},
	}
}

// Bonds of every kind, shares and fund units.
func TestTermsOfEveryKind(t *testing.T) {
	for name, change := range map[string]func(*Terms){
		"fixed": func(*Terms) {},
		"zero": func(t *Terms) {
			t.Bond.Coupon, t.Bond.Rate, t.CFI = bond.Zero, decimal.Decimal{}, ident.MustCFI("DBZUFR")
		},
		"floating": func(t *Terms) {
			t.Bond.Coupon, t.Bond.Rate = bond.Floating, decimal.Decimal{}
			t.Bond.Float = &bond.Float{Index: "EURIBOR-12M", Agent: "BankMSP", Method: bond.Term, Margin: decimal.MustParse("0.01")}
		},
		"amortising": func(t *Terms) {
			t.Bond.Repayments = []bond.Repayment{{Date: date.MustParse("2027-01-05"), Part: decimal.MustParse("0.25")}, {Date: date.MustParse("2028-01-05"), Part: decimal.MustParse("0.25")}}
		},
		"share": func(t *Terms) {
			t.Kind, t.Bond, t.Share, t.CFI, t.Nominal = Share, nil, &ShareTerms{Votes: 1}, ident.MustCFI("ELNUFR"), money.Amount{}
		},
		"fund unit": func(t *Terms) {
			t.Kind, t.Bond, t.Fund, t.CFI = FundUnit, nil, &FundTerms{Entry: decimal.MustParse("0.05")}, ident.MustCFI("CBMJXS")
		},
	} {
		terms := goodTerms(t)
		change(&terms)
		require.NoError(t, terms.Validate(), name)
		content, err := json.Marshal(terms)
		require.NoError(t, err)
		var again Terms
		require.NoError(t, json.Unmarshal(content, &again))
		first, err := terms.Hash()
		require.NoError(t, err)
		second, err := again.Hash()
		require.NoError(t, err)
		require.Equal(t, first, second, name)
	}
}

// Terms that contradict themselves.
func TestTermsThatAreRefused(t *testing.T) {
	for name, change := range map[string]func(*Terms){
		"two kinds":             func(t *Terms) { t.Share = &ShareTerms{} },
		"no kind":               func(t *Terms) { t.Kind = "" },
		"a share without terms": func(t *Terms) { t.Kind, t.Bond = Share, nil },
		"a share's CFI":         func(t *Terms) { t.CFI = ident.MustCFI("ELNUFR") },
		"no nominal":            func(t *Terms) { t.Nominal = money.Amount{} },
		"no size":               func(t *Terms) { t.Size = 0 },
		"rounding up":           func(t *Terms) { t.Rounding = decimal.Up },
		"no class":              func(t *Terms) { t.Classes = nil },
		"a class twice":         func(t *Terms) { t.Classes = append(t.Classes, t.Classes[0]) },
		"a negative limit":      func(t *Terms) { t.Classes[0].Most = -1 },
		"no document":           func(t *Terms) { t.Document = "" },
		"no depository":         func(t *Terms) { t.Depository = "" },
		"a calendar too short":  func(t *Terms) { t.Bond.Interest.End = date.MustParse("2031-01-05") },
		"a stub not said":       func(t *Terms) { t.Bond.Interest.End = date.MustParse("2029-02-05") },
		"a fixed bond's index":  func(t *Terms) { t.Bond.Float = &bond.Float{Index: "EURIBOR-3M"} },
		"a fixed bond without":  func(t *Terms) { t.Bond.Rate = decimal.Decimal{} },
		"a zero bond's rate":    func(t *Terms) { t.Bond.Coupon = bond.Zero },
		"a floating rate":       func(t *Terms) { t.Bond.Coupon = bond.Floating },
		"all repaid before": func(t *Terms) {
			t.Bond.Repayments = []bond.Repayment{{Date: date.MustParse("2027-01-05"), Part: decimal.MustParse("1")}}
		},
		"repaid at maturity": func(t *Terms) {
			t.Bond.Repayments = []bond.Repayment{{Date: date.MustParse("2029-01-05"), Part: decimal.MustParse("0.5")}}
		},
		"ex for too long": func(t *Terms) { t.Bond.ExDays = -1 },
	} {
		terms := goodTerms(t)
		change(&terms)
		require.Error(t, terms.Validate(), name)
	}
}

// Identifiers are checked where terms are read (reference 3.6): check digits, alphabets, countries. ISIN's own blind spots
// stay: they are the standard's.
func TestIdentifiersOfTerms(t *testing.T) {
	content, err := json.Marshal(goodTerms(t))
	require.NoError(t, err)
	swap := func(member, value string) error {
		var members map[string]any
		require.NoError(t, json.Unmarshal(content, &members))
		members[member] = value
		changed, err := json.Marshal(members)
		require.NoError(t, err)
		var terms Terms
		return json.Unmarshal(changed, &terms)
	}
	for member, values := range map[string][2]string{
		"isin": {"US0378331005 AU0000XVGZA3 AU0000VXGZA3 GB0009090902 GB0009900902 US0004026250 FR0000988040 CA0089117034 GB0009997999 GB00BYXJL758 DE000SKWM021 US91324PAE25 GB00B15KXQ89",
			"US0378331003 US0373831005 ZZ0378331005 us0378331005 US037833100 US03783310055"},
		"lei": {"213800KUD8LAJWSQ9D15 506700GE1G29325QX363 YZ83GD8L7GG84979J516 815600306702171A6844 549300GFX6WN7JDUSN34",
			"213800KUD8LXJWSQ9D15 549300GFXDSN7JDUSN34 213800KUD8LAJWSQ9D1 213800kud8lajwsq9d15"},
		"cfi": {"ELNUFR DBFNXR DTFNFR", "ELNUFQ AAAAAA XXAAAA"},
	} {
		for _, good := range strings.Fields(values[0]) {
			require.NoError(t, swap(member, good), good)
		}
		for _, bad := range strings.Fields(values[1]) {
			require.Error(t, swap(member, bad), bad)
		}
	}
}
