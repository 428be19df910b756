// SPDX-License-Identifier: Apache-2.0

package trace

import "github.com/consort-finance/consort/chaincode/protocol"

// The refusals of this package.
var (
	// EventRefused: the document is no EPCIS 2.0 event in its JSON binding, or is ambiguous.
	EventRefused = protocol.Code{Name: "EVENT_REFUSED", Status: 400}
	// ItemRefused: the name is no identifier of goods.
	ItemRefused = protocol.Code{Name: "ITEM_REFUSED", Status: 400}
	// ConditionRefused: the condition asks for nothing, or for nonsense.
	ConditionRefused = protocol.Code{Name: "CONDITION_REFUSED", Status: 400}
	// TraceLimit: the goods spread over more items than the trace may visit.
	TraceLimit = protocol.Code{Name: "TRACE_LIMIT", Status: 413}
)
