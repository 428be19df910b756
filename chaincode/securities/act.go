// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Who acts, in the registry's words.
type (
	// Firm is a party and the member that hosts it.
	Firm = parties.Firm
	// Person is somebody whose act another person has to confirm.
	Person = parties.Person
	// Act is what a rule may know of the transaction that it decides.
	Act = parties.Act
)

// byMember refuses callers of another member. Faults: NOT_YOURS.
func byMember(act Act, msp string) error {
	if act.Caller.MSP != msp {
		return NotYours.New("this is for member %s to do", msp)
	}
	return nil
}

// inState refuses a record whose state does not allow what is asked for. Faults: STATUS_REFUSED.
func inState[S ~string](noun, id string, state S, allowed ...S) error {
	if slices.Contains(allowed, state) {
		return nil
	}
	return StatusRefused.New("%s %s is %s", noun, id, state)
}

// Hash is a SHA-256 in 64 lower-case hexadecimal digits: of a document, an order, a prospectus.
type Hash string

// Validate refuses what is no SHA-256.
func (h Hash) Validate() error {
	if !protocol.IsSHA256(string(h)) {
		return errHash
	}
	return nil
}
