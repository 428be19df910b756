// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Who may.
var (
	// NotAParty: the caller's certificate names no party, or one that another member hosts.
	NotAParty = parties.NotAParty
	// NotYours: it is for another firm to do.
	NotYours = parties.NotYours
	// SamePerson: who made it confirms it, be it with another certificate.
	SamePerson = parties.SamePerson
	// FirmRefused: the registry does not know the party or has it frozen.
	FirmRefused = parties.FirmRefused
	// BothSides: one firm would be on both sides.
	BothSides = protocol.Code{Name: "BOTH_SIDES", Status: 409}
	// AccountRefused: the account is of another owner, kind or currency than needed.
	AccountRefused = protocol.Code{Name: "ACCOUNT_REFUSED", Status: 409}
)

// Records and dates.
var (
	// StatusRefused: the record's state does not allow the transition.
	StatusRefused = protocol.Code{Name: "STATUS_REFUSED", Status: 409}
	// TooEarly and TooLate: the business date does not allow it yet, or any more.
	TooEarly = protocol.Code{Name: "TOO_EARLY", Status: 409}
	TooLate  = protocol.Code{Name: "TOO_LATE", Status: 409}
	// CurrencyMismatch: not the currency of the product or the panel.
	CurrencyMismatch = protocol.Code{Name: "CURRENCY_MISMATCH", Status: 409}
	// AmountTooLarge: an amount beyond 18 digits would come out.
	AmountTooLarge = protocol.Code{Name: "AMOUNT_TOO_LARGE", Status: 409}
)

// Products, quotes and policies.
var (
	// PanelIncomplete: an insurer of the panel did not sign.
	PanelIncomplete = protocol.Code{Name: "PANEL_INCOMPLETE", Status: 409}
	// CoverUnknown: the product has no such cover, or the policy does not insure it.
	CoverUnknown = protocol.Code{Name: "COVER_UNKNOWN", Status: 409}
	// SumRefused: a sum insured is outside the cover's bounds, or all together above what may be written.
	SumRefused = protocol.Code{Name: "SUM_REFUSED", Status: 409}
	// RiskDeclined: the product does not take such a risk.
	RiskDeclined = protocol.Code{Name: "RISK_DECLINED", Status: 409}
	// TermsRefused: the terms do not fit the product.
	TermsRefused = protocol.Code{Name: "TERMS_REFUSED", Status: 409}
	// PriceRisen: the premium would be above what was accepted.
	PriceRisen = protocol.Code{Name: "PRICE_RISEN", Status: 409}
	// NotInForce: the policy is not in force on that day.
	NotInForce = protocol.Code{Name: "NOT_IN_FORCE", Status: 409}
	// NothingDue: there is nothing to pay, to collect or to give back.
	NothingDue = protocol.Code{Name: "NOTHING_DUE", Status: 409}
	// StackFull: the policy has as many transactions or instalments as it can.
	StackFull = protocol.Code{Name: "STACK_FULL", Status: 409}
)

// inState refuses a record whose state does not allow what is asked for. Faults: STATUS_REFUSED.
func inState[S ~string](noun, id string, state S, allowed ...S) error {
	if slices.Contains(allowed, state) {
		return nil
	}
	return StatusRefused.New("%s %s is %s", noun, id, state)
}
