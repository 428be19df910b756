// SPDX-License-Identifier: Apache-2.0

package parties

import "github.com/consort-finance/consort/chaincode/protocol"

// Fault codes of this chaincode, beside those of the kernel.
var (
	// NotFounded: nothing works before Found.
	NotFounded = protocol.Code{Name: "NOT_FOUNDED", Status: 409}
	// AlreadyFounded: a consortium is founded once.
	AlreadyFounded = protocol.Code{Name: "ALREADY_FOUNDED", Status: 409}
	// CharterRefused: the charter is not the one that this endorser's member agreed to.
	CharterRefused = protocol.Code{Name: "CHARTER_REFUSED", Status: 403}
	// MemberUnknown: the organisation is no member.
	MemberUnknown = protocol.Code{Name: "MEMBER_UNKNOWN", Status: 404}
	// VotedAlready: one vote a member.
	VotedAlready = protocol.Code{Name: "VOTED_ALREADY", Status: 409}
	// ResolutionClosed: the resolution was withdrawn.
	ResolutionClosed = protocol.Code{Name: "RESOLUTION_CLOSED", Status: 409}
	// ThresholdRefused: not more than half of the members, or more than all.
	ThresholdRefused = protocol.Code{Name: "THRESHOLD_REFUSED", Status: 409}
	// NotHost: the caller's member does not host the party.
	NotHost = protocol.Code{Name: "NOT_HOST", Status: 403}
	// AlreadyFrozen and NotFrozen: nothing to do.
	AlreadyFrozen = protocol.Code{Name: "ALREADY_FROZEN", Status: 409}
	NotFrozen     = protocol.Code{Name: "NOT_FROZEN", Status: 409}
	// CommitmentMismatch: the evidence does not hash to the attestation's commitment.
	CommitmentMismatch = protocol.Code{Name: "COMMITMENT_MISMATCH", Status: 409}
	// AttestationEnded: revoked or expired.
	AttestationEnded = protocol.Code{Name: "ATTESTATION_ENDED", Status: 409}
)

// Fault codes of rules about who acts, which every product shares.
var (
	// NotAParty: the caller's certificate names no party.
	NotAParty = protocol.Code{Name: "NOT_A_PARTY", Status: 403}
	// NotYours: it is for another firm to do.
	NotYours = protocol.Code{Name: "NOT_YOURS", Status: 403}
	// SamePerson: who made it confirms it, be it with another certificate.
	SamePerson = protocol.Code{Name: "SAME_PERSON", Status: 403}
	// FirmRefused: the registry does not know the party or has it frozen.
	FirmRefused = protocol.Code{Name: "FIRM_REFUSED", Status: 409}
)
