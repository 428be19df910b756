// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// policies reads all policies, with their claims and evaluations.
func (b books) policies(ctx context.Context) ([]insurance.PolicyBooks, error) {
	versions, err := list(ctx, b, insurance.Versions, func(page protocol.PageRequest) insurance.VersionsRequest {
		return insurance.VersionsRequest{PageRequest: page}
	})
	if err != nil {
		return nil, fmt.Errorf("products: %w", err)
	}
	today, err := ask(ctx, b, insurance.Today, protocol.Nothing{})
	if err != nil {
		return nil, fmt.Errorf("business date: %w", err)
	}
	var all []insurance.PolicyBooks
	seen := map[insurance.ProductID]bool{}
	for _, version := range versions {
		if seen[version.Product] {
			continue
		}
		seen[version.Product] = true
		sold, err := list(ctx, b, insurance.PoliciesByProduct, func(page protocol.PageRequest) insurance.ProductPage {
			return insurance.ProductPage{PageRequest: page, Product: version.Product}
		})
		if err != nil {
			return nil, fmt.Errorf("product %s: %w", version.Product, err)
		}
		read, err := each(ctx, sold, func(ctx context.Context, policy insurance.Policy) (insurance.PolicyBooks, error) {
			return b.policy(ctx, policy, today.Date)
		})
		if err != nil {
			return nil, err
		}
		all = append(all, read...)
	}
	return all, nil
}

func (b books) policy(ctx context.Context, policy insurance.Policy, today date.Date) (insurance.PolicyBooks, error) {
	read := insurance.PolicyBooks{Policy: policy}
	premium, err := ask(ctx, b, insurance.GetPremiumAccount, insurance.ViewRequest{Policy: policy.ID, On: today})
	if err != nil {
		return read, fmt.Errorf("premium of policy %s: %w", policy.ID, err)
	}
	read.Premium = *premium
	if read.Claims, err = b.claims(ctx, policy.ID); err != nil {
		return read, fmt.Errorf("claims under policy %s: %w", policy.ID, err)
	}
	read.Evaluations, err = list(ctx, b, insurance.Evaluations, func(page protocol.PageRequest) insurance.EvaluationsRequest {
		return insurance.EvaluationsRequest{PageRequest: page, Policy: policy.ID}
	})
	return read, err
}

func (b books) claims(ctx context.Context, policy insurance.PolicyID) ([]insurance.ClaimBooks, error) {
	made, err := list(ctx, b, insurance.ClaimsByPolicy, func(page protocol.PageRequest) insurance.PolicyPage {
		return insurance.PolicyPage{PageRequest: page, Policy: policy}
	})
	if err != nil {
		return nil, err
	}
	var all []insurance.ClaimBooks
	for _, claim := range made {
		read, err := b.claim(ctx, claim)
		if err != nil {
			return nil, fmt.Errorf("claim %s: %w", claim.ID, err)
		}
		all = append(all, read)
	}
	return all, nil
}

func (b books) claim(ctx context.Context, claim insurance.Claim) (read insurance.ClaimBooks, err error) {
	of := func(page protocol.PageRequest) insurance.ClaimPage {
		return insurance.ClaimPage{PageRequest: page, Claim: claim.ID}
	}
	read.Claim = claim
	if read.Reserves, err = list(ctx, b, insurance.ClaimReserves, of); err != nil {
		return read, err
	}
	read.Payments, err = list(ctx, b, insurance.ClaimPayments, of)
	return read, err
}

// programmes reads the programmes of all insurers, with what their treaties bear.
func (b books) programmes(ctx context.Context, hosted []parties.Party) ([]insurance.ProgrammeBooks, error) {
	var all []insurance.ProgrammeBooks
	for _, party := range hosted {
		programmes, err := list(ctx, b, insurance.Programmes, func(page protocol.PageRequest) insurance.InsurerPage {
			return insurance.InsurerPage{PageRequest: page, Party: party.ID}
		})
		if err != nil {
			return nil, fmt.Errorf("programmes of %s: %w", party.ID, err)
		}
		for _, programme := range programmes {
			read, err := b.programme(ctx, programme.ID)
			if err != nil {
				return nil, fmt.Errorf("programme %s: %w", programme.ID, err)
			}
			all = append(all, read)
		}
	}
	return all, nil
}

func (b books) programme(ctx context.Context, id insurance.ProgrammeID) (read insurance.ProgrammeBooks, err error) {
	of := func(page protocol.PageRequest) insurance.ProgrammePage {
		return insurance.ProgrammePage{PageRequest: page, Programme: id}
	}
	if read.Book, err = found(ask(ctx, b, insurance.GetBook, id)); err != nil {
		return read, err
	}
	pages, err := list(ctx, b, insurance.BookPages, of)
	if err != nil {
		return read, err
	}
	for _, page := range pages {
		read.Losses = append(read.Losses, page.Losses...)
	}
	treaties, err := list(ctx, b, insurance.Treaties, of)
	if err != nil {
		return read, err
	}
	for _, treaty := range treaties {
		books, err := b.treaty(ctx, treaty.ID)
		if err != nil {
			return read, fmt.Errorf("treaty %s: %w", treaty.ID, err)
		}
		read.Treaties = append(read.Treaties, books)
	}
	return read, nil
}

func (b books) treaty(ctx context.Context, id insurance.TreatyID) (read insurance.TreatyBooks, err error) {
	of := func(page protocol.PageRequest) insurance.TreatyPage {
		return insurance.TreatyPage{PageRequest: page, Treaty: id}
	}
	read.Treaty = id
	if read.Account, err = found(ask(ctx, b, insurance.GetTreatyAccount, id)); err != nil {
		return read, err
	}
	if read.Bordereaux, err = list(ctx, b, insurance.Bordereaux, of); err != nil {
		return read, err
	}
	read.Statements, err = list(ctx, b, insurance.Statements, of)
	return read, err
}

// insured judges premiums, claims, limits and cessions at every peer.
func insured(views []*view) []Invariant {
	premium := Invariant{Name: "premium-exact", Sentence: "what is paid and what is open is the premium that is written"}
	claims := Invariant{Name: "claims-exact", Sentence: "what is paid and reserved is the sum of payments and reserve movements"}
	limits := Invariant{Name: "within-limits", Sentence: "nothing is paid or pending beyond what is payable, reserved or insured"}
	cessions := Invariant{Name: "cessions-exact", Sentence: "what is kept and what is ceded is the loss, and bordereaux and accounts add up to it"}
	for _, v := range views {
		for _, breaches := range breachesOf(v) {
			premium.all(v, breaches.Premium)
			claims.all(v, breaches.Claims)
			limits.all(v, breaches.Limits)
			cessions.all(v, breaches.Cessions)
		}
	}
	return []Invariant{premium, claims, limits, cessions}
}

// breachesOf are those of all policies and programmes.
func breachesOf(v *view) []insurance.Breaches {
	var all []insurance.Breaches
	for _, policy := range v.policies {
		all = append(all, policy.Audit())
	}
	for _, programme := range v.programmes {
		all = append(all, programme.Audit())
	}
	return all
}
