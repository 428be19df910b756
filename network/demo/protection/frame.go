// SPDX-License-Identifier: Apache-2.0

package protection

import (
	"context"
	"strings"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/refund"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) frame() []story.Step {
	return []story.Step{
		story.Do("members register the firms that they host, each by its LEI", c.Register),
		story.Do(c.Majority()+" adopt the euro", c.EuroMotion().Carry),
		story.Do(c.Majority()+" let insurance settle through cash", c.ModuleMotion(footing.Module(insurance.Module, insurance.EntryPoints()), "insurance").Carry),
		story.Do("banks open accounts of money for the insurer and its policyholders", func(ctx context.Context) (string, error) { return c.Open(ctx, c.accounts) }),
		story.Do("the regulator attests the reserves behind each bank's deposits", c.Attest),
		story.Do("maker and checker, two people of a bank, issue money together", func(ctx context.Context) (string, error) { return c.Mint(ctx, c.accounts) }),
		story.Do("everybody lets insurance collect what it owes: premiums, claims, refunds", c.mandates),
		story.Do("the insurer drafts a product and activates it alone", c.alone),
		story.Do("another person of the insurer activates it: its terms are frozen", c.activate),
		story.Do("the insurer gives its people authority, two of them for each", c.empower),
	}
}

func (c *chapter) mandates(ctx context.Context) (string, error) {
	if err := c.turn(ctx, c.Today); err != nil {
		return "", err
	}
	until, err := c.Today.AddMonths(24)
	if err != nil {
		return "", err
	}
	for _, m := range []struct {
		who      story.Person
		account  string
		purposes []cash.Purpose
	}{
		{buyer, "buyer", []cash.Purpose{insurance.Premiums}}, {alice, "alice", []cash.Purpose{insurance.Premiums}},
		{bob, "bob", []cash.Purpose{insurance.Premiums}}, {underwriter, "insurer", []cash.Purpose{insurance.Claims, insurance.Refunds}},
		{underwriter, "tax", []cash.Purpose{insurance.Refunds}},
	} {
		for _, purpose := range m.purposes {
			_, err := story.Submit(ctx, c.Stage, m.who, cash.GrantMandate, cash.MandateTerms{
				ID: c.mandate(m.account, purpose), Payer: c.Account(m.account), Module: insurance.Module, Purpose: purpose,
				MaxUse: footing.Euros(1_000_000), MaxTotal: footing.Euros(5_000_000), ValidUntil: until,
			})
			if err != nil {
				return "", err
			}
		}
	}
	return "until " + until.String(), nil
}

func (c *chapter) version(name string) insurance.VersionKey {
	return insurance.VersionKey{Product: insurance.ProductID(c.ID(name)), Version: 1}
}

func (c *chapter) panel() insurance.PanelID { return insurance.PanelID(c.ID("panel")) }

// property insures buildings: average below four fifths of the value, 1,000.00 of each loss the policyholder's own.
func (c *chapter) property() insurance.ProductTerms {
	return insurance.ProductTerms{
		VersionKey: c.version("property"), Class: "PROPERTY", Basis: insurance.Indemnity, Occasion: insurance.Occurrence, Currency: footing.Euro,
		Wording: strings.Repeat("a1", 32), TermMonths: 12,
		Covers: []insurance.Cover{{
			Code: "BUILDING", SumLeast: cents(10_000), SumMost: cents(5_000_000), Rate: rate("0.001"),
			Deductible: insurance.Deductible{Kind: insurance.Flat, Amount: cents(1000)}, Average: rate("0.8"),
		}},
		Rating:       insurance.Rating{Minimum: cents(50), SumReferred: cents(3_000_000), SumMost: cents(6_000_000), LoadingReferred: rate("0.1"), LoadingMost: rate("0.5"), QuoteDays: 30},
		Panel:        c.panel(),
		Taxes:        []insurance.Tax{{Name: "IPT", Rate: rate("0.12"), From: c.Today, Purse: c.purse("tax", insurance.Refunds)}},
		Cancellation: refund.Terms{Method: refund.ProRata}, CommissionMost: rate("0.2"), CommissionReturned: true,
		GraceDays: 14, InstalmentsMost: 12, ReinstateDays: 30, BackdateDays: 30,
		Claims: insurance.ClaimTerms{
			ReportingDays: 90, Evidence: []string{"INVOICE"}, NetPremium: true, Allocation: "PRO_RATA", Contribution: "INDEPENDENT_LIABILITY",
			ReopenDays: 365, AppealDays: 60, Service: insurance.Service{Acknowledge: 3, Decide: 30, Pay: 10},
		},
	}
}

func (c *chapter) draft(ctx context.Context, terms insurance.ProductTerms) error {
	if _, err := story.Submit(ctx, c.Stage, underwriter, insurance.DraftVersion, terms); err != nil {
		return err
	}
	_, err := story.Submit(ctx, c.Stage, underwriter, insurance.SubmitVersion, terms.VersionKey)
	return err
}

func (c *chapter) alone(ctx context.Context) (string, error) {
	line := insurance.LineTerms{
		Insurer: "insurer", Share: insurance.Whole, Premiums: c.Account("insurer"),
		Refunds: c.purse("insurer", insurance.Refunds), Claims: c.purse("insurer", insurance.Claims),
	}
	_, err := story.Submit(ctx, c.Stage, underwriter, insurance.OpenPanelOf, insurance.PanelTerms{ID: c.panel(), Currency: footing.Euro, Lines: []insurance.LineTerms{line}})
	if err != nil {
		return "", err
	}
	if err := c.draft(ctx, c.property()); err != nil {
		return "", err
	}
	_, err = story.Submit(ctx, c.Stage, underwriter, insurance.ActivateVersion, c.version("property"))
	return story.Refused(err, insurance.SamePerson)
}

func (c *chapter) activate(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, c.Stage, chief, insurance.ActivateVersion, c.version("property"))
	return "one per mille of the sum insured a year, 12 % tax", err
}

// empower gives the expert 10,000.00 of payments, and the chief 2,000,000.00 of everything.
func (c *chapter) empower(ctx context.Context) (string, error) {
	msp := c.MSP(underwriter.Member())
	grant := func(who string, kind insurance.AuthorityKind, units int64) error {
		key := insurance.AuthorityKey{MSP: msp, Enrolment: who, Kind: kind, Currency: footing.Euro}
		if there, err := story.Ask(ctx, c.Stage, underwriter, insurance.GetAuthority, key); err == nil && there.Limit == cents(units) {
			return nil // since an earlier telling
		}
		if _, err := story.Submit(ctx, c.Stage, underwriter, insurance.ProposeAuthority, insurance.AuthorityRequest{AuthorityKey: key, Limit: cents(units)}); err != nil {
			return err
		}
		_, err := story.Submit(ctx, c.Stage, handler, insurance.GrantAuthority, key)
		return err
	}
	if err := grant("expert", insurance.PaymentAuthority, 10_000); err != nil {
		return "", err
	}
	for _, kind := range []insurance.AuthorityKind{insurance.DecisionAuthority, insurance.ReserveAuthority, insurance.PaymentAuthority} {
		if err := grant("chief", kind, 2_000_000); err != nil {
			return "", err
		}
	}
	return "10000.00 EUR of payments for the expert, 2000000.00 EUR of everything for the chief", nil
}

// policyID names a policy.
func (c *chapter) policyID(name string) insurance.PolicyID { return insurance.PolicyID(c.ID(name)) }

// quoted brings a request for cover to a policy: quote, offer, acceptance at its price, premium and binding.
func (c *chapter) insure(ctx context.Context, who story.Person, party parties.PartyID, product, cover string, units int64, from date.Date) (*insurance.Policy, error) {
	policy := c.policyID(product + "-" + string(party))
	request := insurance.QuoteRequest{
		ID: insurance.QuoteID(c.ID("q-" + product + "-" + string(party))), Kind: insurance.ForPolicy, Policy: policy, Product: c.version(product),
		Covers: []insurance.Asked{{Cover: insurance.CoverCode(cover), Sum: cents(units)}}, From: from, Risk: strings.Repeat("7e", 32),
		Account: c.Account(string(party)), Payer: c.purse(string(party), insurance.Premiums), Instalments: 1,
	}
	asked, err := story.Submit(ctx, c.Stage, who, insurance.AskQuote, request)
	if err != nil {
		return nil, err
	}
	quote := asked.Result
	if quote.Status != insurance.Offered {
		offered, err := story.Submit(ctx, c.Stage, underwriter, insurance.OfferQuote, insurance.OfferRequest{Quote: request.ID})
		if err != nil {
			return nil, err
		}
		quote = offered.Result
	}
	most := money.Money{Amount: quote.Price.Total, Currency: footing.Euro}
	if _, err := story.Submit(ctx, c.Stage, who, insurance.AcceptQuote, insurance.AcceptRequest{Quote: request.ID, Most: most}); err != nil {
		return nil, err
	}
	bound, err := story.Submit(ctx, c.Stage, underwriter, insurance.BindPolicy, insurance.BindRequest{Quote: request.ID})
	if err != nil {
		return nil, err
	}
	return bound.Result, nil
}
