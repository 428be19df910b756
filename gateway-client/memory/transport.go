// SPDX-License-Identifier: Apache-2.0

package memory

import (
	"context"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// transport is the network in the name of one identity.
type transport struct {
	network  *Network
	identity gatewayclient.Identity
}

// message is what proposals and envelopes carry as bytes.
type message struct {
	Certificate []byte              `json:"certificate"`
	Proposal    ledgertest.Proposal `json:"proposal"`
	// RWSet is the hash of what an endorsed proposal read and wrote.
	RWSet []byte `json:"rwset,omitempty"`
}

func (t *transport) Identity() gatewayclient.Identity { return t.identity }

func (t *transport) Close() error { return nil }

func (t *transport) Propose(call gatewayclient.Call) (*gatewayclient.Proposal, error) {
	m, err := t.message(call)
	if err != nil {
		return nil, err
	}
	bytes, digest, err := m.seal()
	if err != nil {
		return nil, err
	}
	return &gatewayclient.Proposal{
		TxID: m.Proposal.TxID, Channel: call.Channel, Bytes: bytes, Digest: digest, Organisations: call.Organisations,
	}, nil
}

// message writes a call down in the name of who signs it.
func (t *transport) message(call gatewayclient.Call) (message, error) {
	signer := t.identity
	if call.Signer != nil {
		signer = *call.Signer
	}
	id, err := t.network.known(signer)
	if err = errors.Join(err, t.onChannel(call.Channel)); err != nil {
		return message{}, err
	}
	nonce := t.nonce()
	txid := sha256.Sum256(append(slices.Clone(nonce), id.Creator()...))
	return message{Certificate: id.PEM, Proposal: ledgertest.Proposal{
		Chaincode: call.Chaincode, Args: call.Args, Transient: call.Transient, Endorsers: call.Organisations,
		Nonce: nonce, TxID: hex.EncodeToString(txid[:]), Timestamp: t.network.world.Now(),
	}}, nil
}

func (t *transport) Evaluate(ctx context.Context, p *gatewayclient.Proposal) ([]byte, error) {
	id, m, err := t.open(p.Bytes, p.Signature)
	if err = errors.Join(ctx.Err(), err); err != nil {
		return nil, err
	}
	response, err := t.network.world.Evaluate(id, m.Proposal)
	if err != nil {
		return nil, trouble(err, p.Organisations)
	}
	return response.Payload, nil
}

func (t *transport) Endorse(ctx context.Context, p *gatewayclient.Proposal) (*gatewayclient.Envelope, error) {
	id, m, err := t.open(p.Bytes, p.Signature)
	if err = errors.Join(ctx.Err(), err); err != nil {
		return nil, err
	}
	tx, err := t.network.world.Endorse(id, m.Proposal)
	if err != nil {
		return nil, trouble(err, p.Organisations)
	}
	t.network.keep(tx)
	bytes, digest, err := m.endorsed(tx)
	if err != nil {
		return nil, err
	}
	return &gatewayclient.Envelope{
		TxID: p.TxID, Channel: p.Channel, Bytes: bytes, Digest: digest, Result: tx.Response.GetPayload(),
	}, nil
}

func (t *transport) Submit(ctx context.Context, e *gatewayclient.Envelope) error {
	_, m, err := t.open(e.Bytes, e.Signature)
	if err = errors.Join(ctx.Err(), err); err != nil {
		return fmt.Errorf("%w: %w", gatewayclient.ErrNotSent, err)
	}
	tx := t.network.endorsedAs(m.Proposal.TxID)
	if tx == nil {
		return fmt.Errorf("%w: transaction %s was not endorsed here", gatewayclient.ErrNotSent, m.Proposal.TxID)
	}
	if err := t.network.order(tx); err != nil {
		return fmt.Errorf("%w: %w", gatewayclient.ErrNotSent, err)
	}
	return nil
}

func (t *transport) Blocks(ctx context.Context, channel string, from uint64, detail gatewayclient.Detail) iter.Seq2[gatewayclient.Block, error] {
	return func(yield func(gatewayclient.Block, error) bool) {
		if err := t.onChannel(channel); err != nil {
			yield(gatewayclient.Block{}, err)
			return
		}
		blocks, stop := t.network.world.Subscribe(from)
		defer stop()
		for {
			select {
			case block := <-blocks:
				if !yield(blockOf(block, detail), nil) {
					return
				}
			case <-ctx.Done():
				yield(gatewayclient.Block{}, ctx.Err())
				return
			}
		}
	}
}

func blockOf(block *ledgertest.Block, detail gatewayclient.Detail) gatewayclient.Block {
	out := gatewayclient.Block{Number: block.Number, Transactions: make([]gatewayclient.Transaction, len(block.Transactions))}
	for i, tx := range block.Transactions {
		out.Transactions[i] = gatewayclient.Transaction{TxID: tx.TxID, Code: tx.Code}
		if detail == gatewayclient.Contents {
			out.Transactions[i].Event = eventOf(tx)
			out.Transactions[i].Origin = &gatewayclient.Origin{
				Time: tx.Timestamp, MSP: tx.Creator.MSP, Certificate: tx.Creator.PEM, Chaincode: tx.Chaincode, Args: tx.Args,
			}
		}
	}
	return out
}

func eventOf(tx ledgertest.Committed) *gatewayclient.ChaincodeEvent {
	if tx.Event == nil {
		return nil
	}
	return &gatewayclient.ChaincodeEvent{
		Chaincode: tx.Event.GetChaincodeId(), Name: tx.Event.GetEventName(), Payload: tx.Event.GetPayload(),
	}
}

func (t *transport) Height(_ context.Context, channel string) (uint64, error) {
	if err := t.onChannel(channel); err != nil {
		return 0, err
	}
	members := t.network.world.Orgs()
	home := members[0]
	if slices.Contains(members, t.identity.MSP) {
		home = t.identity.MSP
	}
	return t.network.world.Height(home), nil
}

func (t *transport) Status(_ context.Context, _, txid string) (gatewayclient.Commit, error) {
	outcome, found := t.network.world.Outcome(txid)
	if !found {
		return gatewayclient.Commit{}, fmt.Errorf("%w: %s", gatewayclient.ErrNotFound, txid)
	}
	return gatewayclient.Commit{TxID: txid, Block: outcome.Block, Code: outcome.Code}, nil
}

func (t *transport) onChannel(channel string) error {
	if channel != t.network.world.Channel() {
		return fmt.Errorf("channel %s is not there; this network has %s", channel, t.network.world.Channel())
	}
	return nil
}

// nonce is never used twice in a network.
func (t *transport) nonce() []byte {
	nonce := make([]byte, 24)
	binary.BigEndian.PutUint64(nonce[16:], t.network.next())
	return nonce
}

func (m message) seal() (bytes, digest []byte, err error) {
	if bytes, err = json.Marshal(m); err != nil {
		return nil, nil, fmt.Errorf("message: %w", err)
	}
	sum := sha256.Sum256(bytes)
	return bytes, sum[:], nil
}

// endorsed is the message with what the transaction read and wrote, and without the private part.
func (m message) endorsed(tx *ledgertest.Transaction) (bytes, digest []byte, err error) {
	rwset, err := tx.RWSet.Bytes()
	if err != nil {
		return nil, nil, fmt.Errorf("read-write set: %w", err)
	}
	sum := sha256.Sum256(rwset)
	m.RWSet, m.Proposal.Transient = sum[:], nil
	return m.seal()
}

// open reads a message and checks that the one it names signed it.
func (t *transport) open(bytes, signature []byte) (*ledgertest.Identity, message, error) {
	var m message
	if err := json.Unmarshal(bytes, &m); err != nil {
		return nil, m, fmt.Errorf("message: %w", err)
	}
	id, err := t.network.known(gatewayclient.Identity{Certificate: m.Certificate})
	if err != nil {
		return nil, m, err
	}
	digest := sha256.Sum256(bytes)
	if !ecdsa.VerifyASN1(&id.Key.PublicKey, digest[:], signature) {
		return nil, m, fmt.Errorf("access denied: the signature is not %s's", id.Name)
	}
	return id, m, nil
}
