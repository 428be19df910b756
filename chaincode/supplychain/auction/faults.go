// SPDX-License-Identifier: Apache-2.0

package auction

import "github.com/consort-finance/consort/chaincode/protocol"

// The refusals of this package. Where several would be right, the first in this order is given.
var (
	// TermsRefused: the terms contradict themselves.
	TermsRefused = protocol.Code{Name: "AUCTION_TERMS", Status: 400}
	// Phase: it is too early or too late for this.
	Phase = protocol.Code{Name: "AUCTION_PHASE", Status: 409}
	// SelfBid: the seller bids on its own receivable.
	SelfBid = protocol.Code{Name: "SELF_BID", Status: 403}
	// CommitmentRefused: not the SHA-256 of anything, or the same as another's.
	CommitmentRefused = protocol.Code{Name: "COMMITMENT_REFUSED", Status: 409}
	// CommittedAlready: a bidder has one bid.
	CommittedAlready = protocol.Code{Name: "COMMITTED_ALREADY", Status: 409}
	// BiddersLimit: as many commitments as one auction takes.
	BiddersLimit = protocol.Code{Name: "BIDDERS_LIMIT", Status: 413}
	// NotCommitted: who reveals has not committed.
	NotCommitted = protocol.Code{Name: "NOT_COMMITTED", Status: 404}
	// RevealedAlready: a bid is revealed once.
	RevealedAlready = protocol.Code{Name: "REVEALED_ALREADY", Status: 409}
	// SaltRefused: the salt is not hexadecimal, has less than 128 bits, or repeats one byte.
	SaltRefused = protocol.Code{Name: "SALT_REFUSED", Status: 400}
	// BidRefused: a rate or fee that no bid can have.
	BidRefused = protocol.Code{Name: "BID_REFUSED", Status: 400}
	// BidMismatch: bid and salt are not what the bidder committed to.
	BidMismatch = protocol.Code{Name: "BID_MISMATCH", Status: 409}
	// CommitmentsExist: an auction that has a commitment is not cancelled.
	CommitmentsExist = protocol.Code{Name: "COMMITMENTS_EXIST", Status: 409}
)
