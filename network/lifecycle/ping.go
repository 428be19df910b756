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

// answerLimit is how long a peer may take to reach a new server, or to hear of the
// other organisations' peers, on a slow and busy machine.
const answerLimit = 60 * time.Second

// ready waits until the organisation's peer reaches its own server and knows
// enough endorsers: what the first client needs.
func (a *admin) ready(ctx context.Context, u *unit) error {
	if err := a.reaches(ctx, u); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	err := await.Success(ctx, 50*time.Millisecond, func(ctx context.Context) error { return a.endorsable(ctx, u) })
	if err != nil {
		return a.fail("find endorsers of", u, err)
	}
	return nil
}

// reaches waits until the organisation's peer gets an answer from its own server.
func (a *admin) reaches(ctx context.Context, u *unit) error {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	contract := a.gateway.GetNetwork(u.definition.ChannelName).GetContract(u.Name)
	err := await.Success(ctx, 50*time.Millisecond, func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		_, err := contract.EvaluateWithContext(ctx, probe, client.WithEndorsingOrganizations(a.MSPID))
		if err != nil && !answered(err) {
			return err
		}
		return nil
	})
	if err != nil {
		return a.fail("call", u, err)
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
