// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/money"
)

// sound is an undertaking of 100 units of which 60 are financed, half of it paid, and a part of that paid out.
func sound() Books {
	amount := money.MustAmount
	eur := func(minor int64) money.Money {
		return money.Money{Amount: amount(minor), Currency: money.MustCurrency("EUR")}
	}
	return Books{
		Undertaking: Undertaking{ID: "U", Face: eur(100)},
		Discharge:   Discharge{Undertaking: "U", Level: amount(50), Received: amount(50), Payments: 1},
		Slices: []Slice{
			{Undertaking: "U", Units: Units{1, 60}, Status: Financed, Deal: "D", Level: amount(50)},
			{Undertaking: "U", Units: Units{61, 90}, Status: Held},
			{Undertaking: "U", Units: Units{91, 100}, Status: Disputed, Before: Held, Dispute: "P"},
		},
		Deals: []Deal{{
			ID: "D", Units: Units{1, 60}, Status: Funded, Open: 60, ToCome: amount(30),
			Price: Price{Face: amount(60), Proceeds: amount(50), Discount: amount(4), Fee: amount(1), Reserve: amount(5)},
		}},
		Collections:   []Collection{{Undertaking: "U", Number: 1, Level: amount(50), Amount: eur(50)}},
		Distributions: []Distribution{{Undertaking: "U", Amount: eur(30)}},
	}
}

func TestAuditFindsEachBreach(t *testing.T) {
	left, breaches := sound().Audit()
	require.Empty(t, breaches)
	require.Equal(t, int64(20), left.Minor())
	for name, spoil := range map[string]func(*Books){
		"gap":                   func(b *Books) { b.Slices[1].From = 62 },
		"overlap":               func(b *Books) { b.Slices[1].From = 60 },
		"end":                   func(b *Books) { b.Slices = b.Slices[:2] },
		"offer and deal":        func(b *Books) { b.Slices[0].Offer = Offer{To: firm("two")} },
		"financed by nobody":    func(b *Books) { b.Slices[0].Deal, b.Deals = "", nil },
		"held under a deal":     func(b *Books) { b.Slices[1].Deal = "D" },
		"dispute on held":       func(b *Books) { b.Slices[1].Dispute = "Q" },
		"paid beyond":           func(b *Books) { b.Slices[0].Level = money.MustAmount(51) },
		"parts of a deal":       func(b *Books) { b.Deals[0].Price.Fee = money.MustAmount(2) },
		"open units":            func(b *Books) { b.Deals[0].Open = 59 },
		"what is to come":       func(b *Books) { b.Deals[0].ToCome = money.MustAmount(29) },
		"order on held":         func(b *Books) { b.Slices[1].Order = "ab" },
		"level":                 func(b *Books) { b.Discharge.Level = money.MustAmount(60) },
		"missing payment":       func(b *Books) { b.Collections[0].Number = 2 },
		"more out than came in": func(b *Books) { b.Distributions[0].Amount.Amount = money.MustAmount(51) },
	} {
		t.Run(name, func(t *testing.T) {
			books := sound()
			spoil(&books)
			_, breaches := books.Audit()
			require.NotEmpty(t, breaches)
		})
	}
}
