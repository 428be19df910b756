// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/desk"
)

// Officer is the name of every member's governor.
const Officer = "officer"

// Adopt has the officers of enough members vote for a request, and carries it out.
func Adopt[Req protocol.Request, Res any](ctx context.Context, d *Desks, id protocol.ResolutionID, endpoint protocol.SubmitEndpoint[Req, Res], request Req) (*Res, error) {
	proposal, err := parties.NewProposal(id, endpoint, request, "")
	if err != nil {
		return nil, err
	}
	officer, err := d.Vote(ctx, proposal)
	if err != nil {
		return nil, err
	}
	result, err := gatewayclient.Do(ctx, officer, endpoint, request)
	if err != nil {
		return nil, fmt.Errorf("carry out %s: %w", id, err)
	}
	return result, nil
}

// Vote has the officers of enough members vote for a proposal, and answers one who may carry it out.
func (d *Desks) Vote(ctx context.Context, proposal parties.ProposeRequest) (*gatewayclient.Client, error) {
	block, err := d.vote(ctx, proposal)
	if err != nil {
		return nil, err
	}
	return d.officer(ctx, d.members[0], block)
}

// vote proposes a resolution and casts the votes that it needs, one after the other. It answers the block of the last.
func (d *Desks) vote(ctx context.Context, proposal parties.ProposeRequest) (block uint64, err error) {
	members := d.members
	for i, member := range members[:len(members)/2+1] {
		officer, err := d.officer(ctx, member, block)
		if err != nil {
			return 0, err
		}
		var outcome *gatewayclient.Outcome[parties.Proposal]
		if i == 0 {
			outcome, err = gatewayclient.Submit(ctx, officer, parties.ProposeResolution, proposal)
		} else {
			outcome, err = gatewayclient.Submit(ctx, officer, parties.ApproveResolution, proposal.ID)
		}
		if err != nil {
			return 0, fmt.Errorf("%s votes for %s: %w", member, proposal.ID, err)
		}
		block = outcome.Block
	}
	return block, nil
}

// officer is a member's governor, whose peer has a block.
func (d *Desks) officer(ctx context.Context, member string, block uint64) (*gatewayclient.Client, error) {
	officer, err := d.At(ctx, member, Officer)
	if err != nil {
		return nil, err
	}
	return officer, desk.CatchUp(ctx, officer, block)
}
