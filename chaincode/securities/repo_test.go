// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

var euros = money.MustCurrency("EUR")

func cover(kind CoverKind, rate string) Cover {
	return Cover{Kind: kind, Rate: decimal.MustParse(rate)}
}

func cents(amount string) money.Amount { return money.MustParse(amount + " EUR").Amount }

// A haircut of 5 % and an initial margin of 105 % are not the same.
func TestPurchasePrice(t *testing.T) {
	for _, c := range []struct {
		cover       Cover
		value, want string
	}{
		{cover(Haircut, "0.05"), "1000000", "950000.00"},
		{cover(InitialMargin, "1.05"), "1000000", "952380.95"},
		{cover(Haircut, "0"), "1000000", "1000000.00"},
		{cover(InitialMargin, "1"), "1000000", "1000000.00"},
		{cover(Haircut, "0.02"), "1020304.05", "999897.96"},        // 999,897.969
		{cover(InitialMargin, "1.02"), "1020304.05", "1000298.08"}, // 1,000,298.088
		{cover(Haircut, "0.5"), "0.01", "0.00"},
	} {
		price, err := c.cover.Lends(decimal.MustParse(c.value), euros)
		require.NoError(t, err)
		require.Equal(t, cents(c.want), price, "%v of %s", c.cover, c.value)
	}
	for _, bad := range []Cover{
		cover(Haircut, "1"), cover(Haircut, "-0.01"), cover(InitialMargin, "0.99"), cover(InitialMargin, "10.01"), cover("", "1"), cover(Haircut, "0.0000000000001"),
	} {
		require.Error(t, bad.Validate(), "%v", bad)
	}
}

// Exposure by haircut is what is owed less the adjusted value, by margin what is owed times the ratio less the value.
func TestExposureBothWays(t *testing.T) {
	for _, c := range []struct {
		cover       Cover
		owed, value string
		want        string
	}{
		{cover(Haircut, "0.05"), "950000", "1000000", "0.00"},
		{cover(Haircut, "0.05"), "952375", "1000000", "2375.00"},
		{cover(Haircut, "0.05"), "950000", "900000", "95000.00"},
		{cover(Haircut, "0.05"), "950000", "1100000", "-95000.00"},
		{cover(InitialMargin, "1.05"), "952380.95", "1000000", "0.00"}, // 1,000,000 less a quarter of a cent
		{cover(InitialMargin, "1.05"), "952380.95", "900000", "99999.99"},
		{cover(InitialMargin, "1.05"), "952380.95", "1100000", "-100000.00"},
	} {
		net, err := c.cover.Exposure(decimal.MustParse(c.owed), decimal.MustParse(c.value), euros)
		require.NoError(t, err)
		require.Equal(t, cents(c.want), net, "%v: %s against %s", c.cover, c.owed, c.value)
	}
}

func TestThresholdAndMinimum(t *testing.T) {
	r := Repo{RepoTerms: RepoTerms{Threshold: cents("1000.00"), Minimum: cents("1500.00")}}
	for net, want := range map[string]RepoSide{
		"0.00": "", "1000.00": "", "1000.01": "", "1499.99": "", "1500.00": RepoBuyer, "-1499.99": "", "-1500.00": RepoSeller,
	} {
		require.Equal(t, want, r.callable(cents(net)), net)
	}
	r.Minimum = money.Amount{}
	require.Equal(t, RepoSide(""), r.callable(cents("1000.00")), "an exposure at the threshold is not above it")
	require.Equal(t, RepoBuyer, r.callable(cents("1000.01")))
	require.Equal(t, RepoSeller, r.callable(cents("-1000.01")))
}

// Interest is reckoned by the days that the repo actually ran, and rounded once.
func TestRepoInterest(t *testing.T) {
	for _, c := range []struct {
		price, rate string
		count       date.DayCount
		until, want string
	}{
		{"950000.00", "0.03", date.Act360, "2026-02-04", "2375.00"},
		{"950000.00", "0.03", date.Act365F, "2026-02-04", "2342.47"}, // 2,342.4657
		{"950000.00", "0.03", date.Act360, "2026-01-06", "79.17"},    // 79.1667
		{"950000.00", "0.03", date.Act360, "2026-01-05", "0.00"},
		{"950000.00", "0.03", date.Act360, "2026-01-02", "0.00"},
		{"950000.00", "-0.005", date.Act360, "2026-02-04", "-395.83"}, // 395.8333
		{"950000.00", "0.03", date.Act360, "2027-01-05", "28895.83"},  // 365 days over 360
		{"18.00", "0.01", date.Act360, "2026-01-15", "0.01"},          // 0.005
	} {
		r := Repo{Price: cents(c.price), Opened: date.MustParse("2026-01-05"), RepoTerms: RepoTerms{Rate: decimal.MustParse(c.rate), DayCount: c.count}}
		interest, err := r.Interest(date.MustParse(c.until))
		require.NoError(t, err)
		require.Equal(t, cents(c.want), interest, "%v", c)
	}
}

// From the seller it takes as many units as cover the exposure, from the buyer as many as are worth no more.
func TestUnitsThatMeetACall(t *testing.T) {
	r := Repo{RepoTerms: RepoTerms{Cover: cover(Haircut, "0.05")}, Currency: euros}
	exposure := func(caller RepoSide, net string, units Quantity) Exposure {
		return Exposure{Price: decimal.MustParse("1000"), Net: cents(net), Units: units, Caller: caller}
	}
	for _, c := range []struct {
		e    Exposure
		want Quantity
	}{
		{exposure(RepoBuyer, "950.00", 100), 1}, {exposure(RepoBuyer, "950.01", 100), 2}, {exposure(RepoSeller, "-1899.99", 100), 1},
		{exposure(RepoSeller, "-1900.00", 100), 2}, {exposure(RepoSeller, "-949.99", 100), 0}, {exposure(RepoSeller, "-95000.00", 100), 0},
	} {
		units, err := r.meets(c.e)
		require.NoError(t, err)
		require.Equal(t, c.want, units, "%v", c.e)
	}
}

// What is left after a default is what is repaid, less collateral, margin and income; either side may owe it.
func TestCloseOutIsOneAmount(t *testing.T) {
	for _, c := range []struct {
		price          string
		margin, income string
		payer          RepoSide
		amount         string
	}{
		{"900", "0.00", "0.00", RepoSeller, "52375.00"},
		{"1000", "0.00", "0.00", RepoBuyer, "47625.00"},
		{"900", "50000.00", "0.00", RepoSeller, "2375.00"},
		{"900", "-50000.00", "0.00", RepoSeller, "102375.00"},
		{"900", "50000.00", "3000.00", RepoBuyer, "625.00"},
		{"900", "52375.00", "0.00", "", "0.00"},
	} {
		r := Repo{Currency: euros, Owed: cents(c.income)}
		net, err := r.netted(Exposure{Price: decimal.MustParse(c.price), Units: 1000, Owed: cents("952375.00"), Margin: cents(c.margin)})
		require.NoError(t, err)
		require.Equal(t, c.payer, net.Payer, "%v", c)
		require.Equal(t, cents(c.amount), net.Amount, "%v", c)
		require.Equal(t, c.payer == "", net.Paid)
	}
}

// Of a claim, as many whole units are taken as are worth no more; what they are worth is rounded up.
func TestAppropriatedUnits(t *testing.T) {
	calendar, err := date.TARGET2(2026, 2026)
	require.NoError(t, err)
	act := Act{Today: date.MustParse("2026-01-06")}
	for _, c := range []struct {
		claim, satisfied, price string
		held, units             Quantity
		value                   string
	}{
		{"60000.00", "0.00", "1020", 100, 58, "59160.00"},
		{"60000.00", "0.00", "1020", 50, 50, "51000.00"},
		{"60000.00", "58980.00", "1020", 100, 1, "1020.00"},
		{"1.00", "0.00", "0.3333333", 100, 3, "1.00"}, // 0.9999999
		{"1.00", "0.00", "0.333", 100, 3, "1.00"},     // 0.999
		{"1.00", "0.00", "0.001", 10, 10, "0.01"},
	} {
		p := Pledge{PledgeTerms: PledgeTerms{Claim: money.MustParse(c.claim + " EUR"), Calendar: calendar}, Satisfied: cents(c.satisfied)}
		price := ClosingPrice{ClosingPriceKey: ClosingPriceKey{Instrument: "I", Day: date.MustParse("2026-01-05")}, Price: decimal.MustParse(c.price)}
		on := Appropriation{Priced: Priced{Instrument: Instrument{ID: "I"}, Lots: []Lot{{Quantity: c.held}}, Price: &price}}
		units, value, err := p.taken(on, act)
		require.NoError(t, err)
		require.Equal(t, c.units, units, "%v", c)
		require.Equal(t, cents(c.value), value, "%v", c)
	}
}

// Days outside of the calendar are refused by a code.
func TestCalendarOfTheTermsHasToCoverTheDay(t *testing.T) {
	calendar, err := date.TARGET2(2026, 2026)
	require.NoError(t, err)
	_, err = businessDay(calendar, date.MustParse("2026-12-31"), 2)
	var fault *protocol.Fault
	require.ErrorAs(t, err, &fault)
	require.Equal(t, CalendarRefused.Name, fault.Code)
}
