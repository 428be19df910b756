// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"errors"
	"reflect"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// transaction is an endpoint with the contract's method behind it.
type transaction struct {
	protocol.Endpoint
	roles    []role.Role
	method   reflect.Value
	prefetch func(protocol.Facts, protocol.Request) []Row
}

// run carries the method out. context is the *Tx or *Query that its type asks for, which New made sure of.
func (t *transaction) run(context any, request protocol.Request) (any, error) {
	out := t.method.Call([]reflect.Value{reflect.ValueOf(context), reflect.ValueOf(request)})
	if err, failed := out[1].Interface().(error); failed {
		return nil, err
	}
	if out[0].IsNil() {
		return nil, errors.New("the method answered neither a result nor an error")
	}
	return out[0].Interface(), nil
}

func (a *assembly) bind(contract any, endpoints []protocol.Endpoint) {
	value := reflect.ValueOf(contract)
	if !value.IsValid() {
		a.mistake("there is no contract")
		return
	}
	functions := make(map[string]bool, len(endpoints))
	for _, e := range endpoints {
		functions[e.Function()] = true
		a.bindOne(value, e)
	}
	for i := range value.NumMethod() {
		if method := value.Type().Method(i).Name; !functions[method] {
			a.mistake("method %s has no endpoint", method)
		}
	}
}

func (a *assembly) bindOne(contract reflect.Value, e protocol.Endpoint) {
	a.checkDeclaration(e)
	method := contract.MethodByName(e.Function())
	if !method.IsValid() {
		a.mistake("endpoint %s has no method %s", e.Name(), e.Function())
		return
	}
	if wanted := methodType(e); method.Type() != wanted {
		a.mistake("method %s is %s, its endpoint says %s", e.Function(), method.Type(), wanted)
		return
	}
	if a.transactions[e.Name()] != nil {
		a.mistake("endpoint %s is declared twice", e.Name())
	}
	a.transactions[e.Name()] = &transaction{Endpoint: e, roles: e.Roles(), method: method}
}

// methodType is func(*Tx, Req) (*Res, error) or func(*Query, Req) (*Res, error).
func methodType(e protocol.Endpoint) reflect.Type {
	context := reflect.TypeFor[*Query]()
	if e.Writes() {
		context = reflect.TypeFor[*Tx]()
	}
	in := []reflect.Type{context, e.RequestType()}
	out := []reflect.Type{reflect.PointerTo(e.ResponseType()), reflect.TypeFor[error]()}
	return reflect.FuncOf(in, out, false)
}

func (a *assembly) checkDeclaration(e protocol.Endpoint) {
	if e.Chaincode() != a.name {
		a.mistake("endpoint %s is another chaincode's", e.Name())
	}
	if e.Summary() == "" {
		a.mistake("endpoint %s has no Doc sentence", e.Name())
	}
	if len(e.Roles()) == 0 {
		a.mistake("endpoint %s has no role set", e.Name())
	}
	for _, r := range e.Roles() {
		if err := r.Validate(); err != nil && r != role.Anyone {
			a.mistake("endpoint %s: %w", e.Name(), err)
		}
	}
	if e.Governed() && !e.RequestType().Implements(reflect.TypeFor[governedRequest]()) {
		a.mistake("endpoint %s is Resolved, but its request does not embed protocol.Governed", e.Name())
	}
	if e.Governed() && e.Confidential() {
		a.mistake("endpoint %s cannot be Resolved, which is public, and InOwnCollection", e.Name())
	}
	if e.Writes() && e.Callable() && e.Confidential() {
		a.mistake("endpoint %s cannot be FromChaincodes, whose transactions are public, and InOwnCollection", e.Name())
	}
}

func (a *assembly) checkRegistries(endpoints []protocol.Endpoint) {
	for _, e := range endpoints {
		if a.roles == nil && !open(e.Roles()) {
			a.mistake("endpoint %s needs a role: say RolesFrom or RolesHere", e.Name())
		}
		if a.resolutions == nil && e.Governed() {
			a.mistake("endpoint %s needs resolutions: say ResolutionsFrom or ResolutionsHere", e.Name())
		}
	}
}

// governedRequest is what embedding protocol.Governed brings.
type governedRequest interface {
	protocol.Request
	Under() protocol.ResolutionID
}
