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
}

// Place is the slot's name.
func (s Slot) Place() SlotKey { return s.SlotKey }

// Admit admits an investor under the terms in force, by the depository. Faults: NOT_YOURS, CLASS_REFUSED, TOO_LATE.
func (r AdmitRequest) Admit(i Instrument, terms Terms, investor Firm, act Act) (Admission, error) {
	if err := byMember(act, i.Depository); err != nil {
		return Admission{}, err
	}
	if r.Until.Before(act.Today) {
		return Admission{}, TooLate.New("an admission until %s is over on %s", r.Until, act.Today)
	}
	at := slices.IndexFunc(terms.Classes, func(c Cap) bool { return c.Class == r.Class })
	switch {
	case at < 0:
		return Admission{}, ClassRefused.New("the terms have no class %s", r.Class)
	case terms.Classes[at].Most == 0 && r.Slot != 0:
		return Admission{}, ClassRefused.New("class %s has no limit and no slots", r.Class)
	case terms.Classes[at].Most > 0 && (r.Slot < 1 || r.Slot > terms.Classes[at].Most):
		return Admission{}, ClassRefused.New("class %s has slots 1 to %d", r.Class, terms.Classes[at].Most)
	}
	return Admission{
		Instrument: i.ID, Investor: investor, Class: r.Class, Jurisdiction: r.Jurisdiction, Until: r.Until, Slot: r.Slot,
		Status: Admitted, Since: act.Today,
	}, nil
}

// Place is the slot that the admission takes; false where it takes none.
func (a Admission) Place() (Slot, bool) {
	key := SlotKey{Instrument: a.Instrument, Class: a.Class, Slot: a.Slot}
	return Slot{SlotKey: key, Party: a.Investor.Party}, a.Slot > 0
}

// Event says how the admission stands.
func (a Admission) Event() protocol.Event { return a.event() }
