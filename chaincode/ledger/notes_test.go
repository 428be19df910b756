// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// The contract of these tests: notes with a count, a unique title and an owner.

type noteID string

func (id noteID) Key() []string { return []string{string(id)} }

func (id noteID) Validate() error {
	if id == "" || len(id) > 64 {
		return fmt.Errorf("note identifier %.80q is not 1 to 64 bytes", string(id))
	}
	return nil
}

type note struct {
	ID    noteID `json:"id"`
	Title string `json:"title"`
	Owner string `json:"owner"`
	Count int    `json:"count"`
}

func (n note) key() noteID { return n.ID }

func (n note) Validate() error { return n.ID.Validate() }

type writeNote struct {
	ID    noteID `json:"id" help:"identifier of the note"`
	Title string `json:"title,omitzero" help:"a title that no other note has"`
	Owner string `json:"owner,omitzero"`
}

func (r writeNote) Validate() error { return r.ID.Validate() }

type bump struct {
	ID noteID `json:"id"`
	By int    `json:"by"`
}

func (b bump) Validate() error {
	if b.By < 1 {
		return fmt.Errorf("by %d is not positive", b.By)
	}
	return b.ID.Validate()
}

type renaming struct {
	protocol.Governed
	ID    noteID `json:"id"`
	Title string `json:"title"`
}

type listing struct {
	protocol.PageRequest
	Owner string `json:"owner,omitzero"`
}

type memo struct {
	ID   noteID `json:"id"`
	Text string `json:"text"`
	Salt string `json:"salt"`
}

func (m memo) key() noteID { return m.ID }

type depositMemo struct {
	ID   noteID `json:"id"`
	Memo memo   `json:"-" transient:"memo"`
}

func (r depositMemo) Validate() error {
	if r.Memo.ID != r.ID {
		return fmt.Errorf("the memo %q is another note's", r.Memo.Text)
	}
	return nil
}

type misdeed struct {
	Deed string `json:"deed"`
	ID   noteID `json:"id,omitzero"`
}

func (misdeed) Validate() error { return nil }

type answer struct {
	Count int    `json:"count"`
	Via   string `json:"via,omitzero"`
	Who   string `json:"who,omitzero"`
}

type happened struct {
	Count int `json:"count"`
}

var (
	writeEndpoint    = protocol.Submit[writeNote, note]("notes:Write").By(role.Anyone).FromChaincodes().Doc("Writes a note.")
	editEndpoint     = protocol.Submit[note, note]("notes:Edit").By(role.Anyone).Doc("Replaces a note.")
	eraseEndpoint    = protocol.Submit[noteID, answer]("notes:Erase").By(role.Anyone).Doc("Deletes a note.")
	bumpEndpoint     = protocol.Submit[bump, answer]("notes:Bump").By(role.Anyone).FromChaincodes().Doc("Adds to a note's count.")
	auditEndpoint    = protocol.Submit[noteID, answer]("notes:Audit").By(role.Auditor, role.Regulator).Doc("Audits a note.")
	renameEndpoint   = protocol.Submit[renaming, note]("notes:Rename").By(role.Anyone).Resolved().Doc("Renames a note.")
	depositEndpoint  = protocol.Submit[depositMemo, answer]("notes:Deposit").By(role.Anyone).InOwnCollection().Doc("Keeps a memo.")
	misbehave        = protocol.Submit[misdeed, answer]("notes:Misbehave").By(role.Anyone).Doc("Does what a contract must not.")
	confinedEndpoint = protocol.Submit[misdeed, answer]("notes:Stray").By(role.Anyone).InOwnCollection().Doc("Strays from its collection.")
	readEndpoint     = protocol.Evaluate[noteID, note]("notes:Read").By(role.Anyone).Doc("Answers a note.")
	titleEndpoint    = protocol.Evaluate[noteID, note]("notes:ByTitle").By(role.Anyone).Doc("Answers the note with a title.")
	listEndpoint     = protocol.Evaluate[listing, protocol.Page[note]]("notes:List").By(role.Anyone).Doc("Lists notes.")
	historyEndpoint  = protocol.Evaluate[noteID, protocol.Page[ledger.Revision[note]]]("notes:History").By(role.Anyone).Doc("Lists what a note was.")
	memoEndpoint     = protocol.Evaluate[noteID, answer]("notes:Memo").By(role.Anyone).Doc("Tells the length of a memo.")
	verifyEndpoint   = protocol.Evaluate[depositMemo, answer]("notes:Verify").By(role.Anyone).Doc("Compares a memo with its hash.")
	rollEndpoint     = protocol.RollBusinessDate("notes")
	dateEndpoint     = protocol.CurrentBusinessDate("notes")

	noteHappened = protocol.NewEventType[happened]("notes:Happened")
)

func noteEndpoints() []protocol.Endpoint {
	return []protocol.Endpoint{
		writeEndpoint, editEndpoint, eraseEndpoint, bumpEndpoint, auditEndpoint, renameEndpoint, depositEndpoint, misbehave, confinedEndpoint,
		readEndpoint, titleEndpoint, listEndpoint, historyEndpoint, memoEndpoint, verifyEndpoint, rollEndpoint, dateEndpoint,
	}
}

var notes = ledger.NewTable("note", note.key,
	ledger.Unique("title", func(n note) []string { return some(n.Title) }),
	ledger.Index("owner", func(n note) []string { return some(n.Owner) }),
)

var memos = ledger.NewPrivate("memo", memo.key)

func some(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

type noteContract struct{ ledger.Calendar }

func (*noteContract) Write(tx *ledger.Tx, req writeNote) (*note, error) {
	n := note{ID: req.ID, Title: req.Title, Owner: req.Owner}
	return &n, notes.Insert(tx, n)
}

func (*noteContract) Edit(tx *ledger.Tx, req note) (*note, error) {
	if _, err := notes.Get(tx, req.ID); err != nil {
		return nil, err
	}
	return &req, notes.Update(tx, req)
}

func (*noteContract) Erase(tx *ledger.Tx, id noteID) (*answer, error) {
	return &answer{}, notes.Delete(tx, id)
}

func (*noteContract) Bump(tx *ledger.Tx, req bump) (*answer, error) {
	n, err := notes.Get(tx, req.ID)
	if err != nil {
		return nil, err
	}
	n.Count += req.By
	tx.Emit(noteHappened.Of(string(n.ID), happened{n.Count}))
	return &answer{n.Count, tx.Facts().Via, tx.Facts().Caller.Enrolment}, notes.Update(tx, n)
}

func (*noteContract) Audit(*ledger.Tx, noteID) (*answer, error) { return &answer{}, nil }

func (*noteContract) Rename(tx *ledger.Tx, req renaming) (*note, error) {
	n, err := notes.Get(tx, req.ID)
	if err != nil {
		return nil, err
	}
	n.Title = req.Title
	return &n, notes.Update(tx, n)
}

func (*noteContract) Deposit(tx *ledger.Tx, req depositMemo) (*answer, error) {
	own := ledger.OwnCollection(tx.Facts().Caller.MSP)
	if err := memos.Put(tx, own, req.Memo); err != nil {
		return nil, err
	}
	kept, err := memos.Get(tx, own, req.ID) // its own write
	return &answer{Count: len(kept.Text)}, err
}

func (*noteContract) Read(q *ledger.Query, id noteID) (*note, error) {
	n, err := notes.Get(q, id)
	return &n, err
}

func (*noteContract) ByTitle(q *ledger.Query, title noteID) (*note, error) {
	n, found, err := notes.Lookup(q, "title", string(title))
	if err == nil && !found {
		err = protocol.NotFound.New("no note has that title")
	}
	return &n, err
}

func (*noteContract) List(q *ledger.Query, req listing) (*protocol.Page[note], error) {
	if req.Owner != "" {
		page, err := notes.PageBy(q, "owner", []string{req.Owner}, req.PageRequest)
		return &page, err
	}
	page, err := notes.Page(q, nil, req.PageRequest)
	return &page, err
}

func (*noteContract) History(q *ledger.Query, id noteID) (*protocol.Page[ledger.Revision[note]], error) {
	page, err := notes.HistoryPage(q, id, protocol.PageRequest{Size: 2})
	return &page, err
}

func (*noteContract) Memo(q *ledger.Query, id noteID) (*answer, error) {
	m, err := memos.Get(q, ledger.OwnCollection("NorthbankMSP"), id)
	return &answer{Count: len(m.Text)}, err
}

func (*noteContract) Verify(q *ledger.Query, req depositMemo) (*answer, error) {
	return &answer{}, memos.Verify(q, ledger.OwnCollection("NorthbankMSP"), req.ID, req.Memo)
}

// Misbehave does what contracts do by mistake.
func (c *noteContract) Misbehave(tx *ledger.Tx, req misdeed) (*answer, error) {
	switch req.Deed {
	case "panic":
		panic("a private value")
	case "nothing":
		return nil, nil
	case "plain error":
		return nil, errors.New("a private value")
	case "unread":
		return &answer{}, notes.Update(tx, note{ID: req.ID})
	case "twice":
		if _, err := c.Bump(tx, bump{req.ID, 1}); err != nil {
			return nil, err
		}
		return c.Bump(tx, bump{req.ID, 1})
	case "nobody":
		return &answer{}, notes.InsertEndorsedBy(tx, note{ID: req.ID}, ledger.Endorsers{})
	case "guarded":
		guards := ledger.Endorsers{Always: []string{"NorthbankMSP"}, N: 1, MSPs: []string{"RegulatorMSP", "SouthbankMSP"}}
		return &answer{}, notes.InsertEndorsedBy(tx, note{ID: req.ID}, guards)
	default:
		return nil, protocol.InvalidArgument.New("there is no deed %q", req.Deed)
	}
}

// Stray leaves the caller's own collection.
func (c *noteContract) Stray(tx *ledger.Tx, req misdeed) (*answer, error) {
	switch req.Deed {
	case "public":
		_ = notes.Insert(tx, note{ID: req.ID}) // swallowed
	case "other":
		_ = memos.Put(tx, ledger.OwnCollection("SouthbankMSP"), memo{ID: req.ID})
	case "event":
		tx.Emit(noteHappened.Of(string(req.ID), happened{}))
	case "call":
		_, _ = ledger.Call(tx, relayEndpoint, relayRequest{})
	}
	return &answer{}, nil
}
