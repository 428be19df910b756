// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"encoding/hex"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
)

func TestEndorsersThatBrickOrUnprotectARowAreRefused(t *testing.T) {
	for name, e := range map[string]Endorsers{
		"nobody":                {},
		"none of one":           {MSPs: []string{"A"}},
		"none of nobody":        {N: 0, MSPs: []string{}},
		"one of nobody":         {Always: []string{"A"}, N: 1},
		"two of one":            {N: 2, MSPs: []string{"A"}},
		"fewer than none":       {Always: []string{"A"}, N: -1, MSPs: []string{"B"}},
		"an empty member":       {N: 1, MSPs: []string{""}},
		"a member with spaces":  {N: 1, MSPs: []string{"A "}},
		"a member with NUL":     {N: 1, MSPs: []string{"A\x00"}},
		"an invalid member":     {N: 1, MSPs: []string{"A\xff"}},
		"a member twice":        {N: 2, MSPs: []string{"A", "A"}},
		"a member on two sides": {Always: []string{"A"}, N: 1, MSPs: []string{"B", "A"}},
		"or nobody":             {Always: []string{"A"}, Or: []Endorsers{{}}},
		"nobody, or somebody":   {Or: []Endorsers{{Always: []string{"A"}}}},
		"or a member twice":     {Always: []string{"A"}, Or: []Endorsers{{Always: []string{"B", "B"}}}},
		"or none of one":        {Always: []string{"A"}, Or: []Endorsers{{MSPs: []string{"B"}}}},
		"or this or that":       {Always: []string{"A"}, Or: []Endorsers{{Always: []string{"B"}, Or: []Endorsers{{Always: []string{"C"}}}}}},
	} {
		_, err := e.policy()
		require.Error(t, err, name)
	}
}

func TestEndorsersMakeTheSameBytesInAnyOrder(t *testing.T) {
	one, err := Endorsers{N: 2, MSPs: []string{"C", "A", "B"}}.policy()
	require.NoError(t, err)
	two, err := Endorsers{N: 2, MSPs: []string{"A", "B", "C"}}.policy()
	require.NoError(t, err)
	require.True(t, bytes.Equal(one, two))
	all, err := Endorsers{Always: []string{"A", "B"}}.policy()
	require.NoError(t, err)
	require.NotEmpty(t, all)
}

// A row that a custodian lets go, or a depository and a regulator together.
func TestEndorsersHaveAlternatives(t *testing.T) {
	content, err := Endorsers{Always: []string{"Custodian"}, Or: []Endorsers{{Always: []string{"Regulator", "Depository"}}}}.policy()
	require.NoError(t, err)
	envelope := &common.SignaturePolicyEnvelope{}
	require.NoError(t, proto.Unmarshal(content, envelope))
	require.Len(t, envelope.GetIdentities(), 3)
	ways := envelope.GetRule().GetNOutOf()
	require.Equal(t, int32(1), ways.GetN())
	require.Len(t, ways.GetRules(), 2)
	require.Equal(t, int32(1), ways.GetRules()[0].GetNOutOf().GetN())
	require.Equal(t, int32(2), ways.GetRules()[1].GetNOutOf().GetN())
	require.Equal(t, goldenAlternative, hex.EncodeToString(content), "peers have rows with these bytes")
}

// A member that is on both ways is one principal.
func TestAlternativesShareMembers(t *testing.T) {
	content, err := Endorsers{Always: []string{"Depository"}, Or: []Endorsers{{Always: []string{"Depository", "Regulator"}}}}.policy()
	require.NoError(t, err)
	envelope := &common.SignaturePolicyEnvelope{}
	require.NoError(t, proto.Unmarshal(content, envelope))
	require.Len(t, envelope.GetIdentities(), 2)
	other := envelope.GetRule().GetNOutOf().GetRules()[1].GetNOutOf().GetRules()
	require.Equal(t, int32(0), other[0].GetSignedBy())
	require.Equal(t, int32(1), other[1].GetSignedBy())
}

const goldenAlternative = "121c121a080112081206080112020800120c120a080212020801120208021a0f120d0a09437573746f6469616e10031a10120e0a0a4465706f7369746f727910031a0f120d0a09526567756c61746f721003"
