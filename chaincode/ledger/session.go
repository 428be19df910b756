// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
)

// ClockSkewMax is how far a client's timestamp may be from the clock of an endorser's server. Fabric's own check
// (fabric core/handlers/auth/filter/timewindow.go) allows 15 minutes and can be switched off.
const ClockSkewMax = 5 * time.Minute

// session is one transaction as one chaincode sees it.
type session struct {
	cc        *Chaincode
	stub      shim.ChaincodeStubInterface
	signed    *proposal
	facts     protocol.Facts
	transient map[string][]byte
	now       time.Time
	writes    bool // a Tx is at work, not a Query
	confined  bool // to the caller's own collection

	state     state
	called    []string // callees that a mutating call reached
	events    []protocol.Event
	primary   string // type of the event after which the envelope is called
	announced bool   // primary is an event of this chaincode itself
	failure   error  // the first error that no method may swallow
}

// fail remembers that the transaction must not succeed, and answers err.
func (s *session) fail(err error) error {
	if s.failure == nil {
		s.failure = err
	}
	return err
}

// carryOut decodes the request and runs the endpoint's method.
func (s *session) carryOut(t *transaction, args [][]byte) ([]byte, error) {
	request, err := s.decode(t, args[1])
	if err != nil {
		return nil, err
	}
	s.confined = t.Confidential()
	var result json.RawMessage
	if t.Writes() {
		result, err = s.submit(t, request, args)
	} else {
		result, err = s.evaluate(t, request)
	}
	if err != nil {
		return nil, err
	}
	return s.respond(result)
}

func (s *session) decode(t *transaction, argument []byte) (protocol.Request, error) {
	request, err := t.ReadRequest(argument, s.transient)
	if err != nil {
		return nil, asInvalid(err)
	}
	if err := request.Validate(); err != nil {
		return nil, asInvalid(err)
	}
	return request, nil
}

// asInvalid keeps a fault and makes INVALID_ARGUMENT of any other error of a request.
func asInvalid(err error) error {
	var fault *protocol.Fault
	if errors.As(err, &fault) {
		return fault
	}
	return protocol.InvalidArgument.New("%s", err)
}

func (s *session) evaluate(t *transaction, request protocol.Request) (json.RawMessage, error) {
	q := &Query{s}
	if err := s.authorise(q, t.roles); err != nil {
		return nil, err
	}
	return s.run(t, q, request)
}

// submit carries out a transaction that writes. Writes leave at the very end, when nothing can refuse any more.
func (s *session) submit(t *transaction, request protocol.Request, args [][]byte) (json.RawMessage, error) {
	s.writes = true
	tx := &Tx{s}
	if err := s.authorise(tx, t.roles); err != nil {
		return nil, err
	}
	attempt, err := s.prepare(t, request)
	if err != nil {
		return nil, err
	}
	if attempt.done {
		return attempt.result, nil
	}
	if t.Governed() {
		if err := s.carryOutResolution(tx, t, request); err != nil {
			return nil, err
		}
	}
	result, err := s.run(t, tx, request)
	if err != nil {
		return nil, err
	}
	if err := s.takeEffectOnce(tx, attempt, result, args); err != nil {
		return nil, err
	}
	if err := s.flush(); err != nil {
		return nil, err
	}
	return result, s.publish()
}

// prepare finds out whether the client's reference took effect before, and fetches what the method will read.
func (s *session) prepare(t *transaction, request protocol.Request) (*attempt, error) {
	attempt, err := s.newAttempt(t, request)
	if err != nil {
		return nil, err
	}
	if err := s.prefetch(t, request, attempt); err != nil {
		return nil, err
	}
	if !s.facts.Direct {
		return attempt, nil
	}
	return attempt, attempt.lookup(s)
}

// takeEffectOnce makes sure that the request takes effect once: by the client's reference when the client called this
// chaincode, by the transaction when another chaincode did. The guard counts calls that are about to write and no others:
// a refused call has written nothing, and strangers could fill the guard with refusals.
func (s *session) takeEffectOnce(tx *Tx, a *attempt, result json.RawMessage, args [][]byte) error {
	if !s.facts.Direct {
		return s.cc.nested.enter(s.signed.channel, s.facts.TxID, args, s.now)
	}
	return a.record(tx, result)
}

// run calls the method and encodes its result. An error that the method swallowed is answered all the same.
func (s *session) run(t *transaction, context any, request protocol.Request) (json.RawMessage, error) {
	result, err := t.run(context, request)
	if s.failure != nil {
		return nil, s.failure
	}
	if err != nil {
		return nil, err
	}
	encoded, err := protocol.Marshal(result)
	if err != nil {
		return nil, fmt.Errorf("result of %s: %w", t.Name(), err)
	}
	return encoded, nil
}

// nestedResponse is what a chaincode answers another one: events of a callee would be lost in Fabric.
type nestedResponse struct {
	Result json.RawMessage  `json:"result"`
	Events []protocol.Event `json:"events"`
}

func (s *session) respond(result json.RawMessage) ([]byte, error) {
	if s.facts.Direct {
		return result, nil
	}
	payload, err := protocol.Marshal(nestedResponse{Result: result, Events: s.events})
	if err != nil {
		return nil, fmt.Errorf("response: %w", err)
	}
	return payload, nil
}

// publish sets the transaction's one event. Its name is the type of the chaincode's own first event, so that
// listeners who filter by name find it.
func (s *session) publish() error {
	if !s.facts.Direct || len(s.events) == 0 {
		return nil
	}
	envelope := protocol.Envelope{Version: protocol.EnvelopeVersion, Chaincode: s.cc.name, Events: s.events}
	payload, err := protocol.Marshal(envelope)
	if err != nil {
		return fmt.Errorf("event: %w", err)
	}
	if err := s.stub.SetEvent(s.primary, payload); err != nil {
		return fmt.Errorf("event: %w", err)
	}
	return nil
}
