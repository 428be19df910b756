// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/onchain"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
)

// stormy is alpha's programme with a surplus and two layers of 400,000.00 and 500,000.00 above 100,000.00.
func stormy(t testing.TB) *market {
	t.Helper()
	m := protected(t)
	m.bound(t, slip("surplus", surplusOf()))
	m.bound(t, slip("layer-1", layerOf("400000.00", "100000.00")))
	m.bound(t, slip("layer-2", layerOf("500000.00", "500000.00")))
	return m
}

// movement is a movement of a claim of 8 January on a policy that insures 500,000.00.
func movement(claim string, number int, paid, outstanding string) insurance.CessionDue {
	return insurance.CessionDue{
		CessionKey: insurance.CessionKey{Insurer: "alpha", Claim: insurance.ClaimID(claim), Movement: number},
		Policy:     insurance.PolicyID("policy-" + claim), Class: "PROPERTY", SumInsured: minor("500000.00"), Currency: euro,
		Occurred: day("2026-01-08"), Attached: day("2026-01-01"), Agreed: day("2026-01-09"),
		Paid: minor(paid), Outstanding: minor(outstanding), Recorded: day(monday),
	}
}

// move appends movements and answers their names.
func (m *market) move(t testing.TB, rows ...insurance.CessionDue) []insurance.CessionKey {
	t.Helper()
	stage.Do(t, m.mill, onchain.MoveClaims, onchain.Moved{Rows: rows})
	keys := make([]insurance.CessionKey, len(rows))
	for i, row := range rows {
		keys[i] = row.CessionKey
	}
	return keys
}

// cede folds movements, by somebody who has nothing to do with them.
func (m *market) cede(t testing.TB, due ...insurance.CessionKey) insurance.Book {
	t.Helper()
	return *stage.Do(t, m.mill, insurance.CedeBatch, insurance.CedeRequest{Programme: "alpha-2026", Due: due})
}

// fifteen are claims of 200,000.00 each, of which 160,000.00 is ceded to the surplus.
func fifteen(number int, paid, outstanding string) []insurance.CessionDue {
	var rows []insurance.CessionDue
	for i := range 15 {
		rows = append(rows, movement(fmt.Sprintf("storm-%02d", i), number, paid, outstanding))
	}
	return rows
}

func (m *market) position(t testing.TB, id insurance.TreatyID) insurance.Position {
	t.Helper()
	return *stage.Do(t, m.ridge, insurance.GetPosition, id)
}

// recovers checks what of a treaty is paid, outstanding and charged for reinstatement.
func (m *market) recovers(t testing.TB, id insurance.TreatyID, paid, outstanding, reinstatement string) {
	t.Helper()
	p := m.position(t, id)
	require.Equal(t, []money.Amount{minor(paid), minor(outstanding), minor(reinstatement)}, []money.Amount{p.Ceded.Paid, p.Outstanding, p.Reinstatement.Incurred}, "treaty %s", id)
	sum := money.Amount{}
	for _, line := range p.Lines {
		var err error
		sum, err = sum.Add(line.Outstanding)
		require.NoError(t, err)
	}
	require.Equal(t, p.Outstanding, sum)
}

// blow makes the claims one event.
func (m *market) blow(t testing.TB) {
	t.Helper()
	stage.Do(t, m.alpha, insurance.DeclareEvent, insurance.LossEventRequest{
		ID: "storm", Programme: "alpha-2026", Peril: "WINDSTORM", From: insurance.Hour{Date: day("2026-01-07"), Hour: 18}, Hours: 72, Area: "NORTH",
	})
	assign, cede := insurance.AssignRequest{Event: "storm"}, insurance.CedeRequest{Programme: "alpha-2026"}
	for _, row := range fifteen(1, "0.00", "0.00") {
		assign.Losses = append(assign.Losses, insurance.AssignedLoss{Claim: row.Claim, At: insurance.Hour{Date: day("2026-01-08"), Hour: 3}})
		cede.Assigned = append(cede.Assigned, row.Claim)
	}
	stage.Do(t, m.alpha, insurance.AssignLosses, assign)
	stage.Do(t, m.mill, insurance.CedeBatch, cede)
}

// agreed has cedent and participants deal with a bordereau.
func (m *market) agreed(t testing.TB, id insurance.TreatyID, number int) {
	t.Helper()
	key := insurance.BordereauKey{Treaty: id, Number: number}
	stage.Do(t, m.alpha, insurance.NotifyBordereau, key)
	stage.Do(t, m.ridge, insurance.AgreeBordereau, key)
	require.Equal(t, insurance.BordereauAgreed, stage.Do(t, m.beta, insurance.AgreeBordereau, key).Status)
}

// rendered books all bordereaux of a treaty and answers the statements.
func (m *market) rendered(t testing.TB, id insurance.TreatyID, through int) []insurance.Statement {
	t.Helper()
	account := stage.Do(t, m.alpha, insurance.RenderAccount, insurance.RenderRequest{Treaty: id, Through: through})
	var all []insurance.Statement
	for _, party := range []parties.PartyID{"beta", "ridge"} {
		all = append(all, *stage.Do(t, m.mill, insurance.GetStatement, insurance.StatementKey{Treaty: id, Number: account.Accounts, Reinsurer: party}))
	}
	return all
}

// A storm goes through the surplus and both layers to cash: a call for the surplus, and the balances of three treaties with
// each reinsurer in one payment.
func TestStormGoesThroughTheProgrammeToCash(t *testing.T) {
	m := stormy(t)
	m.cede(t, m.move(t, fifteen(1, "0.00", "200000.00")...)...)
	m.recovers(t, "surplus", "0.00", "2400000.00", "0.00")
	m.recovers(t, "layer-1", "0.00", "0.00", "0.00") // each loss stands alone, and leaves 40,000.00
	m.blow(t)
	m.recovers(t, "surplus", "0.00", "2400000.00", "0.00")
	m.recovers(t, "layer-1", "0.00", "400000.00", "40000.00")
	m.recovers(t, "layer-2", "0.00", "100000.00", "8000.00")
	one := stage.Do(t, m.mill, insurance.GetClaimCession, insurance.PlaceKey{Programme: "alpha-2026", Claim: "storm-14"})
	require.Equal(t, insurance.EventID("storm"), insurance.EventID(one.Event))
	require.Equal(t, treaty.Standing{Incurred: minor("0.00")}, one.Retained, "the last claims are borne by the layers alone")

	m.cede(t, m.move(t, fifteen(2, "200000.00", "-200000.00")...)...)
	m.recovers(t, "surplus", "2400000.00", "0.00", "0.00")
	m.recovers(t, "layer-2", "100000.00", "0.00", "8000.00")

	for id, number := range map[insurance.TreatyID]int{"surplus": 2, "layer-1": 2, "layer-2": 2} {
		for n := 1; n <= number; n++ {
			m.agreed(t, id, n)
		}
	}
	call := insurance.BordereauKey{Treaty: "surplus", Number: 2}
	stage.Refused(t, m.alpha, insurance.CallCash, insurance.BordereauKey{Treaty: "surplus", Number: 1}, insurance.NothingDue)
	stage.Do(t, m.alpha, insurance.CallCash, call)
	pay := insurance.CallRequest{LinesRequest: insurance.LinesRequest{Treaty: "surplus", Reinsurers: []parties.PartyID{"ridge"}}, Number: 2}
	require.Equal(t, minor("1600000.00"), stage.Do(t, m.mill, insurance.PayCashCall, pay).Calls[0].Amount)
	m.has(t, "ridge", "18400000.00")
	m.has(t, "alpha", "21600000.00")
	_, _, err := stage.Try(m.mill, insurance.PayCashCall, pay)
	require.ErrorContains(t, err, "ALREADY_EXISTS", "once")

	m.roll(t, "2026-01-10") // the first instalments of the deposits fall due
	surplus, first, second := m.rendered(t, "surplus", 2), m.rendered(t, "layer-1", 2), m.rendered(t, "layer-2", 2)
	require.Equal(t, []money.Amount{minor("-800000.00"), minor("0.00")}, []money.Amount{surplus[0].Balance, surplus[1].Balance}, "ridge paid its part")
	require.Equal(t, insurance.Items{Premium: minor("6666.67"), Losses: minor("133333.33"), Reinstatement: minor("13333.33")}, first[0].Items)
	require.Equal(t, insurance.Items{Premium: minor("13333.33"), Losses: minor("266666.67"), Reinstatement: minor("26666.67")}, first[1].Items)
	require.Equal(t, insurance.Items{Premium: minor("6666.67"), Losses: minor("33333.33"), Reinstatement: minor("2666.67")}, second[0].Items)

	for _, all := range [][]insurance.Statement{{surplus[0], first[0], second[0]}, {surplus[1], first[1], second[1]}} {
		var keys []insurance.StatementKey
		for _, s := range all {
			keys = append(keys, s.StatementKey)
		}
		stage.Do(t, m.mill, insurance.SettleBalances, insurance.StatementsRequest{Statements: keys})
		stage.Refused(t, m.mill, insurance.SettleBalances, insurance.StatementsRequest{Statements: keys}, insurance.StatusRefused)
	}
	// beta: 800,000.00 + 133,333.33 + 33,333.33 of losses, less 13,333.34 premium and 16,000.00 for reinstatement
	m.has(t, "beta", "19062666.68")
	// ridge: 1,600,000.00 by the call, then 266,666.67 + 66,666.67 less 26,666.66 and 32,000.00
	m.has(t, "ridge", "18125333.32")
	m.has(t, "alpha", "22812000.00") // 2,900,000.00 less 40,000.00 and 48,000.00 came in
}

// A reserve that falls and money that comes in from who caused a loss reverse through every treaty, to the cent.
func TestWhatFallsReversesThroughTheProgramme(t *testing.T) {
	m := stormy(t)
	m.cede(t, m.move(t, fifteen(1, "0.00", "200000.00")...)...)
	m.blow(t)
	m.cede(t, m.move(t, movement("storm-03", 2, "0.00", "-100000.00"))...) // 20,000.00 less of the event
	m.recovers(t, "surplus", "0.00", "2320000.00", "0.00")
	m.recovers(t, "layer-1", "0.00", "400000.00", "40000.00")
	m.recovers(t, "layer-2", "0.00", "80000.00", "6400.00")
	m.cede(t, m.move(t, movement("storm-03", 3, "100000.00", "-100000.00"), movement("storm-04", 2, "200000.00", "-200000.00"))...)
	m.recovers(t, "surplus", "240000.00", "2080000.00", "0.00")
	m.cede(t, m.move(t, movement("storm-04", 3, "-200000.00", "0.00"), movement("storm-05", 2, "0.00", "-200000.00"))...)
	m.recovers(t, "surplus", "80000.00", "1920000.00", "0.00")
	m.recovers(t, "layer-1", "0.00", "400000.00", "40000.00")
	m.recovers(t, "layer-2", "0.00", "0.00", "0.00")
	last := stage.Do(t, m.ridge, insurance.Bordereaux, insurance.TreatyPage{Treaty: "layer-2"}).Items
	sum := treaty.Standing{}
	for _, b := range last {
		var err error
		sum, err = sum.Plus(b.Ceded)
		require.NoError(t, err)
	}
	require.True(t, sum.IsZero(), "what was posted to the second layer adds up to nothing")
	require.Equal(t, minor("-6400.00"), last[len(last)-1].Reinstatement.Incurred)
	back := []insurance.CessionDue{movement("storm-03", 4, "-100000.00", "0.00")}
	for i, row := range fifteen(4, "0.00", "-200000.00") {
		if i < 3 || i > 5 {
			back = append(back, row)
		}
	}
	book := m.cede(t, m.move(t, back...)...)
	for _, account := range book.Treaties {
		require.True(t, account.Ceded.IsZero(), account.Treaty)
		require.True(t, account.Reinstatement.IsZero(), account.Treaty)
	}
}

// However movements are cut into cessions and in whatever order they are taken up, the same is posted in the end.
func TestOrderOfCessionsDoesNotMatter(t *testing.T) {
	rows := append(fifteen(1, "0.00", "200000.00"), fifteen(2, "150000.00", "-170000.00")...)
	ends := map[string]bool{}
	for _, order := range [][]int{{7, 3, 20}, {1, 29}, {15, 15}} {
		m := stormy(t)
		keys := m.move(t, rows...)
		for i, j := 0, len(keys)-1; order[0] == 1 && i < j; i, j = i+1, j-1 {
			keys[i], keys[j] = keys[j], keys[i]
		}
		for _, size := range order {
			m.cede(t, keys[:size]...)
			keys = keys[size:]
		}
		m.blow(t)
		var end string
		for _, id := range []insurance.TreatyID{"surplus", "layer-1", "layer-2"} {
			p := m.position(t, id)
			end += fmt.Sprint(p.Ceded, p.Reinstatement)
		}
		for i := range 15 {
			end += fmt.Sprint(stage.Do(t, m.mill, insurance.GetClaimCession, insurance.PlaceKey{Programme: "alpha-2026", Claim: insurance.ClaimID(fmt.Sprintf("storm-%02d", i))}).Ceded)
		}
		ends[end] = true
	}
	require.Len(t, ends, 1)
}

// Movements of claims never meet, nor does a cession meet them: no claim touches a row of a treaty.
func TestClaimsOfOneTreatyFitIntoOneBlock(t *testing.T) {
	m := stormy(t)
	waiting := m.move(t, fifteen(1, "0.00", "200000.00")...)
	calls := []called{call(m.mill, insurance.CedeBatch, insurance.CedeRequest{Programme: "alpha-2026", Due: waiting})}
	for _, row := range fifteen(2, "200000.00", "-200000.00") {
		calls = append(calls, call(m.mill, onchain.MoveClaims, onchain.Moved{Rows: []insurance.CessionDue{row}}))
	}
	m.together(t, calls...)
	m.recovers(t, "surplus", "0.00", "2400000.00", "0.00")
	require.Len(t, stage.Do(t, m.mill, insurance.CessionsWaiting, insurance.InsurerPage{Party: "alpha"}).Items, 15)
	again, err := stage.Proposal(m.mill, insurance.CedeBatch, insurance.CedeRequest{Programme: "alpha-2026", Due: waiting})
	require.NoError(t, err)
	_, err = m.World.Endorse(m.mill.ID, again)
	require.ErrorContains(t, stage.Fault(err), "NOT_FOUND", "a movement is taken up once")
}
