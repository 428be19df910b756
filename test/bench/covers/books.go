// SPDX-License-Identifier: Apache-2.0

package covers

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
)

// each is of how many policies one is looked at, beside those with claims.
const each = 20

// books are what a peer has.
type books struct {
	policies  []insurance.PolicyBooks
	programme insurance.ProgrammeBooks
}

// check holds the books of policies and of the programme to their laws at every peer, and peers to each other.
func (m *market) check(ctx context.Context) error {
	if err := m.Level(ctx); err != nil {
		return err
	}
	var first *books
	for _, member := range m.Members() {
		read, err := m.books(ctx, member)
		if err == nil {
			err = read.sound()
		}
		if err != nil {
			return fmt.Errorf("peer of %s: %w", member, err)
		}
		if first == nil {
			first = read
		}
		if !reflect.DeepEqual(first, read) {
			return fmt.Errorf("peer of %s: it has other books than the first", member)
		}
	}
	return nil
}

// sound tells the first breach of a law, if there is one.
func (b *books) sound() error {
	found := []insurance.Breaches{b.programme.Audit()}
	for _, policy := range b.policies {
		if policy.Premium.Open.Sign() != 0 {
			return fmt.Errorf("policy %s: %s is open", policy.Policy.ID, policy.Premium.Open)
		}
		found = append(found, policy.Audit())
	}
	var all []string
	for _, breaches := range found {
		all = slices.Concat(all, breaches.Premium, breaches.Claims, breaches.Limits, breaches.Cessions)
	}
	if len(all) == 0 {
		return nil
	}
	return fmt.Errorf("%d breaches, the first: %s", len(all), all[0])
}

// sampled are the policies that are looked at: all with claims, and some of the others.
func sampled() []insurance.PolicyID {
	var all []insurance.PolicyID
	for n := range homes {
		if n < struck || n%each == 0 {
			all = append(all, home(n))
		}
	}
	for n := 0; n < farmsInAll; n += each {
		all = append(all, farm(n))
	}
	return all
}

// books are what the peer of a member has.
func (m *market) books(ctx context.Context, member string) (*books, error) {
	client, err := m.At(ctx, member, desk.Officer)
	if err != nil {
		return nil, err
	}
	read, sample := &books{}, sampled()
	read.policies = make([]insurance.PolicyBooks, len(sample))
	err = trial.InParallel(ctx, numbers(len(sample)), func(ctx context.Context, i int) (err error) {
		read.policies[i], err = m.policy(ctx, client, sample[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	read.programme, err = programmeBooks(ctx, client)
	return read, err
}

func (m *market) policy(ctx context.Context, client *gatewayclient.Client, id insurance.PolicyID) (insurance.PolicyBooks, error) {
	var read insurance.PolicyBooks
	standing, err := gatewayclient.Do(ctx, client, insurance.GetPolicy, id)
	if err != nil {
		return read, err
	}
	premium, err := gatewayclient.Do(ctx, client, insurance.GetPremiumAccount, insurance.ViewRequest{Policy: id, On: m.today})
	if err != nil {
		return read, err
	}
	read.Policy, read.Premium = standing.Policy, *premium
	if read.Evaluations, err = evaluations(ctx, client, id); err != nil {
		return read, err
	}
	read.Claims, err = claims(ctx, client, id)
	return read, err
}

// claims are what the peer of a client has of the claims under a policy.
func claims(ctx context.Context, client *gatewayclient.Client, id insurance.PolicyID) ([]insurance.ClaimBooks, error) {
	made, err := trial.All(ctx, client, insurance.ClaimsByPolicy, func(page protocol.PageRequest) insurance.PolicyPage {
		return insurance.PolicyPage{PageRequest: page, Policy: id}
	})
	if err != nil {
		return nil, err
	}
	read := make([]insurance.ClaimBooks, len(made))
	for i, claim := range made {
		if read[i], err = claimBooks(ctx, client, claim); err != nil {
			return nil, err
		}
	}
	return read, nil
}

// evaluations are those of a policy, as the peer of a client has them.
func evaluations(ctx context.Context, client *gatewayclient.Client, id insurance.PolicyID) ([]insurance.Evaluation, error) {
	return trial.All(ctx, client, insurance.Evaluations, func(page protocol.PageRequest) insurance.EvaluationsRequest {
		return insurance.EvaluationsRequest{PageRequest: page, Policy: id}
	})
}

func claimBooks(ctx context.Context, client *gatewayclient.Client, claim insurance.Claim) (read insurance.ClaimBooks, err error) {
	of := func(page protocol.PageRequest) insurance.ClaimPage {
		return insurance.ClaimPage{PageRequest: page, Claim: claim.ID}
	}
	read.Claim = claim
	if read.Reserves, err = trial.All(ctx, client, insurance.ClaimReserves, of); err != nil {
		return read, err
	}
	read.Payments, err = trial.All(ctx, client, insurance.ClaimPayments, of)
	return read, err
}

func programmeBooks(ctx context.Context, client *gatewayclient.Client) (read insurance.ProgrammeBooks, err error) {
	book, err := gatewayclient.Do(ctx, client, insurance.GetBook, programme)
	if err != nil {
		return read, err
	}
	pages, err := trial.All(ctx, client, insurance.BookPages, func(page protocol.PageRequest) insurance.ProgrammePage {
		return insurance.ProgrammePage{PageRequest: page, Programme: programme}
	})
	if err != nil {
		return read, err
	}
	read.Book = *book
	for _, page := range pages {
		read.Losses = append(read.Losses, page.Losses...)
	}
	// No account is rendered, so that the bordereaux are all that there is of the treaty.
	borne := insurance.TreatyBooks{Treaty: quotaShare}
	borne.Bordereaux, err = trial.All(ctx, client, insurance.Bordereaux, func(page protocol.PageRequest) insurance.TreatyPage {
		return insurance.TreatyPage{PageRequest: page, Treaty: quotaShare}
	})
	read.Treaties = []insurance.TreatyBooks{borne}
	return read, err
}
