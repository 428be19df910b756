// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"slices"
)

// MoveSealedRequest spends sealed lots of one holder and makes others of the same units: for other holders, at the same or at
// other custodians, or for the same one, cut or joined.
type MoveSealedRequest struct {
	Instrument InstrumentID   `json:"instrument" help:"the instrument"`
	Sealed     []SealedID     `json:"sealed" help:"sealed lots that are spent, of one holder and account"`
	Outputs    []SealedOutput `json:"outputs" help:"commitments to the new sealed lots, 1 to 100"`
	Spent      []Opening      `json:"-" transient:"spent" help:"what the lots that are spent are, in the same order"`
	Made       []Opening      `json:"-" transient:"made" help:"what the new lots are, in the same order"`
	// Admissions are those of the receivers.
	Admissions []SealedAdmission `json:"-" transient:"admissions" help:"the receivers' admissions, as the depository keeps them"`
}

// Validate refuses malformed members.
func (r MoveSealedRequest) Validate() error {
	if len(r.Admissions) > sealedMost {
		return errors.New("at most 100 admissions are shown")
	}
	for _, admission := range r.Admissions {
		if err := admission.Validate(); err != nil {
			return err
		}
	}
	return errors.Join(r.Instrument.Validate(), validateSealed(r.Sealed), validateOutputs(r.Outputs, r.Made), validateOpenings(r.Spent))
}

// Move moves concealed units, by the custodian of those that are spent: the certificate of whoever holds them would be in the
// block. Whether the admissions are those that the depository keeps is for whoever calls to find out.
// Faults: NOT_YOURS, LOT_FOREIGN, LOT_SPENT, LOT_ENCUMBERED, LOT_TWICE, OPENING_REFUSED, UNITS_UNEQUAL, QUANTITY_TOO_LARGE,
// ROLE_MISSING, LOCK_UP_SHORTENED, INSTRUMENT_HALTED, LOT_LOCKED_UP, NOT_ADMITTED.
func (r MoveSealedRequest) Move(i Instrument, lots []SealedLot, act Act) (*SealedMoves, error) {
	moves := openSealed(i, act)
	if err := moves.take(lots, r.Spent); err != nil {
		return nil, err
	}
	units, err := unitsOf(r.Spent)
	if err != nil {
		return nil, err
	}
	if err := moves.produce(r.Outputs, r.Made, units); err != nil {
		return nil, err
	}
	home := r.Spent[0].place()
	stays := func(o Opening) bool { return o.place() == home }
	if !slices.ContainsFunc(r.Made, func(o Opening) bool { return !stays(o) }) {
		return moves, nil
	}
	if err := moves.passable(); err != nil {
		return nil, err
	}
	for _, opening := range r.Made {
		if !stays(opening) && !slices.ContainsFunc(r.Admissions, func(a SealedAdmission) bool { return a.admits(opening, act) }) {
			return nil, NotAdmitted.New("a receiver is not admitted to instrument %s", i.ID)
		}
	}
	return moves, nil
}

// Elsewhere lists the members that are to keep new lots and did not keep those that are spent, each once.
func (m *SealedMoves) Elsewhere() []string {
	var found []string
	for _, made := range m.made {
		if made.Custodian != m.act.Caller.MSP && !slices.Contains(found, made.Custodian) {
			found = append(found, made.Custodian)
		}
	}
	return found
}
