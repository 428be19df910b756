// SPDX-License-Identifier: Apache-2.0

package covers

import (
	"context"
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/insurance/refund"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
)

// Names of what the insurer sells.
const (
	panel    = insurance.PanelID("alone")
	rain     = oracle.FeedID("bench-rain")
	building = insurance.CoverCode("BUILDING")
	drought  = insurance.CoverCode("DROUGHT")
)

// What one policy of each product comes to, in cents: a home is insured for 100,000.00 at one per mille and 12 % tax, a
// farm for 1,000.00 at one per cent, without tax.
const (
	homeSum     = 100_000_00
	homePremium = 100_00
	homeTax     = 12_00
	farmSum     = 1_000_00
	farmPremium = 10_00
)

// Rain of 25.1 mm is 4.9 mm short of 30: four whole ones, each of which pays 1 %.
const (
	measured = 251
	payout   = farmSum / 100 * 4
)

func homeProduct() insurance.VersionKey { return insurance.VersionKey{Product: "homes", Version: 1} }

func farmProduct() insurance.VersionKey { return insurance.VersionKey{Product: "farms", Version: 1} }

// sell brings both products into circulation.
func (m *market) sell(ctx context.Context) error {
	m.Say("bring a plain and a parametric product into circulation")
	season, err := m.season()
	if err != nil {
		return err
	}
	own := insurance.Purse{Account: payouts}
	line := insurance.LineTerms{Insurer: "insurer", Share: insurance.Whole, Premiums: insuring, Refunds: own, Claims: own}
	opened := insurance.PanelTerms{ID: panel, Currency: desk.Currency(), Lines: []insurance.LineTerms{line}}
	steps := []trial.Step{m.feed, trial.Have(m.underwriter, insurance.OpenPanelOf, opened)}
	for _, terms := range []insurance.ProductTerms{m.homes(), farms(season)} {
		steps = append(steps, trial.Have(m.underwriter, insurance.DraftVersion, terms),
			trial.Have(m.underwriter, insurance.SubmitVersion, terms.VersionKey),
			trial.Have(m.chief, insurance.ActivateVersion, terms.VersionKey))
	}
	return m.InTurn(ctx, append(steps, m.empower)...)
}

// empower gives the handler authority to reserve.
func (m *market) empower(ctx context.Context) error {
	who := m.handler.Identity()
	key := insurance.AuthorityKey{MSP: who.MSP, Enrolment: "handler", Kind: insurance.ReserveAuthority, Currency: desk.Currency()}
	proposal := insurance.AuthorityRequest{AuthorityKey: key, Limit: money.MustAmount(homeSum)}
	return m.InTurn(ctx,
		trial.Have(m.underwriter, insurance.ProposeAuthority, proposal), trial.Have(m.chief, insurance.GrantAuthority, key))
}

// provider is who observes at a member, and from what.
func provider(oracleOf *gatewayclient.Client) oracle.Provider {
	msp := oracleOf.Identity().MSP
	return oracle.Provider{Host: msp, Upstream: "gauge of " + msp, Dataset: "rain", Version: "final"}
}

// feed has the members register three observers of the rain, of whom two have to agree.
func (m *market) feed(ctx context.Context) error {
	terms := oracle.FeedTerms{
		ID: rain, Unit: "MMT", Scale: 1, Most: 20_000, Median: oracle.Lower,
		ReportDays: 5, StaleDays: 5, ChallengeDays: challenged - 1, ArbitrationDays: 10,
		Sources: []oracle.Source{{Name: "Kaski", Quorum: 2, SpreadMax: 20}},
	}
	for _, oracleOf := range m.oracles {
		terms.Sources[0].Providers = append(terms.Sources[0].Providers, provider(oracleOf))
	}
	id := protocol.ResolutionID(rain)
	request := insurance.FeedResolution{Governed: protocol.Governed{Resolution: id}, Feed: terms}
	_, err := desk.Adopt(ctx, m.Desks, id, insurance.RegisterFeed, request)
	return err
}

// homes are insured with claims and adjusters, and their premium is paid in instalments; each may be paid as late as the
// cover's last day.
func (m *market) homes() insurance.ProductTerms {
	tax := insurance.Tax{Name: "IPT", Rate: decimal.MustParse("0.12"), From: m.first, Purse: purseOf(taxing, insurance.Refunds)}
	return insurance.ProductTerms{
		VersionKey: homeProduct(), Class: "PROPERTY", Basis: insurance.Indemnity, Occasion: insurance.Occurrence,
		Currency: desk.Currency(), Wording: strings.Repeat("a1", 32), TermMonths: 12, Panel: panel,
		Covers:       []insurance.Cover{{Code: building, SumMost: money.MustAmount(homeSum), Rate: decimal.MustParse("0.001")}},
		Rating:       straight(homeSum),
		Taxes:        []insurance.Tax{tax},
		Cancellation: refund.Terms{Method: refund.ProRata}, GraceDays: 366, InstalmentsMost: instalments,
		Claims: insurance.ClaimTerms{
			ReportingDays: 90, Allocation: "PRO_RATA", Contribution: "INDEPENDENT_LIABILITY",
			Service: insurance.Service{Acknowledge: 3, Decide: 30, Pay: 10},
		},
	}
}

// farms are paid by an index: 1 % of the sum insured for each whole millimetre of rain below 30.
func farms(season oracle.RoundKey) insurance.ProductTerms {
	dry := &index.Linear{
		Direction: index.Below, Strike: decimal.FromInt64(300), Share: decimal.FromInt64(1),
		Tick: &index.Tick{Step: decimal.FromInt64(10), Share: decimal.MustParse("0.01")},
	}
	late := insurance.Service{Pay: 5, LateRate: decimal.MustParse("0.0365"), LateCount: date.Act365F}
	return insurance.ProductTerms{
		VersionKey: farmProduct(), Class: "CROP", Basis: insurance.Parametric, Occasion: insurance.Occurrence,
		Currency: desk.Currency(), Wording: strings.Repeat("a2", 32), TermMonths: 12, InstalmentsMost: 1, Panel: panel,
		Covers:       []insurance.Cover{{Code: drought, SumMost: money.MustAmount(farmSum), Rate: decimal.MustParse("0.01")}},
		Rating:       straight(farmSum),
		Cancellation: refund.Terms{Method: refund.ProRata},
		Claims:       insurance.ClaimTerms{Service: late},
		Parametric: &insurance.ParametricTerms{ClosingDays: 1, Triggers: []insurance.TriggerTerms{{
			Cover: drought, Feed: season.Feed, Subject: season.Subject, From: season.From, To: season.To,
			PremiumBack: decimal.FromInt64(1), Terms: index.Terms{Linear: dry},
		}}},
	}
}

// straight is sold straight through, up to a sum insured.
func straight(most int64) insurance.Rating {
	sum := money.MustAmount(most)
	return insurance.Rating{SumReferred: sum, SumMost: sum, QuoteDays: 30, StraightThrough: true}
}
