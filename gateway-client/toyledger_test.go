// SPDX-License-Identifier: Apache-2.0

package gatewayclient_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// payRequest moves an amount between two accounts of the toy ledger.
type payRequest struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Amount int    `json:"amount"`
}

func (r payRequest) Validate() error {
	if r.Amount <= 0 {
		return errors.New("amount is not positive")
	}
	if r.Amount > amountMax {
		return protocol.TooLarge.New("amount is above %d", amountMax)
	}
	return nil
}

// amountMax is the most that one payment of the toy ledger moves.
const amountMax = 1_000_000

type receipt struct {
	Balance int `json:"balance"`
}

type account string

func (a account) Validate() error { return nil }

type paid struct {
	Amount int `json:"amount"`
}

var (
	pay               = protocol.Submit[payRequest, receipt]("toy:Pay")
	balance           = protocol.Evaluate[account, receipt]("toy:Balance")
	happened          = protocol.NewEventType[paid]("toy:Paid")
	insufficientFunds = protocol.Code{Name: "INSUFFICIENT_FUNDS", Status: 409}
)

// toyLedger keeps balances the way Fabric does: endorsements read versions, blocks check them, and a client reference
// is applied once.
type toyLedger struct {
	every time.Duration // from the first pending transaction to its block

	mu       sync.Mutex
	balances map[string]cell
	once     map[string]receipt
	blocks   []gatewayclient.Block
	pending  []toyTx
	seen     map[string]gatewayclient.Commit
	txs      int
	grown    chan struct{}
}

type cell struct{ amount, version int }

// toyTx is the content of an envelope.
type toyTx struct {
	ID        string
	Reference string
	Reads     map[string]int
	Writes    map[string]int
	Result    receipt
	Event     []byte
}

func newToyLedger() *toyLedger {
	return &toyLedger{
		every:    200 * time.Millisecond,
		balances: map[string]cell{"alice": {amount: 100}, "bob": {}},
		once:     map[string]receipt{}, seen: map[string]gatewayclient.Commit{},
		blocks: []gatewayclient.Block{{}}, grown: make(chan struct{}),
	}
}

func (l *toyLedger) amount(name string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.balances[name].amount
}

func (l *toyLedger) order(tx toyTx) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pending = append(l.pending, tx)
	if len(l.pending) == 1 {
		time.AfterFunc(l.every, l.cut)
	}
}

func (l *toyLedger) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	block := gatewayclient.Block{Number: uint64(len(l.blocks))}
	for _, tx := range l.pending {
		code := l.apply(tx)
		block.Transactions = append(block.Transactions, gatewayclient.Transaction{
			TxID: tx.ID, Code: code, Event: &gatewayclient.ChaincodeEvent{Chaincode: "toy", Payload: tx.Event},
		})
		if _, twice := l.seen[tx.ID]; !twice {
			l.seen[tx.ID] = gatewayclient.Commit{TxID: tx.ID, Block: block.Number, Code: code}
		}
	}
	l.pending = nil
	l.blocks = append(l.blocks, block)
	close(l.grown)
	l.grown = make(chan struct{})
}

func (l *toyLedger) apply(tx toyTx) gatewayclient.ValidationCode {
	if _, twice := l.seen[tx.ID]; twice {
		return peer.TxValidationCode_DUPLICATE_TXID
	}
	for name, version := range tx.Reads {
		if l.balances[name].version != version {
			return peer.TxValidationCode_MVCC_READ_CONFLICT
		}
	}
	if _, applied := l.once[tx.Reference]; applied && len(tx.Writes) > 0 {
		return peer.TxValidationCode_MVCC_READ_CONFLICT
	}
	for name, amount := range tx.Writes {
		l.balances[name] = cell{amount, l.balances[name].version + 1}
	}
	if len(tx.Writes) > 0 {
		l.once[tx.Reference] = tx.Result
	}
	return peer.TxValidationCode_VALID
}

// simulate executes a payment against the committed state.
func (l *toyLedger) simulate(id, reference string, request payRequest) (toyTx, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	tx := toyTx{ID: id, Reference: reference, Reads: map[string]int{}}
	if result, applied := l.once[reference]; applied {
		tx.Result = result
		return tx, nil
	}
	from, to := l.balances[request.From], l.balances[request.To]
	if from.amount < request.Amount {
		return tx, insufficientFunds.New("%s has %d", request.From, from.amount)
	}
	tx.Reads = map[string]int{request.From: from.version, request.To: to.version}
	tx.Writes = map[string]int{request.From: from.amount - request.Amount, request.To: to.amount + request.Amount}
	tx.Result = receipt{Balance: from.amount - request.Amount}
	event := happened.Of(request.To, paid{request.Amount})
	tx.Event, _ = protocol.Marshal(protocol.Envelope{Version: 1, Chaincode: "toy", Events: []protocol.Event{event, event}})
	return tx, nil
}

// toyTransport connects to the ledger. A fault is asked before and after each step and may answer an error.
type toyTransport struct {
	ledger *toyLedger
	fault  func(step string) error

	mu    sync.Mutex
	steps []string
}

func (t *toyTransport) at(step string) error {
	t.mu.Lock()
	t.steps = append(t.steps, step)
	t.mu.Unlock()
	if t.fault == nil {
		return nil
	}
	return t.fault(step)
}

// count tells how often a step was reached.
func (t *toyTransport) count(step string) (n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, s := range t.steps {
		if s == step {
			n++
		}
	}
	return n
}

func (t *toyTransport) Identity() gatewayclient.Identity {
	return gatewayclient.Identity{MSP: "ToyMSP", Sign: func(digest []byte) ([]byte, error) { return digest[:4], nil }}
}

func (t *toyTransport) Close() error { return nil }

func (t *toyTransport) Propose(call gatewayclient.Call) (*gatewayclient.Proposal, error) {
	t.ledger.mu.Lock()
	t.ledger.txs++
	id := sha256.Sum256(fmt.Append(nil, t.ledger.txs))
	t.ledger.mu.Unlock()
	bytes, err := json.Marshal(call.Args)
	return &gatewayclient.Proposal{TxID: hex.EncodeToString(id[:]), Channel: call.Channel, Bytes: bytes, Digest: id[:]}, err
}

func (t *toyTransport) Evaluate(_ context.Context, p *gatewayclient.Proposal) ([]byte, error) {
	if err := t.at("evaluate"); err != nil {
		return nil, err
	}
	var args [][]byte
	var name account
	if err := errors.Join(json.Unmarshal(p.Bytes, &args), json.Unmarshal(args[1], &name)); err != nil {
		return nil, err
	}
	return protocol.Marshal(receipt{t.ledger.amount(string(name))})
}

func (t *toyTransport) Endorse(_ context.Context, p *gatewayclient.Proposal) (*gatewayclient.Envelope, error) {
	if err := t.at("endorse"); err != nil {
		return nil, err
	}
	var args [][]byte
	var request payRequest
	if err := errors.Join(json.Unmarshal(p.Bytes, &args), json.Unmarshal(args[1], &request)); err != nil {
		return nil, err
	}
	tx, err := t.ledger.simulate(p.TxID, string(args[2]), request)
	if err != nil {
		return nil, err
	}
	bytes, err := json.Marshal(tx)
	result, _ := protocol.Marshal(tx.Result)
	return &gatewayclient.Envelope{TxID: p.TxID, Channel: p.Channel, Bytes: bytes, Digest: p.Digest, Result: result}, errors.Join(err, t.at("endorsed"))
}

func (t *toyTransport) Submit(_ context.Context, e *gatewayclient.Envelope) error {
	if err := t.at("submit"); err != nil {
		return err
	}
	var tx toyTx
	if err := json.Unmarshal(e.Bytes, &tx); err != nil {
		return err
	}
	if !slices.Equal(e.Signature, e.Digest[:4]) {
		return fmt.Errorf("%w: bad signature", gatewayclient.ErrNotSent)
	}
	t.ledger.order(tx)
	return t.at("submitted")
}

func (t *toyTransport) Blocks(ctx context.Context, _ string, from uint64, _ gatewayclient.Detail) iter.Seq2[gatewayclient.Block, error] {
	return func(yield func(gatewayclient.Block, error) bool) {
		for number := from; ; number++ {
			block, err := t.block(ctx, number)
			if err == nil {
				err = t.at("block")
			}
			if !yield(block, err) || err != nil {
				return
			}
		}
	}
}

// block waits for a block.
func (t *toyTransport) block(ctx context.Context, number uint64) (gatewayclient.Block, error) {
	for {
		t.ledger.mu.Lock()
		blocks, grown := t.ledger.blocks, t.ledger.grown
		t.ledger.mu.Unlock()
		if number < uint64(len(blocks)) {
			return blocks[number], nil
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return gatewayclient.Block{}, ctx.Err()
		}
	}
}

func (t *toyTransport) Height(context.Context, string) (uint64, error) {
	if err := t.at("height"); err != nil {
		return 0, err
	}
	t.ledger.mu.Lock()
	defer t.ledger.mu.Unlock()
	return uint64(len(t.ledger.blocks)), nil
}

func (t *toyTransport) Status(_ context.Context, _, txid string) (gatewayclient.Commit, error) {
	if err := t.at("status"); err != nil {
		return gatewayclient.Commit{}, err
	}
	t.ledger.mu.Lock()
	defer t.ledger.mu.Unlock()
	commit, found := t.ledger.seen[txid]
	if !found {
		return commit, gatewayclient.ErrNotFound
	}
	return commit, nil
}
