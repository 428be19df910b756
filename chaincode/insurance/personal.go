// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Bounds of personal data.
const (
	// personalMax bounds a personal record, in bytes: facts, not documents.
	personalMax = 8 * 1024
	// recordsMost bounds the records, documents and claims of a subject: all are purged in one transaction.
	recordsMost = 64
)

// SubjectID names a person of whom an insurer keeps data: a random name, never that of a document or a number of the person,
// since hashes of keys stay on the ledger for ever.
type SubjectID string

// Validate refuses a malformed name.
func (id SubjectID) Validate() error { return validateName("subject", string(id)) }

// Key is the subject's place in a table.
func (id SubjectID) Key() []string { return []string{string(id)} }

// PersonalKey names a record about a subject.
type PersonalKey struct {
	Subject SubjectID `json:"subject" help:"random name of the person"`
	Record  string    `json:"record" help:"random name of the record"`
}

// Key is the record's place in a table.
func (k PersonalKey) Key() []string { return []string{string(k.Subject), k.Record} }

// Validate refuses malformed members.
func (k PersonalKey) Validate() error {
	return errors.Join(k.Subject.Validate(), validateName("record", k.Record))
}

// Personal is what an insurer knows of a person: who it is, how it is reached, what a physician wrote. It is in the insurer's
// own collection and nowhere else.
type Personal struct {
	PersonalKey
	Content string `json:"content" help:"what is known, at most 8192 bytes"`
	Salt    string `json:"salt" help:"random salt, 32 to 128 hex digits"`
}

// Validate refuses malformed members.
func (p Personal) Validate() error {
	if p.Content == "" || len(p.Content) > personalMax {
		return fmt.Errorf("content must have 1 to %d bytes", personalMax)
	}
	return errors.Join(p.PersonalKey.Validate(), validateSalt(p.Salt))
}

// KeepPersonalRequest keeps a record in the caller's own collection.
type KeepPersonalRequest struct {
	PersonalKey
	Personal Personal `json:"-" transient:"personal" help:"the record"`
}

// Validate refuses a record of another name.
func (r KeepPersonalRequest) Validate() error {
	if r.Personal.PersonalKey != r.PersonalKey {
		return errors.New("the record has another name")
	}
	return r.Personal.Validate()
}

// PersonalReceipt names what is kept.
type PersonalReceipt struct {
	PersonalKey
}

// The states of a subject.
const (
	SubjectKept = "KEPT"
	// SubjectLeaving waits for a second person to erase the data.
	SubjectLeaving = "ERASURE_REQUESTED"
	SubjectErased  = "ERASED"
)

// Subject says which records an insurer keeps of a person, and for which claims. It has no more of the person than random
// names, and is what remains after everything was erased: the receipt.
type Subject struct {
	ID      SubjectID `json:"id"`
	Insurer Firm      `json:"insurer"`
	// Records and Documents are in the insurer's own collection until they are erased.
	Records   []string      `json:"records,omitempty"`
	Documents []DocumentKey `json:"documents,omitempty"`
	Claims    []ClaimID     `json:"claims,omitempty"`
	Status    string        `json:"status"`
	// Requested is the day of the request for erasure, Erased that on which it was carried out, Maker and Checker by whom.
	Requested date.Date `json:"requested,omitzero"`
	Erased    date.Date `json:"erased,omitzero"`
	Maker     Person    `json:"maker"`
	Checker   Person    `json:"checker,omitzero"`
}

// SubjectRequest enters what is kept of a person, and adds to what is entered.
type SubjectRequest struct {
	Subject   SubjectID     `json:"subject" help:"random name of the person"`
	Records   []string      `json:"records,omitempty" help:"records that are kept"`
	Documents []DocumentKey `json:"documents,omitempty" help:"documents that are kept and are about the person"`
	Claims    []ClaimID     `json:"claims,omitempty" help:"claims in which the person takes part"`
}

// Validate refuses malformed members.
func (r SubjectRequest) Validate() error {
	if total := len(r.Records) + len(r.Documents) + len(r.Claims); total == 0 || total > 3*recordsMost {
		return errors.New("records, documents or claims are needed")
	}
	for _, record := range r.Records {
		if err := validateName("record", record); err != nil {
			return err
		}
	}
	for _, document := range r.Documents {
		if err := document.Validate(); err != nil {
			return err
		}
	}
	for _, claim := range r.Claims {
		if err := claim.Validate(); err != nil {
			return err
		}
	}
	return r.Subject.Validate()
}

// Enter adds to what is kept of a person. claims are those of the request. Faults: NOT_A_PARTY, NOT_YOURS, STATUS_REFUSED.
func (s Subject) Enter(r SubjectRequest, claims []Claim, act Act) (Subject, []protocol.Event, error) {
	firm, err := act.Firm()
	if err != nil {
		return s, nil, err
	}
	if s.ID == "" {
		s.ID, s.Insurer, s.Status, s.Maker = r.Subject, firm, SubjectKept, act.Person()
	}
	if err := act.By(s.Insurer); err != nil {
		return s, nil, err
	}
	if err := inState("subject", string(s.ID), s.Status, SubjectKept); err != nil {
		return s, nil, err
	}
	for _, claim := range claims {
		if claim.Lead != s.Insurer {
			return s, nil, NotYours.New("claim %s is another insurer's", claim.ID)
		}
	}
	s.Records, s.Documents, s.Claims = union(s.Records, r.Records), union(s.Documents, r.Documents), union(s.Claims, r.Claims)
	if len(s.Records) > recordsMost || len(s.Documents) > recordsMost || len(s.Claims) > recordsMost {
		return s, nil, StatusRefused.New("subject %s has more than %d records, documents or claims", s.ID, recordsMost)
	}
	return s, s.told(), nil
}

func union[T comparable](before, more []T) []T {
	all := slices.Clone(before)
	for _, item := range more {
		if !slices.Contains(all, item) {
			all = append(all, item)
		}
	}
	return all
}

// RequestErasure notes that a person wants its data erased. Faults: NOT_YOURS, STATUS_REFUSED.
func (s Subject) RequestErasure(act Act) (Subject, []protocol.Event, error) {
	if err := act.By(s.Insurer); err != nil {
		return s, nil, err
	}
	if err := inState("subject", string(s.ID), s.Status, SubjectKept); err != nil {
		return s, nil, err
	}
	s.Status, s.Requested, s.Maker = SubjectLeaving, act.Today, act.Person()
	return s, s.told(), nil
}

// Retaining are the claims for which what is kept of a person may have to stay: its own, and those that its documents are on.
func (s Subject) Retaining() []ClaimID {
	on := make([]ClaimID, len(s.Documents))
	for i, document := range s.Documents {
		on[i] = document.Claim
	}
	return union(s.Claims, on)
}

// Purge erases what is kept of a person: a second person of the insurer, once every claim is closed for as long as its product
// retains data, and no order stands against it. Amounts stay where they are. claims are those of [Subject.Retaining] that there
// are. Faults: NOT_YOURS, SAME_PERSON, STATUS_REFUSED, RETAINED.
func (s Subject) Purge(claims []Claim, act Act) (Subject, []protocol.Event, error) {
	if err := act.By(s.Insurer); err != nil {
		return s, nil, err
	}
	if err := inState("subject", string(s.ID), s.Status, SubjectLeaving); err != nil {
		return s, nil, err
	}
	if err := act.Another(s.Maker); err != nil {
		return s, nil, err
	}
	for _, claim := range claims {
		if err := claim.retains(act.Today); err != nil {
			return s, nil, err
		}
	}
	s.Status, s.Erased, s.Checker = SubjectErased, act.Today, act.Person()
	return s, s.told(), nil
}

// retains refuses to let go of a claim's personal data. Faults: RETAINED.
func (c Claim) retains(today date.Date) error {
	switch {
	case c.open() || c.Recoveries > 0:
		return Retained.New("claim %s is open", c.ID)
	case c.holds(RetentionHold, today) || c.holds(LitigationHold, today) || c.holds(FraudHold, today):
		return Retained.New("an order stands against claim %s", c.ID)
	case c.Ended.DaysUntil(today) < c.RetainDays:
		return Retained.New("claim %s is retained for %d days from %s", c.ID, c.RetainDays, c.Ended)
	}
	return nil
}

func (s Subject) told() []protocol.Event {
	return []protocol.Event{SubjectChanged.Of(string(s.ID), StatusEvent{Status: s.Status})}
}
