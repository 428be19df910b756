// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// End ends an investor's receipts, by the depository: it keeps what it has, and its slot. Faults: NOT_YOURS,
// STATUS_REFUSED.
func (a Admission) End(i Instrument, act Act) (Admission, []protocol.Event, error) {
	if err := byMember(act, i.Depository); err != nil {
		return a, nil, err
	}
	if err := inState("admission", string(a.Investor.Party), a.Status, Admitted); err != nil {
		return a, nil, err
	}
	a.Status, a.Since, a.Absence = SellOnly, act.Today, Absence{}
	return a, []protocol.Event{a.event()}, nil
}

// releasePages bounds the pages of a register that one transaction reads.
const releasePages = 64

// ReleaseRequest shows that an investor holds nothing any more.
type ReleaseRequest struct {
	AdmissionKey
	// Day is that of a closed register, not before the day on which the admission ended.
	Day date.Date `json:"day" help:"day of a closed register, not before the admission ended"`
	// Pages is how many more pages of it are read.
	Pages int `json:"pages" help:"how many more pages are read, 1 to 64"`
}

// Validate refuses malformed members.
func (r ReleaseRequest) Validate() error {
	if r.Day.IsZero() || r.Pages < 1 || r.Pages > releasePages {
		return fmt.Errorf("day is needed and pages is from 1 to %d", releasePages)
	}
	return r.AdmissionKey.Validate()
}

// Register names the register that is read.
func (r ReleaseRequest) Register() RegisterKey {
	return RegisterKey{Instrument: r.Instrument, Day: r.Day}
}

// Releasing are the rows on which the release of a slot rests. Whether an investor holds anything is no row's to say, and a
// scan would not be checked again at commit. But nobody whose admission has ended gets units, so that who is on no page of
// a complete register of that day or a later one holds nothing for good.
type Releasing struct {
	Instrument Instrument
	Admission  Admission
	Register   Register
}

// Next names the pages that are to be read: those behind the ones that were.
func (r Releasing) Next(req ReleaseRequest) []PageKey {
	keys := r.Register.PageKeys()
	from := min(r.read(req), len(keys))
	return keys[from:min(from+req.Pages, len(keys))]
}

func (r Releasing) read(req ReleaseRequest) int {
	if r.Admission.Absence.Day != req.Day {
		return 0
	}
	return r.Admission.Absence.Pages
}

// Release notes that pages have nothing of the investor; with the last one its slot is free.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_EARLY, STILL_HOLDS.
func (r Releasing) Release(req ReleaseRequest, pages []Page, act Act) (AdmissionChange, error) {
	a := r.Admission
	if err := byMember(act, r.Instrument.Depository); err != nil {
		return AdmissionChange{After: a}, err
	}
	if err := inState("admission", string(a.Investor.Party), a.Status, SellOnly); err != nil {
		return AdmissionChange{After: a}, err
	}
	if req.Day.Before(a.Since) {
		return AdmissionChange{After: a}, TooEarly.New("the admission ended on %s, after the register of %s", a.Since, req.Day)
	}
	for _, page := range pages {
		if slices.ContainsFunc(page.Holdings, func(h Holding) bool { return h.Owner.Party == a.Investor.Party }) {
			return AdmissionChange{After: a}, StillHolds.New("party %s is in the register of %s", a.Investor.Party, req.Day)
		}
		if slices.ContainsFunc(page.Holdings, func(h Holding) bool { return h.Kind == Pooling }) {
			return AdmissionChange{After: a}, StillHolds.New("the register of %s has concealed units, which may be party %s's", req.Day, a.Investor.Party)
		}
	}
	a.Absence = Absence{Day: req.Day, Pages: r.read(req) + len(pages)}
	change := AdmissionChange{After: a}
	if a.Absence.Pages == len(r.Register.Pages) {
		change.After.Status, change.After.Since = Released, act.Today
		if place, has := a.Place(); has {
			change.Free = &place.SlotKey
		}
	}
	return change, nil
}

// EndRequest ends an investor's receipts.
type EndRequest = AdmissionKey
