// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities/scaleback"
)

// Applicant is a subscriber's account with the admission of its owner, the zero Admission where it has none.
type Applicant struct {
	Account   Account
	Admission Admission
}

// CountPage counts a page of the closed book: what those want who are eligible on this day. The subscriptions are all of the
// page, in order, with their applicants. Anybody may. Faults: STATUS_REFUSED.
func (o Offering) CountPage(page BookPage, book []Subscription, applicants []Applicant, i Instrument, act Act) (BookPage, []protocol.Event, error) {
	if err := o.in(BookClosed); err != nil {
		return page, nil, err
	}
	if page.Counted {
		return page, nil, StatusRefused.New("page %d of offering %s was counted before", page.Page, o.ID)
	}
	page.Counted = true
	for at, s := range book {
		if s.Status != Submitted {
			continue
		}
		page.Live++
		if o.eligible(applicants[at], i, act) != nil {
			page.Excluded = append(page.Excluded, s.Number)
			continue
		}
		var err error
		if page.Eligible, err = page.Eligible.Add(s.Units); err != nil {
			return page, nil, err
		}
	}
	return page, []protocol.Event{page.event("COUNTED")}, nil
}

// eligible refuses an applicant that may not receive units today. Faults: ACCOUNT_REFUSED, NOT_ADMITTED.
func (o Offering) eligible(a Applicant, i Instrument, act Act) error {
	return Output{Account: a.Account, Admission: a.Admission}.receives(i, act)
}

// ScaleRequest proposes where the steps end that are left over when all shares are rounded down.
type ScaleRequest struct {
	Offering OfferingID    `json:"offering" help:"the offering"`
	Cut      scaleback.Cut `json:"cut" help:"last subscription that is rounded up, as ProposeCut answers it; none where nothing is scaled"`
}

// Validate refuses malformed members.
func (r ScaleRequest) Validate() error {
	if r.Cut.Remainder < 0 || r.Cut.Tie != "" && !protocol.IsSHA256(r.Cut.Tie) {
		return errors.New("remainder is negative, or tie is no SHA-256")
	}
	return r.Offering.Validate()
}

// Scale adds up the counted pages and takes a cut, by which every page is then allocated. A wrong cut does no harm: the
// pages do not add up, and there is another round. Faults: NOT_YOURS, STATUS_REFUSED, BOOK_INCOMPLETE.
func (o Offering) Scale(r ScaleRequest, pages []BookPage, act Act) (Offering, []protocol.Event, error) {
	if err := act.By(o.Issuer); err != nil {
		return o, nil, err
	}
	o, err := o.scaled(pages)
	if err != nil {
		return o, nil, err
	}
	o.Cut = r.Cut
	o.Round++
	return o, []protocol.Event{o.event()}, nil
}

// scaled adds up what is wanted, and digests the book. Faults: STATUS_REFUSED, BOOK_INCOMPLETE.
func (o Offering) scaled(pages []BookPage) (Offering, error) {
	if err := o.in(BookClosed); err != nil {
		return o, err
	}
	var wanted Quantity
	chains := make([]string, len(pages))
	for i, page := range pages {
		if !page.Counted {
			return o, BookIncomplete.New("page %d of offering %s is not counted", page.Page, o.ID)
		}
		var err error
		if wanted, err = wanted.Add(page.Eligible); err != nil {
			return o, err
		}
		chains[i] = string(page.Chain)
	}
	if wanted == 0 {
		return o, BookIncomplete.New("nobody eligible subscribed to offering %s; cancel it", o.ID)
	}
	root, err := protocol.RequestHash(chains)
	o.Demand, o.Root = int64(wanted/o.Step), Hash(root)
	return o, err
}

func (o Offering) pool() scaleback.Pool {
	return scaleback.Pool{Size: int64(o.Size / o.Step), Demand: o.Demand}
}

// claim is a subscription in the pool. The tie of equals has the digest of the whole book in it, which nobody knew while one
// could still subscribe.
func (o Offering) claim(s Subscription) (scaleback.Claim, error) {
	tie, err := protocol.RequestHash([]string{string(o.ID), string(o.Root), string(s.Account)})
	return scaleback.Claim{Units: int64(s.Units / o.Step), Tie: tie}, err
}

// share is what a subscription gets; nothing where it was withdrawn or excluded.
func (o Offering) share(s Subscription, page BookPage) (Quantity, error) {
	if s.Status == SubscriptionWithdrawn || page.excludes(s) {
		return 0, nil
	}
	claim, err := o.claim(s)
	if err != nil {
		return 0, err
	}
	steps, err := o.pool().Give(claim, o.Cut)
	return Quantity(steps) * o.Step, err
}

func (p BookPage) excludes(s Subscription) bool {
	_, found := slices.BinarySearch(p.Excluded, s.Number)
	return found
}

// AllocatePage allocates a page by the cut of this round. Anybody may. Faults: STATUS_REFUSED.
func (o Offering) AllocatePage(page BookPage, book []Subscription) (BookPage, []protocol.Event, error) {
	if err := o.in(BookClosed); err != nil {
		return page, nil, err
	}
	if o.Round == 0 || page.Round == o.Round {
		return page, nil, StatusRefused.New("page %d of offering %s is allocated, or the book is not scaled", page.Page, o.ID)
	}
	page.Allocated, page.Round = 0, o.Round
	for _, s := range book {
		share, err := o.share(s, page)
		if err != nil {
			return page, nil, err
		}
		if page.Allocated, err = page.Allocated.Add(share); err != nil {
			return page, nil, err
		}
	}
	return page, []protocol.Event{page.event("ALLOCATED")}, nil
}

// Allocate fixes the allocation: the pages have to add up to all that is offered, or to all that is wanted where that is
// less. Anybody may. Faults: STATUS_REFUSED, BOOK_INCOMPLETE, BOOK_UNEVEN.
func (o Offering) Allocate(pages []BookPage) (Offering, []protocol.Event, error) {
	if err := o.in(BookClosed); err != nil {
		return o, nil, err
	}
	var allocated Quantity
	for _, page := range pages {
		if o.Round == 0 || page.Round != o.Round {
			return o, nil, BookIncomplete.New("page %d of offering %s is not allocated", page.Page, o.ID)
		}
		var err error
		if allocated, err = allocated.Add(page.Allocated); err != nil {
			return o, nil, err
		}
	}
	if pool := o.pool(); allocated != Quantity(min(pool.Size, pool.Demand))*o.Step {
		return o, nil, BookUneven.New("the pages of offering %s allocate %s units; scale it again by another cut", o.ID, allocated)
	}
	o.Status = Allocated
	return o, []protocol.Event{o.event()}, nil
}

// ProposeCut finds the cut of a counted book, given all its pages and their subscriptions.
// Faults: STATUS_REFUSED, BOOK_INCOMPLETE.
func (o Offering) ProposeCut(pages []BookPage, books [][]Subscription) (ScaleRequest, error) {
	scaled, err := o.scaled(pages)
	if err != nil {
		return ScaleRequest{}, err
	}
	var claims []scaleback.Claim
	for i, page := range pages {
		for _, s := range books[i] {
			if s.Status != Submitted || page.excludes(s) {
				continue
			}
			claim, err := scaled.claim(s)
			if err != nil {
				return ScaleRequest{}, err
			}
			claims = append(claims, claim)
		}
	}
	cut, err := scaled.pool().Cut(claims)
	return ScaleRequest{Offering: o.ID, Cut: cut}, err
}

// Allotment is what a subscription gets.
type Allotment struct {
	Subscription Subscription `json:"subscription"`
	// Allocated is set once the book is allocated.
	Allocated Quantity `json:"allocated"`
	// Excluded tells that the subscriber was not eligible when the book was counted.
	Excluded bool `json:"excluded"`
}

// Allotment tells what a subscription gets, as far as that is fixed.
func (o Offering) Allotment(page BookPage, s Subscription) (Allotment, error) {
	answer := Allotment{Subscription: s, Excluded: page.excludes(s)}
	if o.Status != Allocated && o.Status != OfferingClosed {
		return answer, nil
	}
	var err error
	answer.Allocated, err = o.share(s, page)
	return answer, err
}
