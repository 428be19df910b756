// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// Officer is the name of every member's governor.
const Officer = "officer"

// Adopt has the officers of enough members vote for a request, and carries it out.
func Adopt[Req protocol.Request, Res any](ctx context.Context, d *Desks, id protocol.ResolutionID, endpoint protocol.SubmitEndpoint[Req, Res], request Req) (*Res, error) {
	members := d.Network.Orgs()
	proposer, err := d.At(ctx, members[0], Officer)
	if err != nil {
		return nil, err
	}
	proposal, err := parties.NewProposal(id, endpoint, request, "")
	if err != nil {
		return nil, err
	}
	if _, err := gatewayclient.Do(ctx, proposer, parties.ProposeResolution, proposal); err != nil {
		return nil, fmt.Errorf("propose %s: %w", id, err)
	}
	for _, member := range members[1 : len(members)/2+1] {
		voter, err := d.At(ctx, member, Officer)
		if err != nil {
			return nil, err
		}
		if _, err := gatewayclient.Do(ctx, voter, parties.ApproveResolution, id); err != nil {
			return nil, fmt.Errorf("%s approves %s: %w", member, id, err)
		}
	}
	result, err := gatewayclient.Do(ctx, proposer, endpoint, request)
	if err != nil {
		return nil, fmt.Errorf("carry out %s: %w", id, err)
	}
	return result, nil
}
