// SPDX-License-Identifier: Apache-2.0

package index

import (
	"fmt"
	"regexp"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// ReadingRefused answers a reading that the terms know no payout for.
var ReadingRefused = protocol.Code{Name: "READING_REFUSED", Status: 409}

// ValueMax bounds an index and a reference, either way, so that all arithmetic with them is exact.
const ValueMax int64 = 1_000_000_000_000_000

// Outcome is how something ended of which a number alone does not tell: a flight landed, was cancelled, was diverted.
// Feeds of plain numbers have none.
type Outcome string

// The outcomes of a flight. One that is still in the air has none.
const (
	// Landed: it arrived, and the value is its delay in minutes.
	Landed Outcome = "LANDED"
	// Cancelled: it did not take off.
	Cancelled Outcome = "CANCELLED"
	// Diverted: it landed elsewhere.
	Diverted Outcome = "DIVERTED"
)

var outcomeForm = regexp.MustCompile(`^[A-Z][A-Z0-9_]{0,31}$`)

// Validate refuses a malformed outcome; none is one.
func (o Outcome) Validate() error {
	if o != "" && !outcomeForm.MatchString(string(o)) {
		return fmt.Errorf("outcome %q is not a capital letter with up to 31 capitals, digits and underscores after it", protocol.Excerpt(string(o)))
	}
	return nil
}

// Reading is what an oracle round found.
type Reading struct {
	// Value is in the feed's unit and scale.
	Value   int64   `json:"value" help:"the value, an integer in the feed's unit and scale"`
	Outcome Outcome `json:"outcome,omitzero" help:"how it ended, where the feed asks for it: LANDED, CANCELLED, DIVERTED"`
}

// Validate refuses values out of bounds and malformed outcomes.
func (r Reading) Validate() error {
	if r.Value > ValueMax || r.Value < -ValueMax {
		return fmt.Errorf("value %d is beyond %d", r.Value, ValueMax)
	}
	return r.Outcome.Validate()
}

// Insured is what a policy adds to the terms of its product.
type Insured struct {
	// Sum is the most that all phases together pay.
	Sum money.Amount `json:"sum" help:"sum insured, in minor units"`
	// Reference is what a relative index is measured against.
	Reference int64 `json:"reference,omitzero" help:"what a relative index is measured against, in the feed's unit and scale"`
	// Premium and Record determine the payouts for a flight.
	Premium money.Amount `json:"premium,omitzero" help:"premium, in minor units, where payouts depend on it"`
	Record  *Record      `json:"record,omitempty" help:"what became of former flights"`
}
