// SPDX-License-Identifier: Apache-2.0

package treaty_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
)

// The risks of the Oasis test units, with what each of their locations loses after direct terms, in cents.
var oasisRisks = map[string][][]int64{
	"location": {{99_000_008_00}, {49_500_004_00}},
	"account":  {{99_000_008_00, 99_000_008_00}, {19_800_001_00, 19_800_001_00}},
	"policy":   {{666_666_66, 666_666_66, 666_666_66}, {98_999_999_00, 98_999_999_00, 98_999_999_00, 98_999_999_00}},
}

// oasisNoise is how far published figures, which are sums of 32-bit floats near 100 million, are from exact ones, in cents.
const oasisNoise = 32_00

const million = 1_000_000_00

// V-10, Oasis Loss Modelling Framework, validation/reinsurance1: what is left of each location (loss_ri) against what it
// loses (loss_il), added up over the unit's one event. In each unit the ceded or the placed share is 20 %, and terms that
// are 0 are none; the two shares differ in where attachments and limits come between.
func TestUnitsOfOasis(t *testing.T) {
	quotaShare, risk, event, fac := treaty.QuotaShare, treaty.PerRisk, treaty.Catastrophe, treaty.Facultative
	for _, unit := range []struct {
		name             string
		kind             treaty.Kind
		ceded, placed    string
		risk, occurrence treaty.Layer
		level            string
		recovered        int64
	}{
		{"T05", quotaShare, "0.2", "1", xs(0, 0), xs(0, 0), "account", 47_520_008_00},
		{"T06", quotaShare, "0.2", "1", xs(million, 0), xs(0, 0), "location", 2_000_000_00},
		{"T07", quotaShare, "0.2", "1", xs(0, 0), xs(million, 0), "policy", 1_000_009_12},
		{"T08", quotaShare, "0.2", "1", xs(million, 0), xs(million*3/2, 0), "account", 1_499_996_00},
		{"T10", quotaShare, "1", "0.2", xs(million, 0), xs(0, 0), "policy", 400_015_98},
		{"T11", quotaShare, "1", "0.2", xs(0, 0), xs(million, 0), "account", 200_007_50},
		{"T14", risk, "0.2", "1", xs(million, 0), xs(0, 0), "account", 2_000_000_00},
		{"T15", risk, "0.2", "1", xs(0, million), xs(0, 0), "location", 27_700_000_00},
		{"T16", risk, "0.2", "1", xs(million, million), xs(0, 0), "policy", 1_000_016_00},
		{"T18", risk, "0.2", "1", xs(million, 0), xs(million*3/2, 0), "location", 1_500_004_00},
		{"T19", risk, "0.2", "1", xs(0, million), xs(million*3/2, 0), "policy", 1_499_992_00},
		{"T20", risk, "0.2", "1", xs(million, million), xs(million*3/2, 0), "account", 1_499_996_00},
		{"T22", risk, "1", "0.2", xs(million, 0), xs(0, 0), "policy", 400_015_98},
		{"T23", risk, "1", "0.2", xs(0, million), xs(0, 0), "account", 47_120_000_00},
		{"T24", risk, "1", "0.2", xs(million, million), xs(0, 0), "location", 400_000_00},
		{"T26", risk, "1", "0.2", xs(million, 0), xs(million*3/2, 0), "account", 299_996_00},
		{"T27", risk, "1", "0.2", xs(0, million), xs(million*3/2, 0), "location", 300_000_50},
		{"T28", risk, "1", "0.2", xs(million, million), xs(million*3/2, 0), "policy", 300_012_00},
		{"T30", event, "0.2", "1", xs(0, 0), xs(0, million), "location", 28_700_001_00},
		{"T32", event, "0.2", "1", xs(0, 0), xs(million*3/2, million), "account", 1_500_004_00},
		{"T34", event, "1", "0.2", xs(0, 0), xs(0, million), "policy", 79_399_994_99},
		{"T36", event, "1", "0.2", xs(0, 0), xs(million*3/2, million), "location", 300_000_00},
		{"T38", fac, "0.2", "1", xs(million, 0), xs(0, 0), "policy", 1_400_015_99},
		{"T40", fac, "0.2", "1", xs(million, million), xs(0, 0), "location", 2_000_000_00},
		{"T43", fac, "1", "0.2", xs(0, million), xs(0, 0), "location", 29_300_000_00},
		{"T44", fac, "1", "0.2", xs(million, million), xs(0, 0), "policy", 400_015_98},
	} {
		terms := treaty.Terms{Kind: unit.kind, Priority: 1, CededShare: num(unit.ceded), PlacedShare: num(unit.placed), Risk: unit.risk, Occurrence: unit.occurrence}
		if unit.kind == fac {
			terms.CededShare = num("0")
			terms.Declared = []treaty.Declaration{{Risk: "0", Share: num(unit.ceded)}, {Risk: "1", Share: num(unit.ceded)}}
		}
		answer, err := programme(t, terms).Recover(oasis(oasisRisks[unit.level]))
		require.NoError(t, err)
		require.InDelta(t, unit.recovered, answer.Total(0).Paid.Minor(), oasisNoise, unit.name)
	}
}

func oasis(risks [][]int64) []treaty.Loss {
	var losses []treaty.Loss
	for i, locations := range risks {
		for j, amount := range locations {
			losses = append(losses, treaty.Loss{
				Claim: fmt.Sprintf("%d-%d", i, j), Risk: fmt.Sprint(i), Event: "one",
				Standing: treaty.Standing{Paid: money.MustAmount(amount), Incurred: money.MustAmount(amount)},
			})
		}
	}
	return losses
}

// oasisTreaties are the terms of the 40 treaties of validation/reinsurance1 (ri_info.csv) that cover all locations with one
// share: from T05 on, by kind, in the order of their numbers. Each is taken with a ceded share of 20 % placed in whole, and
// then ceded in whole with a placed share of 20 %. Those that select locations, and surpluses, have shares of their own. A
// contract is not made of terms without any layer that are no proportional ones; they are computed all the same.
var oasisTreaties = map[treaty.Kind][][2]treaty.Layer{
	treaty.QuotaShare: {{xs(0, 0), xs(0, 0)}, {xs(million, 0), xs(0, 0)}, {xs(0, 0), xs(million, 0)}, {xs(million, 0), xs(million*3/2, 0)}},
	treaty.PerRisk: {
		{xs(0, 0), xs(0, 0)}, {xs(million, 0), xs(0, 0)}, {xs(0, million), xs(0, 0)}, {xs(million, million), xs(0, 0)}, {xs(0, 0), xs(million, 0)},
		{xs(million, 0), xs(million*3/2, 0)}, {xs(0, million), xs(million*3/2, 0)}, {xs(million, million), xs(million*3/2, 0)},
	},
	treaty.Catastrophe: {{xs(0, 0), xs(0, 0)}, {xs(0, 0), xs(0, million)}, {xs(0, 0), xs(million, 0)}, {xs(0, 0), xs(million*3/2, million)}},
	treaty.Facultative: {{xs(0, 0), xs(0, 0)}, {xs(million, 0), xs(0, 0)}, {xs(0, million), xs(0, 0)}, {xs(million, million), xs(0, 0)}},
}

// layered is clip(x - attachment, 0, limit), of which a limit of nothing is none.
func layered(x int64, layer treaty.Layer) int64 {
	x = max(0, x-layer.Attachment.Minor())
	if limit := layer.Limit.Minor(); limit > 0 {
		x = min(x, limit)
	}
	return x
}

// V-10, all treaties by the formula that reproduces every published unit: what is ceded is
// placed × clip(Σ clip(ceded × loss of a risk - attachment, 0, limit) - occurrence attachment, 0, occurrence limit).
func TestTreatiesOfOasisByTheirFormula(t *testing.T) {
	tried := 0
	for _, kind := range []treaty.Kind{treaty.QuotaShare, treaty.PerRisk, treaty.Catastrophe, treaty.Facultative} {
		for _, layers := range oasisTreaties[kind] {
			for _, parts := range [][2]int64{{5, 1}, {1, 5}} {
				for level, risks := range oasisRisks {
					require.InDelta(t, oasisFormula(risks, layers, parts), oasisRecovers(t, kind, layers, parts, risks), 5, "%s %v %v %s", kind, layers, parts, level)
				}
				tried++
			}
		}
	}
	require.Equal(t, 40, tried)
}

// oasisFormula is the formula, with shares of one part in so many.
func oasisFormula(risks [][]int64, layers [2]treaty.Layer, parts [2]int64) int64 {
	total := int64(0)
	for _, locations := range risks {
		loss := int64(0)
		for _, amount := range locations {
			loss += amount
		}
		total += layered(loss/parts[0], layers[0])
	}
	return layered(total, layers[1]) / parts[1]
}

// oasisRecovers is what package treaty makes of the same.
func oasisRecovers(t *testing.T, kind treaty.Kind, layers [2]treaty.Layer, parts [2]int64, risks [][]int64) int64 {
	t.Helper()
	shares := map[int64]string{1: "1", 5: "0.2"}
	terms := treaty.Terms{Kind: kind, Priority: 1, CededShare: num(shares[parts[0]]), PlacedShare: num(shares[parts[1]]), Risk: layers[0], Occurrence: layers[1]}
	if kind == treaty.Facultative {
		terms.CededShare = num("0")
		terms.Declared = []treaty.Declaration{{Risk: "0", Share: num(shares[parts[0]])}, {Risk: "1", Share: num(shares[parts[0]])}}
	}
	answer, err := treaty.Programme{{ID: "A", Terms: terms}}.Recover(oasis(risks))
	require.NoError(t, err)
	return answer.Total(0).Paid.Minor()
}
