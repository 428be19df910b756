// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"unicode/utf8"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// stub is what a chaincode talks to: the shim and the peer's side of it in one. It follows
// fabric-chaincode-go v2.3.0 shim/stub.go and shim/handler.go, and fabric core/chaincode/handler.go; every
// value that passes is copied, as it would be on its way through the shim's stream.
type stub struct {
	sim   *simulation
	set   *namespaceSet
	prop  *sealed
	args  [][]byte
	under *frame
	event *peer.ChaincodeEvent
	batch *writeBatch
}

var _ shim.ChaincodeStubInterface = (*stub)(nil)

// frame is a chaincode that is executing, and those that called it.
type frame struct {
	world *World
	cc    *chaincode
	under *frame
}

// running tells whether the chaincode is already executing this transaction on this channel.
func (f *frame) running(w *World, cc *chaincode) bool {
	for ; f != nil; f = f.under {
		if f.world == w && f.cc == cc {
			return true
		}
	}
	return false
}

// fail words an error as the peer does that refuses a message of the shim.
func (s *stub) fail(message string, err error) error {
	return fmt.Errorf("%s failed: transaction ID: %s: %w", message, s.prop.TxID, err)
}

// marshalable panics as the shim does when a string cannot go into its protobuf messages
// (shim/handler.go marshalOrPanic). The process dies of it: callers have to check before.
func marshalable(texts ...string) {
	for _, text := range texts {
		if !utf8.ValidString(text) {
			panic("failed to marshal message: string field contains invalid UTF-8")
		}
	}
}

// copyArgs gives each execution arguments of its own.
func copyArgs(args [][]byte) [][]byte {
	size := 0
	for _, a := range args {
		size += len(a)
	}
	all := make([]byte, 0, size)
	out := make([][]byte, len(args))
	for i, a := range args {
		from := len(all)
		all = append(all, a...)
		out[i] = all[from:len(all):len(all)]
	}
	return out
}

func (s *stub) GetArgs() [][]byte { return s.args }

func (s *stub) GetStringArgs() []string {
	out := make([]string, 0, len(s.args))
	for _, arg := range s.args {
		out = append(out, string(arg))
	}
	return out
}

func (s *stub) GetFunctionAndParameters() (string, []string) {
	args := s.GetStringArgs()
	if len(args) == 0 {
		return "", []string{}
	}
	return args[0], args[1:]
}

func (s *stub) GetArgsSlice() ([]byte, error) { return bytes.Join(s.args, nil), nil }

func (s *stub) GetTxID() string { return s.prop.TxID }

func (s *stub) GetChannelID() string { return s.sim.world.channel }

func (s *stub) GetCreator() ([]byte, error) { return bytes.Clone(s.prop.id.creator), nil }

// GetTransient answers the transient map of the proposal, at any depth of calls.
func (s *stub) GetTransient() (map[string][]byte, error) {
	if len(s.prop.Transient) == 0 {
		return nil, nil
	}
	out := maps.Clone(s.prop.Transient)
	for name, value := range out {
		out[name] = bytes.Clone(value)
	}
	return out, nil
}

func (s *stub) GetBinding() ([]byte, error) {
	s.prop.signedProposal()
	return bytes.Clone(s.prop.binding), nil
}

func (s *stub) GetDecorations() map[string][]byte { return nil }

// GetSignedProposal answers the client's proposal, the same at any depth of calls.
func (s *stub) GetSignedProposal() (*peer.SignedProposal, error) {
	p := s.prop.signedProposal()
	return &peer.SignedProposal{ProposalBytes: p.ProposalBytes, Signature: p.Signature}, nil
}

func (s *stub) GetTxTimestamp() (*timestamppb.Timestamp, error) {
	return timestamppb.New(s.prop.at), nil
}

// SetEvent keeps the last event set. Only that of the chaincode the client called is ever seen.
func (s *stub) SetEvent(name string, payload []byte) error {
	if name == "" {
		return errors.New("event name can not be empty string")
	}
	s.event = &peer.ChaincodeEvent{EventName: name, Payload: bytes.Clone(payload)}
	return nil
}
