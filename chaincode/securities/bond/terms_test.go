// SPDX-License-Identifier: Apache-2.0

package bond_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/securities/bond"
)

// Each edit spoils one thing of good terms.
func TestTermsRefuse(t *testing.T) {
	repay := func(on, part string) func(*bond.Terms) {
		return func(b *bond.Terms) {
			b.Repayments = append(b.Repayments, bond.Repayment{Date: day(on), Part: dec(part)})
		}
	}
	for what, edit := range map[string]func(*bond.Terms){
		"no coupon type":      func(b *bond.Terms) { b.Coupon = "" },
		"no rate":             func(b *bond.Terms) { b.Rate = decimal.Decimal{} },
		"a rate below zero":   func(b *bond.Terms) { b.Rate = dec("-0.01") },
		"a rate in percent":   func(b *bond.Terms) { b.Rate = dec("5") },
		"zero with a rate":    func(b *bond.Terms) { b.Coupon = bond.Zero },
		"an index too":        func(b *bond.Terms) { b.Float = &bond.Float{Index: "E", Agent: "AgentMSP", Method: bond.Term} },
		"backwards":           func(b *bond.Terms) { b.Interest.Start = b.Interest.End },
		"no start":            func(b *bond.Terms) { b.Interest.Start = date.Date{} },
		"no frequency":        func(b *bond.Terms) { b.Interest.Frequency = 0 },
		"no day count":        func(b *bond.Terms) { b.DayCount = 0 },
		"no convention":       func(b *bond.Terms) { b.Convention = 0 },
		"adjusted by nothing": func(b *bond.Terms) { b.Adjusted = true },
		"no calendar":         func(b *bond.Terms) { b.Calendar = date.Calendar{} },
		"a short calendar":    func(b *bond.Terms) { b.Calendar = weekends("2026-01-15", "2028-01-14") },
		"a late calendar":     func(b *bond.Terms) { b.Calendar = weekends("2026-01-16", "2028-02-14") },
		"ex days":             func(b *bond.Terms) { b.ExDays = 61 },
		"ex days below zero":  func(b *bond.Terms) { b.ExDays = -1 },
		"ex days of no kind":  func(b *bond.Terms) { b.ExCalendar = true },
		"record days":         func(b *bond.Terms) { b.RecordDays = -1 },
		"payment after the calendar": func(b *bond.Terms) {
			b.Calendar, b.Convention = weekends("2026-01-15", "2028-01-16"), date.Following // 15 January 2028 is a Saturday
		},
		"ex before the calendar": func(b *bond.Terms) {
			b.Calendar, b.ExDays, b.Interest.Frequency = weekends("2026-01-15", "2029-01-01"), 60, date.Monthly
		},
		"repayment off a coupon":   repay("2026-07-16", "0.1"),
		"repayment at start":       repay("2026-01-15", "0.1"),
		"repayment at maturity":    repay("2028-01-15", "0.1"),
		"repayment of nothing":     repay("2026-07-15", "0"),
		"repayment of everything":  repay("2026-07-15", "1"),
		"repayment too fine":       repay("2026-07-15", "0.0000000000001"),
		"repayments out of order":  func(b *bond.Terms) { repay("2027-01-15", "0.1")(b); repay("2026-07-15", "0.1")(b) },
		"repayments on one day":    func(b *bond.Terms) { repay("2026-07-15", "0.1")(b); repay("2026-07-15", "0.1")(b) },
		"repayments of everything": func(b *bond.Terms) { repay("2026-07-15", "0.5")(b); repay("2027-01-15", "0.5")(b) },
	} {
		terms := fixed("0.05", "2026-01-15", "2028-01-15", date.SemiAnnual, date.Thirty360)
		require.NoError(t, terms.Validate())
		edit(&terms)
		require.Error(t, terms.Validate(), what)
	}
}

// Each way of floating is wrong in one thing.
func TestFloatsRefuse(t *testing.T) {
	low, high := dec("0.02"), dec("0.01")
	for what, float := range map[string]bond.Float{
		"no index":              {Agent: "AgentMSP", Method: bond.Term},
		"small letters":         {Index: "euribor", Agent: "AgentMSP", Method: bond.Term},
		"no method":             {Index: "E", Agent: "AgentMSP"},
		"no agent":              {Index: "E", Method: bond.Term},
		"lag":                   {Index: "E", Agent: "AgentMSP", Method: bond.Term, Lag: 21},
		"lag below zero":        {Index: "E", Agent: "AgentMSP", Method: bond.Term, Lag: -1},
		"places of a term rate": {Index: "E", Agent: "AgentMSP", Method: bond.Term, Places: 7},
		"no places":             {Index: "E", Agent: "AgentMSP", Method: bond.Compounded},
		"too many places":       {Index: "E", Agent: "AgentMSP", Method: bond.Compounded, Places: 13},
		"a margin in percent":   {Index: "E", Agent: "AgentMSP", Method: bond.Term, Margin: dec("1.5")},
		"a cap below the floor": {Index: "E", Agent: "AgentMSP", Method: bond.Term, Floor: &low, Cap: &high},
	} {
		require.Error(t, floater(float).Validate(), what)
	}
	without := floater(bond.Float{})
	without.Float = nil
	require.Error(t, without.Validate(), "floating by nothing")
}

func TestTermsRoundTrip(t *testing.T) {
	low := dec("0")
	terms := floater(bond.Float{Index: "SOFR-INDEX", Agent: "AgentMSP", Method: bond.Compounded, Lag: 2, Margin: dec("0.01"), Places: 7, Floor: &low})
	terms.ExDays, terms.ExCalendar, terms.RecordDays, terms.Callable = 7, true, 1, true
	terms.Repayments = []bond.Repayment{{Date: day("2026-04-15"), Part: dec("0.25")}}
	require.NoError(t, terms.Validate())
	out, err := json.Marshal(terms)
	require.NoError(t, err)
	var back bond.Terms
	require.NoError(t, json.Unmarshal(out, &back))
	require.Equal(t, terms, back)
}
