// SPDX-License-Identifier: Apache-2.0

package protocol

import (
	"fmt"
	"unicode"
)

// ValidateText refuses a text for people that is empty, longer than limit bytes, or holds a character that could show
// them something else than what they decide on: controls, and the marks that turn the direction of writing (Unicode
// Standard Annex 9, explicit formatting characters).
func ValidateText(what, text string, limit int) error {
	if text == "" || len(text) > limit {
		return fmt.Errorf("%s must have 1 to %d bytes", what, limit)
	}
	return ValidateVisible(what, text)
}

// ValidateVisible refuses controls and direction marks alone.
func ValidateVisible(what, text string) error {
	for _, r := range text {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return fmt.Errorf("%s has a character that cannot be seen (%U)", what, r)
		}
	}
	return nil
}
