// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"bytes"
	"fmt"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
)

// Transaction is an endorsed proposal. It is immutable: the same one can be ordered again, as often as a
// client in doubt resubmits it.
type Transaction struct {
	TxID      string
	Channel   string
	Chaincode string
	Creator   *Identity
	Timestamp time.Time
	Args      [][]byte
	Endorsers []string // organisations whose peers endorsed
	Response  *peer.Response
	Event     *peer.ChaincodeEvent // nil without one
	RWSet     *RWSet

	prop    *sealed
	private []privateSet
	pins    []pin
}

// pin is the definition of a chaincode under which a transaction was endorsed. Real peers put it into the
// read set as a key of the namespace _lifecycle.
type pin struct {
	cc       *chaincode
	sequence uint64
}

// SignedProposal answers what the client sent to the peers, transient data included; a block carries it
// without that.
func (t *Transaction) SignedProposal() *peer.SignedProposal {
	p := t.prop.signedProposal()
	return &peer.SignedProposal{ProposalBytes: bytes.Clone(p.ProposalBytes), Signature: bytes.Clone(p.Signature)}
}

// eventOf completes the event with its origin. It goes into the block whatever becomes of the transaction.
func (x *execution) eventOf(cc *chaincode, txid string) *peer.ChaincodeEvent {
	if x.event == nil {
		return nil
	}
	x.event.ChaincodeId, x.event.TxId = cc.name, txid
	return x.event
}

// endorsement is the answer of one peer.
type endorsement struct {
	node     *node
	response *peer.Response
	event    *peer.ChaincodeEvent
	rwset    *RWSet
	private  []privateSet
	pins     []pin
	sim      *simulation
	top      *endorsementPolicy // of the chaincode the client called
}

// difference names the first thing in which two answers differ, or answers "".
func (a *endorsement) difference(b *endorsement) string {
	if !proto.Equal(a.response, b.response) {
		return fmt.Sprintf("response (%d, %q, %q) against (%d, %q, %q)",
			a.response.Status, a.response.Message, a.response.Payload,
			b.response.Status, b.response.Message, b.response.Payload)
	}
	if !proto.Equal(a.event, b.event) {
		return fmt.Sprintf("event (%q, %q) against (%q, %q)",
			a.event.GetEventName(), a.event.GetPayload(), b.event.GetEventName(), b.event.GetPayload())
	}
	return a.rwset.difference(b.rwset)
}
