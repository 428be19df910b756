// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/onchain"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// A bordereau is queried and answered, and counts as agreed once nobody queried it for the days of review.
func TestBordereauIsQueriedWithinTheDaysOfReview(t *testing.T) {
	m := stormy(t)
	m.cede(t, m.move(t, movement("one", 1, "150000.00", "50000.00"))...)
	key := insurance.BordereauKey{Treaty: "surplus", Number: 1}
	stage.Refused(t, m.ridge, insurance.AgreeBordereau, key, insurance.StatusRefused)
	stage.Do(t, m.ridge, insurance.NotifyBordereau, key) // which the cedent cannot put off
	stage.Refused(t, m.alpha, insurance.NotifyBordereau, key, insurance.StatusRefused)
	render := insurance.RenderRequest{Treaty: "surplus", Through: 1}
	stage.Refused(t, m.alpha, insurance.RenderAccount, render, insurance.StatusRefused)
	stage.Do(t, m.beta, insurance.AgreeBordereau, key)
	ask := insurance.QueryRequest{BordereauKey: key, Reason: "SHARE"}
	stage.Refused(t, m.beta, insurance.QueryBordereau, ask, insurance.StatusRefused)
	require.Equal(t, insurance.Queried, stage.Do(t, m.ridge, insurance.QueryBordereau, ask).Status)
	stage.Refused(t, m.alpha, insurance.CallCash, key, insurance.TooEarly)
	m.roll(t, "2026-02-10")
	stage.Refused(t, m.alpha, insurance.RenderAccount, render, insurance.StatusRefused)
	answer := insurance.AnswerRequest{BordereauKey: key, Reinsurer: "ridge", Answer: strings.Repeat("ab", 32)}
	stage.Refused(t, m.ridge, insurance.AnswerQuery, answer, insurance.NotYours)
	require.Equal(t, insurance.Notified, stage.Do(t, m.alpha, insurance.AnswerQuery, answer).Status)
	stage.Refused(t, m.ridge, insurance.QueryBordereau, ask, insurance.StatusRefused)
	m.roll(t, "2026-02-20")
	stage.Refused(t, m.alpha, insurance.RenderAccount, render, insurance.StatusRefused)
	m.roll(t, "2026-02-21")
	account := stage.Do(t, m.alpha, insurance.RenderAccount, render)
	require.Equal(t, minor("120000.00"), account.Losses)
	require.Equal(t, insurance.Booked, stage.Do(t, m.mill, insurance.GetBordereau, key).Status)
	stage.Refused(t, m.alpha, insurance.RenderAccount, render, insurance.NothingDue)
}

// What is not within the hours of the clause is not one event.
func TestHoursClauseBoundsAnEvent(t *testing.T) {
	m := stormy(t)
	m.cede(t, m.move(t, fifteen(1, "0.00", "200000.00")...)...)
	declare := insurance.LossEventRequest{
		ID: "storm", Programme: "alpha-2026", Peril: "WINDSTORM", From: insurance.Hour{Date: day("2026-01-05"), Hour: 18}, Hours: 73, Area: "NORTH",
	}
	stage.Refused(t, m.alpha, insurance.DeclareEvent, declare, insurance.EventRefused)
	declare.Hours = 72
	stage.Refused(t, m.beta, insurance.DeclareEvent, declare, insurance.NotYours)
	stage.Do(t, m.alpha, insurance.DeclareEvent, declare)
	second := declare
	second.ID, second.From.Date = "second", day("2026-01-08")
	second.From.Hour = 17
	stage.Refused(t, m.alpha, insurance.DeclareEvent, second, insurance.EventRefused)
	second.From.Hour = 18
	stage.Do(t, m.alpha, insurance.DeclareEvent, second)
	second.ID, second.Peril = "hail", "HAIL"
	stage.Refused(t, m.alpha, insurance.DeclareEvent, second, insurance.EventRefused)

	assign := func(event insurance.EventID, hour int) insurance.AssignRequest {
		return insurance.AssignRequest{Event: event, Losses: []insurance.AssignedLoss{{Claim: "storm-00", At: insurance.Hour{Date: day("2026-01-08"), Hour: hour}}}}
	}
	stage.Refused(t, m.alpha, insurance.AssignLosses, assign("storm", 18), insurance.EventRefused)
	stage.Refused(t, m.beta, insurance.AssignLosses, assign("storm", 17), insurance.NotYours)
	stage.Do(t, m.alpha, insurance.AssignLosses, assign("storm", 17))
	stage.Do(t, m.alpha, insurance.AssignLosses, assign("second", 18)) // it was later after all
	ceding := insurance.CedeRequest{Programme: "alpha-2026", Assigned: []insurance.ClaimID{"storm-00"}}
	stage.Do(t, m.mill, insurance.CedeBatch, ceding)
	claim := stage.Do(t, m.mill, insurance.GetClaimCession, insurance.PlaceKey{Programme: "alpha-2026", Claim: "storm-00"})
	require.Equal(t, "second", claim.Event)

	assigned := assign("second", 3)
	assigned.Losses[0].Claim, assigned.Losses[0].At.Date = "storm-01", day("2026-01-09")
	stage.Do(t, m.alpha, insurance.AssignLosses, assigned)
	ceding.Assigned[0] = "storm-01"
	stage.Refused(t, m.mill, insurance.CedeBatch, ceding, insurance.EventRefused) // the claim says the 8th
}

// What is not the programme's is not ceded to it: another insurer's claim, another class, year or currency.
func TestMovementsGoToTheirProgramme(t *testing.T) {
	m := stormy(t)
	wrong := func(claim string, change func(*insurance.CessionDue)) insurance.CessionKey {
		due := movement(claim, 1, "0.00", "1000.00")
		change(&due)
		return m.move(t, due)[0]
	}
	for _, key := range []insurance.CessionKey{
		wrong("a", func(d *insurance.CessionDue) { d.Insurer = "beta" }),
		wrong("b", func(d *insurance.CessionDue) { d.Class = "MOTOR" }),
		wrong("c", func(d *insurance.CessionDue) { d.Occurred = day("2025-12-31") }),
		wrong("d", func(d *insurance.CessionDue) { d.Currency = money.MustCurrency("USD") }),
	} {
		stage.Refused(t, m.mill, insurance.CedeBatch, insurance.CedeRequest{Programme: "alpha-2026", Due: []insurance.CessionKey{key}}, insurance.CessionRefused)
	}
	// An event that the programme does not know is none.
	due := movement("e", 1, "0.00", "1000.00")
	due.Event = "elsewhere"
	m.cede(t, m.move(t, due)...)
	require.Empty(t, stage.Do(t, m.mill, insurance.GetClaimCession, insurance.PlaceKey{Programme: "alpha-2026", Claim: "e"}).Event)
}

// expired is the programme after its year, with a loss of 800,000.00 on the first layer, paid.
func expired(t testing.TB) *market {
	t.Helper()
	m := protected(t)
	m.bound(t, slip("layer-1", layerOf("400000.00", "100000.00")))
	m.cede(t, m.move(t, movement("fire", 1, "300000.00", "0.00"))...)
	m.agreed(t, "layer-1", 1)
	m.roll(t, "2027-01-02")
	m.rendered(t, "layer-1", 1)
	require.Equal(t, insurance.TreatyExpired, m.position(t, "layer-1").Status)
	return m
}

// consented proposes an endorsement and has the others agree.
func (m *market) consented(t testing.TB, r insurance.EndorsementRequest) {
	t.Helper()
	stage.Do(t, m.alpha, insurance.ProposeEndorsement, r)
	stage.Do(t, m.ridge, insurance.ConsentEndorsement, r.ID)
	stage.Do(t, m.beta, insurance.ConsentEndorsement, r.ID)
}

// settle pays the statements of an account.
func (m *market) settle(t testing.TB, all []insurance.Statement) {
	t.Helper()
	for _, s := range all {
		stage.Do(t, m.mill, insurance.SettleBalances, insurance.StatementsRequest{Statements: []insurance.StatementKey{s.StatementKey}})
	}
}

// The deposit premium is adjusted by the subject premium, and the reinstatement premium with it (V-18); then nothing is
// left, and the treaty closes as all have agreed.
func TestPremiumIsAdjustedAndTheTreatyCloses(t *testing.T) {
	m := expired(t)
	closing := insurance.EndorsementRequest{ID: "closing", Treaty: "layer-1", Kind: insurance.CloseOut}
	stage.Refused(t, m.alpha, insurance.ProposeEndorsement, closing, insurance.StatusRefused)
	// 200,000.00 of 400,000.00 were restored at 40,000.00; 2 % of 3,000,000.00 are 60,000.00.
	m.consented(t, insurance.EndorsementRequest{ID: "gnpi", Treaty: "layer-1", Kind: insurance.Adjust, Subject: minor("3000000.00")})
	stage.Do(t, m.chief, insurance.ApplyEndorsement, "gnpi")
	require.Equal(t, minor("20000.00"), m.position(t, "layer-1").Reinstatement.Paid)
	m.cede(t)
	require.Equal(t, minor("30000.00"), m.position(t, "layer-1").Reinstatement.Paid)
	m.agreed(t, "layer-1", 2)
	stage.Do(t, m.alpha, insurance.ProposeEndorsement, closing)
	stage.Do(t, m.ridge, insurance.ConsentEndorsement, "closing")
	stage.Refused(t, m.chief, insurance.ApplyEndorsement, "closing", insurance.LinesShort)
	stage.Do(t, m.beta, insurance.ConsentEndorsement, "closing")
	stage.Refused(t, m.chief, insurance.ApplyEndorsement, "closing", insurance.TreatyOpen)
	adjusted := m.rendered(t, "layer-1", 2)
	require.Equal(t, insurance.Items{Premium: minor("13333.33"), Reinstatement: minor("6666.67")}, adjusted[1].Items)
	require.Equal(t, insurance.TreatyRunOff, m.position(t, "layer-1").Status)
	stage.Refused(t, m.chief, insurance.ApplyEndorsement, "closing", insurance.TreatyOpen)
	all := stage.Do(t, m.mill, insurance.Statements, insurance.TreatyPage{Treaty: "layer-1", PageRequest: protocol.PageRequest{Size: 10}}).Items
	require.Len(t, all, 4)
	m.settle(t, all)
	// 200,000.00 of the loss, less 60,000.00 and 30,000.00
	m.has(t, "alpha", "20110000.00")
	require.Equal(t, insurance.TreatyClosed, stage.Do(t, m.chief, insurance.ApplyEndorsement, "closing").End)
	late := m.move(t, movement("late", 1, "300000.00", "0.00"))
	m.cede(t, late...)
	require.Equal(t, minor("200000.00"), m.position(t, "layer-1").Ceded.Paid, "nothing is posted to a treaty that ended")
}

// A commutation pays its price in the transaction that ends the treaty.
func TestCommutationIsPaidAndEndsTheTreaty(t *testing.T) {
	m := stormy(t)
	m.cede(t, m.move(t, movement("fire", 1, "0.00", "200000.00"))...)
	commute := insurance.EndorsementRequest{ID: "commute", Treaty: "surplus", Kind: insurance.Commute, Price: minor("150000.01")}
	m.consented(t, commute)
	amend := insurance.EndorsementRequest{ID: "amend", Treaty: "surplus", Kind: insurance.Amend, Terms: surplusOf(), Premium: priceOf(treaty.Surplus)}
	m.consented(t, amend)
	ended := stage.Do(t, m.chief, insurance.ApplyEndorsement, "commute")
	require.Equal(t, insurance.Commuted, ended.End)
	m.has(t, "alpha", "20150000.01")
	m.has(t, "beta", "19950000.00")
	m.has(t, "ridge", "19899999.99")
	stage.Refused(t, m.chief, insurance.ApplyEndorsement, "amend", insurance.StatusRefused)
	// The layers behind it see what it would have left.
	m.cede(t, m.move(t, movement("fire", 2, "0.00", "300000.00"))...)
	require.Equal(t, minor("160000.00"), m.position(t, "surplus").Outstanding, "frozen")
	m.recovers(t, "layer-1", "0.00", "0.00", "0.00")
}

// A proportional treaty gets its share of premiums by the policies' own stacks, and pays commission on it.
func TestPremiumsAreCededByTheStack(t *testing.T) {
	m := protected(t)
	m.panels(t)
	m.sells(t, property())
	m.bound(t, slip("surplus", surplusOf()))
	m.insure(t, m.mill, wanted("works", monday)) // 1,200,000.00 for 1,400.00 a year, from 5 January on
	before := insurance.CedePremiumRequest{Programme: "alpha-2026", Policies: []insurance.PolicyID{"works"}}
	stage.Do(t, m.mill, insurance.CedePremiums, before)
	ceded := stage.Do(t, m.mill, insurance.GetCededPolicy, insurance.CededPolicyKey{Programme: "alpha-2026", Policy: "works"})
	require.Equal(t, minor("1384.65"), ceded.Premium, "361 of 365 days are in 2026")
	require.Equal(t, []insurance.CededPremium{{Treaty: "surplus", Amount: minor("461.55")}}, ceded.Ceded, "four of twelve lines")
	stage.Do(t, m.mill, insurance.CedePremiums, before)
	require.Len(t, stage.Do(t, m.mill, insurance.Bordereaux, insurance.TreatyPage{Treaty: "surplus"}).Items, 1, "nothing changed")
	m.agreed(t, "surplus", 1)
	statement := m.rendered(t, "surplus", 1)
	require.Equal(t, insurance.Items{Premium: minor("153.85"), Commission: minor("38.46")}, statement[0].Items)
	require.Equal(t, insurance.Items{Premium: minor("307.70"), Commission: minor("76.93")}, statement[1].Items)
	m.settle(t, statement)
	// 1,400.00 of premium less 461.55 and plus 115.39 (a quarter of 461.55 is 115.3875)
	m.has(t, "alpha", "20001053.84")
	_, _, err := stage.Try(m.mill, insurance.CedePremiums, insurance.CedePremiumRequest{Programme: "alpha-2026", Policies: []insurance.PolicyID{"nobody"}})
	require.ErrorContains(t, err, "NOT_FOUND")
}

// A follower of a panel cedes its own part of the panel's losses and premiums to its own programme.
func TestFollowerCedesItsOwnPart(t *testing.T) {
	m := openedWith(t, onchain.NewMoving)
	m.panels(t)
	terms := property()
	terms.Panel = "shared"
	m.sells(t, terms)
	mine := programme2026()
	mine.ID, mine.Purse, mine.Basis = "beta-2026", purse("beta", insurance.Reinsurance), insurance.RisksAttaching
	stage.Do(t, m.beta, insurance.OpenProgrammeOf, mine)
	quota := slip("quota", treaty.Terms{Kind: treaty.QuotaShare, Priority: 1, CededShare: rate("0.5")})
	quota.Programme = "beta-2026"
	stage.Do(t, m.beta, insurance.DraftTreaty, quota)
	quote := quoteOf(quota, insurance.Whole)
	stage.Do(t, m.ridge, insurance.QuoteTreaty, insurance.TreatyQuoteRequest{Treaty: "quota", Quote: quote})
	stage.Do(t, m.beta, insurance.TakeQuote, insurance.TakeQuoteRequest{Treaty: "quota", Quote: quote})
	stage.Do(t, m.second, insurance.OrderTreaty, "quota")
	stage.Do(t, m.ridge, insurance.WriteLine, lineRequest("quota", "ridge", insurance.Whole))
	stage.Do(t, m.beta, insurance.CloseLines, insurance.LinesRequest{Treaty: "quota", Reinsurers: []parties.PartyID{"ridge"}})
	stage.Do(t, m.beta, insurance.SignDown, "quota")
	stage.Do(t, m.other, insurance.ConfirmLine, "quota")
	stage.Do(t, m.beta, insurance.BindTreaty, "quota")
	m.insure(t, m.mill, wanted("works", monday))
	stage.Do(t, m.mill, insurance.CedePremiums, insurance.CedePremiumRequest{Programme: "beta-2026", Policies: []insurance.PolicyID{"works"}})
	ceded := stage.Do(t, m.mill, insurance.GetCededPolicy, insurance.CededPolicyKey{Programme: "beta-2026", Policy: "works"})
	require.Equal(t, []money.Amount{minor("560.00"), minor("480000.00"), minor("280.00")}, []money.Amount{ceded.Premium, ceded.SumInsured, ceded.Ceded[0].Amount}, "40 % of the panel, and half of that")
}
