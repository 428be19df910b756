// SPDX-License-Identifier: Apache-2.0

package parties

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Proposal is a resolution on its way: what is to be carried out, and who stands behind it.
type Proposal struct {
	ID       protocol.ResolutionID `json:"id"`
	Endpoint string                `json:"endpoint"`
	// Request is the request to be carried out, as canonical JSON: what the members read before they vote.
	Request string `json:"request"`
	Reason  string `json:"reason"`
	// Proposer is the member that proposed, and the first to approve.
	Proposer  string   `json:"proposer"`
	Approvals []string `json:"approvals"`
	// Threshold is how many members had to approve when it was proposed. A later, lower threshold does not adopt what
	// had failed before.
	Threshold int  `json:"threshold"`
	Withdrawn bool `json:"withdrawn"`
}

// ProposeRequest proposes to carry out one request at one endpoint.
type ProposeRequest struct {
	ID       protocol.ResolutionID `json:"id" help:"name of the resolution"`
	Endpoint string                `json:"endpoint" help:"endpoint to be called, such as cash:RegisterModule"`
	Request  string                `json:"request" help:"the request in canonical JSON, naming this resolution"`
	Reason   string                `json:"reason" help:"why, in a sentence"`
}

// Validate refuses a proposal that no one could carry out.
func (r ProposeRequest) Validate() error {
	if err := r.ID.Validate(); err != nil {
		return err
	}
	if r.Endpoint == "" || len(r.Endpoint) > 128 {
		return errors.New("endpoint must have 1 to 128 bytes")
	}
	if len(r.Reason) > 1024 {
		return errors.New("reason has more than 1024 bytes")
	}
	return errors.Join(protocol.ValidateText("request", r.Request, 64<<10), protocol.ValidateVisible("reason", r.Reason))
}

// NewProposal writes down a request so that members can vote on it and the kernel recognises it later.
func NewProposal[Req protocol.Request, Res any](id protocol.ResolutionID, endpoint protocol.SubmitEndpoint[Req, Res], request Req, reason string) (ProposeRequest, error) {
	content, err := protocol.Marshal(request)
	return ProposeRequest{ID: id, Endpoint: endpoint.Name(), Request: string(content), Reason: reason}, err
}

// Propose makes a proposal under a constitution, already approved by the proposer's member.
func Propose(request ProposeRequest, c Constitution, facts protocol.Facts) (Proposal, protocol.Event) {
	proposal := Proposal{
		ID: request.ID, Endpoint: request.Endpoint, Request: request.Request, Reason: request.Reason,
		Proposer: facts.Caller.MSP, Approvals: []string{facts.Caller.MSP}, Threshold: c.Threshold,
	}
	return proposal, Proposed.Of(string(proposal.ID), ResolutionEvent{Endpoint: proposal.Endpoint, Member: proposal.Proposer})
}

// Approve adds the vote of the caller's member. Faults: RESOLUTION_CLOSED, VOTED_ALREADY.
func (p Proposal) Approve(facts protocol.Facts) (Proposal, protocol.Event, error) {
	if p.Withdrawn {
		return p, protocol.Event{}, ResolutionClosed.New("resolution %s was withdrawn", p.ID)
	}
	member := facts.Caller.MSP
	if slices.Contains(p.Approvals, member) {
		return p, protocol.Event{}, VotedAlready.New("%s approved resolution %s before", member, p.ID)
	}
	p.Approvals = append(slices.Clone(p.Approvals), member)
	return p, Approved.Of(string(p.ID), ResolutionEvent{Endpoint: p.Endpoint, Member: member}), nil
}

// Withdraw ends a proposal, by its proposer's member; another member takes its approval back, so that what was adopted
// and not carried out does not lie in wait for ever. Faults: RESOLUTION_CLOSED, NOT_AUTHORISED.
func (p Proposal) Withdraw(facts protocol.Facts) (Proposal, protocol.Event, error) {
	if p.Withdrawn {
		return p, protocol.Event{}, ResolutionClosed.New("resolution %s was withdrawn before", p.ID)
	}
	member := facts.Caller.MSP
	happened := ResolutionEvent{Endpoint: p.Endpoint, Member: member}
	if member == p.Proposer {
		p.Withdrawn = true
		return p, Withdrawn.Of(string(p.ID), happened), nil
	}
	at := slices.Index(p.Approvals, member)
	if at < 0 {
		return p, protocol.Event{}, protocol.NotAuthorised.New("%s has neither proposed nor approved resolution %s", member, p.ID)
	}
	p.Approvals = slices.Delete(slices.Clone(p.Approvals), at, at+1)
	return p, ApprovalWithdrawn.Of(string(p.ID), happened), nil
}

// Resolution is how the proposal stands under a constitution.
func (p Proposal) Resolution(c Constitution) protocol.Resolution {
	sum := sha256.Sum256([]byte(p.Request))
	votes := 0
	for _, member := range p.Approvals {
		if c.MayHold(member, role.Governor) {
			votes++
		}
	}
	return protocol.Resolution{
		ID: p.ID, Endpoint: p.Endpoint, RequestHash: hex.EncodeToString(sum[:]),
		Adopted: !p.Withdrawn && votes >= max(p.Threshold, c.Threshold),
	}
}
