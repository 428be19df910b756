// SPDX-License-Identifier: Apache-2.0

package protocol

import (
	"slices"
	"time"

	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Principal is who signed the transaction.
type Principal struct {
	// MSP is the identifier of the member organisation whose certificate authority vouches for the identity.
	MSP string `json:"msp"`
	// Subject and Issuer are the distinguished names of the certificate. Only together with MSP do they name somebody:
	// another organisation's authority may issue the same names.
	Subject string `json:"subject"`
	Issuer  string `json:"issuer"`
	// Enrolment is the subject's common name: the enrolment identifier at the authority.
	Enrolment string `json:"enrolment"`
	// Party is the attribute consort.party: for which party of its member the identity acts. Empty: for the member itself.
	Party string `json:"party,omitzero"`
	// Claims are the roles that the attribute consort.role lists; a claim counts only with the registry's word.
	Claims []role.Role `json:"claims,omitempty"`
}

// ID names the principal for records: member, subject and issuer.
func (p Principal) ID() string { return p.MSP + "::" + p.Subject + "::" + p.Issuer }

// Claiming tells whether the certificate claims a role.
func (p Principal) Claiming(r role.Role) bool { return slices.Contains(p.Claims, r) }

// SamePerson tells whether two principals are one person at one member: two certificates of one enrolment are.
func (p Principal) SamePerson(other Principal) bool {
	return p.MSP == other.MSP && (p.Enrolment == other.Enrolment || p.ID() == other.ID())
}

// Facts are what a rule may know about the transaction that it decides.
type Facts struct {
	// TxID is Fabric's transaction identifier.
	TxID string
	// Time is the client's clock, refused by every endorser whose own clock is more than a few minutes off. Good for
	// records; never for deciding what is due: that is the business date's.
	Time time.Time
	// Caller signed the transaction, at any depth of calls between chaincodes.
	Caller Principal
	// Via is the chaincode that the signed proposal names: the receiving chaincode itself for a direct call.
	Via string
	// Direct tells that nobody stands between the caller and this chaincode.
	Direct bool
	// Reference is the client's reference of a direct call.
	Reference string
}
