// SPDX-License-Identifier: Apache-2.0

package securities

import "github.com/consort-finance/consort/chaincode/protocol"

// Collateral.
var (
	// CalendarRefused: the calendar of the terms does not cover the day, or the day is no business day of it.
	CalendarRefused = protocol.Code{Name: "CALENDAR_REFUSED", Status: 409}
	// ValueLacking: what is given is worth less than what it replaces, or than what has to be paid for it.
	ValueLacking = protocol.Code{Name: "VALUE_LACKING", Status: 409}
	// ValueExcessive: more is taken than the claim needs.
	ValueExcessive = protocol.Code{Name: "VALUE_EXCESSIVE", Status: 409}
	// NotInDefault: nothing was missed, or its days of grace are not over.
	NotInDefault = protocol.Code{Name: "NOT_IN_DEFAULT", Status: 409}
	// NothingDue: the exposure is below what may be called for, or nothing is owed.
	NothingDue = protocol.Code{Name: "NOTHING_DUE", Status: 409}
	// NotRestated: a corporate action has changed the collateral, or is about to: the repo is restated first (RestateRepo).
	NotRestated = protocol.Code{Name: "NOT_RESTATED", Status: 409}
	// PriceNotAlike: the closing price is of units with, or without, a split or bonus that those of today are without, or with.
	PriceNotAlike = protocol.Code{Name: "PRICE_NOT_ALIKE", Status: 409}
)
