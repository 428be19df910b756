// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// EndorseError is what the gateway answers when a proposal was not endorsed or evaluated. Nothing was
// ordered.
type EndorseError struct {
	TxID     string
	Message  string
	Failures []Failure
}

// Failure is what one peer had against a proposal.
type Failure struct {
	MSP string
	// Status and Message are the chaincode's; its payload does not come through. Status is 500 with the
	// peer's words when the peer could not get an answer from the chaincode, 0 when it refused to ask.
	Status  int32
	Message string
	// Chaincode tells that the chaincode itself answered.
	Chaincode bool
	// Cause is the error behind the message, if there is one.
	Cause error
}

// Detail is the message that the gateway puts into the details of its error.
func (f Failure) Detail() string {
	if f.Chaincode {
		return fmt.Sprintf("chaincode response %d, %s", f.Status, f.Message)
	}
	return f.Message
}

// Error tells all failures, and of what a chaincode died, which a gateway does not know.
func (e *EndorseError) Error() string {
	var b strings.Builder
	b.WriteString(e.Message)
	for _, f := range e.Failures {
		b.WriteString("; " + f.MSP + ": " + f.Detail())
		var crash *Crash
		if errors.As(f.Cause, &crash) {
			b.WriteString(" (" + crash.Error() + ")")
		}
	}
	return b.String()
}

// Unwrap answers the causes, among them a *Crash of the chaincode.
func (e *EndorseError) Unwrap() []error {
	var out []error
	for _, f := range e.Failures {
		if f.Cause != nil {
			out = append(out, f.Cause)
		}
	}
	return out
}

// MismatchError says that two peers answered differently: they stand at different heights, or the
// chaincode is not deterministic.
type MismatchError struct {
	First, Second string // MSP identifiers
	Difference    string // the first thing found to differ
}

// Error tells the difference.
func (e *MismatchError) Error() string {
	return fmt.Sprintf("ProposalResponsePayloads do not match: %s and %s differ in %s", e.First, e.Second, e.Difference)
}

// CommitError says that a transaction was ordered but is invalid: it had no effect.
type CommitError struct {
	TxID  string
	Block uint64
	Code  peer.TxValidationCode
}

// Error tells the validation code.
func (e *CommitError) Error() string {
	return fmt.Sprintf("transaction %s failed to commit with status code %d (%s)", e.TxID, int32(e.Code), e.Code)
}
