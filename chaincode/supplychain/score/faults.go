// SPDX-License-Identifier: Apache-2.0

package score

import "github.com/consort-finance/consort/chaincode/protocol"

// The refusals of this package.
var (
	// PolicyRefused: the table or the limits of a policy contradict themselves.
	PolicyRefused = protocol.Code{Name: "SCORE_POLICY", Status: 400}
	// RecordRefused: a payment record is incomplete, is another party's, or is there twice.
	RecordRefused = protocol.Code{Name: "PAYMENT_RECORD", Status: 409}
	// Mismatch: the records give another assessment.
	Mismatch = protocol.Code{Name: "SCORE_MISMATCH", Status: 409}
	// Stale: the assessment is too old, or of the future.
	Stale = protocol.Code{Name: "SCORE_STALE", Status: 409}
)
