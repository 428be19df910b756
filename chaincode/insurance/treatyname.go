// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/parties"
)

type (
	// ProgrammeID names a cedent's programme of treaties.
	ProgrammeID string
	// EndorsementID names a change of a treaty.
	EndorsementID string
)

// Validate refuses a malformed name, and one of more than 40 characters.
func (id ProgrammeID) Validate() error { return validateName("programme", string(id)) }

// Validate refuses a malformed name, and one of more than 40 characters.
func (id EndorsementID) Validate() error { return validateName("endorsement", string(id)) }

// Key is the place in a table.
func (id ProgrammeID) Key() []string { return []string{string(id)} }

// Key is the place in a table.
func (id EndorsementID) Key() []string { return []string{string(id)} }

// WrittenLineKey names a reinsurer's line of a treaty.
type WrittenLineKey struct {
	Treaty    TreatyID        `json:"treaty" help:"the treaty"`
	Reinsurer parties.PartyID `json:"reinsurer" help:"who writes the line"`
}

// Key is the line's place in a table.
func (k WrittenLineKey) Key() []string { return []string{string(k.Treaty), string(k.Reinsurer)} }

// Validate refuses malformed members.
func (k WrittenLineKey) Validate() error {
	return errors.Join(k.Treaty.Validate(), k.Reinsurer.Validate())
}

// BordereauKey names a bordereau of a treaty.
type BordereauKey struct {
	Treaty TreatyID `json:"treaty" help:"the treaty"`
	Number int      `json:"number" help:"number of the bordereau, from 1"`
}

// Key is the bordereau's place in a table.
func (k BordereauKey) Key() []string { return []string{string(k.Treaty), number(k.Number)} }

// Validate refuses malformed members.
func (k BordereauKey) Validate() error {
	return errors.Join(k.Treaty.Validate(), validateNumber("bordereau", k.Number))
}

// StatementKey names a technical account of a treaty with one reinsurer.
type StatementKey struct {
	Treaty    TreatyID        `json:"treaty" help:"the treaty"`
	Number    int             `json:"number" help:"number of the account, from 1"`
	Reinsurer parties.PartyID `json:"reinsurer" help:"the reinsurer"`
}

// Key is the statement's place in a table.
func (k StatementKey) Key() []string {
	return []string{string(k.Treaty), number(k.Number), string(k.Reinsurer)}
}

// Validate refuses malformed members.
func (k StatementKey) Validate() error {
	return errors.Join(k.Treaty.Validate(), validateNumber("account", k.Number), k.Reinsurer.Validate())
}
