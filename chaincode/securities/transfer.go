// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// lotsMost bounds the lots that one transaction names, and those that it makes.
const lotsMost = 1000

// TransferRequest moves units free of payment: the lots named go in, the quantity goes to the receiver, and what is left
// stays, as one lot.
type TransferRequest struct {
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	From       AccountID    `json:"from" help:"the caller's account"`
	To         AccountID    `json:"to" help:"account that receives"`
	Lots       []LotID      `json:"lots" help:"lots that are spent, such as SuggestInputs proposes"`
	Quantity   Quantity     `json:"quantity" help:"units that the receiver gets"`
	// LockedUntil locks the units up at the receiver, such as employees' shares.
	LockedUntil date.Date `json:"lockedUntil,omitzero" help:"first day on which the receiver may pass them on"`
}

// Validate refuses malformed members, a lot that is named twice and an account as both ends.
func (r TransferRequest) Validate() error {
	if r.From == r.To {
		return errors.New("from and to are one account")
	}
	return errors.Join(r.Instrument.Validate(), r.From.Validate(), r.To.Validate(), validateLots(r.Lots), r.Quantity.Validate())
}

func validateLots(lots []LotID) error {
	if len(lots) == 0 || len(lots) > lotsMost {
		return fmt.Errorf("1 to %d lots are named", lotsMost)
	}
	seen := make(map[LotID]bool, len(lots))
	for _, lot := range lots {
		if err := lot.Validate(); err != nil {
			return err
		}
		if seen[lot] {
			return fmt.Errorf("lot %s is named twice", lot)
		}
		seen[lot] = true
	}
	return nil
}

// Made are the lots that a transaction made.
type Made struct {
	Lots []Lot `json:"lots"`
}

// Answer lists the lots that were made.
func (m *Moves) Answer() Made {
	lots := make([]Lot, len(m.made))
	for i, made := range m.made {
		lots[i] = made.Lot
	}
	return Made{Lots: lots}
}

// Ends are what a move from one account to another rests on: the rows as they are.
type Ends struct {
	Instrument Instrument
	From, To   Account
	// Admission is that of the receiver's owner, the zero Admission where it has none.
	Admission Admission
	Inputs    []Lot
}

// Move is the move that the request asks for. Faults: UNITS_LACKING, QUANTITY_TOO_LARGE.
func (r TransferRequest) Move(ends Ends) (Move, error) {
	change, err := rest(ends.Inputs, r.Quantity)
	if err != nil {
		return Move{}, err
	}
	outputs := []Output{{Account: ends.To, Admission: ends.Admission, Quantity: r.Quantity, LockedUntil: r.LockedUntil}}
	if change > 0 {
		outputs = append(outputs, Output{Account: ends.From, Quantity: change})
	}
	return Move{Instrument: ends.Instrument, Givers: []Account{ends.From}, Inputs: ends.Inputs, Outputs: outputs}, nil
}

// rest is what lots have beyond a quantity. Faults: UNITS_LACKING, QUANTITY_TOO_LARGE.
func rest(lots []Lot, quantity Quantity) (Quantity, error) {
	var sum Quantity
	var err error
	for _, lot := range lots {
		if sum, err = sum.Add(lot.Quantity); err != nil {
			return 0, err
		}
	}
	if sum < quantity {
		return 0, UnitsLacking.New("the lots have %s units, %s are wanted", sum, quantity)
	}
	return sum - quantity, nil
}

// Transfer moves units from an account of the caller. Faults: NOT_YOURS, UNITS_LACKING, those of [Move.Obstacles].
func (r TransferRequest) Transfer(ends Ends, act Act) (*Moves, error) {
	if err := act.By(ends.From.Owner); err != nil {
		return nil, err
	}
	move, err := r.Move(ends)
	if err != nil {
		return nil, err
	}
	moves := OpenMoves(act)
	return moves, moves.Pass(move)
}

// LotsRequest asks for the lots of an account.
type LotsRequest struct {
	protocol.PageRequest
	Account AccountID `json:"account" help:"the account"`
	// Instrument is one; all when left out.
	Instrument InstrumentID `json:"instrument,omitzero" help:"an instrument; all when left out"`
}

// Validate refuses malformed members.
func (r LotsRequest) Validate() error {
	if r.Instrument != "" {
		if err := r.Instrument.Validate(); err != nil {
			return err
		}
	}
	return errors.Join(r.Account.Validate(), r.PageRequest.Validate())
}

// Prefix is what the index of lots by account begins with.
func (r LotsRequest) Prefix() []string {
	return slices.DeleteFunc([]string{string(r.Account), string(r.Instrument)}, func(part string) bool { return part == "" })
}
