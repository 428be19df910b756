// SPDX-License-Identifier: Apache-2.0

package protocol

// Seal is how a member's own copy of a row stands that it had to agree to.
type Seal struct {
	MSP string `json:"msp"`
	// Intact tells that the copy is the row. It is not where either was changed past the other, and where the member has left
	// the channel.
	Intact bool `json:"intact"`
}
