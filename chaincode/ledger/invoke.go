// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"log/slog"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// metadataFunction is the name under which contract-api serves a contract's description.
const metadataFunction = "org.hyperledger.fabric:GetMetadata"

// Invoke carries out one transaction. Nothing that a caller sends makes it panic past here: the shim has no recover,
// and one panic would end the process for every member's transactions.
func (cc *Chaincode) Invoke(stub shim.ChaincodeStubInterface) (response *peer.Response) {
	defer func() {
		if cause := recover(); cause != nil {
			cc.logPanic(stub, cause)
			response = refuse(protocol.Internal.New("the chaincode came upon a defect of its own; nothing was written"))
		}
	}()
	args := stub.GetArgs()
	if len(args) == 1 && string(args[0]) == metadataFunction {
		return shim.Success(cc.metadata)
	}
	payload, err := cc.answer(stub, args)
	if err != nil {
		return refuse(protocol.AsFault(err))
	}
	return shim.Success(payload)
}

// answer goes through the steps of a transaction in their order; the first refusal ends it.
func (cc *Chaincode) answer(stub shim.ChaincodeStubInterface, args [][]byte) ([]byte, error) {
	if err := checkSizes(args); err != nil {
		return nil, err
	}
	signed, err := readProposal(stub)
	if err != nil {
		return nil, err
	}
	t, err := cc.find(args)
	if err != nil {
		return nil, err
	}
	s, err := cc.open(stub, signed)
	if err != nil {
		return nil, err
	}
	if err := s.checkCaller(t); err != nil {
		return nil, err
	}
	if err := s.checkArguments(t, args); err != nil {
		return nil, err
	}
	payload, err := s.carryOut(t, args)
	if err != nil {
		return nil, s.explain(t, err)
	}
	return payload, nil
}

func checkSizes(args [][]byte) error {
	for i, arg := range args {
		if len(arg) > protocol.ArgumentSizeMax {
			return protocol.TooLarge.New("argument %d has %d bytes, at most %d are read", i, len(arg), protocol.ArgumentSizeMax)
		}
	}
	return nil
}

// find looks a function up by its exact name.
func (cc *Chaincode) find(args [][]byte) (*transaction, error) {
	if len(args) == 0 {
		return nil, protocol.UnknownFunction.New("no function is named")
	}
	t := cc.transactions[string(args[0])]
	if t == nil {
		return nil, protocol.UnknownFunction.New("chaincode %s has no function %.100q", cc.name, args[0])
	}
	return t, nil
}

// open reads who calls and when.
func (cc *Chaincode) open(stub shim.ChaincodeStubInterface, signed *proposal) (*session, error) {
	id, err := cc.identities.read(signed.creator)
	if err != nil {
		return nil, err
	}
	now := cc.house.Now()
	if err := id.valid(now); err != nil {
		return nil, err
	}
	if skew := signed.time.Sub(now).Abs(); skew > ClockSkewMax {
		return nil, protocol.ClockSkew.New("the client's clock is more than %s from that of this member's server", ClockSkewMax)
	}
	transient, err := readTransient(stub)
	if err != nil {
		return nil, err
	}
	return &session{
		cc: cc, stub: stub, signed: signed, transient: transient, now: now,
		facts: protocol.Facts{
			TxID: signed.txID, Time: signed.time, Caller: id.principal, Via: signed.via, Direct: signed.via == cc.name,
		},
	}, nil
}

// transientSizeMax bounds all transient values together, in bytes.
const transientSizeMax = 2 * protocol.ArgumentSizeMax

func readTransient(stub shim.ChaincodeStubInterface) (map[string][]byte, error) {
	transient, err := stub.GetTransient()
	if err != nil {
		return nil, protocol.CallerRefused.New("the transient values cannot be read")
	}
	size := 0
	for _, name := range sorted(transient) {
		size += len(name) + len(transient[name])
	}
	if size > transientSizeMax {
		return nil, protocol.TooLarge.New("the transient values have %d bytes, at most %d are read", size, transientSizeMax)
	}
	return transient, nil
}

// checkCaller refuses a change that another chaincode asks for, unless the endpoint says FromChaincodes: the signer, whose
// authority every rule goes by, signed a call of that other chaincode and maybe nothing more. Faults: CALLER_REFUSED.
func (s *session) checkCaller(t *transaction) error {
	if s.facts.Direct || t.Callable() {
		return nil
	}
	return protocol.CallerRefused.New("%s is for clients to call, not for chaincode %.64s", t.Name(), s.facts.Via)
}

// checkArguments refuses any number of arguments but the right one: a reference belongs to what a client submits and
// to nothing else.
func (s *session) checkArguments(t *transaction, args [][]byte) error {
	referenced := t.Writes() && s.facts.Direct
	switch {
	case len(args) < 2:
		return protocol.InvalidArgument.New("%s takes its request as second argument", t.Name())
	case len(args) > 3 || len(args) == 3 && !referenced:
		return protocol.InvalidArgument.New("%s got %d arguments; a name, a request and, when a client submits, a reference are all", t.Name(), len(args))
	case !referenced:
		return nil
	}
	var reference protocol.Reference
	if len(args) == 3 {
		reference = protocol.Reference(args[2])
	}
	s.facts.Reference = string(reference)
	return reference.Validate()
}

// explain turns what went wrong into a fault that the caller may read. The text of a defect goes to the member's own
// log; neither holds a transient value.
func (s *session) explain(t *transaction, err error) error {
	fault := protocol.AsFault(err)
	if fault.Status >= 500 {
		slog.Error("transaction failed", "function", t.Name(), "channel", s.signed.channel, "transaction", s.facts.TxID,
			"cause", s.scrub(err.Error()))
	}
	return &protocol.Fault{Code: fault.Code, Status: fault.Status, Sentence: s.scrub(fault.Sentence)}
}

// refuse answers a fault. A status outside 400 to 599 would count as success.
func refuse(fault *protocol.Fault) *peer.Response {
	status := fault.Status
	if status < 400 || status > 599 {
		status = shim.ERROR
	}
	return &peer.Response{Status: status, Message: strings.ToValidUTF8(fault.Error(), "\uFFFD")}
}

// logPanic writes where a panic came from. The panic's own words may quote a value and are left out, unless they are
// the runtime's.
func (cc *Chaincode) logPanic(stub shim.ChaincodeStubInterface, cause any) {
	words := "a panic of the program"
	if runtimeError, is := cause.(runtime.Error); is {
		words = runtimeError.Error()
	}
	slog.Error("panic", "chaincode", cc.name, "transaction", stub.GetTxID(), "cause", words, "stack", string(debug.Stack()))
}
