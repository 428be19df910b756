// SPDX-License-Identifier: Apache-2.0

package protocol

import "regexp"

// Reference is the client's name of one intended effect. A chaincode applies a reference once for those who act for one
// party of a member, and once for those who act for the member itself: the same request of the same person under the same
// reference is answered with the first result, another request or another person's is refused.
type Reference string

var referenceForm = regexp.MustCompile(`^[A-Za-z0-9._:/-]{1,64}$`)

// Validate refuses a reference that is not 1 to 64 letters, digits, dots, underscores, colons, slashes or dashes.
// Faults: REFERENCE_MISSING, INVALID_ARGUMENT.
func (r Reference) Validate() error {
	if r == "" {
		return ReferenceMissing.New("a submitted transaction carries a reference of its client as third argument")
	}
	if !referenceForm.MatchString(string(r)) {
		return InvalidArgument.New("the reference is not 1 to %d letters, digits or any of . _ : / -", ReferenceSizeMax)
	}
	return nil
}
