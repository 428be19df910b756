// SPDX-License-Identifier: Apache-2.0

package securities

import "github.com/consort-finance/consort/chaincode/protocol"

// Corporate actions.
var (
	// RecordPast: the record date is over, so that holders are known already.
	RecordPast = protocol.Code{Name: "RECORD_DATE_PAST", Status: 409}
	// ActionTermsRefused: the action contradicts the terms of the instrument.
	ActionTermsRefused = protocol.Code{Name: "ACTION_TERMS_REFUSED", Status: 409}
	// RegisterOpen: the register of the record date is not closed.
	RegisterOpen = protocol.Code{Name: "REGISTER_OPEN", Status: 409}
	// NotStill: units change hands, or did since the record date.
	NotStill = protocol.Code{Name: "NOT_STILL", Status: 409}
	// PageRefused: the register has no such page.
	PageRefused = protocol.Code{Name: "PAGE_REFUSED", Status: 409}
	// EntitlementsIncomplete: pages are missing, were worked out otherwise, or do not add up.
	EntitlementsIncomplete = protocol.Code{Name: "ENTITLEMENTS_INCOMPLETE", Status: 409}
	// EntitlementChanged: the page does not give what it was worked out to.
	EntitlementChanged = protocol.Code{Name: "ENTITLEMENT_CHANGED", Status: 409}
	// HolderPayable: the account can be paid, so that it is not suspended.
	HolderPayable = protocol.Code{Name: "HOLDER_PAYABLE", Status: 409}
	// HolderUnknown: the account is on none of the pages.
	HolderUnknown = protocol.Code{Name: "HOLDER_UNKNOWN", Status: 409}
	// LotsIncomplete: the lots named are not the units of the accounts at the record date.
	LotsIncomplete = protocol.Code{Name: "LOTS_INCOMPLETE", Status: 409}
	// Unpaid: pages are not paid.
	Unpaid = protocol.Code{Name: "UNPAID", Status: 409}
	// Unreconciled: what was paid out is not what was paid in.
	Unreconciled = protocol.Code{Name: "UNRECONCILED", Status: 409}
	// SuspenseEnded: the amount was released or forfeited before.
	SuspenseEnded = protocol.Code{Name: "SUSPENSE_ENDED", Status: 409}
	// NotPublished: the index was not published, or not confirmed, for a day on which it is observed.
	NotPublished = protocol.Code{Name: "NOT_PUBLISHED", Status: 409}
	// PublicationFinal: the publication was confirmed.
	PublicationFinal = protocol.Code{Name: "PUBLICATION_FINAL", Status: 409}
	// NoClaim: the settlement gives no market claim under the action.
	NoClaim = protocol.Code{Name: "NO_CLAIM", Status: 409}
	// AmountTooLarge: beyond 18 digits.
	AmountTooLarge = protocol.Code{Name: "AMOUNT_TOO_LARGE", Status: 409}
)
