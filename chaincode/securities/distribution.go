// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
)

// receiversMost bounds the receivers of one transaction.
const receiversMost = 500

// Part is units for an account.
type Part struct {
	To       AccountID `json:"to" help:"account that receives"`
	Quantity Quantity  `json:"quantity" help:"units that it gets"`
}

// DistributeRequest moves units from one account to many, free of payment: employees' shares, or a register that moves here
// from elsewhere. All receive, or none does.
type DistributeRequest struct {
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	From       AccountID    `json:"from" help:"the caller's account"`
	Lots       []LotID      `json:"lots" help:"lots that are spent"`
	Parts      []Part       `json:"parts" help:"who gets how much, 1 to 500 accounts, each once"`
	// LockedUntil locks the units up at the receivers.
	LockedUntil date.Date `json:"lockedUntil,omitzero" help:"first day on which the receivers may pass them on"`
}

// Validate refuses malformed members, a receiver that is named twice and the giver as one.
func (r DistributeRequest) Validate() error {
	if len(r.Parts) == 0 || len(r.Parts) > receiversMost {
		return fmt.Errorf("1 to %d accounts receive", receiversMost)
	}
	seen := map[AccountID]bool{r.From: true}
	for _, part := range r.Parts {
		if err := errors.Join(part.To.Validate(), part.Quantity.Validate()); err != nil {
			return err
		}
		if seen[part.To] {
			return fmt.Errorf("account %s is named twice", part.To)
		}
		seen[part.To] = true
	}
	return errors.Join(r.Instrument.Validate(), r.From.Validate(), validateLots(r.Lots))
}

// Receivers names the accounts that receive.
func (r DistributeRequest) Receivers() []AccountID {
	ids := make([]AccountID, len(r.Parts))
	for i, part := range r.Parts {
		ids[i] = part.To
	}
	return ids
}

// Distributing is what a distribution rests on.
type Distributing struct {
	Instrument Instrument
	From       Account
	Inputs     []Lot
	// To are the receivers, in the order of the parts.
	To []Applicant
}

// Distributed says how many accounts received units.
type Distributed struct {
	Accounts int `json:"accounts"`
}

// Distribute moves units from an account of the caller. Faults: NOT_YOURS, UNITS_LACKING, QUANTITY_TOO_LARGE, those of
// [Move.Obstacles].
func (r DistributeRequest) Distribute(on Distributing, act Act) (*Moves, error) {
	if err := act.By(on.From.Owner); err != nil {
		return nil, err
	}
	var given Quantity
	var err error
	outputs := make([]Output, len(r.Parts))
	for i, part := range r.Parts {
		if given, err = given.Add(part.Quantity); err != nil {
			return nil, err
		}
		outputs[i] = Output{Account: on.To[i].Account, Admission: on.To[i].Admission, Quantity: part.Quantity, LockedUntil: r.LockedUntil}
	}
	change, err := rest(on.Inputs, given)
	if err != nil {
		return nil, err
	}
	if change > 0 {
		outputs = append(outputs, Output{Account: on.From, Quantity: change})
	}
	moves := OpenMoves(act)
	return moves, moves.Pass(Move{Instrument: on.Instrument, Givers: []Account{on.From}, Inputs: on.Inputs, Outputs: outputs})
}
