// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"encoding/hex"
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// saltMin is the least length of a salt, in hex digits: 128 bits.
const saltMin = 32

// validateSalt refuses salts that could be guessed.
func validateSalt(salt string) error {
	if content, err := hex.DecodeString(salt); err != nil || len(salt) < saltMin || len(salt) > 128 || len(content)*2 != len(salt) {
		return errors.New("salt is not 32 to 128 hexadecimal digits")
	}
	return nil
}

// DocumentKey names a document on a claim.
type DocumentKey struct {
	Claim    ClaimID `json:"claim" help:"the claim"`
	Document string  `json:"document" help:"name of the document, which tells nothing of it"`
}

// Key is the document's place in a table.
func (k DocumentKey) Key() []string { return []string{string(k.Claim), k.Document} }

// Validate refuses malformed members.
func (k DocumentKey) Validate() error {
	return errors.Join(k.Claim.Validate(), validateName("document", k.Document))
}

// Document is what its custodian keeps of a document in its own collection. The ledger has a salted hash of it: whoever has
// the document and the salt proves that it is the one, and nobody else learns what it is.
type Document struct {
	DocumentKey
	// Digest is the SHA-256 of the document itself.
	Digest string `json:"digest" help:"SHA-256 of the document, 64 lower-case hex digits"`
	Media  string `json:"media" help:"media type, such as application/pdf"`
	Size   int64  `json:"size" help:"size in bytes"`
	Salt   string `json:"salt" help:"random salt, 32 to 128 hex digits"`
}

// Validate refuses malformed members.
func (d Document) Validate() error {
	switch {
	case !protocol.IsSHA256(d.Digest):
		return errors.New("digest must be a SHA-256 in 64 lower-case hex digits")
	case d.Size < 1:
		return errors.New("size must be above zero")
	}
	return errors.Join(d.DocumentKey.Validate(), protocol.ValidateText("media", d.Media, 64), validateSalt(d.Salt))
}

// KeepDocumentRequest keeps a document's particulars in the caller's own collection.
type KeepDocumentRequest struct {
	DocumentKey
	Particulars Document `json:"-" transient:"particulars" help:"the document's digest, media type, size and salt"`
}

// Validate refuses particulars of another document.
func (r KeepDocumentRequest) Validate() error {
	if r.Particulars.DocumentKey != r.DocumentKey {
		return errors.New("the particulars are of another document")
	}
	return r.Particulars.Validate()
}

// DocumentReceipt names what is kept.
type DocumentReceipt struct {
	DocumentKey
}

// EvidenceRequest puts a document, which the caller's member keeps, on a claim.
type EvidenceRequest struct {
	DocumentKey
	Kind string `json:"kind" help:"kind of document, such as POLICE_REPORT"`
	// Supersedes is an earlier document that this one replaces.
	Supersedes string `json:"supersedes,omitzero" help:"document that this one replaces"`
}

// Validate refuses malformed members.
func (r EvidenceRequest) Validate() error {
	return errors.Join(r.DocumentKey.Validate(), validateName("kind of document", r.Kind), optionalName("document", r.Supersedes))
}

// Evidence is a document on a claim, of which nobody learns more than its kind and its custodian.
type Evidence struct {
	DocumentKey
	Kind string `json:"kind"`
	// Seal is the salted hash of the particulars in the custodian's collection.
	Seal       string    `json:"seal"`
	Custodian  string    `json:"custodian"`
	By         Firm      `json:"by"`
	Supersedes string    `json:"supersedes,omitzero"`
	Recorded   date.Date `json:"recorded"`
}

// Submit puts evidence on a claim: its holder, its broker or the lead. seal is the hash that the ledger has of what the
// caller's member keeps. Faults: NOT_YOURS, STATUS_REFUSED.
func (c Claim) Submit(r EvidenceRequest, seal string, p Policy, act Act) (Claim, Evidence, []protocol.Event, error) {
	if err := p.mayNotify(act); err != nil {
		return c, Evidence{}, nil, err
	}
	if c.void() {
		return c, Evidence{}, nil, StatusRefused.New("claim %s is %s", c.ID, c.Status)
	}
	firm, err := act.Firm()
	if err != nil {
		return c, Evidence{}, nil, err
	}
	if !slices.Contains(c.Evidence, r.Kind) {
		if len(c.Evidence) >= listMost {
			return c, Evidence{}, nil, StatusRefused.New("claim %s has documents of %d kinds", c.ID, listMost)
		}
		c.Evidence = append(slices.Clone(c.Evidence), r.Kind)
	}
	evidence := Evidence{
		DocumentKey: r.DocumentKey, Kind: r.Kind, Seal: seal, Custodian: firm.Host, By: firm, Supersedes: r.Supersedes, Recorded: act.Today,
	}
	after, events := c.turn()
	return after, evidence, append(events, EvidenceChanged.Of(string(c.ID), StatusEvent{Status: "ADDED"})), nil
}

// ShownDocument shows a document's particulars to a peer, which tells whether they are those on the claim.
type ShownDocument struct {
	DocumentKey
	Particulars Document `json:"-" transient:"particulars" help:"the document's digest, media type, size and salt"`
}

// Validate refuses particulars of another document.
func (r ShownDocument) Validate() error { return KeepDocumentRequest(r).Validate() }

// DocumentCheck says whether a document that somebody shows is the one on the claim.
type DocumentCheck struct {
	Same     bool     `json:"same"`
	Evidence Evidence `json:"evidence"`
}

// complete refuses a claim without a kind of document that the product asks for. Faults: EVIDENCE_MISSING.
func (c Claim) complete(t ClaimTerms) error {
	for _, kind := range t.Evidence {
		if !slices.Contains(c.Evidence, kind) {
			return EvidenceMissing.New("claim %s has no %s", c.ID, kind)
		}
	}
	return nil
}
