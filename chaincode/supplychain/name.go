// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"fmt"
	"regexp"
)

var nameForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

func validateName(kind, text string) error {
	if !nameForm.MatchString(text) {
		return fmt.Errorf("%s %q is not 1 to 64 letters, digits, dots, dashes or underscores", kind, excerpt(text))
	}
	return nil
}

// excerpt keeps a refused megabyte out of the sentence that refuses it.
func excerpt(text string) string {
	const longest = 40
	if len(text) <= longest {
		return text
	}
	return text[:longest] + "…"
}

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
func (id ProgrammeID) Validate() error { return validateName("programme", string(id)) }

// Validate refuses a malformed name.
func (id OrderID) Validate() error { return validateName("order", string(id)) }

// Validate refuses a malformed name.
func (id ReceiptID) Validate() error { return validateName("receipt", string(id)) }

// Validate refuses a malformed name.
func (id InvoiceID) Validate() error { return validateName("invoice", string(id)) }

// Validate refuses a malformed name.
func (id UndertakingID) Validate() error { return validateName("undertaking", string(id)) }

// Validate refuses a malformed name.
func (id DealID) Validate() error { return validateName("deal", string(id)) }

// Validate refuses a malformed name.
func (id DisputeID) Validate() error { return validateName("dispute", string(id)) }

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
