// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Found founds the consortium.
func (c *Contract) Found(tx *ledger.Tx, req parties.Charter) (*parties.Constitution, error) {
	if _, founded, err := constitutions.Find(tx, parties.ConstitutionKey{}); err != nil || founded {
		return nil, orFault(err, parties.AlreadyFounded.New("the consortium is founded"))
	}
	constitution, event, err := parties.Establish(req, c.charter, tx.Facts())
	if err != nil {
		return nil, err
	}
	tx.Emit(event)
	return &constitution, constitutions.Insert(tx, constitution)
}

// Propose proposes a resolution.
func (c *Contract) Propose(tx *ledger.Tx, req parties.ProposeRequest) (*parties.Proposal, error) {
	before, err := constitution(tx)
	if err != nil {
		return nil, err
	}
	proposal, event := parties.Propose(req, before, tx.Facts())
	tx.Emit(event)
	return &proposal, proposals.Insert(tx, proposal)
}

// Approve casts a vote.
func (c *Contract) Approve(tx *ledger.Tx, req protocol.ResolutionID) (*parties.Proposal, error) {
	return revote(tx, req, parties.Proposal.Approve)
}

// Withdraw ends a proposal, or takes an approval back.
func (c *Contract) Withdraw(tx *ledger.Tx, req protocol.ResolutionID) (*parties.Proposal, error) {
	return revote(tx, req, parties.Proposal.Withdraw)
}

func revote(tx *ledger.Tx, id protocol.ResolutionID, rule func(parties.Proposal, protocol.Facts) (parties.Proposal, protocol.Event, error)) (*parties.Proposal, error) {
	before, err := proposals.Get(tx, id)
	if err != nil {
		return nil, err
	}
	after, event, err := rule(before, tx.Facts())
	if err != nil {
		return nil, err
	}
	tx.Emit(event)
	return &after, proposals.Update(tx, after)
}

// Admit admits a member.
func (c *Contract) Admit(tx *ledger.Tx, req parties.AdmitRequest) (*parties.Constitution, error) {
	return amend(tx, func(before parties.Constitution) (parties.Constitution, error) {
		return before.Admit(req.Member, req.Threshold)
	})
}

// Expel expels a member.
func (c *Contract) Expel(tx *ledger.Tx, req parties.ExpelRequest) (*parties.Constitution, error) {
	return amend(tx, func(before parties.Constitution) (parties.Constitution, error) {
		return before.Expel(req.MSP, req.Threshold)
	})
}

// Grant lets a member hold a role.
func (c *Contract) Grant(tx *ledger.Tx, req parties.RoleRequest) (*parties.Constitution, error) {
	return amend(tx, func(before parties.Constitution) (parties.Constitution, error) {
		return before.Grant(req.MSP, req.Role)
	})
}

// Revoke takes a role from a member.
func (c *Contract) Revoke(tx *ledger.Tx, req parties.RoleRequest) (*parties.Constitution, error) {
	return amend(tx, func(before parties.Constitution) (parties.Constitution, error) {
		return before.Revoke(req.MSP, req.Role)
	})
}

// SetThreshold changes how many members must approve.
func (c *Contract) SetThreshold(tx *ledger.Tx, req parties.ThresholdRequest) (*parties.Constitution, error) {
	return amend(tx, func(before parties.Constitution) (parties.Constitution, error) {
		return before.SetThreshold(req.Threshold)
	})
}

func amend(tx *ledger.Tx, rule func(parties.Constitution) (parties.Constitution, error)) (*parties.Constitution, error) {
	before, err := constitution(tx)
	if err != nil {
		return nil, err
	}
	after, err := rule(before)
	if err != nil {
		return nil, err
	}
	tx.Emit(after.Amended())
	return &after, constitutions.Update(tx, after)
}

// SetPolicy sets what a policy asks for.
func (c *Contract) SetPolicy(tx *ledger.Tx, req parties.PolicyRequest) (*parties.Policy, error) {
	_, there, err := policies.Find(tx, req.Policy.Name)
	if err != nil {
		return nil, err
	}
	tx.Emit(req.Policy.Changed())
	if there {
		return &req.Policy, policies.Update(tx, req.Policy)
	}
	return &req.Policy, policies.Insert(tx, req.Policy)
}

// RoleHeld tells whether a member may hold a role.
func (c *Contract) RoleHeld(q *ledger.Query, req role.Question) (*role.Answer, error) {
	held, err := roleHeld(q, req)
	return &role.Answer{Held: held}, err
}

// Resolution tells how a resolution stands.
func (c *Contract) Resolution(q *ledger.Query, req protocol.ResolutionID) (*protocol.Resolution, error) {
	return ledger.Answer(resolution(q, req))
}

// Proposal answers a proposal.
func (c *Contract) Proposal(q *ledger.Query, req protocol.ResolutionID) (*parties.Proposal, error) {
	return ledger.Answer(proposals.Get(q, req))
}

// Proposals lists proposals.
func (c *Contract) Proposals(q *ledger.Query, req protocol.PageRequest) (*protocol.Page[parties.Proposal], error) {
	return ledger.Answer(proposals.Page(q, nil, req))
}

// Constitution answers the members and their roles.
func (c *Contract) Constitution(q *ledger.Query, _ protocol.Nothing) (*parties.Constitution, error) {
	return ledger.Answer(constitution(q))
}

// Policy answers what a policy asks for.
func (c *Contract) Policy(q *ledger.Query, req parties.PolicyName) (*parties.Policy, error) {
	return ledger.Answer(policy(q, req))
}

func policy(r ledger.Reader, name parties.PolicyName) (parties.Policy, error) {
	if policy, builtIn := parties.BuiltIn(name); builtIn {
		return policy, nil
	}
	return policies.Get(r, name)
}

// orFault is the error of a reading, or else the fault that a successful reading means.
func orFault(err error, fault *protocol.Fault) error {
	if err != nil {
		return err
	}
	return fault
}
