// SPDX-License-Identifier: Apache-2.0

package securities

import "errors"

// RevealRequest spends sealed lots, whole, and takes as many units out of the instrument's pool into an account.
type RevealRequest struct {
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	Sealed     []SealedID   `json:"sealed" help:"sealed lots that are spent, of one holder and account"`
	// Lots are the pool's.
	Lots     []LotID   `json:"lots" help:"lots of the pool that are spent, such as SuggestInputs proposes; what is left stays in it"`
	To       AccountID `json:"to" help:"account that receives"`
	Quantity Quantity  `json:"quantity" help:"units of the sealed lots, all together"`
	Openings []Opening `json:"-" transient:"spent" help:"what the sealed lots are, in the same order"`
}

// Validate refuses malformed members.
func (r RevealRequest) Validate() error {
	return errors.Join(r.Instrument.Validate(), validateSealed(r.Sealed), validateLots(r.Lots), r.To.Validate(), r.Quantity.Validate(),
		validateOpenings(r.Openings))
}

// Reveal reveals units, by the custodian of the sealed lots. Into another account than that of their holder they pass as any
// units do; into that one they come home, which a lock-up and the end of an admission do not keep them from.
// Faults: NOT_YOURS, LOT_FOREIGN, LOT_SPENT, LOT_ENCUMBERED, LOT_TWICE, OPENING_REFUSED, UNITS_UNEQUAL, UNITS_LACKING,
// QUANTITY_TOO_LARGE, INSTRUMENT_HALTED, LOT_LOCKED_UP, ACCOUNT_REFUSED, NOT_ADMITTED.
func (r RevealRequest) Reveal(p Pooled, lots []SealedLot, act Act) (*Moves, *SealedMoves, error) {
	moves, sealed := OpenMoves(act), openSealed(p.Instrument, act)
	if err := sealed.take(lots, r.Openings); err != nil {
		return nil, nil, err
	}
	units, err := unitsOf(r.Openings)
	if err != nil {
		return nil, nil, err
	}
	if units != r.Quantity {
		return nil, nil, UnitsUnequal.New("the sealed lots do not have the units that are to be revealed")
	}
	if err := sealed.reaches(p, act); err != nil {
		return nil, nil, err
	}
	there, err := p.gather(moves, p.Pool)
	if err != nil {
		return nil, nil, err
	}
	if there < units {
		return nil, nil, UnitsLacking.New("the pool's lots have %s units, %s are wanted", there, units)
	}
	moves.create(p.Instrument, Output{Account: p.Account, Quantity: units, LockedUntil: sealed.strictest})
	if there > units {
		moves.create(p.Instrument, Output{Account: p.Pool, Quantity: there - units})
	}
	moves.tell(p.Instrument.ID, len(p.Lots), len(moves.made))
	return moves, sealed, nil
}

// reaches refuses an account that may not get the units.
func (m *SealedMoves) reaches(p Pooled, act Act) error {
	to := p.Account
	if err := m.instrument.Movable(false); err != nil {
		return err
	}
	if m.inputs[0].place() == (sealedPlace{to.Custodian, to.Owner, to.ID}) {
		if to.Status != AccountOpen {
			return AccountRefused.New("account %s is %s", to.ID, to.Status)
		}
		return nil
	}
	if err := m.unlocked(); err != nil {
		return err
	}
	return Output{Account: to, Admission: p.Admission}.receives(p.Instrument, act)
}
