// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/protocol"

// Claims.
var (
	// LossNotCovered: the policy does not cover such a loss on that day.
	LossNotCovered = protocol.Code{Name: "NOT_COVERED", Status: 409}
	// Noticed: the loss was reported before; another loss of the same day has another number.
	Noticed = protocol.Code{Name: "NOTICED_BEFORE", Status: 409}
	// EvidenceMissing: the product asks for evidence that is not there.
	EvidenceMissing = protocol.Code{Name: "EVIDENCE_MISSING", Status: 409}
	// ExposureUnknown: the claim has no such exposure.
	ExposureUnknown = protocol.Code{Name: "EXPOSURE_UNKNOWN", Status: 409}
	// AssessmentStale: what the period has left changed since the assessment, or what was recommended is not what it gives.
	AssessmentStale = protocol.Code{Name: "ASSESSMENT_STALE", Status: 409}
	// DecisionRefused: the decision does not fit the assessment, or cites a clause that was overturned.
	DecisionRefused = protocol.Code{Name: "DECISION_REFUSED", Status: 409}
	// AuthorityMissing: the person has no authority of that kind.
	AuthorityMissing = protocol.Code{Name: "AUTHORITY_MISSING", Status: 403}
	// ReserveShort: the reserve does not suffice, or would be below what is committed.
	ReserveShort = protocol.Code{Name: "RESERVE_SHORT", Status: 409}
	// PayableExceeded: more than is payable would be paid.
	PayableExceeded = protocol.Code{Name: "PAYABLE_EXCEEDED", Status: 409}
	// OnHold: a hold on the claim forbids it.
	OnHold = protocol.Code{Name: "ON_HOLD", Status: 409}
	// NotOverdue: the clock does not run, or is within its time.
	NotOverdue = protocol.Code{Name: "NOT_OVERDUE", Status: 409}
	// Unsettled: something of the claim is still open.
	Unsettled = protocol.Code{Name: "UNSETTLED", Status: 409}
	// Retained: personal data is kept while a claim is open, an order stands, or the time of retention runs.
	Retained = protocol.Code{Name: "RETAINED", Status: 409}
	// RecoveryExceeded: more than was agreed or is left would be received.
	RecoveryExceeded = protocol.Code{Name: "RECOVERY_EXCEEDED", Status: 409}
	// TokensRefused: tokens of a loss are missing, of another epoch, or the claim has them already.
	TokensRefused = protocol.Code{Name: "TOKENS_REFUSED", Status: 409}
)
