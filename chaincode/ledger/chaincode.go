// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// Chaincode is a contract bound to its endpoints. It implements shim.Chaincode and may serve any number of
// transactions at once.
type Chaincode struct {
	name         string
	house        House
	transactions map[string]*transaction
	roles        func(Reader, role.Question) (bool, error)
	resolutions  func(Reader, protocol.ResolutionID) (protocol.Resolution, error)
	metadata     []byte
	identities   *identityCache
	nested       *callGuard
}

// Option completes a chaincode.
type Option func(*assembly)

// assembly is a chaincode in the making, with everything found wrong about it.
type assembly struct {
	*Chaincode
	mistakes []error
}

func (a *assembly) mistake(format string, args ...any) {
	a.mistakes = append(a.mistakes, fmt.Errorf(format, args...))
}

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)

// New binds a contract to the endpoints of the chaincode called name, which must be its name on the channel. The error
// joins every mistake: a method without endpoint, an endpoint without method, other types, a missing role set,
// sentence, registry or resolution.
func New(name string, house House, contract any, endpoints []protocol.Endpoint, opts ...Option) (*Chaincode, error) {
	a := &assembly{Chaincode: &Chaincode{
		name: name, house: house, transactions: make(map[string]*transaction, len(endpoints)),
		identities: newIdentityCache(), nested: newCallGuard(),
	}}
	if !nameForm.MatchString(name) {
		a.mistake("chaincode name %q is not a lower-case letter with up to 31 letters, digits or dashes after it", name)
	}
	if err := house.validate(); err != nil {
		a.mistakes = append(a.mistakes, err)
	}
	a.bind(contract, endpoints)
	for _, opt := range opts {
		opt(a)
	}
	a.checkRegistries(endpoints)
	if err := errors.Join(a.mistakes...); err != nil {
		return nil, fmt.Errorf("chaincode %s: %w", name, err)
	}
	metadata, err := describe(name, endpoints)
	if err != nil {
		return nil, fmt.Errorf("metadata of chaincode %s: %w", name, err)
	}
	a.metadata = metadata
	return a.Chaincode, nil
}

// Name is the chaincode's name on the channel.
func (cc *Chaincode) Name() string { return cc.name }

// RolesFrom asks another chaincode whether a member may hold a role.
func RolesFrom(e protocol.EvaluateEndpoint[role.Question, role.Answer]) Option {
	return RolesHere(func(r Reader, q role.Question) (bool, error) {
		answer, err := Ask(r, e, q)
		if err != nil {
			return false, err
		}
		return answer.Held, nil
	})
}

// RolesHere asks the chaincode's own state whether a member may hold a role: for the registry itself.
func RolesHere(held func(r Reader, q role.Question) (bool, error)) Option {
	return func(a *assembly) { a.roles = held }
}

// ResolutionsFrom asks another chaincode for resolutions of the members.
func ResolutionsFrom(e protocol.EvaluateEndpoint[protocol.ResolutionID, protocol.Resolution]) Option {
	return ResolutionsHere(func(r Reader, id protocol.ResolutionID) (protocol.Resolution, error) {
		answer, err := Ask(r, e, id)
		if err != nil {
			return protocol.Resolution{}, err
		}
		return *answer, nil
	})
}

// ResolutionsHere reads resolutions from the chaincode's own state: for the registry itself.
func ResolutionsHere(find func(r Reader, id protocol.ResolutionID) (protocol.Resolution, error)) Option {
	return func(a *assembly) { a.resolutions = find }
}

// Prefetch names the rows that an endpoint's method will read, so that one round trip to the peer fetches them all,
// together with the record of the client's reference. Rows that the method reads beyond them cost a round trip each.
func Prefetch[Req protocol.Request, Res any](e protocol.SubmitEndpoint[Req, Res], keys func(protocol.Facts, Req) []Row) Option {
	return func(a *assembly) {
		t := a.transactions[e.Name()]
		if t == nil {
			a.mistake("prefetch of %s: there is no such endpoint", e.Name())
			return
		}
		t.prefetch = func(facts protocol.Facts, request protocol.Request) []Row {
			typed, ok := request.(Req)
			if !ok {
				return nil
			}
			return keys(facts, typed)
		}
	}
}

// Init has nothing to do and answers a chaincode definition that demands it.
func (cc *Chaincode) Init(shim.ChaincodeStubInterface) *peer.Response { return shim.Success(nil) }
