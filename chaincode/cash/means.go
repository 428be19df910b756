// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Means are how somebody pays through a module: from which account, and by what the payer consents. [Book.Settle] decides
// whether it did.
type Means struct {
	Account AccountID `json:"account" help:"account that pays"`
	Mandate MandateID `json:"mandate,omitzero" help:"the payer's mandate to the module"`
	Hold    HoldID    `json:"hold,omitzero" help:"the payer's hold for the payee, notary the module"`
	Consent Consent   `json:"consent,omitzero" help:"consent to exactly this payment, where the payer itself calls"`
}

// Validate refuses anything but one way to consent.
func (m Means) Validate() error {
	given := 0
	for _, way := range []bool{m.Mandate != "", m.Hold != "", m.Consent != ""} {
		if way {
			given++
		}
	}
	if given != 1 {
		return errors.New("exactly one of mandate, hold and consent is needed")
	}
	return errors.Join(m.Account.Validate(), m.Consent.Validate())
}

// Leg is the payment; holds and mandates have to be for the purpose.
func (m Means) Leg(to AccountID, amount money.Money, purpose Purpose) SettleLeg {
	leg := SettleLeg{From: m.Account, To: to, Amount: amount, Hold: m.Hold, Mandate: m.Mandate}
	if m.Consent == "" {
		leg.Purpose = purpose
	}
	return leg
}
