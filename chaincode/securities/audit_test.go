// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// bookedLot is one that a numbered transaction made.
func bookedLot(tx, n int, account AccountID, quantity Quantity) Lot {
	return Lot{
		Instrument: "IND", ID: LotID(fmt.Sprintf("%s.%064x.%d", account.Bucket(), tx, n)), Account: account, Quantity: quantity,
		Status: Free, CreatedOn: date.MustParse("2026-01-05"),
	}
}

// soundBooks are 100 units, of which 40 were sold for 400.00 in two parts; 60 remain, 20 of them locked for another sale;
// a coupon of 1.00 a unit was paid, 15.00 withheld and 10.00 suspended.
func soundBooks() Books {
	today, amount := date.MustParse("2026-01-06"), money.MustAmount
	eur := func(minor int64) money.Money {
		return money.Money{Amount: amount(minor), Currency: money.MustCurrency("EUR")}
	}
	issued := bookedLot(1, 0, "issuer", 100)
	issued.Status, issued.SpentOn, issued.SpentBy = Spent, today, fmt.Sprintf("%064x", 2)
	rest := bookedLot(2, 1, "issuer", 90)
	rest.CreatedOn, rest.Status, rest.SpentOn, rest.SpentBy = today, Spent, today, fmt.Sprintf("%064x", 3)
	first, second := bookedLot(2, 0, "buyer", 10), bookedLot(3, 0, "buyer", 30)
	locked, change := bookedLot(3, 1, "issuer", 20), bookedLot(3, 2, "issuer", 40)
	for _, lot := range []*Lot{&first, &second, &locked, &change} {
		lot.CreatedOn = today
	}
	locked.Status, locked.Ref = Locked, MatchID("beef").Ref()
	sold := Obligation{
		ID: "cafe", Receiver: SettlementParty{Account: "buyer"}, Payment: AgainstPayment, Amount: eur(40000), Quantity: 40, Delivered: 40, Paid: amount(40000),
		Parts: []SettledPart{
			{On: today, TxID: fmt.Sprintf("%064x", 2), Quantity: 10, Paid: amount(10000)},
			{On: today, TxID: fmt.Sprintf("%064x", 3), Quantity: 30, Paid: amount(30000)},
		},
	}
	coupon := EventBooks{
		Action: Action{
			ID: "C", ActionTerms: ActionTerms{Record: date.MustParse("2026-01-05")}, Status: ActionReconciled, Supply: 100,
			Total: Totals{Gross: amount(9999), Tax: amount(1500), Net: amount(8499)}, Residual: amount(1),
		},
		Payments: []Payment{{Paid: amount(7499), Tax: amount(1500), Suspended: amount(1000)}},
		Suspense: []Suspense{{Amount: amount(1000)}},
	}
	var settled []cash.Settlement
	for n, part := range sold.Parts {
		settled = append(settled, cash.Settlement{
			SettlementKey: cash.SettlementKey{Via: Module, ID: cash.SettlementID(fmt.Sprintf("cafe.%d", n))}, TxID: cash.TxID(part.TxID),
		})
	}
	return Books{
		Instrument: Instrument{ID: "IND"}, Today: today, Supply: 100, Lots: []Lot{issued, rest, first, second, locked, change},
		Obligations: []Obligation{sold, {ID: "beef", Quantity: 20}}, Events: []EventBooks{coupon}, Settlements: settled,
	}
}

func TestAuditFindsEachBreach(t *testing.T) {
	require.Empty(t, soundBooks().Audit())
	supply := func(b Breaches) []string { return b.Supply }
	lots := func(b Breaches) []string { return b.Lots }
	delivery := func(b Breaches) []string { return b.Delivery }
	income := func(b Breaches) []string { return b.Income }
	for name, c := range map[string]struct {
		spoil func(*Books)
		law   func(Breaches) []string
	}{
		"units from nowhere":           {func(b *Books) { b.Supply = 99 }, supply},
		"units on the record date":     {func(b *Books) { b.Events[0].Action.Supply = 101 }, supply},
		"a lot twice":                  {func(b *Books) { b.Lots = append(b.Lots, b.Lots[0]) }, lots},
		"an empty lot":                 {func(b *Books) { b.Lots[0].Quantity = 0 }, lots},
		"spent by nobody":              {func(b *Books) { b.Lots[0].SpentBy = "" }, lots},
		"live and spent":               {func(b *Books) { b.Lots[0].Status = Free }, lots},
		"spent before it was made":     {func(b *Books) { b.Lots[1].SpentOn = date.MustParse("2026-01-05") }, lots},
		"locked for nothing":           {func(b *Books) { b.Lots[4].Ref = "" }, lots},
		"free, and for something":      {func(b *Books) { b.Lots[5].Ref = "pledge:P" }, lots},
		"frozen under no order":        {func(b *Books) { b.Lots[5].Status, b.Lots[5].Before = Frozen, Free }, lots},
		"locked for what is settled":   {func(b *Books) { b.Lots[4].Ref = MatchID("cafe").Ref() }, lots},
		"locked for what nobody knows": {func(b *Books) { b.Obligations = b.Obligations[:1] }, lots},
		"delivered more than agreed": {func(b *Books) {
			b.Obligations[0].Quantity, b.Obligations[0].Amount.Amount = 39, money.MustAmount(39000)
		}, delivery},
		"parts that do not add up":    {func(b *Books) { b.Obligations[0].Delivered = 39 }, delivery},
		"paid less than its share":    {func(b *Books) { b.Obligations[0].Parts[1].Paid = money.MustAmount(29999) }, delivery},
		"a part of other units":       {func(b *Books) { b.Lots[3].Account = "other" }, delivery},
		"a part that nobody paid":     {func(b *Books) { b.Settlements = b.Settlements[:1] }, delivery},
		"paid in another transaction": {func(b *Books) { b.Settlements[1].TxID = b.Settlements[0].TxID }, delivery},
		"settled twice in one":        {func(b *Books) { b.Obligations[0].Parts[1].TxID = b.Obligations[0].Parts[0].TxID }, delivery},
		"a holder paid less":          {func(b *Books) { b.Events[0].Payments[0].Paid = money.MustAmount(7498) }, income},
		"more than was funded": {func(b *Books) {
			b.Events[0].Action.Status, b.Events[0].Payments[0].Paid = ActionFunded, money.MustAmount(7500)
		}, income},
		"suspended for nobody": {func(b *Books) { b.Events[0].Suspense = nil }, income},
		"a tax that holders did not owe": {func(b *Books) {
			b.Events[0].Payments[0].Paid, b.Events[0].Payments[0].Tax = money.MustAmount(7399), money.MustAmount(1600)
		}, income},
	} {
		t.Run(name, func(t *testing.T) {
			books := soundBooks()
			c.spoil(&books)
			require.NotEmpty(t, c.law(books.Audit()))
		})
	}
}
