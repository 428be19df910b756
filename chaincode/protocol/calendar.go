// SPDX-License-Identifier: Apache-2.0

package protocol

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Nothing is the request of an endpoint that needs none.
type Nothing struct{}

// Validate always agrees.
func (Nothing) Validate() error { return nil }

// BusinessDate is the date by which a chaincode's rules decide what is due.
type BusinessDate struct {
	Date date.Date `json:"date"`
}

// RollRequest asks to move a chaincode's business date forward.
type RollRequest struct {
	To date.Date `json:"to" help:"the new business date, later than the present one"`
}

// Validate refuses a missing date.
func (r RollRequest) Validate() error {
	if r.To.IsZero() {
		return errors.New("to is missing")
	}
	return nil
}

// RollBusinessDate declares the transaction by which a chaincode's business date goes forward. An endorser refuses
// a date that is more than a day from its own clock, unless its member runs it with a simulated clock.
// Faults: DATE_REFUSED.
func RollBusinessDate(chaincode string) SubmitEndpoint[RollRequest, BusinessDate] {
	return Submit[RollRequest, BusinessDate](chaincode + ":RollBusinessDate").By(role.Governor).
		Doc("Moves the business date forward; it never goes back.")
}

// CurrentBusinessDate declares the query of a chaincode's business date. Faults: NOT_FOUND before the first roll.
func CurrentBusinessDate(chaincode string) EvaluateEndpoint[Nothing, BusinessDate] {
	return Evaluate[Nothing, BusinessDate](chaincode + ":BusinessDate").By(role.Anyone).
		Doc("Answers the chaincode's business date.")
}
