// SPDX-License-Identifier: Apache-2.0

package callauction_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/securities/callauction"
)

const root = "root"

func terms(reference string) callauction.Terms {
	return callauction.Terms{Session: "s", Tick: decimal.MustParse("0.01"), Lot: 10, Reference: decimal.MustParse(reference)}
}

// book reads orders such as "b1 ann BUY 100 99.50".
func book(t testing.TB, lines ...string) []callauction.Order {
	t.Helper()
	orders := make([]callauction.Order, len(lines))
	for i, line := range lines {
		var side, limit string
		_, err := fmt.Sscan(line, &orders[i].ID, &orders[i].Owner, &side, &orders[i].Quantity, &limit)
		require.NoError(t, err)
		orders[i].Side, orders[i].Limit = callauction.Side(side), decimal.MustParse(limit)
	}
	return orders
}

func shown(outcome callauction.Outcome) string {
	parts := []string{fmt.Sprintf("%s %d %+d", outcome.Price, outcome.Volume, outcome.Surplus)}
	for _, fill := range outcome.Fills {
		parts = append(parts, fmt.Sprintf("%s=%d", fill.Order, fill.Quantity))
	}
	for _, void := range outcome.Void {
		parts = append(parts, fmt.Sprintf("%s:%s", void.Order, void.Reason))
	}
	return strings.Join(parts, " ")
}

func TestMatchFindsOnePrice(t *testing.T) {
	for _, c := range []struct {
		name, reference, want string
		book                  []string
	}{
		{"nobody", "100", "0 0 +0", nil},
		{"buyers alone", "100", "0 0 +0", []string{"b a BUY 10 100"}},
		{"limits that do not meet", "100", "0 0 +0", []string{"b a BUY 10 99", "s c SELL 10 99.01"}},
		{"one limit", "100", "99 10 +0 b=10 s=10", []string{"b a BUY 10 99", "s c SELL 10 99"}},
		{"the reference price between two limits", "100", "100 10 +0 b=10 s=10", []string{"b a BUY 10 105", "s c SELL 10 95"}},
		{"a reference price above", "200", "105 10 +0 b=10 s=10", []string{"b a BUY 10 105", "s c SELL 10 95"}},
		{"a reference price below", "1", "95 10 +0 b=10 s=10", []string{"b a BUY 10 105", "s c SELL 10 95"}},
		// At 100 both sides have 30; at 99 demand is 50 and supply 10, at 101 demand is 20 and supply 50.
		{"the greatest volume", "50", "100 30 +0 b1=20 b2=10 s1=10 s2=20", []string{
			"b1 a BUY 20 101", "b2 b BUY 10 100", "b3 c BUY 20 99", "s1 d SELL 10 99", "s2 e SELL 20 100", "s3 f SELL 20 101"}},
		// At 95 demand is 20, at 105 supply is 20: between them there are 10 of both.
		{"the least imbalance lies between the limits", "100", "100 10 +0 b1=10 s1=10", []string{
			"b1 a BUY 10 105", "b2 b BUY 10 95", "s1 c SELL 10 95", "s2 d SELL 10 105"}},
		{"no grid price is left between", "100", "100 10 +10 b1=10 s1=10", []string{
			"b1 a BUY 10 100.01", "b2 b BUY 10 100", "s1 c SELL 10 100", "s2 d SELL 10 100.01"}},
		{"a tick above the limit at which there is an imbalance", "95", "104.01 10 +0 b1=10 s1=10", []string{
			"b1 a BUY 10 105", "b2 b BUY 10 104", "s1 c SELL 10 95"}},
		{"the better limit goes first", "95", "95 20 +10 b1=10 b2=10 s1=20", []string{
			"b1 a BUY 10 105", "b2 b BUY 20 95", "s1 c SELL 20 95"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			outcome, err := terms(c.reference).Match(root, book(t, c.book...))
			require.NoError(t, err)
			require.Equal(t, c.want, shown(outcome))
		})
	}
}

// 70 lots over limits of 100, 200 and 300 units at the margin, after 20 lots at a better limit.
func TestMarginIsSharedByLargestRemainder(t *testing.T) {
	outcome, err := terms("100").Match(root, book(t,
		"x z BUY 200 101", "p a BUY 1000 100", "q b BUY 2000 100", "r c BUY 3000 100", "s d SELL 900 90"))
	require.NoError(t, err)
	// 70 × 1/6, 2/6, 3/6 of the lots are 11.67, 23.33 and 35: the lot left over goes to p.
	require.Equal(t, "100 900 +5300 p=120 q=230 r=350 s=900 x=200", shown(outcome))
	require.Equal(t, "x", outcome.Trades[0].Buy)
}

// Seven equal orders share five lots: five get one, and which five is in the digest of all orders.
func TestTieIsDecidedByTheDigest(t *testing.T) {
	var lines []string
	for i := range 7 {
		lines = append(lines, fmt.Sprintf("b%d o%d BUY 10 100", i, i))
	}
	orders := book(t, append(lines, "s s SELL 50 100")...)
	winners := map[string]bool{}
	for i := range 20 {
		outcome, err := terms("100").Match(fmt.Sprint("root", i), orders)
		require.NoError(t, err)
		require.Len(t, outcome.Fills, 6)
		winners[shown(outcome)] = true
	}
	require.Greater(t, len(winners), 5)
}

func TestVoidOrdersDoNotStopTheAuction(t *testing.T) {
	outcome, err := terms("100").Match(root, book(t,
		"b a BUY 10 100", "s c SELL 10 100",
		"tick d BUY 10 100.001", "lot d BUY 15 100", "zero d BUY 10 0", "minus d SELL -10 100", "side d HOLD 10 100",
		"x1 e BUY 100 101", "x2 e SELL 100 101", "x3 e SELL 100 150",
		"ok1 f BUY 100 90", "ok2 f SELL 100 110"))
	require.NoError(t, err)
	require.Equal(t, "100 10 +0 b=10 s=10 lot:OFF_LOT minus:OFF_LOT side:NO_SIDE tick:OFF_TICK x1:SELF_CROSS x2:SELF_CROSS x3:SELF_CROSS zero:OFF_TICK",
		shown(outcome))
}

func TestOrdersAreRefused(t *testing.T) {
	_, err := terms("100").Match(root, book(t, "b a BUY 10 100", "b a BUY 10 100"))
	require.ErrorIs(t, err, callauction.OrdersRefused)
	many := make([]callauction.Order, callauction.OrdersMax+1)
	for i := range many {
		many[i].ID = fmt.Sprint(i)
	}
	_, err = terms("100").Match(root, many)
	require.ErrorIs(t, err, callauction.OrdersRefused)
}

func TestTermsAreRefused(t *testing.T) {
	good := terms("100")
	require.NoError(t, good.Validate())
	for name, spoil := range map[string]func(*callauction.Terms){
		"no tick":                func(t *callauction.Terms) { t.Tick = decimal.Decimal{} },
		"a tick below zero":      func(t *callauction.Terms) { t.Tick = decimal.MustParse("-0.01") },
		"no lot":                 func(t *callauction.Terms) { t.Lot = 0 },
		"a lot beyond bounds":    func(t *callauction.Terms) { t.Lot = callauction.QuantityMax + 1 },
		"no reference":           func(t *callauction.Terms) { t.Reference = decimal.Decimal{} },
		"a reference off tick":   func(t *callauction.Terms) { t.Reference = decimal.MustParse("1.001") },
		"a reference beyond all": func(t *callauction.Terms) { t.Reference = decimal.MustParse("100000000000000000") },
	} {
		bad := good
		spoil(&bad)
		require.Error(t, bad.Validate(), name)
	}
}

// The largest orders there may be do not overflow.
func TestGreatestOrdersAddUp(t *testing.T) {
	frame := callauction.Terms{Session: "s", Tick: decimal.FromInt64(1), Lot: 1, Reference: decimal.FromInt64(5)}
	orders := make([]callauction.Order, callauction.OrdersMax)
	for i := range orders {
		orders[i] = callauction.Order{
			ID: fmt.Sprintf("%04d", i), Owner: fmt.Sprint(i), Side: callauction.Buy, Quantity: callauction.QuantityMax, Limit: decimal.FromInt64(5),
		}
	}
	orders[0].Side = callauction.Sell
	outcome, err := frame.Match(root, orders)
	require.NoError(t, err)
	require.Equal(t, int64(callauction.QuantityMax), outcome.Volume)
	require.Equal(t, int64(1022)*callauction.QuantityMax, outcome.Surplus)
}
