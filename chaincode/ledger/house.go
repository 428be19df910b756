// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"errors"
	"fmt"
	"regexp"
	"time"
)

// House is what a member's own server contributes to a transaction: reasons to refuse, never state. Two honest members
// with different houses answer the same bytes, or one of them answers a refusal.
type House struct {
	// Now is the server's own clock.
	Now func() time.Time
	// Simulated lets the business date roll freely: for demonstrations and tests.
	Simulated bool
	// Charter is the hex SHA-256 of the charter that this member agreed to; empty when it agreed to none.
	Charter string
}

var charterForm = regexp.MustCompile(`^([0-9a-f]{64})?$`)

func (h House) validate() error {
	if h.Now == nil {
		return errors.New("house: a clock is missing")
	}
	if !charterForm.MatchString(h.Charter) {
		return fmt.Errorf("house: charter %q is not 64 lower-case hexadecimal digits", h.Charter)
	}
	return nil
}
