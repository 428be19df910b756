// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"fmt"
	"strconv"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// The names of this chaincode's records are chosen by whoever makes them, and stay taken.
type (
	// ProductID names a product, in all its versions.
	ProductID string
	// PanelID names a panel of insurers that share risks.
	PanelID string
	// QuoteID names a quote.
	QuoteID string
	// PolicyID names a policy.
	PolicyID string
	// ClaimID names a claim.
	ClaimID string
	// EventID names an event that strikes many policies, such as a storm.
	EventID string
	// PaymentID names a payment on a claim.
	PaymentID string
	// RecoveryID names a recovery: salvage, subrogation or another.
	RecoveryID string
	// DuplicateID names a case of one loss claimed at two insurers.
	DuplicateID string
	// TreatyID names a treaty of reinsurance.
	TreatyID string
	// StatementID names a technical account between two insurers.
	StatementID string
)

// nameMax bounds the names of records, in characters: names of settlements and purposes of holds are made of them, and
// cash takes 64 characters.
const nameMax = 40

func validateName(noun, name string) error {
	if len(name) > nameMax {
		return fmt.Errorf("%s %q has more than %d characters", noun, protocol.Excerpt(name), nameMax)
	}
	return protocol.ValidateName(noun, name)
}

// number is a number as part of a key: of a fixed width, so that keys are in the order of numbers.
func number(n int) string { return fmt.Sprintf("%06d", n) }

// settlement names a settlement by what it is for, the how many, and of what: within the 64 characters that cash takes, a
// long name of an account being cut. The name stands last, for the number at the end of a settlement's name decides from
// which stripe of a high-volume account it is paid, so that consecutive policies are paid from different stripes.
func settlement(noun, name string, n int) cash.SettlementID {
	return cash.SettlementID(fmt.Sprintf("%s-%d-%s", noun, n, name[:min(len(name), nameMax)]))
}

// validateNumber refuses a number that counts nothing.
func validateNumber(noun string, n int) error {
	if n < 1 || n > 999_999 {
		return fmt.Errorf("%s %s is not 1 to 999999", noun, strconv.Itoa(n))
	}
	return nil
}

// Validate refuses a malformed name, and one of more than 40 characters.
func (id ProductID) Validate() error { return validateName("product", string(id)) }

// Validate refuses a malformed name, and one of more than 40 characters.
func (id PanelID) Validate() error { return validateName("panel", string(id)) }

// Validate refuses a malformed name, and one of more than 40 characters.
func (id QuoteID) Validate() error { return validateName("quote", string(id)) }

// Validate refuses a malformed name, and one of more than 40 characters.
func (id PolicyID) Validate() error { return validateName("policy", string(id)) }

// Validate refuses a malformed name, and one of more than 40 characters.
func (id ClaimID) Validate() error { return validateName("claim", string(id)) }

// Validate refuses a malformed name, and one of more than 40 characters.
func (id EventID) Validate() error { return validateName("loss event", string(id)) }

// Validate refuses a malformed name, and one of more than 40 characters.
func (id PaymentID) Validate() error { return validateName("payment", string(id)) }

// Validate refuses a malformed name, and one of more than 40 characters.
func (id RecoveryID) Validate() error { return validateName("recovery", string(id)) }

// Validate refuses a malformed name, and one of more than 40 characters.
func (id DuplicateID) Validate() error { return validateName("duplicate case", string(id)) }

// Validate refuses a malformed name, and one of more than 40 characters.
func (id TreatyID) Validate() error { return validateName("treaty", string(id)) }

// Validate refuses a malformed name, and one of more than 40 characters.
func (id StatementID) Validate() error { return validateName("statement", string(id)) }

// Key is the place in a table.
func (id ProductID) Key() []string { return []string{string(id)} }

// Key is the place in a table.
func (id PanelID) Key() []string { return []string{string(id)} }

// Key is the place in a table.
func (id QuoteID) Key() []string { return []string{string(id)} }

// Key is the place in a table.
func (id PolicyID) Key() []string { return []string{string(id)} }

// Key is the place in a table.
func (id ClaimID) Key() []string { return []string{string(id)} }

// Key is the place in a table.
func (id EventID) Key() []string { return []string{string(id)} }

// Key is the place in a table.
func (id PaymentID) Key() []string { return []string{string(id)} }

// Key is the place in a table.
func (id RecoveryID) Key() []string { return []string{string(id)} }

// Key is the place in a table.
func (id DuplicateID) Key() []string { return []string{string(id)} }

// Key is the place in a table.
func (id TreatyID) Key() []string { return []string{string(id)} }

// Key is the place in a table.
func (id StatementID) Key() []string { return []string{string(id)} }
