// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"testing"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
)

func TestKeyLevelPolicyIsSetOnceAtCreation(t *testing.T) {
	c := newChannel(t)
	_, _, err := submit(c, c.alice, misbehave, misdeed{"guarded", "g"}, "create")
	require.NoError(t, err)
	key := "\x00note\x00g\x00"
	policy := c.ValidationParameter("notes", key)
	envelope := &common.SignaturePolicyEnvelope{}
	require.NoError(t, proto.Unmarshal(policy, envelope))
	require.Len(t, envelope.GetIdentities(), 3)
	require.Equal(t, int32(2), envelope.GetRule().GetNOutOf().GetN(), "Northbank, and one of two")

	change := func(reference string, endorsers ...string) error {
		proposal, err := propose[bump, answer](bumpEndpoint, bump{"g", 1}, reference)
		require.NoError(t, err)
		proposal.Endorsers = endorsers
		_, err = c.Invoke(c.alice, proposal)
		return err
	}
	require.ErrorContains(t, change("1", "RegulatorMSP", "SouthbankMSP"), "ENDORSEMENT_POLICY_FAILURE", "without Northbank")
	require.ErrorContains(t, change("2", "NorthbankMSP"), "ENDORSEMENT_POLICY_FAILURE", "Northbank alone")
	require.NoError(t, change("3", "NorthbankMSP", "SouthbankMSP"))
	require.NoError(t, change("4"), "the gateway finds the endorsers")
	require.Equal(t, policy, c.ValidationParameter("notes", key), "a change leaves the policy")
	once := "\x00_once\x00NorthbankMSP\x00P-1\x00create\x00"
	require.Contains(t, c.Keys("notes"), once)
	require.Nil(t, c.ValidationParameter("notes", once))
}

func TestEmptyKeyLevelPolicyIsRefused(t *testing.T) {
	c := newChannel(t)
	_, _, err := submit(c, c.alice, misbehave, misdeed{"nobody", "g"}, "r")
	require.ErrorIs(t, err, protocol.Internal)
	_, err = ask(c, c.alice, readEndpoint, "g")
	require.ErrorIs(t, err, protocol.NotFound)
}
