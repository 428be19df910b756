// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// Texts by which the gateway's troubles are told apart, for want of codes of their own.
const (
	textBusy      = "too many requests"                                 // internal/peer/node/grpc_limiters.go, code Unknown
	textMismatch  = "ProposalResponsePayloads do not match"             // internal/pkg/gateway/endorsement.go
	textTooFew    = "failed to collect enough transaction endorsements" // internal/pkg/gateway/endorse.go
	textNoPlan    = "no combination of peers can be derived"            // internal/pkg/gateway/registry.go: discovery is not ready
	textNoOrderer = "no orderer nodes available"                        // internal/pkg/gateway/submit.go
	textOrdered   = "request already processed"                         // SmartBFT's request pool: it is in a block, or will be
	textPooled    = "request already exists"                            // SmartBFT's request pool
)

// refusal is what an endorser says when a chaincode refuses (internal/pkg/gateway/apiutils.go).
var refusal = regexp.MustCompile(`(?s)^chaincode response (\d+), (.*)$`)

// ordererRefusal is an orderer's answer to what it will never order.
var ordererRefusal = regexp.MustCompile(`status=(BAD_REQUEST|FORBIDDEN|NOT_FOUND|REQUEST_ENTITY_TOO_LARGE)\b`)

// gatewayError is an error of the gateway with what its endorsers or orderers said.
type gatewayError struct {
	err     error
	details []*gateway.ErrorDetail
	fault   *protocol.Fault
	marks   []error
}

// Error is the fault's sentence, or the gateway's message with what each node said.
func (e *gatewayError) Error() string {
	if e.fault != nil {
		return e.fault.Error()
	}
	var text strings.Builder
	text.WriteString(status.Convert(e.err).Message())
	for _, detail := range e.details {
		fmt.Fprintf(&text, "; %s (%s): %s", detail.GetAddress(), detail.GetMspId(), detail.GetMessage())
	}
	return text.String()
}

// Unwrap answers the fault, the marks and the gRPC error.
func (e *gatewayError) Unwrap() []error {
	var all []error
	if e.fault != nil {
		all = append(all, e.fault)
	}
	return append(append(all, e.marks...), e.err)
}

func newGatewayError(err error) *gatewayError {
	e := &gatewayError{err: err}
	for _, detail := range status.Convert(err).Details() {
		if d, ok := detail.(*gateway.ErrorDetail); ok {
			e.details = append(e.details, d)
			if e.fault == nil {
				e.fault = faultIn(d.GetMessage())
			}
		}
	}
	return e
}

// faultIn reads a chaincode's refusal out of an endorser's message; nil when it is none.
func faultIn(message string) *protocol.Fault {
	match := refusal.FindStringSubmatch(message)
	if match == nil {
		return nil
	}
	number, err := strconv.ParseInt(match[1], 10, 32)
	if err != nil {
		return nil
	}
	fault, ok := protocol.ParseFault(int32(number), match[2])
	if !ok {
		return &protocol.Fault{Code: protocol.Internal.Name, Status: int32(number), Sentence: match[2]}
	}
	return fault
}

// says looks for a text in the message and in what the nodes said.
func (e *gatewayError) says(text string) bool {
	if strings.Contains(status.Convert(e.err).Message(), text) {
		return true
	}
	for _, detail := range e.details {
		if strings.Contains(detail.GetMessage(), text) {
			return true
		}
	}
	return false
}

func (e *gatewayError) mark(mark error) { e.marks = append(e.marks, mark) }

func evaluateTrouble(err error) error {
	e := newGatewayError(err)
	if e.fault == nil && (status.Code(err) == codes.Unavailable || e.says(textBusy)) {
		e.mark(ErrTransient)
	}
	return e
}

// endorseTrouble sorts out why there are too few endorsements. asked are the organisations that the caller named.
func endorseTrouble(err error, asked []string) error {
	e := newGatewayError(err)
	switch {
	case e.says(textMismatch), e.disagreement(asked):
		e.mark(ErrTransient)
	case e.fault != nil:
	case status.Code(err) == codes.Unavailable, e.says(textBusy), e.says(textNoPlan):
		e.mark(ErrTransient)
	}
	return e
}

// disagreement tells that some peers endorsed and others refused: mostly one is a block behind, and does not know yet
// what the caller saw committed elsewhere.
func (e *gatewayError) disagreement(asked []string) bool {
	if e.fault == nil || !e.says(textTooFew) {
		return false
	}
	refusing := map[string]bool{}
	for _, detail := range e.details {
		refusing[detail.GetMspId()] = true
	}
	return len(asked) == 0 || len(refusing) < len(asked)
}

// submitTrouble tells what is certain not to be ordered from everything else. That the orderers have the transaction
// already is no trouble: it is what was asked for.
func submitTrouble(err error) error {
	if err == nil {
		return nil
	}
	e := newGatewayError(err)
	if e.says(textOrdered) || e.says(textPooled) {
		return nil
	}
	switch status.Code(err) {
	case codes.InvalidArgument, codes.FailedPrecondition, codes.NotFound, codes.PermissionDenied, codes.Unauthenticated, codes.Unimplemented:
		e.mark(ErrNotSent)
	case codes.Aborted, codes.Unavailable, codes.Unknown:
		switch {
		case e.says(textBusy), e.says(textNoOrderer):
			e.marks = append(e.marks, ErrNotSent, ErrTransient)
		case e.refusedByOrderers():
			e.mark(ErrNotSent)
		}
	}
	return e
}

// refusedByOrderers tells that every orderer that answered refused for good. Under BFT the gateway gives up once one
// more than the faulty ones it tolerates have failed, so an honest one is among them.
func (e *gatewayError) refusedByOrderers() bool {
	if len(e.details) == 0 {
		return ordererRefusal.MatchString(status.Convert(e.err).Message())
	}
	for _, detail := range e.details {
		if !ordererRefusal.MatchString(detail.GetMessage()) {
			return false
		}
	}
	return true
}
