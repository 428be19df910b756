// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
)

// KeepDocument keeps a document's particulars in the caller's own collection.
func (c *Contract) KeepDocument(tx *ledger.Tx, req insurance.KeepDocumentRequest) (*insurance.DocumentReceipt, error) {
	return &insurance.DocumentReceipt{DocumentKey: req.DocumentKey}, documents.Put(tx, ledger.OwnCollection(tx.Facts().Caller.MSP), req.Particulars)
}

// AddEvidence puts a document on a claim, by the hash that the ledger has of what the caller's member keeps.
func (c *Contract) AddEvidence(tx *ledger.Tx, req insurance.EvidenceRequest) (*insurance.Evidence, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	claim, err := claims.Get(tx, req.Claim)
	if err != nil {
		return nil, err
	}
	policy, err := policies.Get(tx, claim.Policy)
	if err != nil {
		return nil, err
	}
	seal, err := documents.Sealed(tx, ledger.OwnCollection(do.Caller.MSP), req.DocumentKey)
	if err != nil {
		return nil, err
	}
	after, added, events, err := claim.Submit(req, seal, policy, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &added, errors.Join(claims.Update(tx, after), evidence.Insert(tx, added))
}

// CheckDocument tells whether a document is the one on the claim.
func (c *Contract) CheckDocument(q *ledger.Query, req insurance.ShownDocument) (*insurance.DocumentCheck, error) {
	found, err := evidence.Get(q, req.DocumentKey)
	if err != nil {
		return nil, err
	}
	seal, err := documents.Seal(req.Particulars)
	return &insurance.DocumentCheck{Same: seal == found.Seal, Evidence: found}, err
}

// KeepPersonal keeps a record in the caller's own collection.
func (c *Contract) KeepPersonal(tx *ledger.Tx, req insurance.KeepPersonalRequest) (*insurance.PersonalReceipt, error) {
	return &insurance.PersonalReceipt{PersonalKey: req.PersonalKey}, personal.Put(tx, ledger.OwnCollection(tx.Facts().Caller.MSP), req.Personal)
}

// EnterSubject enters what is kept of a person: everything that is entered has to be there.
func (c *Contract) EnterSubject(tx *ledger.Tx, req insurance.SubjectRequest) (*insurance.Subject, error) {
	do, err := c.actor(tx)
	if err != nil {
		return nil, err
	}
	before, there, err := subjects.Find(tx, req.Subject)
	if err != nil {
		return nil, err
	}
	found, err := claims.GetMany(tx, req.Claims)
	if err != nil {
		return nil, err
	}
	if err := kept(tx, req, ledger.OwnCollection(do.Caller.MSP)); err != nil {
		return nil, err
	}
	after, events, err := before.Enter(req, found, do)
	if err != nil {
		return nil, err
	}
	save := subjects.Insert
	if there {
		save = subjects.Update
	}
	tx.Emit(events...)
	return &after, save(tx, after)
}

func kept(r ledger.Reader, req insurance.SubjectRequest, collection string) error {
	for _, record := range req.Records {
		if _, err := personal.Sealed(r, collection, insurance.PersonalKey{Subject: req.Subject, Record: record}); err != nil {
			return err
		}
	}
	for _, document := range req.Documents {
		if _, err := documents.Sealed(r, collection, document); err != nil {
			return err
		}
	}
	return nil
}

// RequestErasure notes that a person wants its data erased.
func (c *Contract) RequestErasure(tx *ledger.Tx, req insurance.SubjectID) (*insurance.Subject, error) {
	return change(tx, subjects, req, insurance.Subject.RequestErasure)
}

// PurgeSubject erases what is kept of a person, at every peer that has it and from its history.
func (c *Contract) PurgeSubject(tx *ledger.Tx, req insurance.SubjectID) (*insurance.Subject, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	before, err := subjects.Get(tx, req)
	if err != nil {
		return nil, err
	}
	found, err := claims.Present(tx, before.Retaining()) // a document may be kept for a claim that never came
	if err != nil {
		return nil, err
	}
	after, events, err := before.Purge(found, do)
	if err != nil {
		return nil, err
	}
	collection := ledger.OwnCollection(do.Caller.MSP)
	for _, record := range before.Records {
		if err := personal.Purge(tx, collection, insurance.PersonalKey{Subject: before.ID, Record: record}); err != nil {
			return nil, err
		}
	}
	for _, document := range before.Documents {
		if err := documents.Purge(tx, collection, document); err != nil {
			return nil, err
		}
	}
	tx.Emit(events...)
	return &after, subjects.Update(tx, after)
}

// ReadPersonal reads a record in the caller's own collection, of a person whom the caller's insurer entered.
func (c *Contract) ReadPersonal(q *ledger.Query, req insurance.PersonalKey) (*insurance.Personal, error) {
	subject, err := subjects.Get(q, req.Subject)
	if err != nil {
		return nil, err
	}
	if err := (insurance.Act{Facts: q.Facts()}).By(subject.Insurer); err != nil {
		return nil, err
	}
	return ledger.Answer(personal.Get(q, ledger.OwnCollection(q.Facts().Caller.MSP), req))
}

// Subject answers what is kept of a person, by random names.
func (c *Contract) Subject(q *ledger.Query, req insurance.SubjectID) (*insurance.Subject, error) {
	return ledger.Answer(subjects.Get(q, req))
}
