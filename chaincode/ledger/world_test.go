// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"errors"
	"testing"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"
)

// channel is a ledgertest world with the contracts of these tests.
type channel struct {
	*ledgertest.World
	alice    *ledgertest.Identity // of Northbank
	bob      *ledgertest.Identity // of Southbank
	registry *registryContract
	calls    stubCalls
	house    func(ledger.House) ledger.House // changes the members' houses
}

func newChannel(t testing.TB, opts ...ledgertest.Option) *channel {
	t.Helper()
	c := &channel{
		World: ledgertest.New(opts...),
		house: func(h ledger.House) ledger.House { return h },
		registry: &registryContract{
			held:     map[role.Question]bool{},
			resolved: map[protocol.ResolutionID]protocol.Resolution{},
		},
	}
	c.alice = c.Identity("NorthbankMSP", "alice", map[string]string{"consort.party": "P-1", "consort.role": "auditor, governor"})
	c.bob = c.Identity("SouthbankMSP", "bob", map[string]string{"consort.role": "governor"})
	c.deploy(t, "registry", c.registry, []protocol.Endpoint{roleHeld, resolution})
	c.deployNotes(t)
	c.deploy(t, "relay", relayContract{}, []protocol.Endpoint{relayEndpoint, peekEndpoint})
	c.Deploy("rogue", func(string) shim.Chaincode { return stage.Relay{} })
	return c
}

func (c *channel) deployNotes(t testing.TB) {
	t.Helper()
	prefetch := ledger.Prefetch(bumpEndpoint, func(_ protocol.Facts, req bump) []ledger.Row {
		return []ledger.Row{notes.Row(req.ID)}
	})
	c.deploy(t, "notes", &noteContract{}, noteEndpoints(), prefetch, ledger.RolesFrom(roleHeld), ledger.ResolutionsFrom(resolution))
}

func (c *channel) deploy(t testing.TB, name string, contract any, endpoints []protocol.Endpoint, opts ...ledger.Option) {
	t.Helper()
	c.Deploy(name, func(msp string) shim.Chaincode {
		house := c.house(ledger.House{Now: c.Clock(msp)})
		cc, err := ledger.New(name, house, contract, endpoints, opts...)
		require.NoError(t, err)
		return &counted{cc, &c.calls}
	})
}

// submit sends a request and answers its result, or the fault or commit error that ended it.
func submit[Req protocol.Request, Res any](c *channel, id *ledgertest.Identity, e protocol.SubmitEndpoint[Req, Res], req Req, reference string) (*Res, *ledgertest.Result, error) {
	proposal, err := propose[Req, Res](e, req, reference)
	if err != nil {
		return nil, nil, err
	}
	if e.Confidential() {
		proposal.Endorsers = []string{id.MSP} // the client names its own organisation alone
	}
	result, err := c.Invoke(id, proposal)
	if err != nil {
		return nil, result, asFault(err)
	}
	res, err := e.Read(result.Payload)
	return res, result, err
}

// ask evaluates a request.
func ask[Req protocol.Request, Res any](c *channel, id *ledgertest.Identity, e protocol.EvaluateEndpoint[Req, Res], req Req) (*Res, error) {
	proposal, err := propose[Req, Res](e, req)
	if err != nil {
		return nil, err
	}
	response, err := c.Evaluate(id, proposal)
	if err != nil {
		return nil, asFault(err)
	}
	return e.Read(response.GetPayload())
}

func propose[Req protocol.Request, Res any](e protocol.Call[Req, Res], req Req, reference ...string) (ledgertest.Proposal, error) {
	argument, transient, err := e.Write(req)
	p := ledgertest.Proposal{Chaincode: e.Chaincode(), Args: [][]byte{[]byte(e.Name()), argument}, Transient: transient}
	if len(reference) > 0 && reference[0] != "" {
		p.Args = append(p.Args, []byte(reference[0]))
	}
	return p, err
}

// raw invokes a chaincode with arguments as they are.
func (c *channel) raw(id *ledgertest.Identity, chaincode string, args ...string) (*ledgertest.Result, error) {
	p := ledgertest.Proposal{Chaincode: chaincode}
	for _, arg := range args {
		p.Args = append(p.Args, []byte(arg))
	}
	result, err := c.Invoke(id, p)
	return result, asFault(err)
}

// asFault finds the fault that the first endorser answered.
func asFault(err error) error {
	var refused *ledgertest.EndorseError
	if !errors.As(err, &refused) || len(refused.Failures) == 0 {
		return err
	}
	fault, is := protocol.ParseFault(refused.Failures[0].Status, refused.Failures[0].Message)
	if !is {
		return err
	}
	return fault
}

// write makes a note with a count of zero.
func (c *channel) write(t testing.TB, id noteID) {
	t.Helper()
	_, _, err := submit(c, c.alice, writeEndpoint, writeNote{ID: id}, "write-"+string(id))
	require.NoError(t, err)
}

func (c *channel) count(t testing.TB, id noteID) int {
	t.Helper()
	n, err := ask(c, c.alice, readEndpoint, id)
	require.NoError(t, err)
	return n.Count
}

// stubCalls counts round trips to the peer and keeps the order of writes.
type stubCalls struct {
	trips  []string
	writes []string
}

// counted is a chaincode whose calls to its peer are counted.
type counted struct {
	shim.Chaincode
	calls *stubCalls
}

func (c *counted) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	return c.Chaincode.Invoke(&countingStub{stub, c.calls})
}

type countingStub struct {
	shim.ChaincodeStubInterface
	calls *stubCalls
}

func (s *countingStub) trip(name string) { s.calls.trips = append(s.calls.trips, name) }

func (s *countingStub) GetState(key string) ([]byte, error) {
	s.trip("GetState")
	return s.ChaincodeStubInterface.GetState(key)
}

func (s *countingStub) GetMultipleStates(keys ...string) ([][]byte, error) {
	s.trip("GetMultipleStates")
	return s.ChaincodeStubInterface.GetMultipleStates(keys...)
}

func (s *countingStub) PutState(key string, value []byte) error {
	s.calls.writes = append(s.calls.writes, key)
	return s.ChaincodeStubInterface.PutState(key, value)
}

func (s *countingStub) FinishWriteBatch() error {
	s.trip("FinishWriteBatch")
	return s.ChaincodeStubInterface.FinishWriteBatch()
}

func (s *countingStub) InvokeChaincode(name string, args [][]byte, channel string) *peer.Response {
	s.trip("InvokeChaincode")
	return s.ChaincodeStubInterface.InvokeChaincode(name, args, channel)
}
