// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Claim answers a claim.
func (c *Contract) Claim(q *ledger.Query, req insurance.ClaimID) (*insurance.Claim, error) {
	return ledger.Answer(claims.Get(q, req))
}

// ClaimsByPolicy lists the claims under a policy.
func (c *Contract) ClaimsByPolicy(q *ledger.Query, req insurance.PolicyPage) (*protocol.Page[insurance.Claim], error) {
	return ledger.Answer(claims.PageBy(q, "policy", req.Policy.Key(), req.PageRequest))
}

// Authority answers a person's authority.
func (c *Contract) Authority(q *ledger.Query, req insurance.AuthorityKey) (*insurance.Authority, error) {
	return ledger.Answer(authorities.Get(q, req))
}

// Payment answers a payment.
func (c *Contract) Payment(q *ledger.Query, req insurance.NumberedKey) (*insurance.Payment, error) {
	return ledger.Answer(payments.Get(q, req))
}

// Decision answers a decision.
func (c *Contract) Decision(q *ledger.Query, req insurance.NumberedKey) (*insurance.Decision, error) {
	return ledger.Answer(decisions.Get(q, req))
}

// Appeal answers an appeal.
func (c *Contract) Appeal(q *ledger.Query, req insurance.NumberedKey) (*insurance.Appeal, error) {
	return ledger.Answer(appeals.Get(q, req))
}

// Assessment answers an assessment.
func (c *Contract) Assessment(q *ledger.Query, req insurance.NumberedKey) (*insurance.Assessment, error) {
	return ledger.Answer(assessments.Get(q, req))
}

// Accumulator answers what the claims of a period used of a cover.
func (c *Contract) Accumulator(q *ledger.Query, req insurance.AccumulatorKey) (*insurance.Accumulated, error) {
	return ledger.Answer(accumulators.Get(q, req))
}

// Reserves lists the reserve movements of a claim.
func (c *Contract) Reserves(q *ledger.Query, req insurance.ClaimPage) (*protocol.Page[insurance.ReserveMovement], error) {
	return ledger.Answer(reserves.Page(q, req.Claim.Key(), req.PageRequest))
}

// Payments lists the payments on a claim.
func (c *Contract) Payments(q *ledger.Query, req insurance.ClaimPage) (*protocol.Page[insurance.Payment], error) {
	return ledger.Answer(payments.Page(q, req.Claim.Key(), req.PageRequest))
}

// EvidenceOf lists the evidence on a claim.
func (c *Contract) EvidenceOf(q *ledger.Query, req insurance.ClaimPage) (*protocol.Page[insurance.Evidence], error) {
	return ledger.Answer(evidence.Page(q, req.Claim.Key(), req.PageRequest))
}

// CoinsuranceDue answers what an insurer owes the lead.
func (c *Contract) CoinsuranceDue(q *ledger.Query, req insurance.CoinsuranceKey) (*insurance.CoinsuranceDue, error) {
	return ledger.Answer(coinsurance.Get(q, req))
}

// CessionDue answers what a movement changed for an insurer.
func (c *Contract) CessionDue(q *ledger.Query, req insurance.CessionKey) (*insurance.CessionDue, error) {
	return ledger.Answer(cessionsDue.Get(q, req))
}
