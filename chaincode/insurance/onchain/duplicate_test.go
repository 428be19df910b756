// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/indemnity"
	"github.com/consort-finance/consort/chaincode/insurance/sameloss"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
)

// twice is a market in which the mill's building is insured by alpha for 1,000,000.00 and by beta for 500,000.00, and the
// regulator's member keeps the register of losses.
type twice struct{ *market }

func doubly(t testing.TB) *twice {
	t.Helper()
	d := &twice{market: insured(t)}
	d.betaSells(t)
	stage.Do(t, d.keeper, insurance.OpenLossEpoch, insurance.LossEpochRequest{Number: 1, HoldDays: 15})
	stage.Do(t, d.keeper, insurance.KeepLossKeys, insurance.LossKeysRequest{Epochs: 1, Ring: keys("k")})
	for _, insurer := range []*stage.Actor{d.alpha, d.beta} {
		stage.Do(t, insurer, insurance.KeepLossKeys, insurance.LossKeysRequest{Epochs: 1, Ring: keys("p")})
	}
	return d
}

func keys(letter string) duplicate.Ring {
	return duplicate.Ring{{Epoch: 1, Secret: []byte(strings.Repeat(letter, 32))}}
}

func (d *twice) betaSells(t testing.TB) {
	t.Helper()
	third := d.Actor(betaMSP, "third", "beta", role.Insurer)
	stage.Do(t, d.beta, insurance.OpenPanelOf, insurance.PanelTerms{ID: "beta-alone", Currency: euro, Lines: []insurance.LineTerms{line("beta", insurance.Whole)}})
	terms := property()
	terms.Product, terms.Panel, terms.Taxes = "beta-property", "beta-alone", nil
	terms.Covers = terms.Covers[:1]
	terms.Covers[0].Deductible, terms.Covers[0].Average = insurance.Deductible{}, rate("0")
	stage.Do(t, d.beta, insurance.DraftVersion, terms)
	stage.Do(t, d.beta, insurance.SubmitVersion, terms.VersionKey)
	stage.Do(t, d.second, insurance.ActivateVersion, terms.VersionKey)
	request := wanted("B1", "2026-02-01")
	request.Product, request.Covers = terms.VersionKey, []insurance.Asked{{Cover: "BUILDING", Sum: minor("500000.00")}}
	quote := stage.Do(t, d.mill, insurance.AskQuote, request)
	if quote.Status != insurance.Offered {
		quote = stage.Do(t, d.beta, insurance.OfferQuote, insurance.OfferRequest{Quote: request.ID})
	}
	most := eur("0.00")
	most.Amount = quote.Price.Total
	stage.Do(t, d.mill, insurance.AcceptQuote, insurance.AcceptRequest{Quote: request.ID, Most: most})
	stage.Do(t, d.mill, insurance.BindPolicy, insurance.BindRequest{Quote: request.ID})
	for _, kind := range []insurance.AuthorityKind{insurance.ReserveAuthority, insurance.DecisionAuthority, insurance.PaymentAuthority} {
		d.empower(t, d.beta, third, "second", betaMSP, kind, "2000000.00")
		d.empower(t, d.second, third, "beta", betaMSP, kind, "2000000.00")
	}
}

// loss is the same fire on the same parcel of land, as both insurers know it.
func loss(number string) sameloss.Loss {
	return sameloss.Loss{LossAt: day("2026-02-01"), Objects: []sameloss.Object{{Scheme: "PARCEL", Number: number}}}
}

// registers has an insurer's peer blind a loss, the keeper's make tokens of it, and the keeper enter them.
func (d *twice) registers(t testing.TB, by *stage.Actor, claim insurance.ClaimID, number string) insurance.Claim {
	t.Helper()
	blinded := stage.Do(t, by, insurance.BlindLoss, insurance.BlindRequest{Claim: claim, Loss: loss(number)})
	prints := stage.Do(t, d.keeper, insurance.PrintLoss, insurance.PrintLossRequest{Claim: claim, Blinded: blinded.Blinded})
	return *stage.Do(t, d.keeper, insurance.RegisterLoss, insurance.RegisterLossRequest{
		Claim: claim, Case: insurance.DuplicateID("case-" + string(claim)), Register: prints.Register, Lookup: prints.Lookup,
	})
}

// burnt is a fire that is claimed at both insurers: A at alpha, B at beta, each for a loss of 100,000.00, of which alpha owes
// 99,000.00 and beta 100,000.00.
func (d *twice) burnt(t testing.TB) {
	t.Helper()
	d.burntAs(t, "A", "B", 1)
}

// burntAs is such a fire under other names, one of several on that day.
func (d *twice) burntAs(t testing.TB, a, b insurance.ClaimID, occurrence int) {
	t.Helper()
	for _, at := range []struct {
		claim   insurance.ClaimID
		policy  insurance.PolicyID
		handler *stage.Actor
		checker *stage.Actor
	}{{a, "P1", d.handler, d.expert}, {b, "B1", d.beta, d.second}} {
		notice := fire(at.claim, at.policy, "2026-02-01", claimed("BUILDING", "", "100000.00"))
		notice.Occurrence = occurrence
		stage.Do(t, d.mill, insurance.NotifyLoss, notice)
		stage.Do(t, at.handler, insurance.AcknowledgeClaim, at.claim)
		stage.Do(t, at.handler, insurance.TriageClaim, insurance.TriageRequest{Claim: at.claim, Track: insurance.ClaimInvestigating})
		d.document(t, d.mill, at.claim, "bill-"+string(at.claim), "INVOICE")
		facts := []insurance.ExposureFacts{{Exposure: 1, Loss: minor("100000.00"), Value: minor("1000000.00")}}
		stage.Do(t, at.handler, insurance.AssessClaim, insurance.AssessRequest{Claim: at.claim, Facts: facts})
		recommended := stage.Do(t, at.handler, insurance.RecommendDecision, approve(at.claim))
		stage.Do(t, at.checker, insurance.DecideClaim, agree(*recommended))
		d.reserved(t, at.checker, at.claim, "100000.00")
	}
}

// One loss at two insurers, one of which paid in full before anybody knew: the other pays it its share in cash, and nobody
// denies anything.
func TestOneLossAtTwoInsurersIsShared(t *testing.T) {
	d := doubly(t)
	d.burnt(t)
	stage.Do(t, d.handler, insurance.RequestPayment, payment("A", 1, insurance.PayPartial, "99000.00"))
	stage.Do(t, d.chief, insurance.AuthorisePayment, numbered("A", 1))
	stage.Do(t, d.mill, insurance.MakePayment, insurance.MakeRequest{NumberedKey: numbered("A", 1)})
	require.Empty(t, d.registers(t, d.alpha, "A", "4711/2").Case)
	require.EqualValues(t, "case-B", d.registers(t, d.beta, "B", "4711 / 2").Case)

	stage.Refused(t, d.beta, insurance.RequestPayment, payment("B", 1, insurance.PayPartial, "1.00"), insurance.OnHold)
	answer := insurance.DuplicateAnswer{Case: "case-B", Claim: "A", Same: true}
	stage.Refused(t, d.beta, insurance.AnswerDuplicate, answer, insurance.NotYours)
	shared := d.shared(t)
	require.Equal(t, indemnity.IndependentLiability, shared.Method)
	require.Equal(t, []string{"4974874", "5025126"}, []string{shared.Sides[0].Share.String(), shared.Sides[1].Share.String()}, "99 : 100 of 100,000.00")
	require.Equal(t, "4925126", shared.Transfers[0].Amount.String(), "alpha paid 99,000.00")
	require.EqualValues(t, "B", shared.Transfers[0].From)
	require.Equal(t, "5025126", d.claim(t, "B").Exposures[0].Payable.String())

	contribution := stage.Do(t, d.beta, insurance.Contribute, insurance.ContributeRequest{Case: "case-B", Transfer: 1})
	stage.Refused(t, d.beta, insurance.Contribute, insurance.ContributeRequest{Case: "case-B", Transfer: 1}, insurance.StatusRefused)
	stage.Refused(t, d.beta, insurance.AuthorisePayment, contribution.NumberedKey, insurance.SamePerson)
	stage.Do(t, d.second, insurance.AuthorisePayment, contribution.NumberedKey)
	stage.Refused(t, d.mill, insurance.MakePayment, insurance.MakeRequest{NumberedKey: contribution.NumberedKey}, insurance.StatusRefused)
	alpha, beta, mill := d.posted(t, "alpha"), d.posted(t, "beta"), d.posted(t, "mill")
	stage.Do(t, d.mill, insurance.MakeContribution, contribution.NumberedKey)
	require.Equal(t, alpha+4_925_126, d.posted(t, "alpha"))
	require.Equal(t, beta-4_925_126, d.posted(t, "beta"))

	stage.Do(t, d.beta, insurance.RequestPayment, payment("B", 2, insurance.PayFinal, "1000.00"))
	stage.Do(t, d.second, insurance.AuthorisePayment, numbered("B", 2))
	stage.Do(t, d.mill, insurance.MakePayment, insurance.MakeRequest{NumberedKey: numbered("B", 2)})
	require.Equal(t, mill+100_000, d.posted(t, "mill"), "together the mill has its loss, and no more")
	require.Equal(t, "4925126", d.claim(t, "A").Exposures[0].Recovered.String())
	require.True(t, d.claim(t, "A").Exposures[0].Overpaid.IsZero())
	due := stage.Do(t, d.mill, insurance.GetCessionDue, insurance.CessionKey{Insurer: "alpha", Claim: "A", Movement: 3})
	require.Equal(t, "-4925126", due.Paid.String())
}

// shared has both insurers say that it is one loss, and shares it.
func (d *twice) shared(t testing.TB) insurance.DuplicateCase {
	t.Helper()
	stage.Do(t, d.handler, insurance.AnswerDuplicate, insurance.DuplicateAnswer{Case: "case-B", Claim: "A", Same: true})
	stage.Do(t, d.beta, insurance.AnswerDuplicate, insurance.DuplicateAnswer{Case: "case-B", Claim: "B", Same: true})
	return *stage.Do(t, d.beta, insurance.ShareLoss, "case-B")
}

// A match holds payments, but never longer than its time; insurers that do not agree have the arbiter decide.
func TestMatchHoldsForATime(t *testing.T) {
	d := doubly(t)
	d.burnt(t)
	stage.Do(t, d.handler, insurance.RequestPayment, payment("A", 1, insurance.PayPartial, "99000.00"))
	stage.Do(t, d.chief, insurance.AuthorisePayment, numbered("A", 1))
	d.registers(t, d.alpha, "A", "4711/2")
	d.registers(t, d.beta, "B", "4711/2")
	stage.Refused(t, d.mill, insurance.MakePayment, insurance.MakeRequest{NumberedKey: numbered("A", 1)}, insurance.OnHold)
	stage.Do(t, d.handler, insurance.AnswerDuplicate, insurance.DuplicateAnswer{Case: "case-B", Claim: "A", Same: true})
	stage.Do(t, d.beta, insurance.AnswerDuplicate, insurance.DuplicateAnswer{Case: "case-B", Claim: "B"})
	require.Equal(t, insurance.DuplicateSuspected, stage.Do(t, d.mill, insurance.GetDuplicate, "case-B").Status)
	stage.Refused(t, d.beta, insurance.ShareLoss, "case-B", insurance.StatusRefused)
	d.roll(t, "2026-02-16") // the fifteenth day
	stage.Refused(t, d.mill, insurance.MakePayment, insurance.MakeRequest{NumberedKey: numbered("A", 1)}, insurance.OnHold)
	d.roll(t, "2026-02-17")
	stage.Do(t, d.mill, insurance.MakePayment, insurance.MakeRequest{NumberedKey: numbered("A", 1)})
	stage.Do(t, d.arbiter, insurance.DecideDuplicate, insurance.DuplicateDecision{Case: "case-B", Outcome: insurance.DuplicateFraud})
	stage.Refused(t, d.beta, insurance.RequestPayment, payment("B", 1, insurance.PayPartial, "1.00"), insurance.OnHold)
	stage.Refused(t, d.beta, insurance.ReleaseClaim, insurance.ClaimHoldRequest{Claim: "B", Kind: insurance.LitigationHold}, insurance.StatusRefused)
	stage.Do(t, d.beta, insurance.ReleaseClaim, insurance.ClaimHoldRequest{Claim: "B", Kind: insurance.FraudHold})
}

// What only looks alike holds nothing, what is not the same is let go, and what was registered under an old key is found.
func TestRegisterOfLossesAcrossEpochs(t *testing.T) {
	d := doubly(t)
	d.burnt(t)
	stage.Refused(t, d.keeper, insurance.OpenLossEpoch, insurance.LossEpochRequest{Number: 3, HoldDays: 15}, insurance.TokensRefused)
	old := d.registers(t, d.alpha, "A", "4711/2")
	require.True(t, old.Registered)
	blinded := stage.Do(t, d.beta, insurance.BlindLoss, insurance.BlindRequest{Claim: "B", Loss: loss("4711/2")})
	stale := stage.Do(t, d.keeper, insurance.PrintLoss, insurance.PrintLossRequest{Claim: "B", Blinded: blinded.Blinded})
	stage.Do(t, d.keeper, insurance.OpenLossEpoch, insurance.LossEpochRequest{Number: 2, HoldDays: 15})
	ring := append(keys("k"), duplicate.Key{Epoch: 2, Secret: []byte(strings.Repeat("n", 32))})
	stage.Do(t, d.keeper, insurance.KeepLossKeys, insurance.LossKeysRequest{Epochs: 2, Ring: ring})
	request := insurance.RegisterLossRequest{Claim: "B", Case: "case-B", Register: stale.Register, Lookup: stale.Lookup}
	stage.Refused(t, d.keeper, insurance.RegisterLoss, request, insurance.TokensRefused)
	require.EqualValues(t, "case-B", d.registers(t, d.beta, "B", "4711/2").Case)
	for claim, by := range map[insurance.ClaimID]*stage.Actor{"A": d.handler, "B": d.beta} {
		stage.Do(t, by, insurance.AnswerDuplicate, insurance.DuplicateAnswer{Case: "case-B", Claim: claim})
	}
	require.Equal(t, insurance.DuplicateFalse, stage.Do(t, d.mill, insurance.GetDuplicate, "case-B").Status)
	require.Empty(t, d.claim(t, "A").Holds)
	stage.Refused(t, d.keeper, insurance.RegisterLoss, request, insurance.TokensRefused)
}

// A key of the register is in its keeper's collection alone, and what tokens are made of nowhere.
func TestRegisterTellsNothing(t *testing.T) {
	d := doubly(t)
	d.burnt(t)
	d.registers(t, d.alpha, "A", "CANARY 4711")
	d.registers(t, d.beta, "B", "CANARY 4711")
	require.Zero(t, d.Seen(t, "CANARY"))
	require.Zero(t, d.Seen(t, "CANARY4711"))
	require.Empty(t, d.Keepers(insurance.Module, "CANARY"))
	require.Equal(t, []string{rulerMSP}, d.Keepers(insurance.Module, base64of(strings.Repeat("k", 32))))
	require.Equal(t, []string{alphaMSP, betaMSP}, d.Keepers(insurance.Module, base64of(strings.Repeat("p", 32))))
	require.Zero(t, d.Seen(t, base64of(strings.Repeat("k", 32))))
	_, _, err := stage.Try(d.keeper, insurance.BlindLoss, insurance.BlindRequest{Claim: "A", Loss: loss("1")})
	require.ErrorIs(t, err, protocol.NotAuthorised)
}
