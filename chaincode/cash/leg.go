// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// LegsMax bounds the legs of one transaction.
const LegsMax = 1000

// Leg is one movement of money.
type Leg struct {
	From   AccountID   `json:"from" help:"account that pays"`
	To     AccountID   `json:"to" help:"account that receives"`
	Amount money.Money `json:"amount" help:"what is paid"`
	// EndToEnd is the payer's identification of the payment, handed on unchanged (ISO 20022 EndToEndIdentification, Max35Text).
	EndToEnd EndToEnd `json:"endToEnd,omitzero" help:"the payer's own identification of the payment, at most 35 characters"`
}

// Validate refuses malformed accounts and amounts that are not above zero.
func (l Leg) Validate() error {
	return errors.Join(l.From.Validate(), l.To.Validate(), positive(l.Amount), l.EndToEnd.Validate())
}

// EndToEnd is an end-to-end identification. It names a payment, never a person.
type EndToEnd string

// endToEndForm is the character set of ISO 20022 identifications in cross-border use (SWIFT character set x), without
// blanks at either end.
var endToEndForm = regexp.MustCompile(`^[A-Za-z0-9/?:().,'+-]([A-Za-z0-9/?:().,'+ -]{0,33}[A-Za-z0-9/?:().,'+-])?$`)

// Validate accepts nothing, or 1 to 35 characters of SWIFT's set x.
func (e EndToEnd) Validate() error {
	if e != "" && !endToEndForm.MatchString(string(e)) {
		return fmt.Errorf("endToEnd %q is not 1 to 35 letters, digits, blanks or /-?:().,'+", protocol.Excerpt(string(e)))
	}
	return nil
}

func positive(amount money.Money) error {
	if amount.IsZero() {
		return errors.New("amount is missing")
	}
	if amount.Sign() <= 0 {
		return fmt.Errorf("amount %s is not above zero", amount)
	}
	return nil
}

// validateLegs refuses none, too many and malformed ones.
func validateLegs(count int, leg func(i int) error) error {
	if count > LegsMax {
		return LegsLimit.New("%d legs are more than the %d of one transaction", count, LegsMax)
	}
	for i := range count {
		if err := leg(i); err != nil {
			return fmt.Errorf("leg %d: %w", i, err)
		}
	}
	return nil
}
