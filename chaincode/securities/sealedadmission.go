// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// SealedAdmissionID names an admission that the public knows nothing of: at least 128 random bits in hexadecimal, so that not
// even the hash of its key can be told from others.
type SealedAdmissionID string

var admissionForm = regexp.MustCompile(`^[0-9a-f]{32,64}$`)

// Validate refuses what is too short to be random.
func (id SealedAdmissionID) Validate() error {
	if !admissionForm.MatchString(string(id)) {
		return errAdmission
	}
	return nil
}

// Key is the admission's place in the depository's collection.
func (id SealedAdmissionID) Key() []string { return []string{string(id)} }

// SealedAdmission lets an investor receive concealed units of an instrument, until a day. It is in the depository's own
// collection; the receiver's custodian has it from the depository and shows it to the endorsers of a move, who compare it with
// its hash. Whoever looks at the blocks sees moves that show one and the same admission, and not whose it is: an investor that
// wants to be without even that has many.
type SealedAdmission struct {
	ID         SealedAdmissionID `json:"id" help:"at least 128 random bits, in hexadecimal"`
	Instrument InstrumentID      `json:"instrument" help:"the instrument"`
	Investor   Firm              `json:"investor" help:"the investor and the member that hosts it"`
	Class      Class             `json:"class" help:"class of investors"`
	// Jurisdiction is the ISO 3166 code of the country whose rules the investor is under.
	Jurisdiction string    `json:"jurisdiction" help:"ISO 3166 code of the country whose rules the investor is under"`
	Until        date.Date `json:"until" help:"last business date on which it may receive units"`
	// Slot is the one of the class that it takes, from 1, and SlotSalt what the slot's seal was made with; none where the class
	// has no limit.
	Slot     int  `json:"slot,omitzero" help:"slot of the class, where it has a limit"`
	SlotSalt Salt `json:"slotSalt,omitzero" help:"salt of the slot's seal, where the class has a limit"`
	Salt     Salt `json:"salt" help:"at least 128 random bits, in hexadecimal"`
}

// Name is the admission's name.
func (a SealedAdmission) Name() SealedAdmissionID { return a.ID }

// Validate refuses malformed members, and names none of them.
func (a SealedAdmission) Validate() error {
	if a.Slot < 0 || a.Slot > capMost || (a.Slot > 0) != (a.SlotSalt != "") || a.Slot > 0 && a.SlotSalt.Validate() != nil {
		return errAdmission
	}
	if a.Investor.Host == "" || a.Until.IsZero() || !countryForm.MatchString(a.Jurisdiction) || errors.Join(a.ID.Validate(),
		a.Instrument.Validate(), a.Investor.Party.Validate(), a.Class.Validate(), a.Salt.Validate()) != nil {
		return errAdmission
	}
	return nil
}

// admits tells whether the holder of a new lot may receive it on the day.
func (a SealedAdmission) admits(o Opening, act Act) bool {
	return a.Instrument == o.Instrument && a.Investor == o.Holder && !act.Today.After(a.Until)
}

// SlotSeal is who has a slot of a class. The ledger has its hash, so that one slot is one investor's, whoever that is.
type SlotSeal struct {
	SlotKey
	Party parties.PartyID `json:"party"`
	Salt  Salt            `json:"salt"`
}

// Seal is the SHA-256 of the canonical JSON.
func (s SlotSeal) Seal() (Hash, error) {
	sum, err := protocol.RequestHash(s)
	return Hash(sum), err
}

// slot is who has the slot that the admission takes.
func (a SealedAdmission) slot() SlotSeal {
	return SlotSeal{
		SlotKey: SlotKey{Instrument: a.Instrument, Class: a.Class, Slot: a.Slot}, Party: a.Investor.Party, Salt: a.SlotSalt,
	}
}

// Place names the slot that the admission takes; false where it takes none.
func (a SealedAdmission) Place() (SlotKey, bool) { return a.slot().SlotKey, a.Slot > 0 }

// SealedSlotRequest takes a slot of a class for an investor that is not to be known.
type SealedSlotRequest struct {
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	Class      Class        `json:"class" help:"class of investors that has a limit"`
	Slot       int          `json:"slot" help:"free slot of the class, from 1"`
	Seal       Hash         `json:"seal" help:"SHA-256 of slot, party and salt in canonical JSON"`
}

// Validate refuses malformed members.
func (r SealedSlotRequest) Validate() error {
	if r.Slot < 1 || r.Slot > capMost {
		return fmt.Errorf("slot is from 1 to %d", capMost)
	}
	return errors.Join(r.Instrument.Validate(), r.Class.Validate(), r.Seal.Validate())
}

// Take takes a slot, by the depository. It counts like any other, and is known by its number alone.
// Faults: NOT_YOURS, STATUS_REFUSED, CLASS_REFUSED.
func (r SealedSlotRequest) Take(i Instrument, terms Terms, act Act) (Slot, error) {
	slot := Slot{SlotKey: SlotKey{Instrument: r.Instrument, Class: r.Class, Slot: r.Slot}, Seal: r.Seal}
	if err := i.admits(act); err != nil {
		return slot, err
	}
	return slot, terms.seats(r.Class, r.Slot)
}

// admits refuses whoever is not the depository, and an instrument to which nobody is admitted any more.
func (i Instrument) admits(act Act) error {
	if err := byMember(act, i.Depository); err != nil {
		return err
	}
	return inState("instrument", string(i.ID), i.standing(), Approved, Primary, Active, Defaulted)
}

// SealAdmissionsRequest puts admissions into the depository's own collection.
type SealAdmissionsRequest struct {
	Instrument InstrumentID      `json:"instrument" help:"the instrument"`
	Admissions []SealedAdmission `json:"-" transient:"admissions" help:"1 to 100 admissions"`
}

// Validate refuses malformed members, none or too many, and an admission that is there twice.
func (r SealAdmissionsRequest) Validate() error {
	if len(r.Admissions) == 0 || len(r.Admissions) > sealedMost {
		return errors.New("1 to 100 admissions are sealed")
	}
	seen := make(map[SealedAdmissionID]bool, len(r.Admissions))
	for _, admission := range r.Admissions {
		if err := admission.Validate(); err != nil {
			return err
		}
		if seen[admission.ID] || admission.Instrument != r.Instrument {
			return errors.New("an admission is there twice or to another instrument")
		}
		seen[admission.ID] = true
	}
	return r.Instrument.Validate()
}

// Places names the slots that the admissions take.
func (r SealAdmissionsRequest) Places() []SlotKey {
	var keys []SlotKey
	for _, admission := range r.Admissions {
		if key, takes := admission.Place(); takes {
			keys = append(keys, key)
		}
	}
	return keys
}

// Seal admits investors, by the depository, which looked them up in the registry at its own peer: a look-up here would say who
// they are. Each that takes a slot takes one that is sealed for it; slots are those that [SealAdmissionsRequest.Places] names.
// Faults: NOT_YOURS, STATUS_REFUSED, CLASS_REFUSED, SEAL_REFUSED, TOO_LATE.
func (r SealAdmissionsRequest) Seal(i Instrument, terms Terms, slots []Slot, act Act) error {
	if err := i.admits(act); err != nil {
		return err
	}
	for _, admission := range r.Admissions {
		if admission.Until.Before(act.Today) {
			return TooLate.New("an admission is over before it begins")
		}
		if terms.seats(admission.Class, admission.Slot) != nil {
			return ClassRefused.New("the terms do not have the class or the slot of an admission")
		}
		if admission.Slot == 0 {
			continue
		}
		seal, err := admission.slot().Seal()
		if err != nil {
			return err
		}
		if slots[0].Seal != seal {
			return SealRefused.New("the slot of an admission is not sealed for its investor")
		}
		slots = slots[1:]
	}
	return nil
}

// EndSealedRequest ends admissions that are in the depository's own collection.
type EndSealedRequest struct {
	Instrument InstrumentID        `json:"instrument" help:"the instrument"`
	Admissions []SealedAdmissionID `json:"-" transient:"admissions" help:"names of 1 to 100 admissions"`
}

// Validate refuses malformed members.
func (r EndSealedRequest) Validate() error {
	if len(r.Admissions) == 0 || len(r.Admissions) > sealedMost {
		return errors.New("1 to 100 admissions are ended")
	}
	for _, id := range r.Admissions {
		if err := id.Validate(); err != nil {
			return err
		}
	}
	return r.Instrument.Validate()
}

// End ends admissions, by the depository: moves that show them and are under way become invalid. Faults: NOT_YOURS.
func (r EndSealedRequest) End(i Instrument, act Act) error { return byMember(act, i.Depository) }

// SealedAdmissions says how many admissions were sealed or ended.
type SealedAdmissions struct {
	Instrument InstrumentID `json:"instrument"`
	Admissions int          `json:"admissions"`
}
