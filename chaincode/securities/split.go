// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"slices"
)

// SplitRequest cuts a lot.
type SplitRequest struct {
	LotKey
	Sizes []Quantity `json:"sizes" help:"sizes of the new lots, which add up to the old one"`
}

// Validate refuses malformed members and fewer than two pieces.
func (r SplitRequest) Validate() error {
	if len(r.Sizes) < 2 {
		return errors.New("a lot is cut into two or more")
	}
	return errors.Join(r.LotKey.Validate(), validateSizes(r.Sizes))
}

// Split cuts a free lot of the caller into lots of the account, for as many transactions side by side; the lock-up stays on
// each. Faults: NOT_YOURS, those of [Move.Obstacles].
func (r SplitRequest) Split(i Instrument, account Account, lot Lot, act Act) (*Moves, error) {
	return rearrange(i, account, []Lot{lot}, r.Sizes, act)
}

// SweepRequest joins lots of one account.
type SweepRequest struct {
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	Account    AccountID    `json:"account" help:"the caller's account"`
	Lots       []LotID      `json:"lots" help:"lots that become one, two or more"`
}

// Validate refuses malformed members, fewer than two lots and a lot that is named twice.
func (r SweepRequest) Validate() error {
	if len(r.Lots) < 2 {
		return errors.New("two or more lots are joined")
	}
	return errors.Join(r.Instrument.Validate(), r.Account.Validate(), validateLots(r.Lots))
}

// Sweep joins free lots of the caller. The one lot has the strictest of their lock-ups, so that joining launders none.
// Faults: NOT_YOURS, QUANTITY_TOO_LARGE, those of [Move.Obstacles].
func (r SweepRequest) Sweep(i Instrument, account Account, lots []Lot, act Act) (*Moves, error) {
	total, err := rest(lots, 0)
	if err != nil {
		return nil, err
	}
	return rearrange(i, account, lots, []Quantity{total}, act)
}

// rearrange makes other lots of the same units in the same account.
func rearrange(i Instrument, account Account, lots []Lot, sizes []Quantity, act Act) (*Moves, error) {
	if err := act.By(account.Owner); err != nil {
		return nil, err
	}
	outputs := make([]Output, len(sizes))
	for n, size := range sizes {
		outputs[n] = Output{Account: account, Quantity: size}
	}
	moves := OpenMoves(act)
	return moves, moves.Pass(Move{Instrument: i, Givers: []Account{account}, Inputs: lots, Outputs: outputs})
}

// CancelRequest redeems units of the issuer's own.
type CancelRequest struct {
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	Account    AccountID    `json:"account" help:"the issuer's treasury account"`
	Lots       []LotID      `json:"lots" help:"lots whose units are no more"`
}

// Validate refuses malformed members and a lot that is named twice.
func (r CancelRequest) Validate() error {
	return errors.Join(r.Instrument.Validate(), r.Account.Validate(), validateLots(r.Lots))
}

// Canceled says how many units are no more.
type Canceled struct {
	Units Quantity `json:"units"`
}

// Cancel redeems units in the issuer's treasury: unsold, or bought back. Faults: NOT_YOURS, ACCOUNT_REFUSED, LOT_FOREIGN,
// those of [Moves.Redeem].
func (r CancelRequest) Cancel(i Instrument, account Account, lots []Lot, act Act) (*Moves, error) {
	if err := act.By(i.Issuer); err != nil {
		return nil, err
	}
	if !account.treasuryOf(i) {
		return nil, AccountRefused.New("account %s is not the issuer's treasury", account.ID)
	}
	if slices.ContainsFunc(lots, func(l Lot) bool { return l.Account != account.ID }) {
		return nil, LotForeign.New("a lot is not in account %s", account.ID)
	}
	if err := account.gives(); err != nil {
		return nil, err
	}
	moves := OpenMoves(act)
	return moves, moves.Redeem(i, "", lots...)
}
