// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// to moves an instrument into a state, from one of others. Faults: STATUS_REFUSED.
func (i Instrument) to(act Act, state InstrumentStatus, from ...InstrumentStatus) (Instrument, []protocol.Event, error) {
	if err := inState("instrument", string(i.ID), i.Status, from...); err != nil {
		return i, nil, err
	}
	i.Status = state
	i = i.still(act)
	return i, []protocol.Event{i.event()}, nil
}

// still notes since when no units change hands.
func (i Instrument) still(act Act) Instrument {
	switch {
	case i.Movable(true) == nil:
		i.StillSince = date.Date{}
	case i.StillSince.IsZero():
		i.StillSince = act.Today
	}
	return i
}

// OpenPrimary opens the primary phase, by the issuer. Faults: NOT_YOURS, STATUS_REFUSED.
func (i Instrument) OpenPrimary(act Act) (Instrument, []protocol.Event, error) {
	if err := act.By(i.Issuer); err != nil {
		return i, nil, err
	}
	return i.to(act, Primary, Approved)
}

// Activate ends the primary phase, by the depository. Faults: NOT_YOURS, STATUS_REFUSED.
func (i Instrument) Activate(act Act) (Instrument, []protocol.Event, error) {
	if err := byMember(act, i.Depository); err != nil {
		return i, nil, err
	}
	return i.to(act, Active, Primary)
}

// HaltRequest halts an instrument.
type HaltRequest struct {
	ID    InstrumentID `json:"instrument" help:"the instrument"`
	Level HaltLevel    `json:"level" help:"NO_TRADE, NO_MOVE or NO_WRITE"`
	Order Hash         `json:"order" help:"SHA-256 of the order"`
}

// Validate refuses malformed members.
func (r HaltRequest) Validate() error {
	return errors.Join(r.ID.Validate(), r.Level.Validate(), r.Order.Validate())
}

// Suspend halts the instrument, by its depository or regulator. Faults: NOT_YOURS, STATUS_REFUSED.
func (i Instrument) Suspend(r HaltRequest, act Act) (Instrument, []protocol.Event, error) {
	if act.Caller.MSP != i.Depository && act.Caller.MSP != i.Regulator {
		return i, nil, NotYours.New("this is for members %s and %s to do", i.Depository, i.Regulator)
	}
	i.Before, i.Halt = i.Status, Halt{Level: r.Level, Order: r.Order, By: act.Caller.MSP}
	return i.to(act, Halted, Primary, Active, Matured, Defaulted)
}

// Resume ends a halt, by the member that ordered it. Faults: NOT_YOURS, STATUS_REFUSED.
func (i Instrument) Resume(act Act) (Instrument, []protocol.Event, error) {
	if err := inState("instrument", string(i.ID), i.Status, Halted); err != nil {
		return i, nil, err
	}
	if err := byMember(act, i.Halt.By); err != nil {
		return i, nil, err
	}
	state := i.Before
	i.Before, i.Halt = "", Halt{}
	return i.to(act, state, Halted)
}

// Mature ends moves of a bond on and after its maturity. Faults: STATUS_REFUSED, TOO_EARLY.
func (i Instrument) Mature(act Act) (Instrument, []protocol.Event, error) {
	switch {
	case i.Matures.IsZero():
		return i, nil, StatusRefused.New("instrument %s has no maturity", i.ID)
	case act.Today.Before(i.Matures):
		return i, nil, TooEarly.New("instrument %s matures on %s", i.ID, i.Matures)
	}
	return i.to(act, Matured, Active, Primary)
}

// Default records that the instrument did not pay, by the depository. Faults: NOT_YOURS, STATUS_REFUSED.
func (i Instrument) Default(act Act) (Instrument, []protocol.Event, error) {
	if err := byMember(act, i.Depository); err != nil {
		return i, nil, err
	}
	return i.to(act, Defaulted, Active, Matured)
}

// Close closes an instrument of which no unit is left, by the depository. Faults: NOT_YOURS, STATUS_REFUSED,
// SUPPLY_REMAINS.
func (i Instrument) Close(supply Quantity, act Act) (Instrument, []protocol.Event, error) {
	if err := byMember(act, i.Depository); err != nil {
		return i, nil, err
	}
	if supply != 0 {
		return i, nil, SupplyRemains.New("%s units of instrument %s are not redeemed", supply, i.ID)
	}
	return i.to(act, Closed, Primary, Active, Matured, Defaulted, Redeemed)
}

// Withdraw takes the instrument back before its primary phase, by its issuer or its depository.
// Faults: NOT_YOURS, STATUS_REFUSED.
func (i Instrument) Withdraw(act Act) (Instrument, []protocol.Event, error) {
	if !i.Issuer.Is(act.Caller) && act.Caller.MSP != i.Depository {
		return i, nil, NotYours.New("this is for party %s or member %s to do", i.Issuer.Party, i.Depository)
	}
	i.Pending, i.Approvals = 0, nil
	return i.to(act, Withdrawn, Draft, Approved)
}
