// SPDX-License-Identifier: Apache-2.0

package protocol

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Code is the stable name of a kind of refusal, with its status. It is an error, so that
// errors.Is(err, cash.InsufficientFunds) asks what a [Fault] is about.
type Code struct {
	Name   string
	Status int32
}

// Codes of the kernel and of every chaincode.
var (
	InvalidArgument   = Code{"INVALID_ARGUMENT", 400}
	ReferenceMissing  = Code{"REFERENCE_MISSING", 400}
	ClockSkew         = Code{"CLOCK_SKEW", 400}
	NotAuthorised     = Code{"NOT_AUTHORISED", 403}
	IdentityRefused   = Code{"IDENTITY_REFUSED", 403}
	CallerRefused     = Code{"CALLER_REFUSED", 403}
	ResolutionRefused = Code{"RESOLUTION_REFUSED", 403}
	UnknownFunction   = Code{"UNKNOWN_FUNCTION", 404}
	NotFound          = Code{"NOT_FOUND", 404}
	AlreadyExists     = Code{"ALREADY_EXISTS", 409}
	ReferenceReused   = Code{"REFERENCE_REUSED", 409}
	SecondCall        = Code{"SECOND_CALL", 409}
	DateRefused       = Code{"DATE_REFUSED", 409}
	// PreimageRefused answers a private value that is not the one of which the ledger has the hash.
	PreimageRefused = Code{"PREIMAGE_REFUSED", 409}
	TooLarge        = Code{"TOO_LARGE", 413}
	// Misdirected answers a question about private data to a peer that does not hold them.
	Misdirected = Code{"MISDIRECTED", 421}
	// Busy asks to sign the same again a little later.
	Busy = Code{"BUSY", 429}
	// Internal is the one code outside the 4xx: a defect or a broken peer, with nothing of its cause in the sentence.
	Internal = Code{"INTERNAL", 500}
)

// Error is the code's name.
func (c Code) Error() string { return c.Name }

// New makes a fault of this code. The sentence says what is wrong and, where it helps, what to do.
func (c Code) New(format string, args ...any) *Fault {
	return &Fault{Code: c.Name, Status: c.Status, Sentence: fmt.Sprintf(format, args...)}
}

// Fault is a refusal: nothing was written.
type Fault struct {
	Code     string `json:"code"`
	Status   int32  `json:"status"`
	Sentence string `json:"sentence"`
}

// Error is "CODE: sentence", which is also what travels in Fabric's response message.
func (f *Fault) Error() string { return f.Code + ": " + f.Sentence }

// Is compares by code.
func (f *Fault) Is(target error) bool {
	var code Code
	if errors.As(target, &code) {
		return code.Name == f.Code
	}
	var other *Fault
	return errors.As(target, &other) && other.Code == f.Code && other.Sentence == f.Sentence
}

var faultForm = regexp.MustCompile(`(?s)^([A-Z][A-Z0-9_]{2,63}): (.*)$`)

// ParseFault reads "CODE: sentence" as it came back from a chaincode with the given status.
func ParseFault(status int32, message string) (*Fault, bool) {
	match := faultForm.FindStringSubmatch(message)
	if match == nil {
		return nil, false
	}
	return &Fault{Code: match[1], Status: status, Sentence: strings.TrimSpace(match[2])}, true
}

// AsFault finds the fault in an error, or makes one: a plain error of a rule becomes INTERNAL, its text kept from callers.
func AsFault(err error) *Fault {
	var fault *Fault
	if errors.As(err, &fault) {
		return fault
	}
	return Internal.New("the chaincode could not carry out the request")
}
