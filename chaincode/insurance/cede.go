// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// CedeRequest folds movements of claims into a programme. It names rows and no amounts: everything is computed.
type CedeRequest struct {
	Programme ProgrammeID `json:"programme" help:"the programme"`
	// Due are movements of the cedent's claims, Assigned claims that were assigned to events; both may be missing, where a
	// treaty was bound or endorsed.
	Due      []CessionKey `json:"due,omitempty" help:"movements of claims that wait"`
	Assigned []ClaimID    `json:"assigned,omitempty" help:"claims that were assigned to events"`
}

// Validate refuses malformed members, too many of them, and one named twice.
func (r CedeRequest) Validate() error {
	if len(r.Due) > cedeMost || len(r.Assigned) > cedeMost {
		return fmt.Errorf("at most %d movements and as many claims are ceded at once", cedeMost)
	}
	moved := map[CessionKey]bool{}
	for _, key := range r.Due {
		if err := errors.Join(key.Insurer.Validate(), key.Claim.Validate(), validateNumber("movement", key.Movement)); err != nil {
			return err
		}
		if moved[key] {
			return fmt.Errorf("movement %d of claim %s is named twice", key.Movement, key.Claim)
		}
		moved[key] = true
	}
	return errors.Join(claimsOnce(r.Assigned), r.Programme.Validate())
}

// claimsOnce refuses malformed names of claims, and one that is named twice.
func claimsOnce(claims []ClaimID) error {
	named := map[ClaimID]bool{}
	for _, id := range claims {
		if err := id.Validate(); err != nil {
			return err
		}
		if named[id] {
			return fmt.Errorf("claim %s is named twice", id)
		}
		named[id] = true
	}
	return nil
}

// Claims are those that the request is about, each once, in the order of their names.
func (r CedeRequest) Claims() []ClaimID {
	all := slices.Clone(r.Assigned)
	for _, key := range r.Due {
		all = append(all, key.Claim)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// AssignmentKeys are the places of what assigns claims to events.
func AssignmentKeys(r CedeRequest) []AssignmentKey {
	keys := make([]AssignmentKey, len(r.Assigned))
	for i, claim := range r.Assigned {
		keys[i] = AssignmentKey{r.Programme, claim}
	}
	return keys
}

// EventsOf are the events that movements name, each once.
func EventsOf(due []CessionDue) []EventID {
	var events []EventID
	for _, d := range due {
		if d.Event != "" && !seen(events, d.Event) {
			events = append(events, d.Event)
		}
	}
	return events
}

// Cession is everything that a cession reads: the programme with its treaties, its book with the pages that count, the
// movements that are folded, and the events that claims are of.
type Cession struct {
	Programme Programme
	Treaties  []Treaty
	Book      Book
	// Pages are all of the book, or where losses do not depend on each other those of the claims and the last.
	Pages    []Page
	Due      []CessionDue
	Assigned []Assignment
	// Events are those that movements name and the programme knows.
	Events []LossEvent
}

// Ceded is what a cession writes.
type Ceded struct {
	Book Book
	// Changed are pages that were there, Fresh new ones, Places where new claims are.
	Changed, Fresh []Page
	Places         []Place
	Bordereaux     []Bordereau
}

// Cede folds movements into the book, computes what each treaty recovers of every loss, and posts the differences: one
// bordereau for each treaty of which something changed. A treaty that ended is computed on, since those behind it see what
// it would leave, and nothing is posted to it any more.
// Faults: CESSION_REFUSED, EVENT_REFUSED, BOOK_FULL, AMOUNT_TOO_LARGE.
func (c Cession) Cede(act Act) (Ceded, []protocol.Event, error) {
	w := c.begin(act)
	for _, due := range c.Due {
		if err := w.move(due); err != nil {
			return Ceded{}, nil, err
		}
	}
	for _, assigned := range c.Assigned {
		if err := w.pin(assigned); err != nil {
			return Ceded{}, nil, err
		}
	}
	return w.post()
}

// ceding is a cession under way.
type ceding struct {
	Cession
	act Act
	// read is how many pages were there, at where on them a claim is, dirty which of them changed.
	read   int
	at     map[ClaimID][2]int
	dirty  []bool
	places []Place
}

// begin begins a cession on copies of all that it changes.
func (c Cession) begin(act Act) *ceding {
	w := &ceding{Cession: c, act: act, read: len(c.Pages), dirty: make([]bool, len(c.Pages)), at: map[ClaimID][2]int{}}
	w.Pages = slices.Clone(c.Pages)
	w.Book.Treaties = slices.Clone(c.Book.Treaties)
	for i, page := range w.Pages {
		w.Pages[i].Losses = slices.Clone(page.Losses)
		for j, loss := range page.Losses {
			w.at[ClaimID(loss.Claim)] = [2]int{i, j}
		}
	}
	return w
}

// move adds a movement to its claim.
func (w *ceding) move(due CessionDue) error {
	p := w.Programme
	if due.Insurer != p.Cedent.Party || due.Currency != p.Currency || !p.Takes(due.Class, due.Occurred, due.Attached) {
		return CessionRefused.New("movement %d of claim %s is not for programme %s", due.Movement, due.Claim, p.ID)
	}
	loss, err := w.loss(due.Claim)
	if err != nil {
		return err
	}
	if due.Movement > loss.Movement { // the latest movement knows best what the claim is about
		loss.Movement = due.Movement
		loss.Risk, loss.Class, loss.SumInsured, loss.Occurred, loss.Agreed = string(due.Policy), due.Class, due.SumInsured, due.Occurred, due.Agreed
		if !loss.Pinned {
			loss.Event = w.event(due)
		}
	}
	change := treaty.Standing{Paid: due.Paid}
	if change.Incurred, err = due.Paid.Add(due.Outstanding); err == nil {
		loss.Standing, err = loss.Plus(change)
	}
	if err != nil {
		return AmountTooLarge.New("claim %s", due.Claim)
	}
	return nil
}

// event is the event that a movement names, if the programme knows it and the loss is within its days; otherwise the loss
// stands alone until the cedent assigns it.
func (w *ceding) event(due CessionDue) string {
	for _, event := range w.Events {
		if event.ID == due.Event && event.Programme == w.Programme.ID && event.touches(due.Occurred) {
			return string(event.ID)
		}
	}
	return ""
}

// loss finds a claim's loss in the book, or begins one on the last page.
func (w *ceding) loss(claim ClaimID) (*CededLoss, error) {
	if at, there := w.at[claim]; there {
		w.dirty[at[0]] = true
		return &w.Pages[at[0]].Losses[at[1]], nil
	}
	if err := w.turn(); err != nil {
		return nil, err
	}
	last := slices.IndexFunc(w.Pages, func(p Page) bool { return p.Number == w.Book.Pages })
	if last < 0 {
		return nil, fmt.Errorf("last page of programme %s was not read", w.Programme.ID)
	}
	w.Pages[last].Losses = append(w.Pages[last].Losses, CededLoss{Loss: treaty.Loss{Claim: string(claim)}})
	w.Book.Last++
	w.dirty[last] = true
	w.at[claim] = [2]int{last, len(w.Pages[last].Losses) - 1}
	w.places = append(w.places, Place{PlaceKey{w.Programme.ID, claim}, w.Book.Pages})
	return &w.Pages[last].Losses[len(w.Pages[last].Losses)-1], nil
}

// turn begins a page where the last is full. Faults: BOOK_FULL.
func (w *ceding) turn() error {
	if w.Book.Pages > 0 && w.Book.Last < PageLosses {
		return nil
	}
	if w.Book.Pages == PagesMost {
		return BookFull.New("programme %s has %d losses", w.Programme.ID, PagesMost*PageLosses)
	}
	w.Book.Pages, w.Book.Last = w.Book.Pages+1, 0
	w.Pages = append(w.Pages, Page{PageKey: PageKey{w.Programme.ID, w.Book.Pages}})
	w.dirty = append(w.dirty, true)
	return nil
}

// pin sets the event to which the cedent assigned a claim.
func (w *ceding) pin(a Assignment) error {
	at, there := w.at[a.Claim]
	if !there {
		return CessionRefused.New("claim %s has no movement in programme %s yet", a.Claim, w.Programme.ID)
	}
	loss := &w.Pages[at[0]].Losses[at[1]]
	if loss.Occurred != a.At.Date {
		return EventRefused.New("claim %s happened on %s and not on %s", a.Claim, loss.Occurred, a.At.Date)
	}
	loss.Event, loss.Pinned = string(a.Event), true
	w.dirty[at[0]] = true
	return nil
}

// post computes, and posts what changed.
func (w *ceding) post() (Ceded, []protocol.Event, error) {
	var losses []treaty.Loss
	for _, page := range w.Pages {
		for _, loss := range page.Losses {
			losses = append(losses, loss.Loss)
		}
	}
	found, err := inuring(w.Treaties).Recover(losses)
	if err != nil {
		return Ceded{}, nil, AmountTooLarge.New("programme %s: %v", w.Programme.ID, err)
	}
	var bordereaux []Bordereau
	var events []protocol.Event
	for column, id := range found.Treaties {
		b, changed, err := w.bordereau(treatyOf(w.Treaties, TreatyID(id)), column, found)
		if err != nil {
			return Ceded{}, nil, err
		}
		if changed {
			bordereaux, events = append(bordereaux, b), append(events, b.told()...)
		}
	}
	return w.ceded(bordereaux), events, nil
}

// bordereau lists by how much what is ceded to a treaty changed.
func (w *ceding) bordereau(t Treaty, column int, found treaty.Recovery) (Bordereau, bool, error) {
	account := w.Book.of(t)
	account.Version = t.Version
	b := Bordereau{Programme: w.Programme.ID, Recorded: w.act.Today, Status: Calculated}
	if t.End != "" {
		return b, false, nil
	}
	if err := w.entries(&b, t, column, found); err != nil {
		return b, false, err
	}
	if err := w.reinstate(&b, *account, t, column, found); err != nil {
		return b, false, err
	}
	if len(b.Losses) == 0 && b.Reinstatement.IsZero() {
		return b, false, nil
	}
	return b, true, account.enter(&b, t)
}

// entries posts by how much what is ceded of each loss changed.
func (w *ceding) entries(b *Bordereau, t Treaty, column int, found treaty.Recovery) error {
	for _, line := range found.Losses {
		at := w.at[ClaimID(line.Claim)]
		loss := &w.Pages[at[0]].Losses[at[1]]
		change := line.Ceded[column].Less(loss.part(t.ID))
		if change.IsZero() {
			continue
		}
		loss.post(t.ID, line.Ceded[column])
		w.dirty[at[0]] = true
		b.Losses = append(b.Losses, CededEntry{ClaimID(line.Claim), change})
		var err error
		if b.Ceded, err = b.Ceded.Plus(change); err != nil {
			return AmountTooLarge.New("treaty %s", t.ID)
		}
	}
	return nil
}

// reinstate computes reinstatement premium anew.
func (w *ceding) reinstate(b *Bordereau, account TreatyBook, t Treaty, column int, found treaty.Recovery) error {
	full, err := t.full()
	if err != nil {
		return AmountTooLarge.New("premium of treaty %s", t.ID)
	}
	var now treaty.Standing
	if now.Paid, err = t.Terms.ReinstatementPremium(full, t.Period, found.Burns(column, treaty.OnPaid)); err == nil {
		now.Incurred, err = t.Terms.ReinstatementPremium(full, t.Period, found.Burns(column, treaty.OnIncurred))
	}
	if err != nil {
		return AmountTooLarge.New("reinstatement premium of treaty %s", t.ID)
	}
	b.Reinstatement = now.Less(account.Reinstatement)
	return nil
}

// enter numbers a bordereau and adds it up.
func (a *TreatyBook) enter(b *Bordereau, t Treaty) error {
	a.Number++
	b.BordereauKey = BordereauKey{Treaty: t.ID, Number: a.Number}
	var failed [3]error
	var premium money.Amount
	a.Ceded, failed[0] = a.Ceded.Plus(b.Ceded)
	a.Reinstatement, failed[1] = a.Reinstatement.Plus(b.Reinstatement)
	premium, failed[2] = a.Premium.Add(b.Premium)
	a.Premium = premium
	if errors.Join(failed[:]...) != nil {
		return AmountTooLarge.New("treaty %s", t.ID)
	}
	return nil
}

func (w *ceding) ceded(bordereaux []Bordereau) Ceded {
	out := Ceded{Book: w.Book, Places: w.places, Bordereaux: bordereaux}
	for i, page := range w.Pages {
		switch {
		case i >= w.read:
			out.Fresh = append(out.Fresh, page)
		case w.dirty[i]:
			out.Changed = append(out.Changed, page)
		}
	}
	return out
}
