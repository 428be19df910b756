// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// Concealed units. No sentence of theirs holds a value of an opening: they are logged by peers and gateways.
var (
	// OpeningRefused: the opening is not the one that was committed to.
	OpeningRefused = protocol.Code{Name: "OPENING_REFUSED", Status: 409}
	// LockUpShortened: a new lot would be locked up for less time than those that it comes from.
	LockUpShortened = protocol.Code{Name: "LOCK_UP_SHORTENED", Status: 409}
	// SealRefused: the slot is not sealed for this investor.
	SealRefused = protocol.Code{Name: "SEAL_REFUSED", Status: 409}
)

var (
	errOpening   = errors.New("an opening has a malformed member")
	errAdmission = errors.New("an admission has a malformed member")
)
