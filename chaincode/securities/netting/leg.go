// SPDX-License-Identifier: Apache-2.0

package netting

import (
	"errors"
	"fmt"
	"math"
)

var (
	// ErrMode refuses a mode that is none.
	ErrMode = errors.New("mode must be one of GROSS, LINKED, NET")
	// ErrLeg refuses a leg that moves nothing, or from a party to itself.
	ErrLeg = errors.New("a leg moves a quantity above zero between two parties")
	// ErrOverflow refuses quantities whose sum no 64 bits hold.
	ErrOverflow = errors.New("quantities are too large to add up")
)

// Mode is how obligations settle together.
type Mode string

// The modes, in the order in which they ask less of the parties.
const (
	// Gross: each party has all that it gives before anything arrives.
	Gross Mode = "GROSS"
	// Linked: every leg moves, all in one step, and what arrives pays for what leaves.
	Linked Mode = "LINKED"
	// Netted: positions alone move.
	Netted Mode = "NET"
)

// Validate refuses an unknown mode.
func (m Mode) Validate() error {
	switch m {
	case Gross, Linked, Netted:
		return nil
	default:
		return ErrMode
	}
}

// Leg is what one party owes another of an asset.
type Leg struct {
	From     string
	To       string
	Asset    string
	Quantity int64
}

// Validate refuses a leg that moves nothing or nowhere.
func (l Leg) Validate() error {
	if l.Quantity <= 0 || l.From == l.To || l.From == "" || l.To == "" || l.Asset == "" {
		return fmt.Errorf("%w: %d of %q from %q to %q", ErrLeg, l.Quantity, l.Asset, l.From, l.To)
	}
	return nil
}

// add is the checked sum, within what can be negated.
func add(a, b int64) (int64, error) {
	if b > 0 && a > math.MaxInt64-b || b < 0 && a < -math.MaxInt64-b {
		return 0, ErrOverflow
	}
	return a + b, nil
}
