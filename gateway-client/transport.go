// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// Transport is what the client asks of a network in the name of one identity. Its methods may be called at once by many.
//
// Errors: one that holds a *protocol.Fault is a chaincode's refusal. One that holds [ErrTransient] may pass by itself.
// Of Submit, one that holds [ErrNotSent] says that nothing reached an orderer; every other leaves that open.
type Transport interface {
	// Identity is who signs.
	Identity() Identity
	// Propose writes a proposal that is yet to be signed; nothing is sent.
	Propose(Call) (*Proposal, error)
	// Evaluate asks one peer and answers the chaincode's response.
	Evaluate(context.Context, *Proposal) ([]byte, error)
	// Endorse collects endorsements into an envelope that is yet to be signed.
	Endorse(context.Context, *Proposal) (*Envelope, error)
	// Submit hands a signed envelope to the orderers.
	Submit(context.Context, *Envelope) error
	// Blocks answers the channel's blocks from a number on, waiting for new ones. After an error it ends.
	Blocks(ctx context.Context, channel string, from uint64, detail Detail) iter.Seq2[Block, error]
	// Height is the number of the channel's next block.
	Height(ctx context.Context, channel string) (uint64, error)
	// Status tells what became of a transaction; [ErrNotFound] while it is in no block.
	Status(ctx context.Context, channel, txid string) (Commit, error)
	// Close ends all calls.
	Close() error
}

// What a transport's errors may hold.
var (
	// ErrTransient marks an error that may pass by itself: a peer that is busy, starting or a block behind.
	ErrTransient = errors.New("transient")
	// ErrNotSent marks a Submit that is certain to have reached no orderer, or to have been refused by them.
	ErrNotSent = errors.New("not sent")
	// ErrNotFound tells that a transaction is in no block.
	ErrNotFound = errors.New("transaction is in no block")
)

// Call is one invocation of a chaincode.
type Call struct {
	Channel   string
	Chaincode string
	// Args begin with the function's name.
	Args      [][]byte
	Transient map[string][]byte
	// Organisations are the MSP identifiers of those whose peers endorse or evaluate; none leaves the choice to the gateway.
	Organisations []string
	// Signer is who proposes when it is not the transport's identity. Its Sign is not used.
	Signer *Identity
}

// Proposal is a call ready to be signed: Signature is to be one of Digest.
type Proposal struct {
	TxID      string `json:"txId"`
	Channel   string `json:"channel"`
	Bytes     []byte `json:"bytes"`
	Digest    []byte `json:"digest"`
	Signature []byte `json:"signature,omitempty"`
	// Organisations are those that the call named.
	Organisations []string `json:"organisations,omitempty"`
}

// Envelope is an endorsed transaction: with Signature, one of Digest, it can be submitted any number of times, and it
// commits at most once.
type Envelope struct {
	TxID      string `json:"txId"`
	Channel   string `json:"channel"`
	Bytes     []byte `json:"bytes"`
	Digest    []byte `json:"digest"`
	Signature []byte `json:"signature"`
	// Result is the chaincode's response, true once the transaction is valid.
	Result []byte `json:"result"`
}

// ValidationCode is what the peers found when they validated a transaction.
type ValidationCode = peer.TxValidationCode

// Commit is what became of a transaction.
type Commit struct {
	TxID  string         `json:"txId"`
	Block uint64         `json:"block"`
	Code  ValidationCode `json:"code"`
}

// Valid tells whether the transaction had an effect.
func (c Commit) Valid() bool { return c.Code == peer.TxValidationCode_VALID }

// Detail is how much of a block a stream carries.
type Detail int

// Details of a block stream.
const (
	// Codes carries transaction identifiers and validation codes.
	Codes Detail = iota
	// Contents carries everything, events and origins too.
	Contents
)

// Block is one block of a channel.
type Block struct {
	Number       uint64
	Transactions []Transaction
}

// Transaction is one transaction of a block. Nothing of it counts unless Code is VALID. Event and Origin are nil when
// there are none, as of configuration transactions, and in streams of [Codes].
type Transaction struct {
	TxID   string
	Code   ValidationCode
	Event  *ChaincodeEvent
	Origin *Origin
}

// Origin is who asked for a transaction, and what.
type Origin struct {
	// Time is the client's clock.
	Time time.Time
	// MSP and Certificate, in PEM, are the signer's.
	MSP         string
	Certificate []byte
	// Chaincode was called with Args, the function's name first.
	Chaincode string
	Args      [][]byte
}

// ChaincodeEvent is the one event of a Fabric transaction.
type ChaincodeEvent struct {
	Chaincode string
	Name      string
	Payload   []byte
}
