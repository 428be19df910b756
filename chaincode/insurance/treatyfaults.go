// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/protocol"

// Reinsurance.
var (
	// ProgrammeRefused: the programme would bear what another bears already, or a treaty does not fit into it.
	ProgrammeRefused = protocol.Code{Name: "PROGRAMME_REFUSED", Status: 409}
	// LinesShort: the lines do not come to the order, or one of them is not confirmed.
	LinesShort = protocol.Code{Name: "LINES_SHORT", Status: 409}
	// LineRefused: the line is not what its reinsurer wrote or quoted.
	LineRefused = protocol.Code{Name: "LINE_REFUSED", Status: 409}
	// EventRefused: the loss is not of the event, or the event does not keep to the hours clause.
	EventRefused = protocol.Code{Name: "EVENT_REFUSED", Status: 409}
	// CessionRefused: what is to be ceded is not the programme's.
	CessionRefused = protocol.Code{Name: "CESSION_REFUSED", Status: 409}
	// TreatyChanged: the treaty was endorsed since this was proposed.
	TreatyChanged = protocol.Code{Name: "TREATY_CHANGED", Status: 409}
	// BookFull: the programme has as many losses as one computation can hold.
	BookFull = protocol.Code{Name: "BOOK_FULL", Status: 409}
	// TreatyOpen: the treaty has open statements, unbooked bordereaux or outstanding losses.
	TreatyOpen = protocol.Code{Name: "TREATY_OPEN", Status: 409}
)
