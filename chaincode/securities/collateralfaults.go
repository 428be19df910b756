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
)
