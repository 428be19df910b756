// SPDX-License-Identifier: Apache-2.0

package parties

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Level is the depth of customer due diligence, in the order of the FATF recommendations.
type Level string

// The levels, lowest first.
const (
	Simplified Level = "SIMPLIFIED"
	Standard   Level = "STANDARD"
	Enhanced   Level = "ENHANCED"
)

func (l Level) rank() int {
	switch l {
	case Simplified:
		return 1
	case Standard:
		return 2
	case Enhanced:
		return 3
	default:
		return 0
	}
}

// Validate refuses an unknown level.
func (l Level) Validate() error {
	if l.rank() == 0 {
		return fmt.Errorf("level %q is not %s, %s or %s", string(l), Simplified, Standard, Enhanced)
	}
	return nil
}

// Topic is what an attestation is about, such as "identity", "address", "sanctions", "tax-residence".
type Topic string

var topicForm = regexp.MustCompile(`^[a-z][a-z0-9-]{1,31}$`)

// Validate refuses a malformed topic.
func (t Topic) Validate() error {
	if !topicForm.MatchString(string(t)) {
		return fmt.Errorf("topic %q is not 2 to 32 lower-case letters, digits and dashes", string(t))
	}
	return nil
}

// AttestationKey names the current attestation of an attester about a topic of a party.
type AttestationKey struct {
	Party    PartyID `json:"party"`
	Topic    Topic   `json:"topic"`
	Attester string  `json:"attester"`
}

// Key is the attestation's place in a table.
func (k AttestationKey) Key() []string {
	return []string{string(k.Party), string(k.Topic), k.Attester}
}

// Attestation is what a member states about a party.
type Attestation struct {
	AttestationKey
	Level   Level     `json:"level"`
	Issued  date.Date `json:"issued"`
	Expires date.Date `json:"expires"`
	// Commitment is the hex SHA-256 of the evidence's salt and content.
	Commitment string `json:"commitment"`
	Revoked    bool   `json:"revoked"`
}

// AttestRequest states something about a party, replacing the attester's earlier statement on the topic.
type AttestRequest struct {
	Party      PartyID   `json:"party" help:"the party"`
	Topic      Topic     `json:"topic" help:"what it is about, such as identity"`
	Level      Level     `json:"level" help:"SIMPLIFIED, STANDARD or ENHANCED"`
	Expires    date.Date `json:"expires" help:"last day on which it counts"`
	Commitment string    `json:"commitment" help:"hex SHA-256 of the evidence's salt and content"`
}

// Validate refuses malformed members.
func (r AttestRequest) Validate() error {
	if r.Expires.IsZero() || !protocol.IsSHA256(r.Commitment) {
		return errors.New("expires and commitment (64 lower-case hex digits) are needed")
	}
	return errors.Join(r.Party.Validate(), r.Topic.Validate(), r.Level.Validate())
}

// Attest makes an attestation on a business date. Faults: ATTESTATION_ENDED when it would have expired already.
func Attest(request AttestRequest, today date.Date, facts protocol.Facts) (Attestation, protocol.Event, error) {
	if request.Expires.Before(today) {
		return Attestation{}, protocol.Event{}, AttestationEnded.New("an attestation that expires %s is over on %s", request.Expires, today)
	}
	attestation := Attestation{
		AttestationKey: AttestationKey{Party: request.Party, Topic: request.Topic, Attester: facts.Caller.MSP},
		Level:          request.Level, Issued: today, Expires: request.Expires, Commitment: request.Commitment,
	}
	return attestation, Attested.Of(string(request.Party), attestation.event()), nil
}

// RevokeAttestationRequest ends the caller's own attestation.
type RevokeAttestationRequest struct {
	Party PartyID `json:"party" help:"the party"`
	Topic Topic   `json:"topic" help:"what it was about"`
}

// Validate refuses malformed names.
func (r RevokeAttestationRequest) Validate() error {
	return errors.Join(r.Party.Validate(), r.Topic.Validate())
}

// Revoke ends an attestation. Faults: ATTESTATION_ENDED.
func (a Attestation) Revoke() (Attestation, protocol.Event, error) {
	if a.Revoked {
		return a, protocol.Event{}, AttestationEnded.New("the attestation of %s about %s was revoked before", a.Topic, a.Party)
	}
	a.Revoked = true
	return a, AttestationRevoked.Of(string(a.Party), a.event()), nil
}

func (a Attestation) event() AttestationEvent {
	return AttestationEvent{Topic: a.Topic, Attester: a.Attester, Level: a.Level, Expires: a.Expires}
}

// Salt is 128 bits in hex.
type Salt string

// Evidence is what an attestation is based on: personal data, seen by the attester alone.
type Evidence struct {
	Party PartyID `json:"party"`
	Topic Topic   `json:"topic"`
	// Salt makes the commitment unguessable.
	Salt Salt `json:"salt"`
	// Content is the evidence itself, or where it is kept.
	Content string `json:"content"`
}

// EvidenceKey names the evidence of a topic in the attester's collection.
type EvidenceKey struct {
	Party PartyID `json:"party" help:"the party"`
	Topic Topic   `json:"topic" help:"what the evidence is about"`
}

// Key is the evidence's place in the collection.
func (k EvidenceKey) Key() []string { return []string{string(k.Party), string(k.Topic)} }

// Validate refuses malformed names.
func (k EvidenceKey) Validate() error { return errors.Join(k.Party.Validate(), k.Topic.Validate()) }

// Dossier is the private part of a deposit.
type Dossier struct {
	Salt    Salt   `json:"salt"`
	Content string `json:"content"`
}

// Commitment is the hex SHA-256 of the salt's bytes and the content.
func (d Dossier) Commitment() (string, error) {
	salt, err := hex.DecodeString(string(d.Salt))
	if err != nil || len(salt) != 16 {
		return "", errors.New("salt must be 128 bits in 32 hex digits")
	}
	sum := sha256.Sum256(append(salt, d.Content...))
	return hex.EncodeToString(sum[:]), nil
}

// DepositRequest keeps evidence in the attester's own private collection. The dossier never enters the arguments.
type DepositRequest struct {
	EvidenceKey
	Dossier Dossier `json:"-" transient:"dossier" help:"salt and content; travels in the transient map"`
}

// Validate refuses a dossier without a proper salt or content.
func (r DepositRequest) Validate() error {
	if r.Dossier.Content == "" || len(r.Dossier.Content) > 64<<10 {
		return errors.New("the dossier's content must have 1 to 65536 bytes")
	}
	if _, err := r.Dossier.Commitment(); err != nil {
		return err
	}
	return r.EvidenceKey.Validate()
}

// Deposit checks the dossier against the attestation's commitment. Faults: COMMITMENT_MISMATCH.
func (a Attestation) Deposit(request DepositRequest) (Evidence, error) {
	commitment, err := request.Dossier.Commitment()
	if err != nil {
		return Evidence{}, err
	}
	if subtle.ConstantTimeCompare([]byte(commitment), []byte(a.Commitment)) == 0 {
		return Evidence{}, CommitmentMismatch.New("the dossier is not what the attestation of %s about %s commits to", a.Topic, a.Party)
	}
	return Evidence{Party: a.Party, Topic: a.Topic, Salt: request.Dossier.Salt, Content: request.Dossier.Content}, nil
}
