// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/refund"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// near is a day some days before or after today.
func (l *life) near(t *rapid.T, back, on int) date.Date {
	d, err := l.today.AddDays(rapid.IntRange(-back, on).Draw(t, "day"))
	require.NoError(t, err)
	return d
}

// step does one thing; what the rules refuse is no defect, but they refuse with a fault.
func (l *life) step(t *rapid.T) {
	steps := []func(*rapid.T) error{l.roll, l.endorse, l.cancel, l.reinstate, l.roll, l.endorse, l.lapse, l.reinstate, l.pay, l.renew, l.changePayer}
	if err := steps[rapid.IntRange(0, len(steps)-1).Draw(t, "step")](t); err != nil {
		var fault *protocol.Fault
		require.ErrorAs(t, err, &fault)
	}
}

func (l *life) roll(t *rapid.T) error {
	l.today = l.near(t, 0, 40)
	return nil
}

func (l *life) endorse(t *rapid.T) error {
	r := QuoteRequest{From: l.near(t, 60, 90), Covers: asked(t, 0)}
	if rapid.Bool().Draw(t, "temporary") {
		r.Until, _ = r.From.AddDays(rapid.IntRange(1, 40).Draw(t, "days"))
	}
	return l.bind(t, l.quote(ForEndorsement, r))
}

// reinstate takes cover up again, which never gives money.
func (l *life) reinstate(t *rapid.T) error {
	before := l.has["holder"]
	defer func() { require.LessOrEqual(t, l.has["holder"], before) }()
	r := QuoteRequest{From: l.near(t, 0, 30)}
	if gap, over := end(l.policy.of(l.policy.last().Number)); over && rapid.Bool().Draw(t, "no gap") {
		r.From = gap
	}
	return l.bind(t, l.quote(ForReinstatement, r))
}

func (l *life) renew(t *rapid.T) error {
	r := QuoteRequest{From: l.policy.last().Until, Covers: asked(t, 1), Instalments: rapid.IntRange(1, 12).Draw(t, "instalments")}
	if l.first.DaysUntil(r.From) > horizon-600 {
		return nil
	}
	return l.bind(t, l.quote(ForRenewal, r))
}

// cancel ends cover, and gives back no more than is paid and not earned (invariant I10).
func (l *life) cancel(t *rapid.T) error {
	by := rapid.SampledFrom([]string{"holder", "alpha"}).Draw(t, "by")
	r := CancelRequest{Policy: "policy", Effective: l.near(t, 60, 90)}
	before := l.has["holder"]
	premium := l.instalmentsOf(t)
	ending, events, err := l.policy.Cancel(r, l.facts(ForEndorsement), l.as(by))
	if err != nil {
		return err
	}
	opening, _ := l.policy.opening(r.Effective)
	_, earned, err := l.policy.earnedOf(opening, r.Effective)
	require.NoError(t, err)
	l.saved(t, ending.Policy, ending.Instalments, ending.Settle, events)
	back := premium - l.instalmentsOf(t)
	require.GreaterOrEqual(t, back, int64(0), "a cancellation never takes money")
	require.LessOrEqual(t, back, max(0, premium-earned.Minor()))
	require.GreaterOrEqual(t, l.has["holder"], before)
	return nil
}

// instalmentsOf is what is paid of premium in the policy's last period, less what was given back.
func (l *life) instalmentsOf(t *rapid.T) int64 {
	paid, err := paidOf(l.instalments, l.policy.last().Number)
	require.NoError(t, err)
	return paid.Premium.Minor()
}

func (l *life) lapse(t *rapid.T) error {
	i := rapid.SampledFrom(l.instalments).Draw(t, "instalment")
	ending, events, err := l.policy.Lapse(i, l.facts(ForEndorsement), l.as("anybody"))
	if err != nil {
		return err
	}
	require.True(t, l.today.After(i.Grace))
	l.saved(t, ending.Policy, ending.Instalments, ending.Settle, events)
	return nil
}

// pay pays every instalment that is due, in one batch.
func (l *life) pay(t *rapid.T) error {
	var dues []Dues
	for _, i := range l.instalments {
		if i.Status == Open && !i.Due.After(l.today) {
			dues = append(dues, Dues{Instalment: i, Policy: &l.policy, Version: l.version, Panel: l.panel})
		}
	}
	if len(dues) == 0 {
		return nil
	}
	paid, settle, sums, _, err := Collect(dues, l.as("anybody"))
	if err != nil {
		return err
	}
	require.Equal(t, len(dues), sums.Collected)
	l.keep(paid)
	l.move(settle.Legs)
	return nil
}

// changePayer has another mandate pay.
func (l *life) changePayer(t *rapid.T) error {
	payer := Purse{Account: "holder", Mandate: cash.MandateID(fmt.Sprintf("mandate-%d", rapid.IntRange(1, 3).Draw(t, "mandate")))}
	holder := l.policy.Holder
	account := cash.Account{
		ID: payer.Account, Kind: cash.Customer, Owner: cash.Owner{MSP: holder.Host, Party: holder.Party}, Currency: l.policy.Currency,
	}
	policy, changed, _, err := l.policy.ChangePayer(PayerRequest{Policy: l.policy.ID, Payer: payer}, account, l.instalments, l.as("holder"))
	if err != nil {
		return err
	}
	l.policy = policy
	l.keep(changed)
	return nil
}

// bills makes sure that what is not paid says how it is collected, as the policy says it now.
func (l *life) bills(t *rapid.T) {
	for _, i := range l.instalments {
		want := Bill{}
		if i.Status == Open || i.Status == Void {
			want = l.policy.bill(i.Period)
		}
		require.Equal(t, want, i.Bill, "instalment %d, %s", i.Number, i.Status)
	}
}

// Whatever happens to a policy: what was in force is what single days say, whenever one asks (I9); premiums are earned
// evenly, and written, paid and owed agree (I10); and each insurer has its share of what was paid (I8).
func TestLawsOfAPolicy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begun(t)
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			l.step(t)
			l.balances(t)
			l.bills(t)
			l.accrues(t)
			l.remembers(t)
		}
	})
}

// remembers compares what was in force on some days, as known on some days, with the model.
func (l *life) remembers(t *rapid.T) {
	for range 6 {
		n := rapid.IntRange(0, horizon-1).Draw(t, "on")
		on, err := l.first.AddDays(n)
		require.NoError(t, err)
		known := l.near(t, l.first.DaysUntil(l.today), 0)
		var model covered
		for _, s := range l.known {
			if !s.recorded.After(known) {
				model = s.days[n]
			}
		}
		view, live := l.policy.InForce(on, known)
		require.Equal(t, model.sum != nil && !model.off, live, "on %s as known on %s", on, known)
		if !live {
			continue
		}
		require.True(t, view.Period.Has(on))
		found := map[CoverCode]int64{}
		for _, insured := range view.Covers {
			found[insured.Cover] = insured.Sum.Minor()
		}
		require.Equal(t, model.sum, found, "on %s as known on %s", on, known)
	}
}

// accrues checks earned and unearned premium, and compares them with the sum of single days where no penalty, minimum or
// table comes between: one unit of rounding for each transaction.
func (l *life) accrues(t *rapid.T) {
	last, exact := l.first, new(big.Rat)
	var before money.Amount
	for n := range horizon {
		on, err := l.first.AddDays(n)
		require.NoError(t, err)
		if n%29 == 0 || n == horizon-1 {
			account, err := l.policy.Earned(on, l.today)
			require.NoError(t, err)
			require.GreaterOrEqual(t, account.Earned.Minor(), before.Minor(), "on %s", on)
			require.LessOrEqual(t, account.Earned.Cmp(account.Written), 0)
			require.Equal(t, account.Written.Minor(), account.Earned.Minor()+account.Unearned.Minor())
			if l.version.Cancellation.Method == refund.ProRata && l.version.Cancellation.Least.IsZero() {
				off := new(big.Rat).Sub(exact, new(big.Rat).SetInt64(account.Earned.Minor()))
				require.LessOrEqual(t, off.Abs(off).Cmp(new(big.Rat).SetInt64(int64(len(l.policy.Stack)))), 0, "earned %s on %s, by days %s, of %s", account.Earned, on, exact.FloatString(2), l.stack())
			}
			before, last = account.Earned, on
		}
		if d := l.days[n]; !d.off {
			for _, annual := range d.annual {
				exact.Add(exact, big.NewRat(annual, d.year))
			}
		}
	}
	account, err := l.policy.Earned(last, l.today)
	require.NoError(t, err)
	require.Equal(t, account.Written, account.Earned, "all is earned in the end")
}

// balances checks each period's instalments against what was written for it, and accounts against instalments.
func (l *life) balances(t *rapid.T) {
	var all Charge
	for _, opening := range l.policy.Stack {
		if opening.Number != opening.Period {
			continue
		}
		written, err := l.policy.written(opening.Number)
		require.NoError(t, err)
		paid, err := paidOf(l.instalments, opening.Number)
		require.NoError(t, err)
		sum := paid
		for _, i := range l.instalments {
			if i.Period == opening.Number && i.Status == Open {
				require.Positive(t, i.Premium.Minor())
				sum, err = sum.Add(i.Charge)
				require.NoError(t, err)
			}
		}
		off, err := written.Sub(sum)
		require.NoError(t, err)
		require.True(t, off.IsZero(), "paid and owed are what is written: %v, %v", sum, written)
		require.GreaterOrEqual(t, paid.Premium.Minor(), int64(0))
		all, err = all.Add(paid)
		require.NoError(t, err)
	}
	total, err := all.Total()
	require.NoError(t, err)
	require.Equal(t, -total.Minor(), l.has["holder"])
	require.Equal(t, all.Commission.Minor(), l.has["broker"])
	require.Equal(t, at(all.Taxes, 0).Minor(), l.has["tax"])
	require.Equal(t, at(all.Taxes, 1).Minor(), l.has["levy"])
	net := all.Premium.Minor() - all.Commission.Minor()
	require.Equal(t, net, l.has["alpha"]+l.has["beta"])
	fair := new(big.Rat).Mul(big.NewRat(l.panel.Lines[0].Share, Whole), new(big.Rat).SetInt64(net))
	off := fair.Sub(fair, new(big.Rat).SetInt64(l.has["alpha"]))
	require.LessOrEqual(t, off.Abs(off).Cmp(new(big.Rat).SetInt64(1+l.settled)), 0)
}

// stack tells what happened, for whoever reads a failure.
func (l *life) stack() string {
	var lines strings.Builder
	for _, t := range l.policy.Stack {
		fmt.Fprintf(&lines, "\n%d %s of %d, %s to %s, recorded %s: %s %v", t.Number, t.Kind, t.Period, t.Effective, t.Until, t.Recorded, t.Premium, t.Covers)
	}
	return lines.String()
}
