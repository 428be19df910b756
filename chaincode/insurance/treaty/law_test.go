// SPDX-License-Identifier: Apache-2.0

package treaty_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
)

const tries = 600

// chance makes programmes and losses of small odd numbers, where roundings and edges meet often.
type chance struct{ *rand.Rand }

func chanceOf(seed uint64) chance { return chance{rand.New(rand.NewPCG(seed, 4))} }

func (c chance) share() decimal.Decimal {
	d, err := decimal.New(1+c.Int64N(1_000_000_000), 9)
	if err != nil {
		panic(err)
	}
	return d
}

func (c chance) layer() treaty.Layer {
	switch c.IntN(4) {
	case 0:
		return xs(0, 1+c.Int64N(200))
	default:
		return xs(1+c.Int64N(300), c.Int64N(200))
	}
}

// terms are any that are valid, of one priority each, so that any may follow another.
func (c chance) terms(priority int) treaty.Terms {
	for {
		terms := c.draft(priority)
		if terms.Validate() == nil {
			return terms
		}
	}
}

func (c chance) draft(priority int) treaty.Terms {
	kinds := []treaty.Kind{treaty.QuotaShare, treaty.Surplus, treaty.Facultative, treaty.PerRisk, treaty.Catastrophe, treaty.StopLoss}
	terms := treaty.Terms{Kind: kinds[c.IntN(len(kinds))], Priority: priority, CededShare: c.share(), PlacedShare: c.share()}
	if c.IntN(2) == 0 {
		terms.CededShare = num("1")
	}
	if c.IntN(2) == 0 {
		terms.PlacedShare = num("1")
	}
	if c.IntN(4) == 0 {
		terms.Classes = []string{"fire"}
	}
	switch terms.Kind {
	case treaty.QuotaShare:
		terms.SumInsuredMax = minor(c.Int64N(2) * c.Int64N(500))
	case treaty.Surplus:
		terms.CededShare, terms.Retention, terms.Lines, terms.LinesBelow = num("0"), minor(1+c.Int64N(100)), 1+c.IntN(6), c.IntN(3)
	case treaty.Facultative:
		terms.CededShare, terms.Declared = num("0"), []treaty.Declaration{{Risk: "1", Share: c.share()}, {Risk: "2", Share: c.share()}}
	case treaty.PerRisk:
		terms.Risk = c.layer()
	case treaty.Catastrophe:
		terms.Occurrence = c.layer()
	case treaty.StopLoss:
		terms.Aggregate = treaty.Aggregate{Deductible: minor(1 + c.Int64N(1500)), Limit: minor(1 + c.Int64N(800))}
	}
	if terms.Kind != treaty.StopLoss && c.IntN(3) == 0 {
		terms.Occurrence = c.layer()
		terms.Aggregate = treaty.Aggregate{Deductible: minor(c.Int64N(300)), Limit: minor(c.Int64N(2) * c.Int64N(700))}
	}
	if c.IntN(3) == 0 && (terms.Kind == treaty.PerRisk || terms.Kind == treaty.Catastrophe) {
		terms.Aggregate.Limit = minor(0)
		for range 1 + c.IntN(3) {
			terms.Reinstatements = append(terms.Reinstatements, treaty.Reinstatement{Rate: c.share(), ProRataTime: c.IntN(2) == 0})
		}
	}
	return terms
}

// programme has up to five treaties; some share a priority where that is allowed.
func (c chance) programme(t testing.TB) treaty.Programme {
	t.Helper()
	for {
		var p treaty.Programme
		for i := range 1 + c.IntN(5) {
			p = append(p, treaty.Treaty{ID: fmt.Sprint("T", i), Terms: c.terms(1 + c.IntN(4))})
		}
		if p.Validate() == nil {
			return p
		}
	}
}

func (c chance) standing() treaty.Standing {
	if c.IntN(20) == 0 {
		return treaty.Standing{Incurred: minor(-c.Int64N(40)), Paid: minor(-c.Int64N(40))} // recovered more than was paid
	}
	incurred := c.Int64N(400)
	return treaty.Standing{Incurred: minor(incurred), Paid: minor(c.Int64N(incurred + 1))}
}

func (c chance) losses() []treaty.Loss {
	var losses []treaty.Loss
	for i := range 1 + c.IntN(12) {
		loss := treaty.Loss{
			Claim: fmt.Sprint("C", i), Risk: fmt.Sprint(1 + c.IntN(4)), Class: []string{"fire", "motor"}[c.IntN(2)],
			SumInsured: minor(c.Int64N(1000)), Occurred: c.day(), Standing: c.standing(),
		}
		if c.IntN(2) == 0 {
			loss.Event = fmt.Sprint("E", c.IntN(3))
		}
		if c.IntN(3) > 0 {
			loss.Agreed = c.day()
		}
		losses = append(losses, loss)
	}
	return losses
}

func (c chance) day() date.Date {
	day, err := year.From.AddDays(c.IntN(365))
	if err != nil {
		panic(err)
	}
	return day
}

func recovered(t testing.TB, p treaty.Programme, losses []treaty.Loss) treaty.Recovery {
	t.Helper()
	answer, err := p.Recover(losses)
	require.NoError(t, err)
	return answer
}

// I6: of each loss, paid, incurred and so outstanding, gross is retained plus ceded, to the last unit, and no part of paid
// or incurred is below zero.
func TestLossIsRetainedAndCeded(t *testing.T) {
	c := chanceOf(6)
	for range tries {
		p, losses := c.programme(t), c.losses()
		for _, line := range recovered(t, p, losses).Losses {
			sum, err := line.Retained, error(nil)
			require.GreaterOrEqual(t, line.Retained.Paid.Minor(), min(0, line.Paid.Minor()))
			require.GreaterOrEqual(t, line.Retained.Incurred.Minor(), min(0, line.Incurred.Minor()))
			for _, part := range line.Ceded {
				require.GreaterOrEqual(t, part.Paid.Sign(), 0)
				require.GreaterOrEqual(t, part.Incurred.Sign(), 0)
				sum, err = sum.Plus(part)
				require.NoError(t, err)
			}
			require.Equal(t, line.Standing, sum, "%+v", p)
			require.Equal(t, line.Outstanding(), sum.Outstanding())
		}
	}
}

// I7: what is borne of a layer in the period is at most its limit times one more than its reinstatements, and the deductible
// of the period is borne first.
func TestPeriodBearsItsLimits(t *testing.T) {
	c := chanceOf(7)
	reached := 0
	for range tries {
		p, losses := c.programme(t), c.losses()
		answer := recovered(t, p, losses)
		for column, each := range p.Ordered() {
			burned := answer.Burned(column)
			limit, limited := each.Terms.AnnualLimit()
			if !limited {
				continue
			}
			if once, has := each.Terms.Once(); has && len(each.Terms.Reinstatements) > 0 {
				require.Equal(t, once.Minor()*int64(1+len(each.Terms.Reinstatements)), limit.Minor())
			}
			require.LessOrEqual(t, burned.Paid.Minor(), limit.Minor())
			require.LessOrEqual(t, burned.Incurred.Minor(), limit.Minor())
			if burned.Incurred == limit {
				reached++
			}
		}
	}
	require.Positive(t, reached, "limits are reached")
}

// The order in which losses are heard of does not matter, for totals as for every line.
func TestOrderOfHearingDoesNotMatter(t *testing.T) {
	c := chanceOf(8)
	for range tries {
		p, losses := c.programme(t), c.losses()
		want := recovered(t, p, losses)
		c.Shuffle(len(losses), func(i, j int) { losses[i], losses[j] = losses[j], losses[i] })
		shuffled := slices.Clone(p)
		c.Shuffle(len(p), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		require.Equal(t, want, recovered(t, shuffled, losses))
	}
}

// A treaty's total does not depend on the order of attribution either: on which day which loss was agreed.
func TestTotalDoesNotDependOnAttribution(t *testing.T) {
	c := chanceOf(9)
	for range tries {
		p, losses := treaty.Programme{{ID: "T", Terms: c.terms(1)}}, c.losses()
		want := recovered(t, p, losses).Total(0)
		for i := range losses {
			losses[i].Agreed = c.day()
		}
		require.Equal(t, want, recovered(t, p, losses).Total(0))
	}
}

// A treaty's recovery never falls when a loss grows, and never grows by more.
func TestRecoveryIsMonotoneAndLipschitz(t *testing.T) {
	c := chanceOf(10)
	moved := 0
	for range tries {
		p, losses := treaty.Programme{{ID: "T", Terms: c.terms(1)}}, c.losses()
		before := recovered(t, p, losses).Total(0)
		at, more := c.IntN(len(losses)), 1+c.Int64N(60)
		losses[at].Incurred = minor(losses[at].Incurred.Minor() + more)
		losses[at].Paid = minor(losses[at].Paid.Minor() + more)
		rise := recovered(t, p, losses).Total(0).Less(before)
		for _, amount := range []money.Amount{rise.Paid, rise.Incurred} {
			require.GreaterOrEqual(t, amount.Minor(), int64(0))
			require.LessOrEqual(t, amount.Minor(), more)
			if !amount.IsZero() {
				moved++
			}
		}
	}
	require.Positive(t, moved)
}

// Losses that grow and fall back leave nothing: differences that were posted on the way add up to nothing.
func TestWhatRisesAndFallsLeavesNothing(t *testing.T) {
	c := chanceOf(11)
	for range tries / 5 {
		p, losses := c.programme(t), c.losses()
		home := recovered(t, p, losses)
		posted, last := map[string]treaty.Standing{}, home
		step := func(now treaty.Recovery) {
			columns := map[string]treaty.Standing{}
			for _, line := range last.Losses {
				for j, part := range line.Ceded {
					columns[fmt.Sprint(line.Claim, "/", now.Treaties[j])] = part
				}
			}
			for _, line := range now.Losses {
				for j, part := range line.Ceded {
					key := fmt.Sprint(line.Claim, "/", now.Treaties[j])
					sum, err := posted[key].Plus(part.Less(columns[key]))
					require.NoError(t, err)
					posted[key] = sum
				}
			}
			last = now
		}
		away := slices.Clone(losses)
		for range 6 { // reserves, payments, subrogation
			away[c.IntN(len(away))].Standing = c.standing()
			step(recovered(t, p, away))
		}
		step(recovered(t, p, losses))
		for key, sum := range posted {
			require.True(t, sum.IsZero(), key)
		}
		require.Equal(t, home, last)
	}
}

// What reinsurers get of premium is at most the premium, whatever the sums insured, and follows it up and down.
func TestPremiumIsSharedOnce(t *testing.T) {
	c := chanceOf(12)
	for range tries {
		p := c.programme(t)
		e := treaty.Exposure{Risk: fmt.Sprint(1 + c.IntN(4)), Class: "fire", SumInsured: minor(c.Int64N(1000)), Premium: minor(c.Int64N(300))}
		shares, err := p.Share(e)
		require.NoError(t, err)
		sum, err := money.Sum(shares...)
		require.NoError(t, err)
		require.LessOrEqual(t, sum.Minor(), e.Premium.Minor())
		for column, each := range p.Ordered() {
			require.GreaterOrEqual(t, shares[column].Sign(), 0)
			if !each.Terms.Kind.Proportional() {
				require.True(t, shares[column].IsZero())
			}
		}
	}
}

// Reinstatement premium is never below zero, never more than all reinstatements cost, and whatever was paid for losses that
// fell away comes back.
func TestReinstatementPremiumFollowsTheTotals(t *testing.T) {
	c := chanceOf(13)
	seen := 0
	for range tries {
		terms := c.terms(1)
		if len(terms.Reinstatements) == 0 {
			continue
		}
		seen++
		premium, losses := minor(1+c.Int64N(5000)), c.losses()
		due := func(losses []treaty.Loss) money.Amount {
			answer := recovered(t, treaty.Programme{{ID: "T", Terms: terms}}, losses)
			amount, err := terms.ReinstatementPremium(premium, year, answer.Burns(0, treaty.OnIncurred))
			require.NoError(t, err)
			return amount
		}
		most := decimal.Decimal{}
		for _, one := range terms.Reinstatements {
			most, _ = most.Add(one.Rate)
		}
		all, err := premium.Mul(most, decimal.Ceiling)
		require.NoError(t, err)
		require.GreaterOrEqual(t, due(losses).Sign(), 0)
		require.LessOrEqual(t, due(losses).Minor(), all.Minor())
		for i := range losses {
			losses[i].Standing = treaty.Standing{}
		}
		require.True(t, due(losses).IsZero())
	}
	require.Greater(t, seen, 20)
}

// Signed lines are exactly the order, and a treaty's amount is exactly what its lines bear of it.
func TestLinesAddUp(t *testing.T) {
	c := chanceOf(14)
	for range tries {
		order := 1 + c.Int64N(treaty.Billion)
		var written []treaty.Line
		sum := int64(0)
		for i := 0; sum < order; i++ {
			share := 1 + c.Int64N(order)
			written = append(written, treaty.Line{Reinsurer: fmt.Sprintf("R%03d", i), Share: share})
			sum += share
		}
		signed, err := treaty.SignDown(order, written)
		require.NoError(t, err)
		total := int64(0)
		for i, line := range signed {
			require.LessOrEqual(t, line.Share, written[i].Share)
			total += line.Share
		}
		require.Equal(t, order, total)
		amount := minor(c.Int64N(100_000) - 50_000)
		parts, err := treaty.Divide(amount, signed)
		require.NoError(t, err)
		whole, err := money.Sum(parts...)
		require.NoError(t, err)
		require.Equal(t, amount, whole)
		if len(written) > 1 {
			_, err = treaty.SignDown(order, written[:len(written)-1])
			require.ErrorIs(t, err, treaty.ErrLines, "too few")
		}
	}
}
