// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"fmt"
)

// EvaluateError tells that a query failed. errors.Is asks for a fault: errors.Is(err, protocol.NotFound).
type EvaluateError struct {
	TxID string
	Err  error
}

// Error names the phase and the cause.
func (e *EvaluateError) Error() string { return "evaluate: " + e.Err.Error() }

// Unwrap is the cause, in which a chaincode's refusal is a *protocol.Fault.
func (e *EvaluateError) Unwrap() error { return e.Err }

// EndorseError tells that no endorsed transaction came about: nothing was ordered and nothing will have an effect.
type EndorseError struct {
	TxID string
	Err  error
}

// Error names the phase and the cause.
func (e *EndorseError) Error() string { return "endorse: " + e.Err.Error() }

// Unwrap is the cause, in which a chaincode's refusal is a *protocol.Fault.
func (e *EndorseError) Unwrap() error { return e.Err }

// SubmitError tells that the orderers did not take an endorsed transaction: it has no effect.
type SubmitError struct {
	TxID string
	Err  error
}

// Error names the phase, the transaction and the cause.
func (e *SubmitError) Error() string { return fmt.Sprintf("submit %s: %v", e.TxID, e.Err) }

// Unwrap is the cause.
func (e *SubmitError) Unwrap() error { return e.Err }

// CommitError tells that a transaction is in a block and invalid: it had no effect.
type CommitError struct {
	Commit
}

// Error names the transaction, the block and the validation code.
func (e *CommitError) Error() string {
	return fmt.Sprintf("commit %s: invalid in block %d: %s", e.TxID, e.Block, e.Code)
}

// UnknownOutcomeError tells that a transaction may or may not take effect: it was handed over, and no block told of it
// in time. Its envelope stays in the outbox; [Client.Recover] resolves it. A repetition under the same Reference is safe.
type UnknownOutcomeError struct {
	TxID      string
	Reference string
	Envelope  *Envelope
	Err       error
}

// Error names the transaction and the last trouble.
func (e *UnknownOutcomeError) Error() string {
	return fmt.Sprintf("outcome of transaction %s is unknown: %v", e.TxID, e.Err)
}

// Unwrap is the last trouble.
func (e *UnknownOutcomeError) Unwrap() error { return e.Err }

// UnknownVersionError tells that a valid transaction's events are in a form that this client does not know.
type UnknownVersionError struct {
	TxID      string
	Chaincode string
	Version   int
}

// Error names the transaction, the chaincode and the version.
func (e *UnknownVersionError) Error() string {
	return fmt.Sprintf("events of transaction %s: chaincode %s speaks version %d, unknown to this client", e.TxID, e.Chaincode, e.Version)
}
