// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Reinstatement over an older gap gives no free cover: cover ended on 1 March and was taken up on 1 April; then it ended as
// of 20 February and was taken up without a gap. What was not insured in March stays so, since nobody pays for it.
func TestReinstatementOverAnOlderGapGivesNoFreeCover(t *testing.T) {
	policy := Policy{ID: "P", Stack: []Transaction{
		{
			Number: 1, Period: 1, Kind: Issue, Effective: day("2026-01-01"), Until: day("2027-01-01"), Recorded: day("2026-01-01"),
			Covers: []Insured{{Cover: "A", Sum: money.MustAmount(100), Annual: money.MustAmount(365)}},
		},
		{Number: 2, Period: 1, Kind: Cancel, Effective: day("2026-03-01"), Until: day("2027-01-01"), Recorded: day("2026-03-01")},
		{Number: 3, Period: 1, Kind: Reinstate, Effective: day("2026-04-01"), Until: day("2027-01-01"), Recorded: day("2026-04-01")},
		{Number: 4, Period: 1, Kind: Cancel, Effective: day("2026-02-20"), Until: day("2027-01-01"), Recorded: day("2026-04-02")},
		{Number: 5, Period: 1, Kind: Reinstate, Effective: day("2026-02-20"), Until: day("2027-01-01"), Recorded: day("2026-04-03")},
	}}
	for on, want := range map[string]bool{
		"2026-02-19": true, "2026-02-20": true, "2026-02-28": true, "2026-03-01": false, "2026-03-15": false, "2026-03-31": false,
		"2026-04-01": true, "2026-12-31": true, "2027-01-01": false,
	} {
		_, live := policy.InForce(day(on), day("2026-05-01"))
		require.Equal(t, want, live, on)
	}
	_, live := policy.InForce(day("2026-02-25"), day("2026-04-02"))
	require.False(t, live, "as known before it was taken up again")
	account, err := policy.Earned(day("2027-01-01"), day("2026-05-01"))
	require.NoError(t, err)
	require.Equal(t, account.Written, account.Earned)
	stack := policy.of(1)
	cost, err := costs(stack, Period{day("2026-02-20"), day("2026-04-10")}, stack[0].span())
	require.NoError(t, err)
	require.Equal(t, int64(9+9), cost.Minor(), "nine days of February, nine of April, and none of March")
}

// A policy is closed when nothing comes of it any more, and not before.
func TestAPolicyIsClosedWhenItsRunOffIsOver(t *testing.T) {
	policy := Policy{ID: "P", Stack: []Transaction{
		{Number: 1, Period: 1, Kind: Issue, Effective: day("2026-01-01"), Until: day("2026-07-01"), Recorded: day("2026-01-01")},
	}}
	paid := Instalment{Status: Paid, Charge: Charge{Premium: money.MustAmount(5)}}
	over := RunOff{Instalments: []Instalment{paid}, ReportingDays: 30}
	with := func(spoil func(*RunOff)) RunOff {
		spoilt := over
		spoil(&spoilt)
		return spoilt
	}
	for name, each := range map[string]struct {
		on   string
		left RunOff
		want bool
	}{
		"on risk":               {"2026-06-30", with(func(r *RunOff) { r.ReportingDays = 0 }), false},
		"last day of reporting": {"2026-07-30", over, false},
		"run off":               {"2026-07-31", over, true},
		"premium owed": {"2026-12-31", with(func(r *RunOff) {
			r.Instalments = []Instalment{paid, {Status: Open, Charge: Charge{Premium: money.MustAmount(1)}}}
		}), false},
		"premium void":   {"2026-12-31", with(func(r *RunOff) { r.Instalments = []Instalment{{Status: Void}} }), true},
		"trigger waits":  {"2026-12-31", with(func(r *RunOff) { r.Waiting = true }), false},
		"claim open":     {"2026-12-31", with(func(r *RunOff) { r.Claims = []Claim{{Status: ClaimClosed}, {Status: ClaimSettled}} }), false},
		"claim reopened": {"2026-12-31", with(func(r *RunOff) { r.Claims = []Claim{{Status: ClaimReopened}} }), false},
		"recovery open":  {"2026-12-31", with(func(r *RunOff) { r.Claims = []Claim{{Status: ClaimClosed, Recoveries: 1}} }), false},
		"claims over":    {"2026-12-31", with(func(r *RunOff) { r.Claims = []Claim{{Status: ClaimClosed}, {Status: ClaimWithdrawn}} }), true},
	} {
		require.Equal(t, each.want, policy.ClosedOn(day(each.on), each.left), name)
	}
}
