// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
)

// ConcealRequest puts lots of the caller's account into the instrument's pool and makes sealed lots of them.
type ConcealRequest struct {
	Instrument InstrumentID   `json:"instrument" help:"the instrument"`
	Account    AccountID      `json:"account" help:"the caller's account"`
	Lots       []LotID        `json:"lots" help:"lots that go into the pool, whole"`
	Outputs    []SealedOutput `json:"outputs" help:"commitments to the sealed lots, 1 to 100"`
	Openings   []Opening      `json:"-" transient:"made" help:"what they are, in the same order"`
}

// Validate refuses malformed members.
func (r ConcealRequest) Validate() error {
	return errors.Join(r.Instrument.Validate(), r.Account.Validate(), validateLots(r.Lots), validateOutputs(r.Outputs, r.Openings))
}

// Conceal conceals units, by the owner of the account in which they are; their holder, account and custodian stay the same.
// A lock-up is concealed with them and is in the pool no more.
// Faults: NOT_YOURS, INSTRUMENT_HALTED, ACCOUNT_REFUSED, LOT_FOREIGN, LOT_SPENT, LOT_ENCUMBERED, LOT_TWICE, UNITS_UNEQUAL,
// QUANTITY_TOO_LARGE, OPENING_REFUSED, ROLE_MISSING, LOCK_UP_SHORTENED.
func (r ConcealRequest) Conceal(p Pooled, act Act) (*Moves, *SealedMoves, error) {
	if err := p.concealable(act); err != nil {
		return nil, nil, err
	}
	moves, sealed := OpenMoves(act), openSealed(p.Instrument, act)
	units, err := p.gather(moves, p.Account)
	if err != nil {
		return nil, nil, err
	}
	sealed.strictest = longest(p.Lots)
	for _, opening := range r.Openings {
		if opening.place() != (sealedPlace{p.Account.Custodian, p.Account.Owner, p.Account.ID}) {
			return nil, nil, OpeningRefused.New("an opening is of another holder than account %s has", p.Account.ID)
		}
	}
	if err := sealed.produce(r.Outputs, r.Openings, units); err != nil {
		return nil, nil, err
	}
	moves.create(p.Instrument, Output{Account: p.Pool, Quantity: units})
	moves.tell(p.Instrument.ID, len(p.Lots), 1)
	return moves, sealed, nil
}

// concealable refuses whoever is not the owner, and an account or an instrument whose units do not move.
func (p Pooled) concealable(act Act) error {
	if err := act.By(p.Account.Owner); err != nil {
		return err
	}
	if err := p.Instrument.Movable(false); err != nil {
		return err
	}
	if err := p.Account.gives(); err != nil {
		return err
	}
	switch {
	case p.Pool.Status != AccountOpen:
		return AccountRefused.New("the pool %s is %s", p.Pool.ID, p.Pool.Status)
	case p.Account.Kind != Investor && p.Account.Kind != Nominee:
		return AccountRefused.New("account %s is a %s account, of which nothing is concealed", p.Account.ID, p.Account.Kind)
	}
	return nil
}

func longest(lots []Lot) (until date.Date) {
	for _, lot := range lots {
		until = later(until, lot.LockedUntil)
	}
	return until
}
