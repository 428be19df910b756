// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
)

// Call has another chaincode of the channel carry out a transaction as part of this one: both commit or neither does.
// A transaction calls a callee once, with everything: a second call would see the state before the first. The callee's
// events join this transaction's. Faults: SECOND_CALL and the callee's; each fails the whole transaction, whatever the
// method makes of it.
func Call[Req protocol.Request, Res any](tx *Tx, e protocol.SubmitEndpoint[Req, Res], req Req) (*Res, error) {
	return reach[Req, Res](tx.session, e, req)
}

// Ask has another chaincode of the channel answer a query. In a transaction that has called the same chaincode before
// it is refused, since it would see the state before the call. Faults: SECOND_CALL and the callee's; each fails the whole
// transaction.
func Ask[Req protocol.Request, Res any](r Reader, e protocol.EvaluateEndpoint[Req, Res], req Req) (*Res, error) {
	return reach[Req, Res](r.on(), e, req)
}

func reach[Req protocol.Request, Res any](s *session, e protocol.Call[Req, Res], req Req) (*Res, error) {
	argument, transient, err := e.Write(req)
	if err != nil {
		return nil, s.fail(err)
	}
	response, err := s.invoke(e, argument, transient)
	if err != nil {
		return nil, s.fail(err)
	}
	result, err := e.Read(response)
	if err != nil {
		return nil, s.fail(fmt.Errorf("response of %s: %w", e.Name(), err))
	}
	return result, nil
}

// invoke calls an endpoint and folds the callee's events in.
func (s *session) invoke(e protocol.Endpoint, argument []byte, transient map[string][]byte) ([]byte, error) {
	if err := s.mayCall(e, transient); err != nil {
		return nil, err
	}
	if e.Writes() {
		s.called = append(s.called, e.Chaincode())
	}
	response := s.stub.InvokeChaincode(e.Chaincode(), [][]byte{[]byte(e.Name()), argument}, "")
	if response.GetStatus() != shim.OK {
		return nil, calleeFault(e, response.GetStatus(), response.GetMessage())
	}
	answer, err := protocol.DecodeResponse[nestedResponse](response.GetPayload())
	if err != nil {
		return nil, fmt.Errorf("response of %s: %w", e.Name(), err)
	}
	s.fold(answer.Events)
	return answer.Result, nil
}

func (s *session) mayCall(e protocol.Endpoint, transient map[string][]byte) error {
	if e.Chaincode() == s.cc.name {
		return fmt.Errorf("%s calls %s: a peer refuses a chaincode that calls itself", s.cc.name, e.Name())
	}
	if slices.Contains(s.called, e.Chaincode()) {
		return protocol.SecondCall.New("chaincode %s was called before in this transaction and would show its old state", e.Chaincode())
	}
	if e.Writes() && s.confined {
		return fmt.Errorf("%s is called from a transaction in its caller's own collection", e.Name())
	}
	for _, name := range sorted(transient) {
		if !bytes.Equal(transient[name], s.transient[name]) {
			return fmt.Errorf("%s is called with a transient value %s that the client did not send", e.Name(), name)
		}
	}
	return nil
}

// calleeFault is a callee's refusal with the callee's code and status; what is no fault becomes INTERNAL.
func calleeFault(e protocol.Endpoint, status int32, message string) error {
	fault, is := protocol.ParseFault(status, message)
	if !is || status < 400 || status > 499 {
		return protocol.Internal.New("chaincode %s could not carry out %s", e.Chaincode(), e.Name())
	}
	return &protocol.Fault{Code: fault.Code, Status: status, Sentence: e.Chaincode() + " refused: " + fault.Sentence}
}

func (s *session) fold(events []protocol.Event) {
	if len(events) == 0 {
		return
	}
	if s.primary == "" {
		s.primary = events[0].Type
	}
	s.events = append(s.events, events...)
}
