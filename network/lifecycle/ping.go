// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"context"
	"strings"
	"time"

	"github.com/consort-finance/consort/network/await"
	"github.com/hyperledger/fabric-gateway/pkg/client"
)

// probe is a function that any contract-api chaincode answers; others refuse it,
// and a refusal by the chaincode is an answer too.
const probe = "org.hyperledger.fabric:GetMetadata"

// ready waits until the organisation's peer reaches its own server and its
// gateway finds enough endorsers: what the first client would need.
func (a *admin) ready(ctx context.Context, u *unit) error {
	if err := a.reaches(ctx, u); err != nil {
		return err
	}
	return a.awaitAnswer(ctx, u, "find endorsers", func(ctx context.Context, c *client.Contract) error {
		proposal, err := c.NewProposal(probe)
		if err == nil {
			_, err = proposal.EndorseWithContext(ctx)
		}
		return err
	})
}

// reaches waits until the organisation's peer gets an answer from its own server.
func (a *admin) reaches(ctx context.Context, u *unit) error {
	return a.awaitAnswer(ctx, u, "call", func(ctx context.Context, c *client.Contract) error {
		_, err := c.EvaluateWithContext(ctx, probe, client.WithEndorsingOrganizations(a.MSPID))
		return err
	})
}

func (a *admin) awaitAnswer(ctx context.Context, u *unit, what string, ask func(context.Context, *client.Contract) error) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Second)
	defer cancel()
	contract := a.gateway.GetNetwork(u.definition.ChannelName).GetContract(u.Name)
	err := await.Success(ctx, 50*time.Millisecond, func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		if err := ask(ctx, contract); err != nil && !answered(err) {
			return err
		}
		return nil
	})
	if err != nil {
		return a.fail(what, u, err)
	}
	return nil
}

// answered tells an error that the chaincode itself gave from one that kept the
// call from reaching it (Fabric, internal/pkg/gateway/apiutils.go).
func answered(err error) bool {
	for _, message := range peerMessages(err) {
		if strings.Contains(message, "chaincode response ") {
			return true
		}
	}
	return false
}
