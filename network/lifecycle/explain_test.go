// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"errors"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/consort-finance/consort/network/await"
)

func gatewayError(t *testing.T, code codes.Code, said string) error {
	t.Helper()
	s, err := status.New(code, "see attached details").WithDetails(
		&gateway.ErrorDetail{MspId: "NorthbankMSP", Address: "127.0.0.1:7051", Message: said})
	require.NoError(t, err)
	return s.Err()
}

func TestExplainNamesEveryNode(t *testing.T) {
	err := gatewayError(t, codes.Aborted, "could not launch chaincode")
	require.Equal(t, "rpc error: code = Aborted desc = see attached details: NorthbankMSP at 127.0.0.1:7051: could not launch chaincode", explain(err).Error())
	require.Equal(t, codes.Aborted, status.Code(explain(err)))
	plain := errors.New("plain")
	require.Equal(t, plain, explain(plain))
}

func TestOnlyTheChaincodesOwnAnswerCounts(t *testing.T) {
	require.True(t, answered(gatewayError(t, codes.Unknown, "chaincode response 404, UNKNOWN_FUNCTION: there is no such")))
	require.False(t, answered(gatewayError(t, codes.Aborted, "could not launch chaincode cash: connection refused")))
	require.False(t, answered(errors.New("plain")))
}

func TestATransactionInDoubtIsLookedUpAgain(t *testing.T) {
	require.NotErrorIs(t, unlessInDoubt(gatewayError(t, codes.Unavailable, "request already processed")), await.ErrNever)
	require.NotErrorIs(t, unlessInDoubt(gatewayError(t, codes.Aborted, "chaincode response 500, failed to invoke backing implementation of "+
		"'ApproveChaincodeDefinitionForMyOrg': attempted to redefine uncommitted sequence (1) for namespace probe with unchanged content")), await.ErrNever)
	require.ErrorIs(t, unlessInDoubt(gatewayError(t, codes.Aborted, "chaincode response 500, no")), await.ErrNever)
}
