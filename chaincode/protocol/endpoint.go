// SPDX-License-Identifier: Apache-2.0

package protocol

import (
	"reflect"
	"slices"
	"strings"

	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Request is what every request type can do: refuse itself when it makes no sense. The sentence of the error
// reaches the caller behind the code INVALID_ARGUMENT.
type Request interface {
	Validate() error
}

// Endpoint is one transaction of a chaincode, as all surfaces see it.
type Endpoint interface {
	// Name is "chaincode:Function".
	Name() string
	// Chaincode is the part of the name before the colon.
	Chaincode() string
	// Function is the part of the name after the colon.
	Function() string
	// Writes tells a Submit from an Evaluate.
	Writes() bool
	// Confidential tells that the transaction writes to the caller's own private collection alone.
	Confidential() bool
	// Callable tells that other chaincodes may call it; without it a Submit takes direct calls alone.
	Callable() bool
	// Governed tells that the transaction carries out a resolution of the members.
	Governed() bool
	// Roles are the roles of which the caller needs one.
	Roles() []role.Role
	// Summary is one sentence for people.
	Summary() string
	// RequestType and ResponseType are the Go types of the two sides.
	RequestType() reflect.Type
	ResponseType() reflect.Type
	// ReadRequest decodes a request as [Decode] does; the dynamic type of the answer is RequestType.
	ReadRequest(argument []byte, transient map[string][]byte) (Request, error)
	// HasTransient tells whether the request has fields that travel outside the arguments.
	HasTransient() bool
}

// SubmitEndpoint is a transaction that may write.
type SubmitEndpoint[Req Request, Res any] struct{ declaration }

// EvaluateEndpoint is a query: it never writes.
type EvaluateEndpoint[Req Request, Res any] struct{ declaration }

// Submit declares a transaction that may write. The name is "chaincode:Function". It panics on another name, and on a request
// whose private values cannot be told from its other members by their names.
func Submit[Req Request, Res any](name string) SubmitEndpoint[Req, Res] {
	return SubmitEndpoint[Req, Res]{declare(name, true, reflect.TypeFor[Req](), reflect.TypeFor[Res]())}
}

// Evaluate declares a query. It panics as [Submit] does.
func Evaluate[Req Request, Res any](name string) EvaluateEndpoint[Req, Res] {
	return EvaluateEndpoint[Req, Res]{declare(name, false, reflect.TypeFor[Req](), reflect.TypeFor[Res]())}
}

// By states the roles of which the caller needs one.
func (e SubmitEndpoint[Req, Res]) By(roles ...role.Role) SubmitEndpoint[Req, Res] {
	e.roles = slices.Clone(roles)
	return e
}

// By states the roles of which the caller needs one.
func (e EvaluateEndpoint[Req, Res]) By(roles ...role.Role) EvaluateEndpoint[Req, Res] {
	e.roles = slices.Clone(roles)
	return e
}

// Doc states in one sentence what the transaction does.
func (e SubmitEndpoint[Req, Res]) Doc(sentence string) SubmitEndpoint[Req, Res] {
	e.summary = sentence
	return e
}

// Doc states in one sentence what the query answers.
func (e EvaluateEndpoint[Req, Res]) Doc(sentence string) EvaluateEndpoint[Req, Res] {
	e.summary = sentence
	return e
}

// InOwnCollection confines the transaction to the caller's own implicit private collection: only the caller's
// organisation sees and endorses the proposal, and the kernel refuses any public write or event in it.
func (e SubmitEndpoint[Req, Res]) InOwnCollection() SubmitEndpoint[Req, Res] {
	e.confidential = true
	return e
}

// FromChaincodes lets other chaincodes call the transaction. Without it the kernel refuses every call that is not direct:
// the signer of a transaction is the same at any depth, so that a hostile chaincode could otherwise act in the name of
// whoever calls it. A transaction that says FromChaincodes must decide for itself whom it obeys (Facts.Via).
func (e SubmitEndpoint[Req, Res]) FromChaincodes() SubmitEndpoint[Req, Res] {
	e.callable = true
	return e
}

// Resolved makes the endpoint carry out a resolution of the members: the request embeds [Governed], and the kernel
// refuses one that the members did not adopt, word for word, or that was carried out before.
func (e SubmitEndpoint[Req, Res]) Resolved() SubmitEndpoint[Req, Res] {
	e.governed = true
	return e
}

// Call is what both kinds of endpoints are to a caller: a request type that can be written, a response type that can be read.
type Call[Req Request, Res any] interface {
	Endpoint
	// Write encodes a request as [Encode] does.
	Write(Req) (argument []byte, transient map[string][]byte, err error)
	// Read decodes a response.
	Read(response []byte) (*Res, error)
}

// Write encodes a request of this endpoint.
func (e SubmitEndpoint[Req, Res]) Write(request Req) ([]byte, map[string][]byte, error) {
	return encode(request, e.transient)
}

// ReadRequest decodes a request of this endpoint, strictly.
func (e SubmitEndpoint[Req, Res]) ReadRequest(argument []byte, transient map[string][]byte) (Request, error) {
	return readRequest[Req](argument, transient, e.transient)
}

// Read decodes a response of this endpoint.
func (e SubmitEndpoint[Req, Res]) Read(response []byte) (*Res, error) {
	return DecodeResponse[Res](response)
}

// Write encodes a request of this endpoint.
func (e EvaluateEndpoint[Req, Res]) Write(request Req) ([]byte, map[string][]byte, error) {
	return encode(request, e.transient)
}

// ReadRequest decodes a request of this endpoint, strictly.
func (e EvaluateEndpoint[Req, Res]) ReadRequest(argument []byte, transient map[string][]byte) (Request, error) {
	return readRequest[Req](argument, transient, e.transient)
}

// Read decodes a response of this endpoint.
func (e EvaluateEndpoint[Req, Res]) Read(response []byte) (*Res, error) {
	return DecodeResponse[Res](response)
}

func readRequest[Req Request](argument []byte, transient map[string][]byte, fields []reflect.StructField) (Request, error) {
	var request Req
	if err := decode(argument, transient, &request, fields); err != nil {
		return nil, err
	}
	return request, nil
}

type declaration struct {
	name              string
	writes            bool
	confidential      bool
	governed          bool
	callable          bool
	roles             []role.Role
	summary           string
	request, response reflect.Type
	transient         []reflect.StructField
}

func declare(name string, writes bool, request, response reflect.Type) declaration {
	chaincode, function, found := strings.Cut(name, ":")
	if !found || chaincode == "" || function == "" {
		panic("protocol: endpoint name " + name + " is not chaincode:Function")
	}
	private := transientFields(request)
	checkTransient(name, request, private)
	return declaration{name: name, writes: writes, request: request, response: response, transient: private}
}

func (d declaration) Name() string               { return d.name }
func (d declaration) Writes() bool               { return d.writes }
func (d declaration) Confidential() bool         { return d.confidential }
func (d declaration) Callable() bool             { return d.callable || !d.writes }
func (d declaration) Governed() bool             { return d.governed }
func (d declaration) Roles() []role.Role         { return slices.Clone(d.roles) }
func (d declaration) Summary() string            { return d.summary }
func (d declaration) HasTransient() bool         { return len(d.transient) > 0 }
func (d declaration) RequestType() reflect.Type  { return d.request }
func (d declaration) ResponseType() reflect.Type { return d.response }

func (d declaration) Chaincode() string {
	chaincode, _, _ := strings.Cut(d.name, ":")
	return chaincode
}

func (d declaration) Function() string {
	_, function, _ := strings.Cut(d.name, ":")
	return function
}
