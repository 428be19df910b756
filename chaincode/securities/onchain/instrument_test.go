// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

// A public offer needs the depository and the regulator; each approves terms that it names by their hash.
func TestTermsAreApprovedByWhoHasTo(t *testing.T) {
	m := opened(t)
	terms := bondTerms(t)
	terms.Public = true
	m.propose(t, "IND-29", terms)
	approval := m.approval(t, "IND-29")
	wrong := approval
	wrong.Hash = securities.Hash(strings.Repeat("00", 32))
	stage.Refused(t, m.keeper, securities.ApproveTerms, wrong, securities.TermsMoved)
	require.Equal(t, securities.Draft, stage.Do(t, m.keeper, securities.ApproveTerms, approval).Status)
	stage.Refused(t, m.second, securities.ApproveTerms, approval, securities.StatusRefused)
	stage.Refused(t, m.issuer, securities.OpenPrimary, "IND-29", securities.StatusRefused)
	require.Equal(t, securities.Approved, stage.Do(t, m.judge, securities.ApproveTerms, approval).Status)
	stage.Refused(t, m.judge, securities.ApproveTerms, approval, securities.TermsMoved)
}

// The issuer is not its own registrar; depository and regulator are what they are said to be; its LEI is its own; and no two
// instruments have one ISIN.
func TestInstrumentsAreRefused(t *testing.T) {
	m := opened(t)
	m.propose(t, "IND-29", bondTerms(t))
	for name, wrong := range map[string]struct {
		change func(*securities.Terms)
		code   protocol.Code
	}{
		"its own registrar":   {func(t *securities.Terms) { t.Depository = industry }, securities.OwnRegistrar},
		"its own regulator":   {func(t *securities.Terms) { t.Regulator = industry }, securities.OwnRegistrar},
		"one for both":        {func(t *securities.Terms) { t.Regulator = csd }, securities.OwnRegistrar},
		"no depository":       {func(t *securities.Terms) { t.Depository = north }, securities.RoleMissing},
		"no regulator":        {func(t *securities.Terms) { t.Regulator = north }, securities.RoleMissing},
		"another's LEI":       {func(terms *securities.Terms) { terms.LEI = lei(t, 3) }, securities.FirmRefused},
		"the ISIN of another": {func(*securities.Terms) {}, protocol.AlreadyExists},
	} {
		terms := bondTerms(t)
		if name != "the ISIN of another" {
			terms = variant(t, 2)
		}
		wrong.change(&terms)
		_, _, err := stage.Try(m.issuer, securities.ProposeInstrument, securities.ProposeRequest{ID: "OTHER", Terms: terms})
		require.ErrorIs(t, err, wrong.code, name)
	}
	clerk := m.Actor(csd, "clerk", "", role.Issuer, role.Venue)
	stage.Refused(t, clerk, securities.WithdrawInstrument, "IND-29", protocol.NotAuthorised)
	stage.Do(t, m.keeper, securities.WithdrawInstrument, "IND-29")
	m.propose(t, "OTHER", bondTerms(t)) // what is withdrawn keeps nobody's ISIN
}

// Terms never change within a version: others are another version, which is in force when it is approved.
func TestTermsHaveVersions(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	first := stage.Do(t, m.summit, securities.GetTerms, securities.TermsKey{Instrument: "IND-29", Version: 1})
	other := bondTerms(t)
	other.Size, other.Name = 13_001, "Industry 5 % 2029, restated"
	stage.Do(t, m.issuer, securities.ProposeTerms, securities.ProposeRequest{ID: "IND-29", Terms: other})
	require.Equal(t, 1, stage.Do(t, m.summit, securities.GetInstrument, "IND-29").Version)
	for _, wrong := range []func(*securities.Terms){
		func(t *securities.Terms) { t.ISIN = ident.MustISIN("FR0000988040") }, func(t *securities.Terms) { t.Depository = south },
		func(t *securities.Terms) { t.Regulator = south }, func(t *securities.Terms) { t.Nominal = eur("1.00").Amount },
	} {
		bad := other
		wrong(&bad)
		stage.Refused(t, m.issuer, securities.ProposeTerms, securities.ProposeRequest{ID: "IND-29", Terms: bad}, securities.TermsRefused)
	}
	m.approve(t, "IND-29")
	instrument := stage.Do(t, m.summit, securities.GetInstrument, "IND-29")
	require.Equal(t, []any{2, 0, securities.Active}, []any{instrument.Version, instrument.Pending, instrument.Status})
	require.Equal(t, first, stage.Do(t, m.summit, securities.GetTerms, first.TermsKey))
	stage.Do(t, m.issuer, securities.RequestIssue, securities.IssueRequest{ID: "tap", Instrument: "IND-29", Account: "industry", Sizes: []securities.Quantity{2}})
	stage.Refused(t, m.keeper, securities.DecideIssue, securities.DecideIssueRequest{ID: "tap", Accept: true}, securities.SizeExceeded)
}

// Units are made once, by the depository, for the issuer's treasury, and no more than the terms authorise.
func TestUnitsAreIssuedOnce(t *testing.T) {
	m := opened(t)
	m.list(t, "IND-29", bondTerms(t), 100)
	ask := securities.IssueRequest{ID: "A", Instrument: "IND-29", Account: "industry", Sizes: []securities.Quantity{10, 20}}
	stage.Do(t, m.issuer, securities.RequestIssue, ask)
	stage.Refused(t, m.treasurer, securities.RequestIssue, ask, protocol.AlreadyExists)
	decide := securities.DecideIssueRequest{ID: "A", Accept: true}
	require.Equal(t, []string{"VALID", "MVCC_READ_CONFLICT"}, m.block(t,
		endorsed(t, m, m.keeper, securities.DecideIssue, decide), endorsed(t, m, m.second, securities.DecideIssue, decide)))
	stage.Refused(t, m.second, securities.DecideIssue, decide, securities.StatusRefused)
	m.holds(t, "IND-29", "industry", 130)
	elsewhere := ask
	elsewhere.ID, elsewhere.Account = "B", "orchard"
	stage.Refused(t, m.issuer, securities.RequestIssue, elsewhere, securities.AccountRefused)
	ask.ID = "C"
	stage.Do(t, m.issuer, securities.RequestIssue, ask)
	require.Equal(t, securities.IssueDeclined, stage.Do(t, m.keeper, securities.DecideIssue, securities.DecideIssueRequest{ID: "C"}).Status)
	require.Equal(t, securities.Quantity(130), stage.Do(t, m.summit, securities.GetSupply, registerOf("IND-29", monday)).Units)
}

// In the primary phase units leave the treasury and pass no further.
func TestInThePrimaryPhaseTheIssuerSells(t *testing.T) {
	m := opened(t)
	m.list(t, "IND-29", bondTerms(t), 100)
	m.pass(t, "IND-29", m.issuer, "industry", "orchard", 100)
	stage.Refused(t, m.orchard, securities.Transfer, m.giving(t, "orchard", "harbour", 10), securities.InstrumentHalted)
	stage.Do(t, m.keeper, securities.Activate, "IND-29")
	m.pass(t, "IND-29", m.orchard, "orchard", "harbour", 10)
}

// A halt stops what its level says, and who ordered it ends it.
func TestHalts(t *testing.T) {
	m := active(t, "IND-29", bondTerms(t))
	halt := func(level securities.HaltLevel) {
		stage.Do(t, m.judge, securities.HaltInstrument, securities.HaltRequest{ID: "IND-29", Level: level, Order: order})
	}
	resume := func() { stage.Do(t, m.judge, securities.ResumeInstrument, "IND-29") }
	halt(securities.NoTrade)
	m.pass(t, "IND-29", m.orchard, "orchard", "harbour", 10)
	stage.Refused(t, m.keeper, securities.ResumeInstrument, "IND-29", securities.NotYours)
	resume()
	halt(securities.NoMove)
	stage.Refused(t, m.orchard, securities.Transfer, m.giving(t, "orchard", "harbour", 10), securities.InstrumentHalted)
	cancel := securities.CancelRequest{Instrument: "IND-29", Account: "industry", Lots: []securities.LotID{m.first(t, "IND-29", "industry").Lot}}
	resume()
	halt(securities.NoWrite)
	stage.Refused(t, m.issuer, securities.CancelUnits, cancel, securities.InstrumentHalted)
	stage.Refused(t, m.issuer, securities.RequestIssue, securities.IssueRequest{ID: "X", Instrument: "IND-29", Account: "industry", Sizes: []securities.Quantity{1}}, securities.InstrumentHalted)
	resume()
	require.Equal(t, securities.Quantity(10_000), stage.Do(t, m.issuer, securities.CancelUnits, cancel).Units)
}

// A bond that has matured moves no more; an instrument is closed when none of its units is left.
func TestTheEndOfAnInstrument(t *testing.T) {
	m := opened(t)
	m.propose(t, "SHORT", maturing(t))
	m.approve(t, "SHORT")
	stage.Do(t, m.issuer, securities.OpenPrimary, "SHORT")
	m.issue(t, "SHORT", 100)
	stage.Refused(t, m.summit, securities.MatureInstrument, "SHORT", securities.TooEarly)
	m.roll(t, "2026-01-06")
	stage.Do(t, m.summit, securities.MatureInstrument, "SHORT")
	stage.Refused(t, m.issuer, securities.Transfer, securities.TransferRequest{
		Instrument: "SHORT", From: "industry", To: "orchard", Lots: m.inputs(t, "SHORT", "industry", 1), Quantity: 1,
	}, securities.InstrumentHalted)
	stage.Refused(t, m.keeper, securities.CloseInstrument, "SHORT", securities.SupplyRemains)
	stage.Do(t, m.issuer, securities.CancelUnits, securities.CancelRequest{Instrument: "SHORT", Account: "industry", Lots: m.inputs(t, "SHORT", "industry", 100)})
	require.Equal(t, securities.Closed, stage.Do(t, m.keeper, securities.CloseInstrument, "SHORT").Status)
	require.Equal(t, securities.Quantity(100), stage.Do(t, m.summit, securities.GetSupply, registerOf("SHORT", monday)).Units)
	stage.Refused(t, m.issuer, securities.WithdrawInstrument, "SHORT", securities.StatusRefused)
}
