// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
)

// TokensMax bounds the tokens of a registration over all epochs.
const TokensMax = 4096

// Epoch is how many keys the register's ring has. Every registration reads the row, so that a rotation invalidates
// registrations under way.
type Epoch struct {
	Number int `json:"number"`
}

// EpochKey is the place of the one epoch row.
type EpochKey struct{}

// Key is the row's place in a table.
func (EpochKey) Key() []string { return []string{"current"} }

// EpochKey is the row's name.
func (Epoch) EpochKey() EpochKey { return EpochKey{} }

// EpochRequest opens the next epoch.
type EpochRequest struct {
	Number int `json:"number" help:"number of the new epoch: one more than the last"`
}

// Validate refuses malformed members.
func (r EpochRequest) Validate() error {
	if r.Number < 1 || r.Number > duplicate.EpochsMax {
		return fmt.Errorf("number must be 1 to %d", duplicate.EpochsMax)
	}
	return nil
}

// Open begins the next epoch. Faults: EPOCH_MISSING.
func (e Epoch) Open(r EpochRequest) (Epoch, []protocol.Event, error) {
	if r.Number != e.Number+1 {
		return e, nil, EpochMissing.New("the next epoch is %d", e.Number+1)
	}
	return Epoch(r), []protocol.Event{EpochOpened.Of("register", EpochEvent(r))}, nil
}

// RingRequest keeps the keys of all epochs in the caller's own collection.
type RingRequest struct {
	Epochs int            `json:"epochs" help:"how many keys there are"`
	Ring   duplicate.Ring `json:"-" transient:"ring" help:"the key of every epoch, oldest first"`
}

// Validate refuses a ring of other epochs than 1 to Epochs.
func (r RingRequest) Validate() error {
	if err := r.Ring.Validate(); err != nil {
		return err
	}
	if len(r.Ring) != r.Epochs || r.Ring[len(r.Ring)-1].Epoch != r.Epochs {
		return errors.New("the ring must have the keys of the epochs 1 to epochs")
	}
	return nil
}

// KeptRing is the ring in a register keeper's collection.
type KeptRing struct {
	Epoch
	Ring duplicate.Ring `json:"ring"`
}

// RingReceipt says how many keys are kept.
type RingReceipt struct {
	Epochs int `json:"epochs"`
}

// Document is what an invoice's tokens are made of: the invoice on the ledger, and who its parties are in the registry.
// Faults: FIRM_REFUSED.
func (v Invoice) Document(supplier, buyer parties.Party) (duplicate.Invoice, error) {
	for _, party := range []parties.Party{supplier, buyer} {
		if party.Scheme != parties.LEI && party.Scheme != parties.USCC {
			return duplicate.Invoice{}, FirmRefused.New("party %s is registered under neither LEI nor USCC", party.ID)
		}
	}
	return duplicate.Invoice{
		Supplier: supplier.Identifier, Buyer: buyer.Identifier, Number: v.Number, Issued: v.Issued, Amount: v.Total,
		Orders: []string{string(v.Order)}, Goods: v.Goods,
	}, nil
}

// Registration binds an invoice to its tokens in the register.
type Registration struct {
	Invoice InvoiceID `json:"invoice"`
	// Register are the tokens of the newest epoch at the time, Lookup those of all.
	Register []duplicate.Token `json:"register"`
	Lookup   []duplicate.Token `json:"lookup"`
	// Verdict is what the register said at the time.
	Verdict   duplicate.Verdict `json:"verdict"`
	Registrar Person            `json:"registrar"`
	// Approved: another person looked into the suspicion and found it unfounded.
	Approved bool `json:"approved,omitzero"`
	// Financed: money went out on the invoice.
	Financed bool `json:"financed,omitzero"`
}

// RegisterRequest enters an invoice into the register, with the tokens that [Prints] answered.
type RegisterRequest struct {
	Invoice  InvoiceID         `json:"invoice" help:"invoice on the ledger"`
	Register []duplicate.Token `json:"register" help:"tokens of the newest epoch"`
	Lookup   []duplicate.Token `json:"lookup" help:"tokens of every epoch"`
}

// Validate refuses malformed members.
func (r RegisterRequest) Validate() error {
	if len(r.Register) == 0 || len(r.Lookup) > TokensMax {
		return fmt.Errorf("there must be tokens, and at most %d", TokensMax)
	}
	for _, token := range r.Lookup {
		if len(token.Value) != 64 || token.Epoch < 1 || token.Epoch > duplicate.EpochsMax || len(token.Class) > 16 {
			return errors.New("a token is malformed")
		}
	}
	return r.Invoice.Validate()
}

// Register enters an invoice. found are the entries under the Lookup tokens. An invoice that is the same as a financed one
// is refused; one that looks like another is entered, and both are flagged. Faults: STATUS_REFUSED, EPOCH_MISSING,
// DOUBLE_FINANCING.
func (v Invoice) Register(r RegisterRequest, epoch Epoch, found []duplicate.Entry, act Act) (Registration, []duplicate.Entry, []protocol.Event, error) {
	if err := v.in(Matched, Proposed, Undertaken); err != nil {
		return Registration{}, nil, nil, err
	}
	if err := r.covers(epoch); err != nil {
		return Registration{}, nil, nil, err
	}
	answer := duplicate.Judge(found, string(v.ID))
	if answer.Verdict == duplicate.Same {
		return Registration{}, nil, nil, answer.Refusal(false)
	}
	claims := make([]duplicate.Entry, len(r.Register))
	for i, token := range r.Register {
		claims[i] = duplicate.Claim(entryOf(found, token), token, string(v.ID), act.Today)
	}
	registration := Registration{
		Invoice: v.ID, Register: r.Register, Lookup: r.Lookup, Verdict: answer.Verdict, Registrar: parties.PersonOf(act.Caller),
	}
	return registration, claims, []protocol.Event{InvoiceRegistered.Of(string(v.ID), StatusEvent{Status: string(answer.Verdict)})}, nil
}

// covers refuses tokens that leave an epoch out. Faults: EPOCH_MISSING.
func (r RegisterRequest) covers(epoch Epoch) error {
	counts := make([]int, epoch.Number+1)
	for _, token := range r.Lookup {
		if token.Epoch > epoch.Number {
			return EpochMissing.New("the register is in epoch %d", epoch.Number)
		}
		counts[token.Epoch]++
	}
	for number, count := range counts[1:] {
		if count != len(r.Register) {
			return EpochMissing.New("the tokens of epoch %d are not all there", number+1)
		}
	}
	for _, token := range r.Register {
		if token.Epoch != epoch.Number || !slices.Contains(r.Lookup, token) {
			return EpochMissing.New("invoices are registered under epoch %d", epoch.Number)
		}
	}
	return nil
}

func entryOf(found []duplicate.Entry, token duplicate.Token) *duplicate.Entry {
	for i := range found {
		if found[i].Token == token {
			return &found[i]
		}
	}
	return nil
}

// Approve is a second person's word that a suspicion is unfounded. Faults: SAME_PERSON, STATUS_REFUSED.
func (g Registration) Approve(act Act) (Registration, []protocol.Event, error) {
	if err := act.Another(g.Registrar); err != nil {
		return g, nil, err
	}
	if g.Approved {
		return g, nil, StatusRefused.New("invoice %s was approved before", g.Invoice)
	}
	g.Approved = true
	return g, []protocol.Event{InvoiceRegistered.Of(string(g.Invoice), StatusEvent{Status: "APPROVED"})}, nil
}

// Finance marks the invoice's hard tokens as financed, the first time that money goes out on it; later financings of other
// units of the same undertaking change nothing. found are the entries under the Lookup tokens as they are now: whoever
// commits first has the claim, and anybody else is refused. Soft tokens stay as they are, for many honest invoices share
// them. Faults: DOUBLE_FINANCING, DUPLICATE_SUSPECTED.
func (g Registration) Finance(found []duplicate.Entry) (Registration, []duplicate.Entry, error) {
	if g.Financed {
		return g, nil, nil
	}
	if err := duplicate.Judge(found, string(g.Invoice)).Refusal(g.Approved); err != nil {
		return g, nil, err
	}
	var changed []duplicate.Entry
	for _, token := range g.Register {
		entry := entryOf(found, token)
		if entry == nil || !token.Class.Hard() {
			continue
		}
		after, err := entry.Finance(string(g.Invoice))
		if err != nil {
			return g, nil, err
		}
		changed = append(changed, after)
	}
	g.Financed = true
	return g, changed, nil
}
