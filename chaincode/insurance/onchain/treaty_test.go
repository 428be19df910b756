// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/onchain"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// protected is a market in which alpha has a programme for property losses of 2026, without treaties yet.
func protected(t testing.TB) *market {
	t.Helper()
	m := openedWith(t, onchain.NewMoving)
	stage.Do(t, m.alpha, insurance.OpenProgrammeOf, programme2026())
	return m
}

func programme2026() insurance.ProgrammeTerms {
	return insurance.ProgrammeTerms{
		ID: "alpha-2026", Currency: euro, Classes: []string{"PROPERTY"}, Basis: insurance.LossesOccurring,
		Period: treaty.Period{From: day("2026-01-01"), To: day("2026-12-31")},
		Hours:  []insurance.HoursClause{{Peril: "FLOOD", Hours: 168}, {Peril: "WINDSTORM", Hours: 72}},
		Purse:  purse("alpha", insurance.Reinsurance),
	}
}

// slip is a treaty of alpha's programme.
func slip(id insurance.TreatyID, terms treaty.Terms) insurance.SlipTerms {
	s := insurance.SlipTerms{
		ID: id, Programme: "alpha-2026", Terms: terms, Order: insurance.Whole, CashCall: minor("100000.00"), ReviewDays: 10,
		Wording: strings.Repeat("c4", 32),
	}
	if !terms.Kind.Proportional() {
		s.Instalments = []date.Date{day("2026-01-10"), day("2026-07-01")}
	}
	return s
}

// surplusOf cedes up to four lines of 100,000.00 on top of one.
func surplusOf() treaty.Terms {
	return treaty.Terms{Kind: treaty.Surplus, Priority: 1, Retention: minor("100000.00"), Lines: 4}
}

// layerOf is a layer of a storm, behind the surplus.
func layerOf(width, attachment string) treaty.Terms {
	return treaty.Terms{
		Kind: treaty.Catastrophe, Priority: 2, CededShare: rate("1"),
		Occurrence:     treaty.Layer{Limit: minor(width), Attachment: minor(attachment), LimitIs: treaty.Width},
		Reinstatements: []treaty.Reinstatement{{Rate: rate("1")}},
	}
}

// priceOf is what a kind of treaty costs: 25 % commission, or a deposit of 40,000.00.
func priceOf(kind treaty.Kind) treaty.Premium {
	if kind.Proportional() {
		return treaty.Premium{Commission: rate("0.25")}
	}
	return treaty.Premium{Deposit: minor("40000.00"), Minimum: minor("40000.00"), Rate: rate("0.02")}
}

func quoteOf(s insurance.SlipTerms, share int64) insurance.TreatyQuote {
	return insurance.TreatyQuote{
		Treaty: s.ID, Reinsurer: insurance.Firm{Party: "ridge", Host: ridgeMSP}, Premium: priceOf(s.Terms.Kind), Share: share,
		Wording: s.Wording, Expires: day("2026-01-31"), Salt: strings.Repeat("5a", 16),
	}
}

// ordered brings a slip to a firm order on ridge's quote.
func (m *market) ordered(t testing.TB, s insurance.SlipTerms) {
	t.Helper()
	stage.Do(t, m.alpha, insurance.DraftTreaty, s)
	quote := quoteOf(s, s.Order/2)
	stage.Do(t, m.ridge, insurance.QuoteTreaty, insurance.TreatyQuoteRequest{Treaty: s.ID, Quote: quote})
	stage.Do(t, m.alpha, insurance.TakeQuote, insurance.TakeQuoteRequest{Treaty: s.ID, Quote: quote})
	require.Equal(t, insurance.FirmOrder, stage.Do(t, m.chief, insurance.OrderTreaty, s.ID).Status)
}

// lineRequest is a line of a party.
func lineRequest(id insurance.TreatyID, party parties.PartyID, share int64) insurance.LineRequest {
	return insurance.LineRequest{Treaty: id, Share: share, Purse: purse(party, insurance.Reinsurance)}
}

// signed brings a slip to signed lines of beta and ridge: two thirds and four thirds of what is ordered are written.
func (m *market) signed(t testing.TB, s insurance.SlipTerms) {
	t.Helper()
	m.ordered(t, s)
	stage.Do(t, m.ridge, insurance.WriteLine, lineRequest(s.ID, "ridge", s.Order/10*8))
	stage.Do(t, m.beta, insurance.WriteLine, lineRequest(s.ID, "beta", s.Order/10*4))
	stage.Do(t, m.alpha, insurance.CloseLines, insurance.LinesRequest{Treaty: s.ID, Reinsurers: []parties.PartyID{"beta", "ridge"}})
	stage.Do(t, m.alpha, insurance.SignDown, s.ID)
}

// bound brings a slip to a bound treaty, of which beta has a third and ridge two thirds.
func (m *market) bound(t testing.TB, s insurance.SlipTerms) insurance.Treaty {
	t.Helper()
	m.signed(t, s)
	stage.Do(t, m.second, insurance.ConfirmLine, s.ID)
	stage.Do(t, m.other, insurance.ConfirmLine, s.ID)
	return *stage.Do(t, m.alpha, insurance.BindTreaty, s.ID)
}

func TestTreatyIsPlacedStepByStep(t *testing.T) {
	m := protected(t)
	s := slip("surplus", surplusOf())
	stage.Do(t, m.alpha, insurance.DraftTreaty, s)
	stage.Refused(t, m.chief, insurance.OrderTreaty, s.ID, insurance.StatusRefused)
	quote := quoteOf(s, 500_000_000)
	stage.Do(t, m.ridge, insurance.QuoteTreaty, insurance.TreatyQuoteRequest{Treaty: s.ID, Quote: quote})
	cheaper := quote
	cheaper.Premium.Commission = rate("0.5")
	fault, _, err := stage.Try(m.alpha, insurance.TakeQuote, insurance.TakeQuoteRequest{Treaty: s.ID, Quote: cheaper})
	require.ErrorContains(t, err, "PREIMAGE_REFUSED", fault)
	nobodys := quote
	nobodys.Reinsurer.Host = "NowhereMSP"
	stage.Refused(t, m.alpha, insurance.TakeQuote, insurance.TakeQuoteRequest{Treaty: s.ID, Quote: nobodys}, protocol.NotFound)
	require.Equal(t, insurance.SlipQuoted, stage.Do(t, m.alpha, insurance.TakeQuote, insurance.TakeQuoteRequest{Treaty: s.ID, Quote: quote}).Status)
	stage.Refused(t, m.alpha, insurance.OrderTreaty, s.ID, insurance.SamePerson)
	stage.Refused(t, m.ridge, insurance.WriteLine, lineRequest(s.ID, "ridge", 800_000_000), insurance.StatusRefused)
	stage.Do(t, m.chief, insurance.OrderTreaty, s.ID)
	stage.Refused(t, m.ridge, insurance.WriteLine, lineRequest(s.ID, "ridge", 400_000_000), insurance.LineRefused)
	stage.Refused(t, m.alpha, insurance.WriteLine, lineRequest(s.ID, "alpha", 100_000_000), insurance.BothSides)
	stage.Refused(t, m.ridge, insurance.WriteLine, lineRequest(s.ID, "beta", 800_000_000), insurance.AccountRefused)
	stage.Do(t, m.ridge, insurance.WriteLine, lineRequest(s.ID, "ridge", 800_000_000))
	short := insurance.LinesRequest{Treaty: s.ID, Reinsurers: []parties.PartyID{"ridge"}}
	stage.Refused(t, m.alpha, insurance.CloseLines, short, insurance.LinesShort)
	stage.Do(t, m.beta, insurance.WriteLine, lineRequest(s.ID, "beta", 400_000_000))
	both := insurance.LinesRequest{Treaty: s.ID, Reinsurers: []parties.PartyID{"beta", "ridge"}}
	require.Equal(t, insurance.LinesWritten, stage.Do(t, m.alpha, insurance.CloseLines, both).Status)
	signed := stage.Do(t, m.alpha, insurance.SignDown, s.ID)
	require.Equal(t, []treaty.Line{{Reinsurer: "beta", Share: 333_333_333}, {Reinsurer: "ridge", Share: 666_666_667}}, signed.Lines)
	stage.Refused(t, m.alpha, insurance.BindTreaty, s.ID, insurance.LinesShort)
	stage.Refused(t, m.ridge, insurance.ConfirmLine, s.ID, insurance.SamePerson)
	stage.Do(t, m.other, insurance.ConfirmLine, s.ID)
	stage.Refused(t, m.alpha, insurance.BindTreaty, s.ID, insurance.LinesShort)
	require.Equal(t, int64(333_333_333), stage.Do(t, m.second, insurance.ConfirmLine, s.ID).Signed)
	stage.Refused(t, m.beta, insurance.BindTreaty, s.ID, insurance.NotYours)
	bound := stage.Do(t, m.alpha, insurance.BindTreaty, s.ID)
	require.Equal(t, rate("1"), bound.Terms.PlacedShare)
	require.Equal(t, insurance.SlipBound, stage.Do(t, m.mill, insurance.GetSlip, s.ID).Status)
	stage.Refused(t, m.alpha, insurance.WithdrawSlip, s.ID, insurance.StatusRefused)
	require.Equal(t, []insurance.TreatyID{"surplus"}, stage.Do(t, m.mill, insurance.GetProgramme, "alpha-2026").Treaties)
}

// A treaty that could cede a loss a second time is not bound; nor is a class protected by two programmes in one period.
func TestProgrammeProtectsOnce(t *testing.T) {
	m := protected(t)
	again := programme2026()
	again.ID, again.Period.From = "alpha-2026-2", day("2026-12-31")
	again.Period.To = day("2027-12-30")
	stage.Refused(t, m.alpha, insurance.OpenProgrammeOf, again, insurance.ProgrammeRefused)
	again.Period = treaty.Period{From: day("2027-01-01"), To: day("2027-12-31")}
	again.Basis = insurance.RisksAttaching
	stage.Refused(t, m.alpha, insurance.OpenProgrammeOf, again, insurance.ProgrammeRefused)
	again.Basis = insurance.LossesOccurring
	stage.Do(t, m.alpha, insurance.OpenProgrammeOf, again)
	m.bound(t, slip("one", layerOf("400000.00", "100000.00")))
	overlapping := slip("two", layerOf("400000.00", "400000.00"))
	m.signed(t, overlapping)
	stage.Do(t, m.second, insurance.ConfirmLine, overlapping.ID)
	stage.Do(t, m.other, insurance.ConfirmLine, overlapping.ID)
	stage.Refused(t, m.alpha, insurance.BindTreaty, overlapping.ID, insurance.ProgrammeRefused)
	motor := slip("motor", surplusOf())
	motor.Terms.Classes = []string{"MOTOR"}
	stage.Refused(t, m.alpha, insurance.DraftTreaty, motor, insurance.ProgrammeRefused)
}

// A treaty is bound, and changes, only with the endorsement of the peers of its cedent and of every participant.
func TestBoundTreatyIsGuardedByEveryParticipant(t *testing.T) {
	m := protected(t)
	m.signed(t, slip("cat", layerOf("400000.00", "100000.00")))
	stage.Do(t, m.second, insurance.ConfirmLine, "cat")
	stage.Do(t, m.other, insurance.ConfirmLine, "cat")
	bind, err := stage.Proposal(m.alpha, insurance.BindTreaty, "cat")
	require.NoError(t, err)
	bind.Endorsers = []string{alphaMSP, betaMSP, bankMSP, millMSP, rulerMSP}
	_, err = m.World.Invoke(m.alpha.ID, bind)
	require.ErrorContains(t, err, "ENDORSEMENT_POLICY_FAILURE", "most members, but not the reinsurer")
	stage.Do(t, m.alpha, insurance.BindTreaty, "cat")
	for _, key := range m.World.Keys(insurance.Module) {
		require.Empty(t, m.World.ValidationParameter(insurance.Module, key), "every row would be slower to write")
	}
	change := insurance.EndorsementRequest{ID: "e1", Treaty: "cat", Kind: insurance.Amend, Terms: layerOf("500000.00", "100000.00"), Premium: priceOf(treaty.Catastrophe)}
	stage.Refused(t, m.mill, insurance.ProposeEndorsement, change, protocol.NotAuthorised)
	stage.Do(t, m.alpha, insurance.ProposeEndorsement, change)
	stage.Refused(t, m.alpha, insurance.ConsentEndorsement, "e1", insurance.StatusRefused)
	stage.Do(t, m.ridge, insurance.ConsentEndorsement, "e1")
	stage.Refused(t, m.chief, insurance.ApplyEndorsement, "e1", insurance.LinesShort)
	stage.Do(t, m.beta, insurance.ConsentEndorsement, "e1")
	stage.Refused(t, m.alpha, insurance.ApplyEndorsement, "e1", insurance.SamePerson)

	apply, err := stage.Proposal(m.chief, insurance.ApplyEndorsement, "e1")
	require.NoError(t, err)
	apply.Endorsers = []string{alphaMSP, betaMSP, bankMSP, millMSP, rulerMSP}
	_, err = m.World.Invoke(m.chief.ID, apply)
	require.ErrorContains(t, err, "ENDORSEMENT_POLICY_FAILURE", "most members, but not the reinsurer")
	after := stage.Do(t, m.chief, insurance.ApplyEndorsement, "e1")
	require.Equal(t, 1, after.Version)
	require.Equal(t, minor("500000.00"), after.Terms.Occurrence.Limit)
	require.Equal(t, rate("1"), after.Terms.PlacedShare)
	seals := stage.Do(t, m.mill, insurance.GetTreatySeals, "cat").Seals
	require.Len(t, seals, len(after.Guards()))
	for i, guard := range after.Guards() {
		require.Equal(t, protocol.Seal{MSP: guard, Intact: true}, seals[i])
	}

	stage.Do(t, m.alpha, insurance.ProposeEndorsement, insurance.EndorsementRequest{ID: "e2", Treaty: "cat", Kind: insurance.Amend, Terms: layerOf("600000.00", "100000.00"), Premium: priceOf(treaty.Catastrophe)})
	stage.Do(t, m.alpha, insurance.DropEndorsement, "e2")
	stage.Refused(t, m.ridge, insurance.ConsentEndorsement, "e2", insurance.StatusRefused)
}
