// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// AdmitRequest admits an investor, or renews its admission.
type AdmitRequest struct {
	AdmissionKey
	Class        Class     `json:"class" help:"class of investors"`
	Jurisdiction string    `json:"jurisdiction" help:"ISO 3166 code of the country whose rules the investor is under"`
	Until        date.Date `json:"until" help:"last business date on which it may receive units"`
	// Slot is the one of the class that the investor takes, where the class has a limit.
	Slot int `json:"slot,omitzero" help:"free slot of the class, from 1, where it has a limit"`
}

var countryForm = regexp.MustCompile(`^[A-Z]{2}$`)

// Validate refuses malformed members.
func (r AdmitRequest) Validate() error {
	if !countryForm.MatchString(r.Jurisdiction) {
		return fmt.Errorf("jurisdiction %q is not two capital letters", protocol.Excerpt(r.Jurisdiction))
	}
	if r.Until.IsZero() || r.Slot < 0 || r.Slot > capMost {
		return fmt.Errorf("until is needed and slot is from 0 to %d", capMost)
	}
	return errors.Join(r.AdmissionKey.Validate(), r.Class.Validate())
}

// SlotKey names a slot of a class.
type SlotKey struct {
	Instrument InstrumentID `json:"instrument"`
	Class      Class        `json:"class"`
	Slot       int          `json:"slot"`
}

// Key is the slot's place in a table.
func (k SlotKey) Key() []string {
	return []string{string(k.Instrument), string(k.Class), fmt.Sprintf("%06d", k.Slot)}
}

// Slot is one place in a class of investors. There are as many as the class may have investors, and each is a row of its
// own: so a cap is exact without a counter that all admissions would have to share.
type Slot struct {
	SlotKey
	Party parties.PartyID `json:"party"`
	// Seal is who has the slot where nobody is to know: see [SlotSeal]. Party is empty then.
	Seal Hash `json:"seal,omitzero"`
}

// Place is the slot's name.
func (s Slot) Place() SlotKey { return s.SlotKey }

// Admitting are the rows on which an admission rests.
type Admitting struct {
	Instrument Instrument
	// Terms are those in force.
	Terms Terms
	// Before is the investor's admission so far; the zero Admission where it has none.
	Before Admission
	// Investor is who meets the terms' policy.
	Investor Firm
}

// AdmissionChange is what becomes of an admission: the row, the slot that is taken, and the slot that is free again.
type AdmissionChange struct {
	After Admission
	Take  *Slot
	Free  *SlotKey
}

// Admit admits an investor under the terms in force, by the depository, or renews its admission. An investor that stays in
// its slot takes no other. Faults: NOT_YOURS, STATUS_REFUSED, CLASS_REFUSED, TOO_LATE.
func (a Admitting) Admit(r AdmitRequest, act Act) (AdmissionChange, error) {
	if err := byMember(act, a.Instrument.Depository); err != nil {
		return AdmissionChange{}, err
	}
	if err := inState("instrument", string(a.Instrument.ID), a.Instrument.standing(), Approved, Primary, Active, Defaulted); err != nil {
		return AdmissionChange{}, err
	}
	if r.Until.Before(act.Today) {
		return AdmissionChange{}, TooLate.New("an admission until %s is over on %s", r.Until, act.Today)
	}
	if err := a.Terms.seats(r.Class, r.Slot); err != nil {
		return AdmissionChange{}, err
	}
	after := Admission{
		Instrument: a.Instrument.ID, Investor: a.Investor, Class: r.Class, Jurisdiction: r.Jurisdiction, Until: r.Until, Slot: r.Slot,
		Status: Admitted, Since: act.Today,
	}
	return a.Before.seated(after), nil
}

// seats refuses a class that the terms do not have, and a slot that the class does not have. Faults: CLASS_REFUSED.
func (t Terms) seats(class Class, slot int) error {
	at := slices.IndexFunc(t.Classes, func(c Cap) bool { return c.Class == class })
	switch {
	case at < 0:
		return ClassRefused.New("the terms have no class %s", class)
	case t.Classes[at].Most == 0 && slot != 0:
		return ClassRefused.New("class %s has no limit and no slots", class)
	case t.Classes[at].Most > 0 && (slot < 1 || slot > t.Classes[at].Most):
		return ClassRefused.New("class %s has slots 1 to %d", class, t.Classes[at].Most)
	}
	return nil
}

// seated finds the slot that is taken and the one that is free again, where an admission follows another.
func (a Admission) seated(after Admission) AdmissionChange {
	change := AdmissionChange{After: after}
	before, had := a.Place()
	had = had && a.Status != Released
	next, has := after.Place()
	if had && has && before.SlotKey == next.SlotKey {
		return change
	}
	if has {
		change.Take = &next
	}
	if had {
		change.Free = &before.SlotKey
	}
	return change
}

// Place is the slot that the admission takes; false where it takes none.
func (a Admission) Place() (Slot, bool) {
	key := SlotKey{Instrument: a.Instrument, Class: a.Class, Slot: a.Slot}
	return Slot{SlotKey: key, Party: a.Investor.Party}, a.Slot > 0
}

// Event says how the admission stands.
func (a Admission) Event() protocol.Event { return a.event() }

// AdmitAllRequest admits many investors to one instrument.
type AdmitAllRequest struct {
	Admissions []AdmitRequest `json:"admissions" help:"1 to 500 admissions to one instrument"`
}

// Validate refuses none, too many, malformed members, more than one instrument, and an investor that is there twice.
func (r AdmitAllRequest) Validate() error {
	if len(r.Admissions) == 0 || len(r.Admissions) > accountsMost {
		return fmt.Errorf("1 to %d investors are admitted", accountsMost)
	}
	seen := make(map[parties.PartyID]bool, len(r.Admissions))
	for _, one := range r.Admissions {
		if err := one.Validate(); err != nil {
			return err
		}
		if one.Instrument != r.Admissions[0].Instrument || seen[one.Party] {
			return errors.New("admissions are to one instrument, each investor once")
		}
		seen[one.Party] = true
	}
	return nil
}

// AdmittedAll says how many investors were admitted.
type AdmittedAll struct {
	Investors int `json:"investors"`
}
