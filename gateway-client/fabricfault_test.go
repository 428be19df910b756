// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// gatewayStatus is an error as a peer's gateway makes it: each detail is "MSP|message".
func gatewayStatus(t *testing.T, code codes.Code, message string, details ...[2]string) error {
	t.Helper()
	var all []protoadapt.MessageV1
	for _, d := range details {
		all = append(all, &gateway.ErrorDetail{Address: d[0] + ":7051", MspId: d[0], Message: d[1]})
	}
	s, err := status.New(code, message).WithDetails(all...)
	require.NoError(t, err)
	return s.Err()
}

const (
	msgEndorse = "failed to endorse transaction, see attached details for more info"
	msgCollect = "failed to collect enough transaction endorsements, see attached details for more info"
	msgQuorum  = "insufficient number of orderers could successfully process transaction to satisfy quorum requirement"
)

func TestFaultsAreReadFromEndorsers(t *testing.T) {
	for name, test := range map[string]struct {
		code    codes.Code
		detail  string
		fault   string
		status  int32
		evaluat bool
	}{
		"endorse":         {codes.Aborted, "chaincode response 409, INSUFFICIENT_FUNDS: the account has 3.00 EUR", "INSUFFICIENT_FUNDS: the account has 3.00 EUR", 409, false},
		"evaluate":        {codes.Unknown, "chaincode response 404, NOT_FOUND: account X is not there", "NOT_FOUND: account X is not there", 404, true},
		"several lines":   {codes.Aborted, "chaincode response 400, INVALID_ARGUMENT: first\nsecond", "INVALID_ARGUMENT: first\nsecond", 400, false},
		"other chaincode": {codes.Aborted, "chaincode response 500, boom", "INTERNAL: boom", 500, false},
	} {
		t.Run(name, func(t *testing.T) {
			err := gatewayStatus(t, test.code, msgEndorse, [2]string{"NorthbankMSP", test.detail})
			found := endorseTrouble(err, nil)
			if test.evaluat {
				found = evaluateTrouble(err)
			}
			fault := &protocol.Fault{}
			require.ErrorAs(t, found, &fault)
			require.Equal(t, test.fault, fault.Error())
			require.Equal(t, test.status, fault.Status)
			require.NotErrorIs(t, found, ErrTransient)
			require.Equal(t, test.code, status.Code(found), "the gRPC status is kept")
		})
	}
}

func TestTransientEndorsementTroubles(t *testing.T) {
	lagging := [2]string{"SouthbankMSP", "chaincode response 404, NOT_FOUND: account X is not there"}
	for name, test := range map[string]struct {
		err       error
		asked     []string
		transient bool
	}{
		"busy gateway":               {gatewayStatus(t, codes.Unknown, "too many requests for /gateway.Gateway, exceeding concurrency limit (500)"), nil, true},
		"busy endorser":              {gatewayStatus(t, codes.Aborted, msgEndorse, [2]string{"A", "too many requests for /protos.Endorser, exceeding concurrency limit (2500)"}), nil, true},
		"peer away":                  {gatewayStatus(t, codes.Unavailable, "connection refused"), nil, true},
		"discovery is not ready":     {gatewayStatus(t, codes.FailedPrecondition, "no combination of peers can be derived which satisfy the endorsement policy: …"), nil, true},
		"mismatch":                   {gatewayStatus(t, codes.Aborted, msgCollect, [2]string{"A", "ProposalResponsePayloads do not match"}), nil, true},
		"one endorsed, one refused":  {gatewayStatus(t, codes.Aborted, msgCollect, lagging), nil, true},
		"one of two asked refused":   {gatewayStatus(t, codes.Aborted, msgCollect, lagging), []string{"NorthbankMSP", "SouthbankMSP"}, true},
		"all asked refused":          {gatewayStatus(t, codes.Aborted, msgCollect, lagging), []string{"SouthbankMSP"}, false},
		"the first refused":          {gatewayStatus(t, codes.Aborted, msgEndorse, lagging), nil, false},
		"identity refused":           {gatewayStatus(t, codes.Aborted, msgEndorse, [2]string{"A", "access denied: creator is malformed"}), nil, false},
		"private data, unnamed orgs": {gatewayStatus(t, codes.FailedPrecondition, "requires endorsement from organisation(s) that are not in the distribution policy"), nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			if test.transient {
				require.ErrorIs(t, endorseTrouble(test.err, test.asked), ErrTransient)
				return
			}
			require.NotErrorIs(t, endorseTrouble(test.err, test.asked), ErrTransient)
		})
	}
}

func TestSubmitTroublesTellWhatIsCertain(t *testing.T) {
	refused := [2]string{"A", "received unsuccessful response from orderer: status=FORBIDDEN, info=identity expired"}
	unreachable := [2]string{"B", "rpc error: code = Unavailable desc = connection refused"}
	for name, test := range map[string]struct {
		err                error
		notSent, transient bool
	}{
		"deadline":                {gatewayStatus(t, codes.DeadlineExceeded, "submit timeout expired while broadcasting to ordering service"), false, false},
		"connection lost":         {gatewayStatus(t, codes.Unavailable, "transport is closing"), false, false},
		"refused and unreachable": {gatewayStatus(t, codes.Unavailable, msgQuorum, refused, unreachable), false, false},
		"refused by all":          {gatewayStatus(t, codes.Unavailable, msgQuorum, refused, refused), true, false},
		"refused by a raft node":  {gatewayStatus(t, codes.Aborted, "received unsuccessful response from orderer: status=BAD_REQUEST, info=…"), true, false},
		"no orderer":              {gatewayStatus(t, codes.Unavailable, "no orderer nodes available"), true, true},
		"busy gateway":            {gatewayStatus(t, codes.Unknown, "too many requests for /gateway.Gateway, exceeding concurrency limit (500)"), true, true},
		"unsigned":                {gatewayStatus(t, codes.InvalidArgument, "prepared transaction must be signed"), true, false},
		"something never seen":    {gatewayStatus(t, codes.Internal, "stream terminated"), false, false},
		"cancelled by the caller": {gatewayStatus(t, codes.Canceled, "context canceled"), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			is := require.NotErrorIs
			if test.notSent {
				is = require.ErrorIs
			}
			is(t, submitTrouble(test.err), ErrNotSent)
			is = require.NotErrorIs
			if test.transient {
				is = require.ErrorIs
			}
			is(t, submitTrouble(test.err), ErrTransient)
		})
	}
}

func TestOrderedAlreadyIsNoTrouble(t *testing.T) {
	unreachable := [2]string{"A", "rpc error: code = Unavailable desc = connection refused"}
	for _, text := range []string{"request already processed", "request already exists"} {
		detail := [2]string{"B", "received unsuccessful response from orderer: status=SERVICE_UNAVAILABLE, info=failed to submit request: " + text}
		require.NoError(t, submitTrouble(gatewayStatus(t, codes.Unavailable, msgQuorum, unreachable, detail)))
	}
	require.NoError(t, submitTrouble(nil))
}
