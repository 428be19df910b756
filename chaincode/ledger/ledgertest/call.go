// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"bytes"
	"fmt"
	"runtime/debug"
	"strings"
	"unicode/utf8"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
)

// execution is what came of running a chaincode: a response, or why there is none. A failure stands for
// the shim's ERROR message.
type execution struct {
	response *peer.Response
	event    *peer.ChaincodeEvent
	failure  string
}

// run executes a chaincode within a simulation. An error means that the peer got no answer from it.
func (s *simulation) run(cc *chaincode, prop *sealed, args [][]byte, under *frame) (*execution, error) {
	set := s.namespace(cc)
	instance := set.def.instances[s.node.msp]
	if instance == nil {
		return nil, fmt.Errorf("chaincode %s is not installed on the peer of %s", cc.name, s.node.msp)
	}
	code := instance.server()
	if code == nil {
		return nil, fmt.Errorf("could not launch chaincode %s: connection refused", cc.name)
	}
	if under.running(s.world, cc) {
		return nil, fmt.Errorf("error sending: txid: %s(%s) exists", prop.TxID, s.world.channel)
	}
	st := &stub{
		sim: s, set: set, prop: prop, args: copyArgs(args),
		under: &frame{world: s.world, cc: cc, under: under},
	}
	result, crash := st.serve(code)
	if crash != nil {
		instance.die(crash)
		return nil, fmt.Errorf("error sending: %w", &terminated{crash})
	}
	return result, nil
}

// serve is the shim's handling of one transaction: the batch left open is sent whatever the chaincode
// answered, failures included.
func (s *stub) serve(code shim.Chaincode) (result *execution, crash *Crash) {
	defer func() {
		if p := recover(); p != nil {
			crash = &Crash{
				Chaincode: s.set.cc.name, MSP: s.sim.node.msp, TxID: s.prop.TxID,
				Panic: p, Stack: debug.Stack(),
			}
		}
	}()
	response := code.Invoke(s)
	if !utf8.ValidString(response.GetMessage()) {
		return &execution{failure: "failed to marshal response: string field contains invalid UTF-8"}, nil
	}
	answer := &peer.Response{
		Status: response.GetStatus(), Message: response.GetMessage(), Payload: bytes.Clone(response.GetPayload()),
	}
	if err := s.FinishWriteBatch(); err != nil {
		return &execution{failure: "failed send batch: " + err.Error()}, nil
	}
	marshalable(s.event.GetEventName()) // the stream breaks over it, and the server ends
	return &execution{response: answer, event: s.event}, nil
}

// InvokeChaincode calls another chaincode. On this channel it works on the same read-write set, and what
// it wrote stays even when it answers an error; on another channel all it wrote is dropped. Its event is
// never seen. An error of the peer comes as status 500 with the text in the payload.
func (s *stub) InvokeChaincode(chaincodeName string, args [][]byte, channel string) *peer.Response {
	if channel != "" {
		chaincodeName += "/" + channel
	}
	marshalable(chaincodeName)
	result, err := s.call(chaincodeName, args)
	if err != nil {
		return &peer.Response{Status: shim.ERROR, Payload: []byte(s.fail("INVOKE_CHAINCODE", err).Error())}
	}
	if result.response == nil {
		return &peer.Response{Status: shim.ERROR, Payload: s.errorMessage(result)}
	}
	return result.response
}

// errorMessage marshals the callee's ERROR message: the shim hands it to the caller as it is.
func (s *stub) errorMessage(result *execution) []byte {
	body, err := proto.Marshal(&peer.ChaincodeMessage{
		Type: peer.ChaincodeMessage_ERROR, Payload: []byte(result.failure),
		Txid: s.prop.TxID, ChannelId: s.sim.world.channel,
	})
	if err != nil {
		return []byte(result.failure)
	}
	return body
}

// call finds the chaincode of a name like "name:version/channel", of which the version does not count.
func (s *stub) call(target string, args [][]byte) (*execution, error) {
	name, channel, _ := strings.Cut(target, "/")
	name, _, _ = strings.Cut(name, ":")
	sim, err := s.simulationOn(channel)
	if err != nil {
		return nil, err
	}
	cc := sim.world.find(name)
	if cc == nil {
		return nil, fmt.Errorf("execute failed: invalid invocation: [channel %s] failed to get chaincode container info for %s: chaincode %s not found",
			sim.world.channel, name, name)
	}
	result, err := sim.run(cc, s.prop, args, s.under)
	if err != nil {
		return nil, fmt.Errorf("execute failed: %w", err)
	}
	return result, nil
}

// simulationOn answers the simulation to work on: this one, or a new one of another channel, which nobody
// keeps.
func (s *stub) simulationOn(channel string) (*simulation, error) {
	w := s.sim.world
	if channel == "" || channel == w.channel {
		return s.sim, nil
	}
	w.mu.RLock()
	other := w.joined[channel]
	w.mu.RUnlock()
	if other == nil || other.byMSP[s.sim.node.msp] == nil {
		return nil, fmt.Errorf("failed to find ledger for channel: %s", channel)
	}
	if err := other.mayWrite(s.prop.id); err != nil {
		return nil, err
	}
	return other.newSimulation(other.byMSP[s.sim.node.msp], s.prop.TxID), nil
}

// find answers a chaincode of the channel, or nil.
func (w *World) find(name string) *chaincode {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.chaincodes[name]
}
