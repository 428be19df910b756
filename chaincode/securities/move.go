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
}

// Moves is all that becomes of lots in one transaction. Everything that spends or makes a lot goes through it, so that no
// lot is spent twice and no two new ones have the same name, however many moves a transaction makes.
type Moves struct {
	act     Act
	named   map[LotKey]bool
	spent   []Lot
	made    []MadeLot
	changes []SupplyChange
	frozen  []FrozenChange
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

// Redeemed is the units that are no more. Faults: QUANTITY_TOO_LARGE.
func (m *Moves) Redeemed() (sum Quantity, err error) {
	for _, change := range m.changes {
		if sum, err = sum.Add(change.Redeemed); err != nil {
			return 0, err
		}
	}
	return sum, nil
}

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
		m.create(move.Instrument, output)
	}
	m.tell(move.Instrument.ID, len(move.Inputs), len(move.Outputs))
	return nil
}

// Issue makes units that were not there, as lots of the given outputs. Whether their accounts may have them is for whoever
// issues to know: a treasury, or holders by right. Faults: INSTRUMENT_HALTED.
func (m *Moves) Issue(instrument Instrument, outputs ...Output) error {
	if err := instrument.Live(); err != nil {
		return err
	}
	for _, output := range outputs {
		m.create(instrument, output)
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
	m.frost(lot, -lot.Quantity)
	lot.Status, lot.Ref, lot.SpentOn, lot.SpentBy = Spent, "", m.act.Today, m.act.TxID
	m.spent = append(m.spent, lot)
	return nil
}

func (m *Moves) create(instrument Instrument, output Output) {
	lot := Lot{
		Instrument: instrument.ID, Account: output.Account.ID, Custodian: output.Account.Custodian, Quantity: output.Quantity,
		Status: Free, LockedUntil: output.LockedUntil,
	}
	if output.Status == Locked || output.Status == Pledged {
		lot.Status, lot.Ref = output.Status, output.Ref
	}
	m.add(instrument, lot)
}

// add names a new lot: by the part of the register in which its account is, the transaction, and a number in it.
func (m *Moves) add(instrument Instrument, lot Lot) {
	lot.ID = LotID(fmt.Sprintf("%s.%s.%d", lot.Account.Bucket(), m.act.TxID, len(m.made)))
	lot.CreatedOn = m.act.Today
	m.frost(lot, lot.Quantity)
	m.made = append(m.made, MadeLot{Lot: lot, Depository: instrument.Depository, Regulator: instrument.Regulator})
}

// heir is a lot as another account or of another quantity: whatever lies on the one lies on the other.
func (m *Moves) heir(instrument Instrument, lot Lot, account Account, quantity Quantity) {
	lot.Account, lot.Custodian, lot.Quantity = account.ID, account.Custodian, quantity
	m.add(instrument, lot)
}

// Enforce moves units of a lot under an order: out of an account into another, whatever the lot's state and whoever
// objects. What lies on the lot, a freeze or a lock-up as well, lies on the new one and on what is left. Who may order it, and
// whether the receiver may have the units, is for whoever calls to decide.
// Units in a pool are reached through the sealed lots that they are for.
// Faults: ACCOUNT_REFUSED, LOT_FOREIGN, LOT_SPENT, LOT_TWICE, UNITS_LACKING, SELF_TRANSFER.
func (m *Moves) Enforce(instrument Instrument, lot Lot, from, to Account, quantity Quantity) error {
	switch {
	case from.Kind == Pooling || to.Kind == Pooling:
		return AccountRefused.New("one of accounts %s and %s is a pool", from.ID, to.ID)
	case lot.Instrument != instrument.ID || lot.Account != from.ID:
		return LotForeign.New("lot %s is of another instrument or account", lot.ID)
	case from.ID == to.ID:
		return SelfTransfer.New("account %s would be both ends", from.ID)
	case !lot.Live():
		return lot.gone()
	case quantity < 1 || quantity > lot.Quantity:
		return UnitsLacking.New("lot %s has %s units, %s are wanted", lot.ID, lot.Quantity, quantity)
	}
	if err := m.spend(lot); err != nil {
		return err
	}
	m.heir(instrument, lot, to, quantity)
	if rest := lot.Quantity - quantity; rest > 0 {
		m.heir(instrument, lot, from, rest)
	}
	m.tell(instrument.ID, 1, 1)
	return nil
}

// Restate makes a live lot one of another quantity, as a split of shares does; whatever lies on it stays.
// Faults: INSTRUMENT_HALTED, LOT_FOREIGN, LOT_SPENT, LOT_TWICE.
func (m *Moves) Restate(instrument Instrument, lot Lot, account Account, quantity Quantity) error {
	if err := instrument.Live(); err != nil {
		return err
	}
	switch {
	case lot.Instrument != instrument.ID || lot.Account != account.ID:
		return LotForeign.New("lot %s is of another instrument or account", lot.ID)
	case !lot.Live():
		return lot.gone()
	}
	if err := m.spend(lot); err != nil {
		return err
	}
	if quantity > 0 {
		m.heir(instrument, lot, account, quantity)
	}
	m.changes = append(m.changes, SupplyChange{
		Instrument: instrument.ID, Stripe: lot.ID.Bucket().Stripe(), Created: quantity, Redeemed: lot.Quantity,
	})
	m.tell(instrument.ID, 1, 1)
	return nil
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
