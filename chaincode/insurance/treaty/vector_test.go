// SPDX-License-Identifier: Apache-2.0

package treaty_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
)

func num(text string) decimal.Decimal { return decimal.MustParse(text) }

func minor(n int64) money.Amount { return money.MustAmount(n) }

// xs is a layer of a width in excess of an attachment.
func xs(width, attachment int64) treaty.Layer {
	layer := treaty.Layer{Limit: minor(width), Attachment: minor(attachment)}
	if width > 0 {
		layer.LimitIs = treaty.Width
	}
	return layer
}

func quota(priority int, share string) treaty.Terms {
	return treaty.Terms{Kind: treaty.QuotaShare, Priority: priority, CededShare: num(share), PlacedShare: num("1")}
}

func surplus(priority int, retention int64, lines, below int) treaty.Terms {
	return treaty.Terms{Kind: treaty.Surplus, Priority: priority, PlacedShare: num("1"), Retention: minor(retention), Lines: lines, LinesBelow: below}
}

func facultative(priority int, declared ...treaty.Declaration) treaty.Terms {
	return treaty.Terms{Kind: treaty.Facultative, Priority: priority, PlacedShare: num("1"), Declared: declared}
}

func perRisk(priority int, layer treaty.Layer) treaty.Terms {
	return treaty.Terms{Kind: treaty.PerRisk, Priority: priority, CededShare: num("1"), PlacedShare: num("1"), Risk: layer}
}

func catastrophe(priority int, layer treaty.Layer) treaty.Terms {
	return treaty.Terms{Kind: treaty.Catastrophe, Priority: priority, CededShare: num("1"), PlacedShare: num("1"), Occurrence: layer}
}

// programme names treaties by their letters, in the order given.
func programme(t testing.TB, terms ...treaty.Terms) treaty.Programme {
	t.Helper()
	var p treaty.Programme
	for i, each := range terms {
		p = append(p, treaty.Treaty{ID: string(rune('A' + i)), Terms: each})
	}
	require.NoError(t, p.Validate())
	return p
}

// hit is a paid loss of a risk with a sum insured.
func hit(risk string, sumInsured, amount int64) treaty.Loss {
	return treaty.Loss{
		Claim: "claim-" + risk, Risk: risk, SumInsured: minor(sumInsured), Occurred: date.MustParse("2026-03-01"),
		Standing: treaty.Standing{Paid: minor(amount), Incurred: minor(amount)},
	}
}

// ceded is what each treaty recovers of each loss, and last what is retained, all of paid losses.
func ceded(t testing.TB, p treaty.Programme, losses ...treaty.Loss) [][]int64 {
	t.Helper()
	answer, err := p.Recover(losses)
	require.NoError(t, err)
	var rows [][]int64
	for _, line := range answer.Losses {
		var row []int64
		for _, part := range line.Ceded {
			row = append(row, part.Paid.Minor())
		}
		rows = append(rows, append(row, line.Retained.Paid.Minor()))
	}
	return rows
}

// V-1, HMRC GIM8040: 30 % of everything.
func TestQuotaShareOfHMRC(t *testing.T) {
	p := programme(t, quota(1, "0.3"))
	require.Equal(t, [][]int64{{3600, 8400}, {10500, 24500}, {18000, 42000}},
		ceded(t, p, hit("1", 25000, 12000), hit("2", 50000, 35000), hit("3", 100000, 60000)))
	for _, row := range []struct{ insured, premium, share int64 }{{25000, 200, 60}, {50000, 300, 90}, {100000, 500, 150}} {
		require.Equal(t, []money.Amount{minor(row.share)}, shared(t, p, row.insured, row.premium))
	}
}

// V-1, levelnineatwork: 60 % of 400,000; 30 % commission on ceded premium.
func TestQuotaShareWithCommission(t *testing.T) {
	p := programme(t, quota(1, "0.6"))
	require.Equal(t, [][]int64{{240000, 160000}}, ceded(t, p, hit("1", 1000000, 400000)))
	premium := shared(t, p, 1000000, 2000)[0]
	require.Equal(t, minor(1200), premium)
	terms := treaty.Premium{Commission: num("0.3")}
	require.NoError(t, terms.Validate(treaty.QuotaShare))
	commission, err := terms.On(premium)
	require.NoError(t, err)
	require.Equal(t, minor(360), commission)
}

func shared(t testing.TB, p treaty.Programme, insured, premium int64) []money.Amount {
	t.Helper()
	shares, err := p.Share(treaty.Exposure{Risk: "1", SumInsured: minor(insured), Premium: minor(premium)})
	require.NoError(t, err)
	return shares
}

// V-2, HMRC GIM8050: retention 10,000 and five lines. Policy 3 is not as HMRC prints it (24,000 of the claim and 200 of the
// premium, as if the retention were one of the five lines), but half: five lines on top of the retention.
func TestSurplusLinesAreOnTopOfTheRetention(t *testing.T) {
	p := programme(t, surplus(1, 10000, 5, 0))
	require.Equal(t, [][]int64{{7200, 4800}, {28000, 7000}, {30000, 30000}},
		ceded(t, p, hit("1", 25000, 12000), hit("2", 50000, 35000), hit("3", 100000, 60000)))
	for _, row := range []struct{ insured, premium, share int64 }{{25000, 200, 120}, {50000, 300, 240}, {100000, 500, 250}} {
		require.Equal(t, []money.Amount{minor(row.share)}, shared(t, p, row.insured, row.premium))
	}
	four := programme(t, surplus(1, 10000, 4, 0))
	require.Equal(t, [][]int64{{24000, 36000}}, ceded(t, four, hit("3", 100000, 60000)), "what HMRC prints is four lines")
	require.Equal(t, []money.Amount{minor(200)}, shared(t, four, 100000, 500))
	require.Equal(t, [][]int64{{0, 9000}}, ceded(t, p, hit("4", 10000, 9000)), "nothing exceeds the retention")
}

// V-3, Guidewire: 40 % of the first million, a surplus from 1 to 5 and one from 5 to 10 million.
func TestProportionalProgrammeOfGuidewire(t *testing.T) {
	first := quota(1, "0.4")
	first.SumInsuredMax = minor(1_000_000)
	p := programme(t, first, surplus(1, 1_000_000, 4, 0), surplus(1, 1_000_000, 5, 4))
	require.Equal(t, [][]int64{{400_000, 4_000_000, 5_000_000, 600_000}}, ceded(t, p, hit("1", 10_000_000, 10_000_000)))
	require.Equal(t, [][]int64{{200_000, 2_000_000, 2_500_000, 300_000}}, ceded(t, p, hit("1", 10_000_000, 5_000_000)))
	// The same with the quota share on what the surpluses leave.
	inuring := programme(t, surplus(1, 1_000_000, 4, 0), surplus(1, 1_000_000, 5, 4), quota(2, "0.4"))
	require.Equal(t, [][]int64{{4_000_000, 5_000_000, 400_000, 600_000}}, ceded(t, inuring, hit("1", 10_000_000, 10_000_000)))
}

// V-3, CII M97 example 4.8: exposure 100 million, 40 facultative, retention 10 and five lines: 10, 50 and 40 %.
func TestFacultativeInuresToTheSurplus(t *testing.T) {
	p := programme(t, facultative(1, treaty.Declaration{Risk: "1", Share: num("0.4")}), surplus(2, 10_000_000, 5, 0))
	require.Equal(t, [][]int64{{40_000_000, 50_000_000, 10_000_000}}, ceded(t, p, hit("1", 100_000_000, 100_000_000)))
	require.Equal(t, [][]int64{{400, 500, 100}}, ceded(t, p, hit("1", 100_000_000, 1000)))
	require.Equal(t, [][]int64{{0, 500, 500}}, ceded(t, p, hit("2", 100_000_000, 1000)), "another risk is not declared")
}

// V-4, HMRC GIM8080: four layers. The first is printed as "50,000 excess of 10,000" with 40,000 to bear: a limit that is
// the top of the layer.
func TestLayersOfHMRC(t *testing.T) {
	first := treaty.Layer{Limit: minor(50_000), Attachment: minor(10_000), LimitIs: treaty.Top}
	p := programme(t, perRisk(1, first), perRisk(1, xs(50_000, 50_000)), perRisk(1, xs(400_000, 100_000)), perRisk(1, xs(500_000, 500_000)))
	for _, row := range [][]int64{
		{10_000, 0, 0, 0, 0, 10_000},
		{45_000, 35_000, 0, 0, 0, 10_000},
		{120_000, 40_000, 50_000, 20_000, 0, 10_000},
		{1_200_000, 40_000, 50_000, 400_000, 500_000, 210_000},
	} {
		require.Equal(t, [][]int64{row[1:]}, ceded(t, p, hit("1", 0, row[0])), "loss of %d", row[0])
	}
	overlapping := treaty.Programme{
		{ID: "A", Terms: perRisk(1, xs(50_000, 10_000))}, {ID: "B", Terms: perRisk(1, xs(50_000, 50_000))},
	}
	require.ErrorIs(t, overlapping.Validate(), treaty.ErrOverlap, "the trap: read as a width, the first layer reaches into the second")
}

// run is several losses of different risks, one after the other.
func run(amounts ...int64) []treaty.Loss {
	var losses []treaty.Loss
	for i, amount := range amounts {
		losses = append(losses, hit(fmt.Sprint(i), 0, amount))
	}
	return losses
}

// V-6, CII M97 example 5.15: 2 million excess of 2 million with one reinstatement.
func TestReinstatementOfCII(t *testing.T) {
	terms := catastrophe(1, xs(2_000_000, 2_000_000))
	terms.Reinstatements = []treaty.Reinstatement{{Rate: num("1")}}
	require.Equal(t, [][]int64{{350_000, 2_000_000}, {1_000_000, 2_000_000}, {2_000_000, 2_000_000}, {650_000, 2_350_000}},
		ceded(t, programme(t, terms), run(2_350_000, 3_000_000, 4_000_000, 3_000_000)...))
}

// V-7, ActEd: 1 million excess of 1 million after an annual aggregate deductible of 2 million.
func TestAggregateDeductibleOfActEd(t *testing.T) {
	terms := catastrophe(1, xs(1_000_000, 1_000_000))
	terms.Aggregate.Deductible = minor(2_000_000)
	rows := ceded(t, programme(t, terms), run(1_500_000, 1_500_000, 1_500_000, 1_500_000, 1_500_000)...)
	require.Equal(t, [][]int64{{0, 1_500_000}, {0, 1_500_000}, {0, 1_500_000}, {0, 1_500_000}, {500_000, 1_000_000}}, rows)
}

// V-9, OpenQuake's reinsurance_test.py: proportional treaties with a cap for each event.
func TestProportionalCapsOfOpenQuake(t *testing.T) {
	declared := func(cap int64, shares ...string) treaty.Terms {
		terms := facultative(1)
		for i, share := range shares {
			terms.Declared = append(terms.Declared, treaty.Declaration{Risk: fmt.Sprint(i + 1), Share: num(share)})
		}
		terms.Occurrence = xs(cap, 0)
		return terms
	}
	both := programme(t, declared(5000, "0.5", "0.4", "0.5", "0.4"), declared(8000, "0.3", "0.3", "0.3", "0.3"))
	require.Equal(t, []int64{5000, 7800, 13200}, totals(ceded(t, both, quake(12000, 5000, 3000, 6000)...)))
	uncapped := programme(t, declared(1_000_000, "0.5", "0.4", "0.5", "0.4"), declared(8000, "0.3", "0.3", "0.3", "0.3"))
	require.Equal(t, [][]int64{{6000, 3600, 2400}, {2000, 1500, 1500}, {1500, 900, 600}, {2400, 1800, 1800}},
		ceded(t, uncapped, quake(12000, 5000, 3000, 6000)...), "the overspill of A is 11,900 less 5,000")
	a := facultative(1, treaty.Declaration{Risk: "1", Share: num("0.5")}, treaty.Declaration{Risk: "2", Share: num("0.4")})
	a.Occurrence = xs(5000, 0)
	b := facultative(1, treaty.Declaration{Risk: "3", Share: num("0.6")}, treaty.Declaration{Risk: "4", Share: num("0.6")})
	require.Equal(t, []int64{5000, 5400, 15600}, totals(ceded(t, programme(t, a, b), quake(12000, 5000, 3000, 6000)...)))
}

// quake is losses of one event.
func quake(amounts ...int64) []treaty.Loss {
	var losses []treaty.Loss
	for i, amount := range amounts {
		loss := hit(fmt.Sprint(i+1), 0, amount)
		loss.Event = "quake"
		losses = append(losses, loss)
	}
	return losses
}

func totals(rows [][]int64) []int64 {
	sums := make([]int64, len(rows[0]))
	for _, row := range rows {
		for i, amount := range row {
			sums[i] += amount
		}
	}
	return sums
}

// What is less than a unit stays with the cedent: two halves of a cent are not two cents.
func TestFractionsStayWithTheCedent(t *testing.T) {
	require.Equal(t, [][]int64{{0, 0, 1}}, ceded(t, programme(t, quota(1, "0.5"), quota(1, "0.5")), hit("1", 0, 1)))
	half := quota(1, "1")
	half.PlacedShare = num("0.5")
	require.Equal(t, [][]int64{{0, 1}, {1, 0}, {0, 1}}, ceded(t, programme(t, half), run(1, 1, 1)...), "of the total, not of each loss")
}
