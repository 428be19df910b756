// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
)

// Means are how somebody pays: from which account, and by what the payer consents. Cash decides whether it did.
type Means struct {
	Account cash.AccountID `json:"account" help:"account that pays"`
	Mandate cash.MandateID `json:"mandate,omitzero" help:"the payer's mandate to supplychain"`
	Hold    cash.HoldID    `json:"hold,omitzero" help:"the payer's hold for the payee, notary supplychain"`
	Consent cash.Consent   `json:"consent,omitzero" help:"consent to exactly this payment, where the payer itself calls"`
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

// leg is the payment; holds and mandates have to be for the purpose.
func (m Means) leg(to cash.AccountID, amount money.Money, purpose cash.Purpose) cash.SettleLeg {
	leg := cash.SettleLeg{From: m.Account, To: to, Amount: amount, Hold: m.Hold, Mandate: m.Mandate}
	if m.Consent == "" {
		leg.Purpose = purpose
	}
	return leg
}

// The purposes of holds and mandates, beside the name of a deal for the hold that funds it.
const (
	// Payables is payment of undertakings by their obligor.
	Payables cash.Purpose = "payables"
	// Repurchases is payment of recourse claims by sellers.
	Repurchases cash.Purpose = "repurchases"
	// Resales is payment of a funded deal by the financier that buys it.
	Resales cash.Purpose = "resales"
	// Guarantees is payment by guarantors.
	Guarantees cash.Purpose = "guarantees"
)
