// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// The names of this chaincode's records are chosen by whoever makes them, and stay taken.
type (
	// ProgrammeID names a programme.
	ProgrammeID string
	// OrderID names a purchase order.
	OrderID string
	// ReceiptID names a goods receipt.
	ReceiptID string
	// InvoiceID names an invoice; its number in the supplier's books is another thing.
	InvoiceID string
	// UndertakingID names an undertaking.
	UndertakingID string
	// DealID names a financing, from the request on.
	DealID string
	// DisputeID names a dispute.
	DisputeID string
)

// Validate refuses a malformed name.
func (id ProgrammeID) Validate() error { return protocol.ValidateName("programme", string(id)) }

// Validate refuses a malformed name.
func (id OrderID) Validate() error { return protocol.ValidateName("order", string(id)) }

// Validate refuses a malformed name.
func (id ReceiptID) Validate() error { return protocol.ValidateName("receipt", string(id)) }

// Validate refuses a malformed name.
func (id InvoiceID) Validate() error { return protocol.ValidateName("invoice", string(id)) }

// settledNameMax bounds the names of records that are paid, in characters: the names of their settlements and the purposes
// of their holds are made of them, and cash takes 64 characters.
const settledNameMax = 48

func validateSettledName(noun, name string) error {
	if len(name) > settledNameMax {
		return fmt.Errorf("%s %q has more than %d characters", noun, protocol.Excerpt(name), settledNameMax)
	}
	return protocol.ValidateName(noun, name)
}

// Validate refuses a malformed name, and one of more than 48 characters.
func (id UndertakingID) Validate() error { return validateSettledName("undertaking", string(id)) }

// Validate refuses a malformed name, and one of more than 48 characters.
func (id DealID) Validate() error { return validateSettledName("deal", string(id)) }

// Validate refuses a malformed name, and one of more than 48 characters.
func (id DisputeID) Validate() error { return validateSettledName("dispute", string(id)) }

// Key is the programme's place in a table.
func (id ProgrammeID) Key() []string { return []string{string(id)} }

// Key is the order's place in a table.
func (id OrderID) Key() []string { return []string{string(id)} }

// Key is the receipt's place in a table.
func (id ReceiptID) Key() []string { return []string{string(id)} }

// Key is the invoice's place in a table.
func (id InvoiceID) Key() []string { return []string{string(id)} }

// Key is the undertaking's place in a table.
func (id UndertakingID) Key() []string { return []string{string(id)} }

// Key is the deal's place in a table.
func (id DealID) Key() []string { return []string{string(id)} }

// Key is the dispute's place in a table.
func (id DisputeID) Key() []string { return []string{string(id)} }
