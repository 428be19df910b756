// SPDX-License-Identifier: Apache-2.0

package parties

import (
	"fmt"
	"regexp"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// PartyID names a party, as in the certificate attribute consort.party.
type PartyID string

var partyForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,46}[a-z0-9]$`)

// Validate refuses a name that is not 3 to 48 lower-case letters, digits and inner dashes.
func (id PartyID) Validate() error {
	if !partyForm.MatchString(string(id)) {
		return fmt.Errorf("party %q is not 3 to 48 lower-case letters, digits and inner dashes", string(id))
	}
	return nil
}

// Key is the party's place in a table.
func (id PartyID) Key() []string { return []string{string(id)} }

// Kind tells a legal entity from a natural person.
type Kind string

// The kinds of parties.
const (
	LegalEntity   Kind = "LEGAL_ENTITY"
	NaturalPerson Kind = "NATURAL_PERSON"
)

// Scheme is the scheme of a party's identifier.
type Scheme string

// The schemes of identifiers.
const (
	// LEI is ISO 17442.
	LEI Scheme = "LEI"
	// USCC is GB 32100-2015.
	USCC Scheme = "USCC"
	// SaltedHash is the hex SHA-256 of a 128-bit salt and a natural key, both known to the host alone: a natural person, or
	// an alias under which a legal entity takes part where it must not be recognised (see [Opening]).
	SaltedHash Scheme = "SALTED_HASH"
)

// Party is a legal entity or natural person hosted by a member.
type Party struct {
	ID         PartyID `json:"id"`
	Kind       Kind    `json:"kind"`
	Scheme     Scheme  `json:"scheme"`
	Identifier string  `json:"identifier"`
	// Name is the public name of a legal entity; natural persons and aliases have none here.
	Name string `json:"name,omitzero"`
	// Host is the MSP identifier of the member that answers for the party.
	Host string `json:"host"`
	// Struck tells that the members struck the party off: its identifier is free again, its name is not.
	Struck bool `json:"struck,omitzero"`
	// Freeze is the regulator's order while the party is frozen.
	Freeze *Freeze `json:"freeze,omitempty"`
}

// RegisterRequest registers a party; the caller's member becomes its host.
type RegisterRequest struct {
	ID         PartyID `json:"id" help:"name of the party"`
	Kind       Kind    `json:"kind" help:"LEGAL_ENTITY or NATURAL_PERSON"`
	Scheme     Scheme  `json:"scheme" help:"LEI, USCC or SALTED_HASH"`
	Identifier string  `json:"identifier" help:"the identifier in that scheme"`
	Name       string  `json:"name,omitzero" help:"public name of a legal entity"`
}

// Validate refuses identifiers that do not fit the kind, and public names of natural persons and aliases.
func (r RegisterRequest) Validate() error {
	if err := r.ID.Validate(); err != nil {
		return err
	}
	switch r.Kind {
	case LegalEntity:
		return r.validateEntity()
	case NaturalPerson:
		return r.validatePerson()
	default:
		return fmt.Errorf("kind %q is neither %s nor %s", r.Kind, LegalEntity, NaturalPerson)
	}
}

func (r RegisterRequest) validateEntity() error {
	if r.Scheme == SaltedHash {
		return r.validateHash("an alias of a legal entity")
	}
	if err := protocol.ValidateText("a legal entity's name", r.Name, 140); err != nil {
		return err
	}
	return validateEntityIdentifier(r.Scheme, r.Identifier)
}

func (r RegisterRequest) validatePerson() error { return r.validateHash("a natural person") }

func (r RegisterRequest) validateHash(of string) error {
	if r.Name != "" {
		return fmt.Errorf("%s has no public name", of)
	}
	if r.Scheme != SaltedHash || !protocol.IsSHA256(r.Identifier) {
		return fmt.Errorf("%s is known by scheme %s: 64 lower-case hex digits", of, SaltedHash)
	}
	return nil
}

// Register makes a party of a request.
func Register(request RegisterRequest, facts protocol.Facts) (Party, protocol.Event) {
	party := Party{
		ID: request.ID, Kind: request.Kind, Scheme: request.Scheme, Identifier: request.Identifier,
		Name: request.Name, Host: facts.Caller.MSP,
	}
	return party, Registered.Of(string(party.ID), PartyEvent{Host: party.Host})
}

// Claim is what no two parties may share; a party that is struck off claims nothing.
func (p Party) Claim() []string {
	if p.Struck {
		return nil
	}
	return []string{string(p.Scheme), p.Identifier}
}

// Strike strikes a party off. Faults: NOT_FOUND when it is struck already.
func (p Party) Strike() (Party, protocol.Event, error) {
	if p.Struck {
		return p, protocol.Event{}, protocol.NotFound.New("party %s is struck off already", p.ID)
	}
	p.Struck = true
	return p, StruckOff.Of(string(p.ID), PartyEvent{Host: p.Host}), nil
}
