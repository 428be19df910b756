// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"testing"

	"github.com/consort-finance/consort/network/topology"
	"github.com/hyperledger/fabric-admin-sdk/pkg/chaincode"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer/lifecycle"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
)

var terms = topology.Collection{
	Name: "terms", Policy: "OR('NorthbankMSP.member', 'RegulatorMSP.member')",
	RequiredPeerCount: 0, MaxPeerCount: 1, MemberOnlyRead: true,
}

func defined(t *testing.T, c topology.Chaincode) *chaincode.Definition {
	t.Helper()
	d, err := definition("finance", c, c.Collections, "cash_1.0:00")
	require.NoError(t, err)
	return d
}

// committed is the channel's answer after a definition has been committed.
func committed(t *testing.T, c topology.Chaincode) *lifecycle.QueryChaincodeDefinitionsResult_ChaincodeDefinition {
	t.Helper()
	d := defined(t, c)
	policy, err := proto.Marshal(d.ApplicationPolicy)
	require.NoError(t, err)
	return &lifecycle.QueryChaincodeDefinitionsResult_ChaincodeDefinition{
		Sequence: d.Sequence, Version: d.Version, ValidationParameter: policy, Collections: d.Collections,
	}
}

func TestCompareSaysWhichNumberToRaise(t *testing.T) {
	base := topology.Chaincode{
		Name: "cash", Version: "1.0", Sequence: 3, Policy: topology.Majority(), Collections: []topology.Collection{terms},
	}
	with := func(change func(*topology.Chaincode)) topology.Chaincode {
		c := base
		change(&c)
		return c
	}
	cases := map[string]struct {
		want     topology.Chaincode
		step     step
		sentence string
	}{
		"same":          {base, stepNone, ""},
		"next sequence": {with(func(c *topology.Chaincode) { c.Sequence = 4 }), stepCommit, ""},
		"next sequence with a new policy": {with(func(c *topology.Chaincode) {
			c.Sequence, c.Policy = 4, topology.Policy{Signature: "OR('NorthbankMSP.peer')"}
		}), stepCommit, ""},
		"sequence ahead":  {with(func(c *topology.Chaincode) { c.Sequence = 6 }), 0, "write sequence: 4"},
		"sequence behind": {with(func(c *topology.Chaincode) { c.Sequence = 2 }), 0, "write sequence: 3, or 4"},
		"changed version": {with(func(c *topology.Chaincode) { c.Version = "1.1" }), 0, "version 1.1 (there 1.0) differs from the definition that the channel has at sequence 3: write sequence: 4"},
		"changed policy": {with(func(c *topology.Chaincode) {
			c.Policy = topology.Policy{Signature: "AND('NorthbankMSP.peer', 'RegulatorMSP.peer')"}
		}), 0, "policy differs from the definition that the channel has at sequence 3: write sequence: 4"},
		"collection gone": {with(func(c *topology.Chaincode) { c.Collections = nil }), 0, "collections differs"},
		"collection changed": {with(func(c *topology.Chaincode) {
			changed := terms
			changed.BlockToLive = 10
			c.Collections = []topology.Collection{changed}
		}), 0, "collections differs"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := compare(defined(t, c.want), committed(t, base))
			if c.sentence != "" {
				require.ErrorContains(t, err, c.sentence)
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.step, got)
		})
	}
}

func TestCompareWithAnEmptyChannel(t *testing.T) {
	first := topology.Chaincode{Name: "cash", Version: "1.0", Sequence: 1, Policy: topology.Majority()}
	got, err := compare(defined(t, first), nil)
	require.NoError(t, err)
	require.Equal(t, stepCommit, got)

	second := first
	second.Sequence = 2
	_, err = compare(defined(t, second), nil)
	require.ErrorContains(t, err, "chaincode cash: sequence 2 is ahead of the channel, which is at 0: write sequence: 1")
}

func TestDefinitionRefusesAPolicyThatFabricCannotRead(t *testing.T) {
	c := topology.Chaincode{Name: "cash", Version: "1.0", Sequence: 1, Policy: topology.Policy{Signature: "OutOf(2, 'A.peer'"}}
	_, err := definition("finance", c, nil, "id")
	require.ErrorContains(t, err, `chaincode cash: policy: signature policy "OutOf(2, 'A.peer'"`)
}
