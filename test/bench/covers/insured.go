// SPDX-License-Identifier: Apache-2.0

package covers

import (
	"context"
	"fmt"
	"strings"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
)

// How many policies there are, and in how many instalments the premium of a home is paid, the first as it is bound. So many
// homes are ten batches of different payers: an account pays once a block.
const (
	homes       = 5_000
	instalments = 7
	catastrophe = 10_000 // farms that keepers pay
	alone       = 500    // farms that are paid one by one before
	farmsInAll  = alone + catastrophe
)

// risk commits to a proposal that there is not.
var risk = strings.Repeat("7e", 32)

func home(n int) insurance.PolicyID { return insurance.PolicyID(fmt.Sprintf("home-%d", n)) }

func homeAccount(n int) cash.AccountID { return cash.AccountID(home(n)) }

func farm(n int) insurance.PolicyID { return insurance.PolicyID(fmt.Sprintf("farm-%d", n)) }

func farmAccount(n int) cash.AccountID { return cash.AccountID(farm(n)) }

func quote(policy insurance.PolicyID) insurance.QuoteID { return insurance.QuoteID("q-" + policy) }

// insureHomes insures homes of alice's, each paid from an account of its own.
func (m *market) insureHomes(ctx context.Context) error {
	m.Say("insure %d homes, in %d instalments each", homes, instalments)
	return m.InTurn(ctx,
		func(ctx context.Context) error { return m.openMany(ctx, homeAccount, homes) },
		m.endow,
		func(ctx context.Context) error { return trial.InParallel(ctx, numbers(homes), m.grantHome) },
		func(ctx context.Context) error { return trial.InParallel(ctx, numbers(homes), m.askHome) },
		func(ctx context.Context) error { return trial.InParallel(ctx, numbers(homes), m.bindHome) },
	)
}

// grantHome lets the premiums of a home be collected.
func (m *market) grantHome(ctx context.Context, n int) error {
	return m.mandate(ctx, m.Alice, homeAccount(n), insurance.Premiums)
}

// bindHome makes a contract, and pays the first instalment.
func (m *market) bindHome(ctx context.Context, n int) error {
	return trial.Have(m.underwriter, insurance.BindPolicy, insurance.BindRequest{Quote: quote(home(n))})(ctx)
}

// endow gives each home's account the premium of the year.
func (m *market) endow(ctx context.Context) error {
	for from := 0; from < homes; from += atOnce {
		var batch cash.BatchRequest
		for n := from; n < min(from+atOnce, homes); n++ {
			batch.Legs = append(batch.Legs, cash.Leg{From: farming, To: homeAccount(n), Amount: desk.Euros(homePremium + homeTax)})
		}
		if err := m.InTurn(ctx, trial.Have(m.Alice, cash.TransferBatch, batch)); err != nil {
			return err
		}
	}
	return nil
}

// askHome asks for a policy, and accepts it at its price.
func (m *market) askHome(ctx context.Context, n int) error {
	return trial.Have(m.Alice, insurance.AskQuote, insurance.QuoteRequest{
		ID: quote(home(n)), Kind: insurance.ForPolicy, Policy: home(n), Product: homeProduct(),
		Covers: []insurance.Asked{{Cover: building, Sum: money.MustAmount(homeSum)}}, From: m.first, Risk: risk,
		Account: homeAccount(n), Payer: purseOf(homeAccount(n), insurance.Premiums), Instalments: instalments,
		Most: desk.Euros(homePremium + homeTax),
	})(ctx)
}

// insureFarms insures farms of alice's, each paid out to an account of its own.
func (m *market) insureFarms(ctx context.Context) error {
	m.Say("insure %d farms against drought", farmsInAll)
	return m.InTurn(ctx,
		func(ctx context.Context) error { return m.openMany(ctx, farmAccount, farmsInAll) },
		func(ctx context.Context) error { return trial.InParallel(ctx, numbers(farmsInAll), m.applyFarm) },
		m.issue,
	)
}

// applyFarm asks for a policy, and accepts it at its price.
func (m *market) applyFarm(ctx context.Context, n int) error {
	return trial.Have(m.Alice, insurance.ApplyForPolicies, insurance.ApplyRequest{
		Product: farmProduct(), From: m.first, Account: farmAccount(n), Payer: purseOf(farming, insurance.Premiums),
		Most: desk.Euros(farmPremium), Risks: []insurance.RiskRequest{{
			Quote: quote(farm(n)), Policy: farm(n), Risk: risk,
			Covers: []insurance.Asked{{Cover: drought, Sum: money.MustAmount(farmSum)}},
		}},
	})(ctx)
}

// issue makes contracts of all applications, one batch after the other, since one mandate pays the premiums.
func (m *market) issue(ctx context.Context) error {
	for from := 0; from < farmsInAll; from += atOnce {
		request := insurance.IssueRequest{Product: farmProduct()}
		for n := from; n < min(from+atOnce, farmsInAll); n++ {
			request.Quotes = append(request.Quotes, quote(farm(n)))
		}
		if err := m.InTurn(ctx, trial.Have(m.underwriter, insurance.IssuePolicies, request)); err != nil {
			return err
		}
	}
	return nil
}
