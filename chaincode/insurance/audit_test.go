// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
)

// soundPolicy has 300 of 1,200 premium paid, a claim of which 600 is paid and 300 pending, and a trigger that paid all.
func soundPolicy() PolicyBooks {
	amount := money.MustAmount
	claim := Claim{ID: "C", Exposures: []Exposure{{
		Number: 1, Payable: amount(1000), Indemnity: Costs{Outstanding: amount(400), Pending: amount(300), Paid: amount(600)}, Expense: Costs{Paid: amount(50)},
	}}}
	return PolicyBooks{
		Policy: Policy{ID: "P"}, Premium: PremiumAccount{Written: amount(1200), Paid: amount(300), Open: amount(900)},
		Claims: []ClaimBooks{{
			Claim: claim,
			Reserves: []ReserveMovement{
				{Exposure: 1, Cost: IndemnityCost, Delta: amount(1200), Status: ReserveApplied},
				{Exposure: 1, Cost: IndemnityCost, Delta: amount(-200), Status: ReserveApplied},
				{Exposure: 1, Cost: IndemnityCost, Delta: amount(9), Status: ReserveWaiting},
				{Exposure: 1, Cost: ExpenseCost, Delta: amount(50), Status: ReserveApplied},
			},
			Payments: []Payment{
				{Exposure: 1, Kind: PayPartial, Amount: amount(600), Status: PaymentMade, Parts: []Part{{"one", amount(361)}, {"two", amount(239)}}},
				{Exposure: 1, Kind: PayExpense, Amount: amount(50), Status: PaymentMade, Parts: []Part{{"one", amount(50)}}},
				{Exposure: 1, Kind: PayPartial, Amount: amount(300), Status: PaymentAuthorised},
			},
		}},
		Evaluations: []Evaluation{{Outcome: PaidOut, Paid: amount(80), Insured: index.Insured{Sum: amount(100)}, Audit: &Audited{Added: amount(20)}}},
	}
}

// soundProgramme has two losses of 100 and 50, of which one treaty bears 60, in two bordereaux.
func soundProgramme() ProgrammeBooks {
	amount := money.MustAmount
	standing := func(paid, incurred int64) treaty.Standing {
		return treaty.Standing{Paid: amount(paid), Incurred: amount(incurred)}
	}
	return ProgrammeBooks{
		Book: Book{Programme: "R", Treaties: []TreatyBook{{Treaty: "T", Number: 2, Ceded: standing(40, 60), Premium: amount(70), Reinstatement: standing(1, 2)}}},
		Losses: []CededLoss{
			{Loss: treaty.Loss{Claim: "C", Standing: standing(80, 100)}, Ceded: []CededPart{{"T", standing(40, 50)}}},
			{Loss: treaty.Loss{Claim: "D", Standing: standing(0, 50)}, Ceded: []CededPart{{"T", standing(0, 10)}}},
		},
		Treaties: []TreatyBooks{{
			Treaty: "T",
			Bordereaux: []Bordereau{
				{BordereauKey: BordereauKey{"T", 1}, Losses: []CededEntry{{"C", standing(45, 55)}}, Ceded: standing(45, 55), Premium: amount(70), Reinstatement: standing(1, 2)},
				{BordereauKey: BordereauKey{"T", 2}, Losses: []CededEntry{{"C", standing(-5, -5)}, {"D", standing(0, 10)}}, Ceded: standing(-5, 5)},
			},
			Account:    TreatyAccount{Items: Items{Premium: amount(70), Losses: amount(40)}},
			Statements: []Statement{{Items: Items{Premium: amount(30), Losses: amount(19)}}, {Items: Items{Premium: amount(40), Losses: amount(21)}}},
		}},
	}
}

func TestAuditFindsEachBreachOfAPolicy(t *testing.T) {
	require.Empty(t, soundPolicy().Audit())
	one := money.MustAmount(1)
	claims := func(b Breaches) []string { return b.Claims }
	limits := func(b Breaches) []string { return b.Limits }
	for name, c := range map[string]struct {
		spoil func(*PolicyBooks)
		law   func(Breaches) []string
	}{
		"premium nobody owes":            {func(b *PolicyBooks) { b.Premium.Open = money.MustAmount(901) }, func(b Breaches) []string { return b.Premium }},
		"a payment that is not there":    {func(b *PolicyBooks) { b.Claims[0].Payments = b.Claims[0].Payments[1:] }, claims},
		"a reserve that was not applied": {func(b *PolicyBooks) { b.Claims[0].Reserves[1].Status = ReserveRejected }, claims},
		"insurers bore more":             {func(b *PolicyBooks) { b.Claims[0].Payments[0].Parts[0].Amount = one }, claims},
		"an expense that is a loss":      {func(b *PolicyBooks) { b.Claims[0].Payments[1].Kind = PayPartial }, claims},
		"pending beyond reserve":         {func(b *PolicyBooks) { b.Claims[0].Claim.Exposures[0].Indemnity.Pending = money.MustAmount(401) }, limits},
		"paid beyond payable":            {func(b *PolicyBooks) { b.Claims[0].Claim.Exposures[0].Payable = money.MustAmount(899) }, limits},
		"a trigger beyond its sum":       {func(b *PolicyBooks) { b.Evaluations[0].Audit.Added = money.MustAmount(21) }, limits},
	} {
		t.Run(name, func(t *testing.T) {
			books := soundPolicy()
			c.spoil(&books)
			require.NotEmpty(t, c.law(books.Audit()))
		})
	}
}

func TestAuditFindsEachBreachOfAProgramme(t *testing.T) {
	require.Empty(t, soundProgramme().Audit())
	one := money.MustAmount(1)
	for name, spoil := range map[string]func(*ProgrammeBooks){
		"treaties bear more than the loss": func(b *ProgrammeBooks) { b.Losses[0].Paid = money.MustAmount(39) },
		"a loss that nobody posted":        func(b *ProgrammeBooks) { b.Losses = b.Losses[:1] },
		"a missing bordereau":              func(b *ProgrammeBooks) { b.Treaties[0].Bordereaux = b.Treaties[0].Bordereaux[1:] },
		"an entry too many":                func(b *ProgrammeBooks) { b.Treaties[0].Bordereaux[1].Losses[1].Incurred = one },
		"premium in no bordereau":          func(b *ProgrammeBooks) { b.Treaties[0].Bordereaux[0].Premium = one },
		"reinstatement in no bordereau":    func(b *ProgrammeBooks) { b.Book.Treaties[0].Reinstatement.Paid = money.MustAmount(2) },
		"a line that got more":             func(b *ProgrammeBooks) { b.Treaties[0].Statements[1].Losses = money.MustAmount(22) },
	} {
		t.Run(name, func(t *testing.T) {
			books := soundProgramme()
			spoil(&books)
			require.NotEmpty(t, books.Audit().Cessions)
		})
	}
}
