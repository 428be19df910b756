// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// soundPaper is what a peer has of an undertaking of 100 units, 60 of them financed, half paid, 30 paid out.
func soundPaper() *view {
	amount := money.MustAmount
	eur := func(minor int64) money.Money {
		return money.Money{Amount: amount(minor), Currency: money.MustCurrency("EUR")}
	}
	return &view{
		member:   "north",
		accounts: []account{{id: "collection", posted: amount(20)}},
		papers: []paper{{collection: "collection", Books: supplychain.Books{
			Undertaking: supplychain.Undertaking{ID: "U", Face: eur(100)},
			Discharge:   supplychain.Discharge{Undertaking: "U", Level: amount(50), Received: amount(50), Payments: 1},
			Slices: []supplychain.Slice{
				{Undertaking: "U", Units: supplychain.Units{From: 1, To: 60}, Status: supplychain.Financed, Deal: "D", Level: amount(50)},
				{Undertaking: "U", Units: supplychain.Units{From: 61, To: 100}, Status: supplychain.Held},
			},
			Deals: []supplychain.Deal{{
				ID: "D", Units: supplychain.Units{From: 1, To: 60}, Status: supplychain.Funded, Open: 60, ToCome: amount(30),
				Price: supplychain.Price{Face: amount(60), Proceeds: amount(58), Discount: amount(2)},
			}},
			Collections:   []supplychain.Collection{{Undertaking: "U", Number: 1, Level: amount(50), Amount: eur(50)}},
			Distributions: []supplychain.Distribution{{Undertaking: "U", Amount: eur(30)}},
		}}},
	}
}

func brokenPaperLaws(v *view) map[string]string {
	found := map[string]string{}
	for _, law := range undertakings([]*view{v}) {
		if !law.Holds() {
			found[law.Name] = law.Broken[0]
		}
	}
	return found
}

func TestEachLawOfUndertakingsFindsItsBreach(t *testing.T) {
	require.Empty(t, brokenPaperLaws(soundPaper()))
	for name, c := range map[string]struct {
		spoil func(*view)
		says  map[string]string
	}{
		"gap": {
			func(v *view) { v.papers[0].Slices[1].From = 62 },
			map[string]string{"tiling": "north: undertaking U: slice 62 to 100 where unit 61 comes next"},
		},
		"held under a deal": {
			func(v *view) { v.papers[0].Slices[1].Deal = "E" },
			map[string]string{"single-encumbrance": `north: undertaking U: slice 61 is HELD with offer false, deal "E", dispute "", order false`},
		},
		"a deal of other parts": {
			func(v *view) { v.papers[0].Deals[0].Price.Fee = money.MustAmount(1) },
			map[string]string{"waterfall-exact": "north: undertaking U: deal D divides 60 into other parts"},
		},
		"money that is gone": {
			func(v *view) { v.accounts[0].posted = money.MustAmount(19) },
			map[string]string{"waterfall-exact": "north: account collection: posted 19, undertakings left 20"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			v := soundPaper()
			c.spoil(v)
			require.Equal(t, c.says, brokenPaperLaws(v))
		})
	}
}

func TestPeersThatHaveOtherUndertakingsDisagree(t *testing.T) {
	a, b := soundPaper(), soundPaper()
	require.NoError(t, peersAgree([]*view{a, b}).err())
	b.papers[0].Slices[0].Status = supplychain.Pledged
	require.ErrorContains(t, peersAgree([]*view{a, b}).err(), "undertakings differ")
}
