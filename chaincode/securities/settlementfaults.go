// SPDX-License-Identifier: Apache-2.0

package securities

import "github.com/consort-finance/consort/chaincode/protocol"

// Settlement.
var (
	// Irrevocable: both sides have set aside what they owe, so that the settlement can only be carried out.
	Irrevocable = protocol.Code{Name: "IRREVOCABLE", Status: 409}
	// PartialRefused: one of the sides does not take this part, or it is worth no money.
	PartialRefused = protocol.Code{Name: "PARTIAL_REFUSED", Status: 409}
	// HoldRefused: the hold is not one that pays for this.
	HoldRefused = protocol.Code{Name: "HOLD_REFUSED", Status: 409}
	// NotFailing: nobody failed on that day, or nothing is charged for it.
	NotFailing = protocol.Code{Name: "NOT_FAILING", Status: 409}
	// BatchIncomplete: something that the batch needs is not set aside, or not joined.
	BatchIncomplete = protocol.Code{Name: "BATCH_INCOMPLETE", Status: 409}
	// NotNeeded: the batch does not need this of the account.
	NotNeeded = protocol.Code{Name: "NOT_NEEDED", Status: 409}
)
