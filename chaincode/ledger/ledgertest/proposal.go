// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"sync"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/encoding/protowire"
)

// Proposal is what a client asks of a chaincode.
type Proposal struct {
	Chaincode string
	Args      [][]byte
	Transient map[string][]byte

	// Timestamp is the client's clock; zero takes the world's.
	Timestamp time.Time
	// Endorsers are the organisations whose peers execute it; nil leaves the choice to the endorsement
	// policies, as the gateway does. Evaluate uses the first one.
	Endorsers []string
	// Nonce and TxID are derived when empty. A TxID without a nonce is taken as it is; with a nonce it
	// has to be the one that Fabric computes from nonce and creator.
	Nonce []byte
	TxID  string
	// SpoofSpec is the chaincode name put into the payload's ChaincodeSpec, which no peer compares with
	// the one in the header extension; empty takes Chaincode.
	SpoofSpec string
	// Signature is the client's over the bytes of the proposal. It is checked only in a world made with
	// Signed.
	Signature []byte
}

// sealed is a proposal with its header complete. Its bytes are made when somebody asks for them.
type sealed struct {
	Proposal
	channel string
	id      *Identity
	at      time.Time

	once    sync.Once
	signed  *peer.SignedProposal
	binding []byte
}

// seal completes the header of a proposal.
func (w *World) seal(id *Identity, p Proposal) (*sealed, error) {
	s := &sealed{Proposal: p, channel: w.channel, id: id, at: p.Timestamp}
	if s.at.IsZero() {
		s.at = w.Now()
	}
	if s.TxID != "" && s.Nonce == nil {
		s.Nonce = w.nonce()
		return s, nil
	}
	if s.Nonce == nil {
		s.Nonce = w.nonce()
	}
	txid := computeTxID(s.Nonce, id.creator)
	if p.TxID != "" && p.TxID != txid {
		return nil, fmt.Errorf("incorrectly computed txid '%s' -- expected '%s'", p.TxID, txid)
	}
	s.TxID = txid
	return s, nil
}

// computeTxID is protoutil.ComputeTxID of Fabric: SHA-256 over nonce and creator.
func computeTxID(nonce, creator []byte) string {
	h := sha256.New()
	h.Write(nonce)
	h.Write(creator)
	var sum [sha256.Size]byte
	return hex.EncodeToString(h.Sum(sum[:0]))
}

// nonce answers 24 bytes that follow from the seed and from how many were drawn before.
func (w *World) nonce() []byte {
	n := w.nonces.Add(1)
	out := make([]byte, 24)
	for i := 0; i < 24; i += 8 {
		binary.BigEndian.PutUint64(out[i:], mix(w.seed+n*3+uint64(i/8)))
	}
	return out
}

// mix is the output function of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
func mix(x uint64) uint64 {
	x *= 0x9e3779b97f4a7c15
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb
	return x ^ (x >> 31)
}

// bare answers the proposal without its bytes: a ledger of many transactions makes them again at need.
func (s *sealed) bare() *sealed {
	return &sealed{Proposal: s.Proposal, channel: s.channel, id: s.id, at: s.at}
}

// signedProposal answers the marshalled proposal, made at most once.
func (s *sealed) signedProposal() *peer.SignedProposal {
	s.once.Do(s.marshal)
	return s.signed
}

func (s *sealed) marshal() {
	epoch := make([]byte, 8)
	sum := sha256.New()
	sum.Write(s.Nonce)
	sum.Write(s.id.creator)
	sum.Write(epoch)
	s.binding = sum.Sum(nil)
	signature := s.Signature
	if len(signature) == 0 {
		signature = []byte{0}
	}
	s.signed = &peer.SignedProposal{ProposalBytes: s.bytes(), Signature: signature}
}

// bytes marshals the peer.Proposal: the common.Header of channel header and signature header, and the
// payload. The sizes are worked out first, so that the certificate is copied once.
func (s *sealed) bytes() []byte {
	channel, payload := s.channelHeader(), s.payload()
	signature := sizeBytes(s.id.creator) + sizeBytes(s.Nonce)
	header := sizeBytes(channel) + protowire.SizeTag(2) + protowire.SizeBytes(signature)
	b := make([]byte, 0, protowire.SizeTag(1)+protowire.SizeBytes(header)+sizeBytes(payload))
	b = appendPrefix(b, 1, header)
	b = appendBytes(b, 1, channel)
	b = appendPrefix(b, 2, signature)
	b = appendBytes(b, 1, s.id.creator)
	b = appendBytes(b, 2, s.Nonce)
	return appendBytes(b, 2, payload)
}

func (s *sealed) channelHeader() []byte {
	name := appendString(make([]byte, 0, 64), 2, s.Chaincode)
	extension := appendMessage(make([]byte, 0, 64), 2, name)
	stamp := appendUint(make([]byte, 0, 24), 1, uint64(s.at.Unix()))
	stamp = appendUint(stamp, 2, uint64(s.at.Nanosecond()))
	b := make([]byte, 0, 256)
	b = appendUint(b, 1, uint64(common.HeaderType_ENDORSER_TRANSACTION))
	b = appendMessage(b, 3, stamp)
	b = appendString(b, 4, s.channel)
	b = appendString(b, 5, s.TxID)
	return appendBytes(b, 7, extension)
}

// payload marshals the ChaincodeProposalPayload with the invocation spec and the transient map, whose
// entries come in the order of their names.
func (s *sealed) payload() []byte {
	b := appendBytes(nil, 1, s.invocationSpec())
	for _, name := range sortedKeys(s.Transient) {
		item := appendMessage(nil, 1, []byte(name))
		item = appendMessage(item, 2, s.Transient[name])
		b = appendMessage(b, 2, item)
	}
	return b
}

func (s *sealed) invocationSpec() []byte {
	name := s.SpoofSpec
	if name == "" {
		name = s.Chaincode
	}
	var input []byte
	for _, arg := range s.Args {
		input = appendMessage(input, 1, arg)
	}
	spec := appendUint(make([]byte, 0, len(input)+64), 1, uint64(peer.ChaincodeSpec_GOLANG))
	spec = appendMessage(spec, 2, appendString(nil, 2, name))
	spec = appendMessage(spec, 3, input)
	return appendMessage(make([]byte, 0, len(spec)+8), 1, spec)
}

// ProposalBytes answers what a client has to sign. The proposal needs a nonce and a timestamp, or it would
// be another one the next time.
func (w *World) ProposalBytes(id *Identity, p Proposal) ([]byte, error) {
	if len(p.Nonce) == 0 || p.Timestamp.IsZero() {
		return nil, fmt.Errorf("proposal to %s: nonce and timestamp have to be set before it is signed", p.Chaincode)
	}
	s, err := w.seal(id, p)
	if err != nil {
		return nil, err
	}
	return s.bytes(), nil
}
