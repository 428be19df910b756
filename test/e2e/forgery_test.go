// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/demo/forgery"
)

// forge has a call proposed in the name of a signer, with changes, and endorsed by way of a client's gateway.
func forge[Req protocol.Request, Res any](s *scene, by *gatewayclient.Client, signer gatewayclient.Identity, e protocol.Call[Req, Res], request Req, change func(*forgery.Forgery), opts ...gatewayclient.Option) (*gatewayclient.Endorsed[Res], error) {
	s.Helper()
	opts = append(append(opts, patient...), gatewayclient.As(signer))
	draft, err := gatewayclient.Prepare(by, e, request, opts...)
	require.NoError(s, err)
	draft.Proposal, err = forgery.Rewrite(draft.Proposal, change)
	require.NoError(s, err)
	signature, err := signer.Sign(draft.Proposal.Digest)
	require.NoError(s, err)
	return draft.Endorse(s.Context(), by, signature, patient...)
}

// submitForged signs an endorsed transaction and waits for its block.
func submitForged[Res any](s *scene, by *gatewayclient.Client, signer gatewayclient.Identity, endorsed *gatewayclient.Endorsed[Res]) *gatewayclient.Outcome[Res] {
	s.Helper()
	signature, err := signer.Sign(endorsed.Envelope.Digest)
	require.NoError(s, err)
	outcome, err := endorsed.Submit(s.Context(), by, signature, patient...)
	require.NoError(s, err)
	return outcome
}

// unchanged forges nothing: the signer alone is strange.
func unchanged(*forgery.Forgery) {}
