// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
)

// Bounds of a book.
const (
	// PageLosses is how many losses a page of a book has.
	PageLosses = 100
	// PagesMost bounds the pages of a book, and so what one computation holds.
	PagesMost = 300
)

// Book is what a programme was computed to bear so far. Nobody but cessions writes it: claims leave rows of their own.
type Book struct {
	Programme ProgrammeID `json:"programme"`
	// Pages is how many pages there are, Last how many losses are on the last.
	Pages int `json:"pages"`
	Last  int `json:"last"`
	// Treaties are the accounts of the programme's treaties, in the order in which they were first computed.
	Treaties []TreatyBook `json:"treaties"`
}

// TreatyBook is what was posted to a treaty: the sum of all bordereaux.
type TreatyBook struct {
	Treaty TreatyID `json:"treaty"`
	// Version is that of the treaty by which the whole book was computed last.
	Version int `json:"version"`
	// Number is that of the last bordereau.
	Number        int             `json:"number"`
	Ceded         treaty.Standing `json:"ceded"`
	Premium       money.Amount    `json:"premium,omitzero"`
	Reinstatement treaty.Standing `json:"reinstatement"`
}

// of finds a treaty's account, and opens it where there is none.
func (b *Book) of(t Treaty) *TreatyBook {
	at := slices.IndexFunc(b.Treaties, func(each TreatyBook) bool { return each.Treaty == t.ID })
	if at < 0 {
		b.Treaties = append(b.Treaties, TreatyBook{Treaty: t.ID, Version: -1})
		at = len(b.Treaties) - 1
	}
	return &b.Treaties[at]
}

// Whole tells whether all pages are needed: where what is recovered of one loss depends on others, or a treaty is not the
// one by which the book was computed.
func (b Book) Whole(treaties []Treaty) bool {
	for _, t := range treaties {
		if b.Of(t).Version != t.Version {
			return true
		}
	}
	return inuring(treaties).Coupled()
}

// PageKey names a page of a programme's book.
type PageKey struct {
	Programme ProgrammeID `json:"programme" help:"the programme"`
	Number    int         `json:"number" help:"number of the page, from 1"`
}

// Key is the page's place in a table.
func (k PageKey) Key() []string { return []string{string(k.Programme), number(k.Number)} }

// Page is losses of a programme, with what was posted of each.
type Page struct {
	PageKey
	Losses []CededLoss `json:"losses"`
}

// CededLoss is a claim as the programme has it.
type CededLoss struct {
	treaty.Loss
	// Movement is the highest that was taken up; Pinned tells that the cedent assigned the event.
	Movement int  `json:"movement"`
	Pinned   bool `json:"pinned,omitzero"`
	// Ceded is what was posted to each treaty, where it is anything.
	Ceded []CededPart `json:"ceded,omitempty"`
}

// CededPart is what was posted to a treaty of a claim.
type CededPart struct {
	Treaty TreatyID `json:"treaty"`
	treaty.Standing
}

// part is what was posted to a treaty.
func (l CededLoss) part(id TreatyID) treaty.Standing {
	for _, part := range l.Ceded {
		if part.Treaty == id {
			return part.Standing
		}
	}
	return treaty.Standing{}
}

// post sets what is posted to a treaty.
func (l *CededLoss) post(id TreatyID, now treaty.Standing) {
	l.Ceded = slices.DeleteFunc(slices.Clone(l.Ceded), func(p CededPart) bool { return p.Treaty == id })
	if !now.IsZero() {
		l.Ceded = append(l.Ceded, CededPart{id, now})
	}
}

// PlaceKey names a claim in a programme's book.
type PlaceKey struct {
	Programme ProgrammeID `json:"programme" help:"the programme"`
	Claim     ClaimID     `json:"claim" help:"the claim"`
}

// Key is the row's place in a table.
func (k PlaceKey) Key() []string { return []string{string(k.Programme), string(k.Claim)} }

// Place tells on which page a claim is.
type Place struct {
	PlaceKey
	Page int `json:"page"`
}

// Of answers what was posted to a treaty; nothing where nothing was.
func (b Book) Of(t Treaty) TreatyBook {
	b.Treaties = slices.Clone(b.Treaties)
	return *b.of(t)
}

// Read are the pages that a cession needs, by the places of its claims that are in the book.
func (b Book) Read(treaties []Treaty, known []Place) []PageKey {
	wanted := make([]bool, b.Pages+1)
	whole := b.Whole(treaties)
	for n := range wanted {
		wanted[n] = whole || n == b.Pages
	}
	for _, place := range known {
		wanted[place.Page] = true
	}
	var keys []PageKey
	for n := 1; n <= b.Pages; n++ {
		if wanted[n] {
			keys = append(keys, PageKey{b.Programme, n})
		}
	}
	return keys
}
