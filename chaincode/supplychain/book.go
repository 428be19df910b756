// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// validateSalt refuses salts that could be guessed.
func validateSalt(salt string) error {
	if content, err := hex.DecodeString(salt); err != nil || len(salt) < SaltMin || len(salt) > 128 || len(content)*2 != len(salt) {
		return errors.New("salt is not 32 to 128 hexadecimal digits")
	}
	return nil
}

// sealOf is the hash of what carries its own salt.
func sealOf(salted any) (string, error) { return protocol.RequestHash(salted) }

// OrderBook is an order's lines with what was received and invoiced of each, over all receipts and invoices, so that
// invoices are matched all together and not one by one. Buyer and supplier keep it; the ledger has its seal. Whoever
// changes it shows it to the endorsers, who compare it with the seal, carry out the change and seal what comes of it;
// the other side makes the same change to its own copy. Each change gives it another salt, made of the one before.
type OrderBook struct {
	Salt  string        `json:"salt"`
	Lines []OrderedLine `json:"lines"`
}

// Seal is the book's hash.
func (b OrderBook) Seal() (string, error) { return sealOf(b) }

// line finds a line by its number; -1 for none.
func (b OrderBook) line(number int) int {
	return slices.IndexFunc(b.Lines, func(l OrderedLine) bool { return l.Line == number })
}

// next is a copy under the next salt.
func (b OrderBook) next() OrderBook {
	sum := sha256.Sum256([]byte(b.Salt))
	return OrderBook{Salt: hex.EncodeToString(sum[:]), Lines: slices.Clone(b.Lines)}
}

// Receive is the book after goods arrived. Faults: LINE_UNKNOWN.
func (b OrderBook) Receive(lines []ReceivedLine) (OrderBook, error) {
	after := b.next()
	for _, line := range lines {
		at := b.line(line.Line)
		if at < 0 {
			return b, LineUnknown.New("the order has no such line")
		}
		var err error
		if after.Lines[at].Received, err = after.Lines[at].Received.Add(line.Accepted); err != nil {
			return b, fmt.Errorf("received: %w", err)
		}
	}
	return after, nil
}

// Bill is the book after an invoice matched, Unbill after it was taken back.
func (b OrderBook) Bill(lines []InvoicedLine) (OrderBook, error) {
	return b.count(lines, decimal.Decimal.Add)
}

// Unbill is the book after a matched invoice was rejected or cancelled.
func (b OrderBook) Unbill(lines []InvoicedLine) (OrderBook, error) {
	return b.count(lines, decimal.Decimal.Sub)
}

func (b OrderBook) count(lines []InvoicedLine, how func(x, y decimal.Decimal) (decimal.Decimal, error)) (OrderBook, error) {
	after := b.next()
	for _, line := range lines {
		at := b.line(line.Line)
		if at < 0 {
			continue // an exception that the buyer accepted: the order has nothing to count it on
		}
		var err error
		if after.Lines[at].Invoiced, err = how(after.Lines[at].Invoiced, line.Quantity); err != nil {
			return b, fmt.Errorf("invoiced: %w", err)
		}
	}
	return after, nil
}

// turn opens the book, changes it and seals it again. Faults: PREIMAGE_REFUSED.
func (o Order) turn(book OrderBook, change func(OrderBook) (OrderBook, error)) (Order, error) {
	if err := o.opens(book); err != nil {
		return o, err
	}
	after, err := change(book)
	if err != nil {
		return o, err
	}
	o.Seal, err = after.Seal()
	return o, err
}

// opens refuses another book than the order's, or an older state of it. Faults: PREIMAGE_REFUSED.
func (o Order) opens(book OrderBook) error {
	if seal, err := book.Seal(); err != nil || seal != o.Seal {
		return protocol.PreimageRefused.New("the book given is not order %s as it is now", o.ID)
	}
	return nil
}
