// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// ProposeAuthority proposes somebody's authority.
func (c *Contract) ProposeAuthority(tx *ledger.Tx, req insurance.AuthorityRequest) (*insurance.Authority, error) {
	do, err := c.actor(tx)
	if err != nil {
		return nil, err
	}
	before, there, err := authorities.Find(tx, req.AuthorityKey)
	if err != nil {
		return nil, err
	}
	after, events, err := before.Propose(req, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, put(tx, authorities, after, there)
}

// GrantAuthority lets a proposed authority count.
func (c *Contract) GrantAuthority(tx *ledger.Tx, req insurance.AuthorityKey) (*insurance.Authority, error) {
	return change(tx, authorities, req, insurance.Authority.Grant)
}

// AssessClaim puts losses through the terms.
func (c *Contract) AssessClaim(tx *ledger.Tx, req insurance.AssessRequest) (*insurance.Claim, error) {
	f, err := fileOf(tx, req.Claim)
	if err != nil {
		return nil, err
	}
	found, _, err := accumulated(tx, f.claim)
	if err != nil {
		return nil, err
	}
	after, assessment, events, err := f.claim.Assess(req, f.product.ProductTerms, found, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, errors.Join(claims.Update(tx, after), assessments.Insert(tx, assessment))
}

// RecommendDecision recommends a decision.
func (c *Contract) RecommendDecision(tx *ledger.Tx, req insurance.RecommendRequest) (*insurance.Decision, error) {
	f, err := fileOf(tx, req.Claim)
	if err != nil {
		return nil, err
	}
	after, decision, events, err := f.claim.Recommend(req, f.product.ProductTerms, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &decision, errors.Join(claims.Update(tx, after), decisions.Insert(tx, decision))
}

// SecondDecision is another insurer's word.
func (c *Contract) SecondDecision(tx *ledger.Tx, req insurance.NumberedKey) (*insurance.Decision, error) {
	f, err := fileOf(tx, req.Claim)
	if err != nil {
		return nil, err
	}
	decision, err := decisions.Get(tx, req)
	if err != nil {
		return nil, err
	}
	decided, events, err := f.claim.Second(decision, f.panel, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &decided.Decision, errors.Join(claims.Update(tx, decided.Claim), decisions.Update(tx, decided.Decision))
}

// DecideClaim decides.
func (c *Contract) DecideClaim(tx *ledger.Tx, req insurance.DecideRequest) (*insurance.Decision, error) {
	f, err := fileOf(tx, req.Claim)
	if err != nil {
		return nil, err
	}
	decision, err := decisions.Get(tx, req.NumberedKey)
	if err != nil {
		return nil, err
	}
	limit, err := authority(tx, f.act, insurance.DecisionAuthority, f.claim.Currency)
	if err != nil {
		return nil, err
	}
	found, there, err := accumulated(tx, f.claim)
	if err != nil {
		return nil, err
	}
	decided, events, err := f.claim.Decide(req, decision, limit, f.panel, f.product.ProductTerms, found, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &decided.Decision, errors.Join(claims.Update(tx, decided.Claim), decisions.Update(tx, decided.Decision), saveAccumulated(tx, decided.Accumulated, there))
}

// AppealClaim appeals a decision.
func (c *Contract) AppealClaim(tx *ledger.Tx, req insurance.AppealRequest) (*insurance.Appeal, error) {
	f, err := fileOf(tx, req.Claim)
	if err != nil {
		return nil, err
	}
	decision, err := decisions.Get(tx, req.NumberedKey)
	if err != nil {
		return nil, err
	}
	appealed, events, err := f.claim.Appeal(req, decision, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &appealed.Appeal, errors.Join(claims.Update(tx, appealed.Claim), appeals.Insert(tx, appealed.Appeal))
}

// DecideAppeal decides an appeal within the insurer.
func (c *Contract) DecideAppeal(tx *ledger.Tx, req insurance.AppealDecision) (*insurance.Appeal, error) {
	return appealing(tx, req.NumberedKey, func(f file, a insurance.Appeal, d insurance.Decision) (insurance.Appealed, []protocol.Event, error) {
		return f.claim.DecideAppeal(req, a, d, f.product.Claims, f.act)
	})
}

// EscalateAppeal brings an appeal to the arbiter.
func (c *Contract) EscalateAppeal(tx *ledger.Tx, req insurance.NumberedKey) (*insurance.Appeal, error) {
	return appealing(tx, req, func(f file, a insurance.Appeal, _ insurance.Decision) (insurance.Appealed, []protocol.Event, error) {
		return f.claim.Escalate(a, f.act)
	})
}

// ReviewAppeal is the arbiter's word.
func (c *Contract) ReviewAppeal(tx *ledger.Tx, req insurance.AppealDecision) (*insurance.Appeal, error) {
	return appealing(tx, req.NumberedKey, func(f file, a insurance.Appeal, d insurance.Decision) (insurance.Appealed, []protocol.Event, error) {
		return f.claim.Review(req, a, d, f.product.Claims, f.act)
	})
}

// appealing is a step of an appeal.
func appealing(tx *ledger.Tx, key insurance.NumberedKey, rule func(file, insurance.Appeal, insurance.Decision) (insurance.Appealed, []protocol.Event, error)) (*insurance.Appeal, error) {
	f, err := fileOf(tx, key.Claim)
	if err != nil {
		return nil, err
	}
	before, err := appeals.Get(tx, key)
	if err != nil {
		return nil, err
	}
	decision, err := decisions.Get(tx, key)
	if err != nil {
		return nil, err
	}
	appealed, events, err := rule(f, before, decision)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &appealed.Appeal, errors.Join(claims.Update(tx, appealed.Claim), appeals.Update(tx, appealed.Appeal))
}
