// SPDX-License-Identifier: Apache-2.0

package parties

import (
	"errors"
	"time"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// AdmitRequest admits a member under a resolution.
type AdmitRequest struct {
	protocol.Governed
	Member    Member `json:"member" help:"the new member"`
	Threshold int    `json:"threshold" help:"members that must approve a resolution from now on"`
}

// Validate refuses a malformed member or resolution.
func (r AdmitRequest) Validate() error {
	return errors.Join(r.Governed.Validate(), r.Member.Validate())
}

// ExpelRequest expels a member under a resolution.
type ExpelRequest struct {
	protocol.Governed
	MSP       string `json:"msp" help:"MSP identifier of the member"`
	Threshold int    `json:"threshold" help:"members that must approve a resolution from now on"`
}

// Validate refuses a missing member or resolution.
func (r ExpelRequest) Validate() error { return errors.Join(r.Governed.Validate(), needMSP(r.MSP)) }

// RoleRequest grants or revokes a role under a resolution.
type RoleRequest struct {
	protocol.Governed
	MSP  string    `json:"msp" help:"MSP identifier of the member"`
	Role role.Role `json:"role" help:"the market role"`
}

// Validate refuses a missing member, role or resolution.
func (r RoleRequest) Validate() error {
	return errors.Join(r.Governed.Validate(), needMSP(r.MSP), r.Role.Validate())
}

// ThresholdRequest changes the threshold under a resolution.
type ThresholdRequest struct {
	protocol.Governed
	Threshold int `json:"threshold" help:"members that must approve a resolution from now on"`
}

// PolicyRequest sets a policy under a resolution.
type PolicyRequest struct {
	protocol.Governed
	Policy Policy `json:"policy" help:"the policy"`
}

// Validate refuses a malformed policy or resolution.
func (r PolicyRequest) Validate() error {
	return errors.Join(r.Governed.Validate(), r.Policy.Validate())
}

// StrikeRequest strikes a party off under a resolution.
type StrikeRequest struct {
	protocol.Governed
	Party PartyID `json:"party" help:"the party that was registered wrongly"`
}

// Validate refuses a malformed party or resolution.
func (r StrikeRequest) Validate() error {
	return errors.Join(r.Governed.Validate(), r.Party.Validate())
}

// IdentifierRequest finds a party by identifier.
type IdentifierRequest struct {
	Scheme     Scheme `json:"scheme" help:"LEI, USCC or SALTED_HASH"`
	Identifier string `json:"identifier" help:"the identifier"`
}

// Validate refuses an empty question.
func (r IdentifierRequest) Validate() error {
	if r.Scheme == "" || r.Identifier == "" {
		return errors.New("scheme and identifier are needed")
	}
	return nil
}

// PartiesRequest lists parties.
type PartiesRequest struct {
	protocol.PageRequest
	Host string `json:"host,omitzero" help:"MSP identifier of the host; all when left out"`
}

// AttestationsRequest lists the attestations about a party.
type AttestationsRequest struct {
	protocol.PageRequest
	Party PartyID `json:"party" help:"the party"`
}

// Validate refuses a malformed party or page.
func (r AttestationsRequest) Validate() error {
	return errors.Join(r.Party.Validate(), r.PageRequest.Validate())
}

// Revision is a party as one transaction left it.
type Revision struct {
	TxID    string    `json:"txId"`
	Time    time.Time `json:"time"`
	Deleted bool      `json:"deleted,omitzero"`
	Value   Party     `json:"value"`
}

// History is every version of a party, newest first.
type History struct {
	Revisions []Revision `json:"revisions"`
}

func needMSP(msp string) error {
	if msp == "" {
		return errors.New("msp is missing")
	}
	return nil
}
