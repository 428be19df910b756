// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// SealedMoves is all that becomes of sealed lots of one instrument in one transaction, as [Moves] is of others. Every opening
// that it takes was compared with its commitment.
type SealedMoves struct {
	act        Act
	instrument Instrument
	named      map[SealedID]bool
	spent      []SealedLot
	made       []MadeSealed
	// inputs are the openings of what was spent, and strictest is the longest of their lock-ups.
	inputs    []Opening
	strictest date.Date
}

// MadeSealed is a new sealed lot, what it is, and the members beside its custodian who know that too.
type MadeSealed struct {
	SealedLot
	Opening    Opening
	Depository string
	Regulator  string
}

// Copy is what each of its keepers has of it.
func (m MadeSealed) Copy() SealedCopy {
	return SealedCopy{SealedKey: m.SealedKey(), Opening: m.Opening}
}

// Keepers are the members who have its opening.
func (m MadeSealed) Keepers() []string { return []string{m.Custodian, m.Depository, m.Regulator} }

func openSealed(i Instrument, act Act) *SealedMoves {
	return &SealedMoves{act: act, instrument: i, named: map[SealedID]bool{}}
}

// Spent lists the sealed lots that were spent, as they are to be; Made those that are new.
func (m *SealedMoves) Spent() []SealedLot { return m.spent }

// Made lists the new sealed lots.
func (m *SealedMoves) Made() []MadeSealed { return m.made }

// Events lists what is to be told: numbers of lots.
func (m *SealedMoves) Events() []protocol.Event {
	return []protocol.Event{SealedMoved.Of(string(m.instrument.ID), MoveEvent{Spent: len(m.spent), Made: len(m.made)})}
}

// SealedMade names the sealed lots that a transaction made, in the order in which they were asked for.
type SealedMade struct {
	Instrument InstrumentID `json:"instrument"`
	Lots       []SealedID   `json:"lots"`
}

// Answer names the new lots.
func (m *SealedMoves) Answer() SealedMade {
	ids := make([]SealedID, len(m.made))
	for i, made := range m.made {
		ids[i] = made.ID
	}
	return SealedMade{Instrument: m.instrument.ID, Lots: ids}
}

// spend spends a lot, whatever lies on it, if the opening is its own.
// Faults: LOT_FOREIGN, LOT_TWICE, LOT_SPENT, OPENING_REFUSED.
func (m *SealedMoves) spend(lot SealedLot, opening Opening) error {
	switch {
	case lot.Instrument != m.instrument.ID:
		return LotForeign.New("sealed lot %s is of instrument %s", lot.ID, lot.Instrument)
	case m.named[lot.ID]:
		return LotTwice.New("sealed lot %s is named twice", lot.ID)
	case !lot.Live():
		return lot.gone()
	}
	if err := lot.Opens(opening); err != nil {
		return err
	}
	m.named[lot.ID] = true
	m.inputs, m.strictest = append(m.inputs, opening), later(m.strictest, opening.LockedUntil)
	lot.Status, lot.Order, lot.SpentOn, lot.SpentBy = Spent, "", m.act.Today, m.act.TxID
	m.spent = append(m.spent, lot)
	return nil
}

// take spends free lots of one place, by their custodian. What one member keeps for different holders is not mixed.
// Faults: NOT_YOURS, LOT_ENCUMBERED, LOT_FOREIGN and those of spend.
func (m *SealedMoves) take(lots []SealedLot, openings []Opening) error {
	if len(openings) != len(lots) {
		return OpeningRefused.New("%d sealed lots are named and %d are opened", len(lots), len(openings))
	}
	for i, lot := range lots {
		if err := byMember(m.act, lot.Custodian); err != nil {
			return err
		}
		if err := lot.ready(); err != nil {
			return err
		}
		if err := m.spend(lot, openings[i]); err != nil {
			return err
		}
		if openings[i].place() != openings[0].place() {
			return LotForeign.New("sealed lot %s is in another account than the first", lot.ID)
		}
	}
	return nil
}

// passable refuses units that may not pass to another account: those of a halted instrument, and those locked up.
// Faults: INSTRUMENT_HALTED, LOT_LOCKED_UP.
func (m *SealedMoves) passable() error {
	if err := m.instrument.Movable(false); err != nil {
		return err
	}
	return m.unlocked()
}

func (m *SealedMoves) unlocked() error {
	if m.act.Today.Before(m.strictest) {
		return LotLocked.New("a sealed lot is locked up")
	}
	return nil
}

// seal makes a lot. No lock-up is shorter than that of what went in. Faults: OPENING_REFUSED, ROLE_MISSING, LOCK_UP_SHORTENED.
func (m *SealedMoves) seal(output SealedOutput, opening Opening) error {
	i := m.instrument
	if slices.Contains([]string{i.Depository, i.Regulator}, output.Custodian) {
		return RoleMissing.New("member %s looks after sealed lots of instrument %s and keeps none", output.Custodian, i.ID)
	}
	lot := SealedLot{
		Instrument: i.ID, ID: SealedID(fmt.Sprintf("%s.%d", m.act.TxID, len(m.made))), Custodian: output.Custodian,
		Commitment: output.Commitment, Status: Free, CreatedOn: m.act.Today,
	}
	if err := lot.Opens(opening); err != nil {
		return err
	}
	if opening.LockedUntil.Before(m.strictest) {
		return LockUpShortened.New("sealed lot %s would be locked up for less time than what it comes from", lot.ID)
	}
	m.made = append(m.made, MadeSealed{SealedLot: lot, Opening: opening, Depository: i.Depository, Regulator: i.Regulator})
	return nil
}

// produce makes lots of units, neither more nor fewer.
// Faults: UNITS_UNEQUAL, QUANTITY_TOO_LARGE and those of seal.
func (m *SealedMoves) produce(outputs []SealedOutput, openings []Opening, units Quantity) error {
	sum, err := unitsOf(openings)
	if err != nil {
		return err
	}
	if sum != units || len(outputs) != len(openings) {
		return UnitsUnequal.New("the units that go in are not those that come out")
	}
	for i, output := range outputs {
		if err := m.seal(output, openings[i]); err != nil {
			return err
		}
	}
	return nil
}
