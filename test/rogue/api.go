// SPDX-License-Identifier: Apache-2.0

package rogue

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// The endpoints; they do the same, under a name that the members registered as an entry point and under one that they
// did not.
var (
	Swallow = protocol.Submit[Request, Answers]("rogue:Swallow").By(role.Anyone).
		Doc("Makes calls to other chaincodes and swallows their refusals.")
	Sneak = protocol.Submit[Request, Answers]("rogue:Sneak").By(role.Anyone).
		Doc("Does the same from a function that is no entry point.")
)

// Call is one invocation of another chaincode.
type Call struct {
	Chaincode string   `json:"chaincode"`
	Args      []string `json:"args"`
}

// Request says what to do.
type Request struct {
	// Calls are made one after another, in one transaction.
	Calls []Call `json:"calls"`
	// Consent is where a payer's consent stands in the requests of modules.
	Consent cash.Consent `json:"consent,omitzero"`
	// Event is set as the transaction's event, word for word.
	Event string `json:"event,omitzero"`
}

// Validate refuses to do nothing.
func (r Request) Validate() error {
	if len(r.Calls) == 0 && r.Event == "" {
		return errors.New("calls and event are missing")
	}
	return nil
}

// Answer is what a callee answered.
type Answer struct {
	Status  int32  `json:"status"`
	Message string `json:"message"`
	Payload string `json:"payload"`
}

// Answers are those to all calls.
type Answers struct {
	Answers []Answer `json:"answers"`
}

// CallTo writes a call as the kernel of another chaincode expects it.
func CallTo[Req protocol.Request, Res any](e protocol.Call[Req, Res], request Req) (Call, error) {
	argument, _, err := e.Write(request)
	return Call{Chaincode: e.Chaincode(), Args: []string{e.Name(), string(argument)}}, err
}
