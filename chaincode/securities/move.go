// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Output is a lot to be made: units for an account.
type Output struct {
	Account Account
	// Admission is the owner's, the zero Admission where it has none.
	Admission Admission
	Quantity  Quantity
	// LockedUntil locks the units up beyond what their inputs have on them.
	LockedUntil date.Date
	// Status is Free unless it says Locked or Pledged, for the Ref.
	Status LotStatus
	Ref    Ref
}

// Move is units of one instrument on their way: whole lots go in, new lots come out, of the same units.
type Move struct {
	Instrument Instrument
	// Givers are the accounts in which the inputs are.
	Givers []Account
	// Ref is what has the inputs locked or pledged; none for free ones.
	Ref    Ref
	Inputs []Lot
	// Outputs are what becomes of the units; those that stay in a giver's account, such as change, included.
	Outputs []Output
	// Order is set where units move under an order of a court or regulator: see [Moves.Enforce].
	Order Hash
}

// Moves is all that becomes of lots in one transaction. Everything that spends or makes a lot goes through it, so that no
// lot is spent twice and no two new ones have the same name, however many moves a transaction makes.
type Moves struct {
	act     Act
	named   map[LotKey]bool
	spent   []Lot
	made    []MadeLot
	changes []SupplyChange
	events  []protocol.Event
}

// MadeLot is a new lot and the members beside its custodian who together may change it under an order.
type MadeLot struct {
	Lot
	Depository string
	Regulator  string
}

// OpenMoves begins the moves of a transaction.
func OpenMoves(act Act) *Moves { return &Moves{act: act, named: map[LotKey]bool{}} }

// Spent lists the lots that were spent, as they are to be; Made those that are new.
func (m *Moves) Spent() []Lot { return m.spent }

// Made lists the new lots.
func (m *Moves) Made() []MadeLot { return m.made }

// Changes lists by how much units became more or fewer, and where.
func (m *Moves) Changes() []SupplyChange { return m.changes }

// Events lists what is to be told.
func (m *Moves) Events() []protocol.Event { return m.events }

// Pass moves units from accounts to accounts. Every rule that a move can break is in [Move.Obstacles].
func (m *Moves) Pass(move Move) error {
	if obstacles := move.Obstacles(m.act); len(obstacles) > 0 {
		return obstacles[0]
	}
	return m.carry(move)
}

// carry spends and makes, whatever stands in the way of it.
func (m *Moves) carry(move Move) error {
	strictest := date.Date{}
	for _, lot := range move.Inputs {
		if err := m.spend(lot); err != nil {
			return err
		}
		strictest = later(strictest, lot.LockedUntil)
	}
	for _, output := range move.Outputs {
		output.LockedUntil = later(strictest, output.LockedUntil)
		m.make(move.Instrument, output, move.Order)
	}
	m.tell(move.Instrument.ID, len(move.Inputs), len(move.Outputs))
	return nil
}

// Issue makes units that were not there, as lots of the given outputs. Faults: INSTRUMENT_HALTED, ACCOUNT_REFUSED.
func (m *Moves) Issue(instrument Instrument, outputs ...Output) error {
	if err := instrument.Live(); err != nil {
		return err
	}
	for _, output := range outputs {
		if err := output.receives(instrument, m.act); err != nil {
			return err
		}
		m.make(instrument, output, "")
		m.changes = append(m.changes, SupplyChange{
			Instrument: instrument.ID, Stripe: output.Account.ID.Bucket().Stripe(), Created: output.Quantity,
		})
	}
	m.tell(instrument.ID, 0, len(outputs))
	return nil
}

// Redeem spends lots whose units are no more; the reference is what has them locked, none for free ones.
// Faults: INSTRUMENT_HALTED, LOT_FOREIGN, LOT_SPENT, LOT_ENCUMBERED, LOT_TWICE.
func (m *Moves) Redeem(instrument Instrument, ref Ref, lots ...Lot) error {
	if err := instrument.Live(); err != nil {
		return err
	}
	for _, lot := range lots {
		if lot.Instrument != instrument.ID {
			return LotForeign.New("lot %s is of instrument %s", lot.ID, lot.Instrument)
		}
		if err := lot.ready(ref); err != nil {
			return err
		}
		if err := m.spend(lot); err != nil {
			return err
		}
		m.changes = append(m.changes, SupplyChange{
			Instrument: instrument.ID, Stripe: lot.ID.Bucket().Stripe(), Redeemed: lot.Quantity,
		})
	}
	m.tell(instrument.ID, len(lots), 0)
	return nil
}

func (m *Moves) spend(lot Lot) error {
	key := lot.LotKey()
	if m.named[key] {
		return LotTwice.New("lot %s is named twice", lot.ID)
	}
	m.named[key] = true
	lot.Status, lot.Ref, lot.SpentOn, lot.SpentBy = Spent, "", m.act.Today, m.act.TxID
	m.spent = append(m.spent, lot)
	return nil
}

func (m *Moves) make(instrument Instrument, output Output, order Hash) {
	account := output.Account
	lot := Lot{
		Instrument: instrument.ID, ID: LotID(fmt.Sprintf("%s.%s.%d", account.ID.Bucket(), m.act.TxID, len(m.made))),
		Account: account.ID, Custodian: account.Custodian, Quantity: output.Quantity, Status: Free,
		LockedUntil: output.LockedUntil, CreatedOn: m.act.Today,
	}
	if output.Status == Locked || output.Status == Pledged {
		lot.Status, lot.Ref = output.Status, output.Ref
	}
	if order != "" {
		lot.Before, lot.Status, lot.Order = lot.Status, Frozen, order
	}
	m.made = append(m.made, MadeLot{Lot: lot, Depository: instrument.Depository, Regulator: instrument.Regulator})
}

func (m *Moves) tell(instrument InstrumentID, spent, made int) {
	m.events = append(m.events, UnitsMoved.Of(string(instrument), MoveEvent{Spent: spent, Made: made}))
}

func later(a, b date.Date) date.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// Act is what the moves were decided with.
func (m *Moves) Act() Act { return m.act }
