// SPDX-License-Identifier: Apache-2.0

package deposits

import (
	"context"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/demo/forgery"
	"github.com/consort-finance/consort/network/demo/story"
)

// spoof sends a proposal that peers carry out as a call of cash while its signed payload names the module probe. Fabric
// does not compare the two; a chaincode that believed the payload would take bob for the module.
func (c *chapter) spoof(ctx context.Context) (string, error) {
	client, err := c.Seat(ctx, bob)
	if err != nil {
		return "", err
	}
	draft, err := gatewayclient.Prepare(client, cash.Settle, c.settlement("spoofed", "bait", euros(50)))
	if err != nil {
		return "", err
	}
	claim := func(f *forgery.Forgery) { f.Spec.ChaincodeSpec.ChaincodeId.Name = string(module) }
	if draft.Proposal, err = forgery.Rewrite(draft.Proposal, claim); err != nil {
		return "", fmt.Errorf("forge the proposal: %w", err)
	}
	signature, err := client.Identity().Sign(draft.Proposal.Digest)
	if err != nil {
		return "", err
	}
	_, err = draft.Endorse(ctx, client, signature)
	return story.Refused(err, protocol.CallerRefused)
}
