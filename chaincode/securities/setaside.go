// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// SetAsideRequest sets aside what the caller's side owes: lots of the deliverer, or a hold of the receiver's money.
type SetAsideRequest struct {
	InstructionKey
	Lots  []LotID     `json:"lots,omitempty" help:"free lots of the delivering account that are locked, at most 1000"`
	Hold  cash.HoldID `json:"hold,omitzero" help:"hold of the receiver for exactly this, notary securities"`
	Until date.Date   `json:"until" help:"last business date of the lock"`
}

// Validate refuses malformed members, and anything but lots or a hold.
func (r SetAsideRequest) Validate() error {
	switch {
	case r.Until.IsZero():
		return errors.New("until is missing")
	case (len(r.Lots) > 0) == (r.Hold != ""):
		return errors.New("either lots or a hold are set aside")
	case r.Hold != "":
		return errors.Join(r.InstructionKey.Validate(), r.Hold.Validate())
	}
	return errors.Join(r.InstructionKey.Validate(), validateLots(r.Lots))
}

// allocatable refuses a side that cannot set anything aside now.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE.
func (p Pair) allocatable(own Instruction, r SetAsideRequest, act Act) error {
	if err := own.mine(act); err != nil {
		return err
	}
	if err := p.live(); err != nil {
		return err
	}
	switch {
	case own.Held():
		return StatusRefused.New("instruction %s is on hold", own.InstructionKey)
	case own.Batch != "":
		return StatusRefused.New("instruction %s settles with batch %s", own.InstructionKey, own.Batch)
	case own.Allocation != nil:
		return StatusRefused.New("instruction %s has something set aside already", own.InstructionKey)
	case r.Until.Before(act.Today):
		return TooLate.New("a lock until %s is over on %s", r.Until, act.Today)
	}
	return nil
}

// AllocateLots locks lots of the delivering account for all that is open, and no lot more than is needed.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE, ACCOUNT_REFUSED, UNITS_LACKING, those of locking a lot.
func (p Pair) AllocateLots(r SetAsideRequest, account Account, lots []Lot, act Act) (Pair, []Lot, []protocol.Event, error) {
	own, _ := p.side(r.Account)
	if own.Side != Delivers {
		return p, nil, nil, StatusRefused.New("instruction %s receives: it sets money aside", r.InstructionKey)
	}
	if err := errors.Join(p.allocatable(*own, r, act), account.gives()); err != nil {
		return p, nil, nil, err
	}
	if err := suffices(lots, p.Obligation.Open()); err != nil {
		return p, nil, nil, err
	}
	locked, events, err := lockAll(lots, account, p.Obligation.ID.Ref(), act)
	if err != nil {
		return p, nil, nil, err
	}
	own.Allocation = &SetAside{Lots: r.Lots, Until: r.Until}
	*own = own.stand(act.Today)
	return p, locked, append(events, own.event()), nil
}

// lockAll locks lots of an account for a reference. Faults: LOT_FOREIGN, LOT_SPENT, LOT_ENCUMBERED, LOT_LOCKED_UP.
func lockAll(lots []Lot, account Account, ref Ref, act Act) ([]Lot, []protocol.Event, error) {
	locked, events := make([]Lot, len(lots)), make([]protocol.Event, len(lots))
	for i, lot := range lots {
		if lot.Account != account.ID {
			return nil, nil, LotForeign.New("lot %s is in another account", lot.ID)
		}
		var err error
		if locked[i], err = lot.Lock(ref, act); err != nil {
			return nil, nil, err
		}
		events[i] = locked[i].event()
	}
	return locked, events, nil
}

// suffices refuses lots of fewer units than needed, and a lot without which there would be enough.
// Faults: UNITS_LACKING, UNITS_UNEQUAL, QUANTITY_TOO_LARGE.
func suffices(lots []Lot, needed Quantity) error {
	var sum Quantity
	least := QuantityMax
	var err error
	for _, lot := range lots {
		if sum, err = sum.Add(lot.Quantity); err != nil {
			return err
		}
		least = min(least, lot.Quantity)
	}
	switch {
	case sum < needed:
		return UnitsLacking.New("the lots have %s units, %s are needed", sum, needed)
	case sum-least >= needed:
		return UnitsUnequal.New("the lots have %s units and %s are needed: leave one out", sum, needed)
	}
	return nil
}

// AllocateHold names the hold that pays for all that is open. The hold has to be as good as money until the lock is over.
// Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE, HOLD_REFUSED.
func (p Pair) AllocateHold(r SetAsideRequest, hold cash.Hold, act Act) (Pair, []protocol.Event, error) {
	own, _ := p.side(r.Account)
	if own.Side != Receives || p.Obligation.Payment != AgainstPayment {
		return p, nil, StatusRefused.New("instruction %s pays nothing", r.InstructionKey)
	}
	if err := p.allocatable(*own, r, act); err != nil {
		return p, nil, err
	}
	due, err := p.Obligation.Due(p.Obligation.Open())
	if err != nil {
		return p, nil, err
	}
	o := p.Obligation
	switch {
	case !heldFor(hold, o.ID.Purpose()):
		return p, nil, HoldRefused.New("hold %s is not for this chaincode to decide, or not for obligation %s", hold.ID, o.ID)
	case hold.Payer != o.Receiver.Cash || hold.Payee != o.Deliverer.Cash || hold.Amount.Amount != due || hold.Amount.Currency != o.Amount.Currency:
		return p, nil, HoldRefused.New("hold %s has another payer, payee or amount than obligation %s", hold.ID, o.ID)
	case hold.Status != cash.HoldActive || hold.Expires.Before(r.Until):
		return p, nil, HoldRefused.New("hold %s is %s, or ends before %s", hold.ID, hold.Status, r.Until)
	}
	own.Allocation = &SetAside{Hold: r.Hold, Until: r.Until}
	*own = own.stand(act.Today)
	return p, []protocol.Event{own.event()}, nil
}

// heldFor tells whether this chaincode decides a hold, for a purpose.
func heldFor(hold cash.Hold, purpose cash.Purpose) bool {
	return hold.Notary == cash.Notary{Kind: cash.ModuleNotary, ID: Module} && hold.Purpose == purpose
}

// Reclaim gives a side back what it set aside: before the other side has done so too, or once the lock is over. The lots
// are those of the allocation. Faults: NOT_YOURS, STATUS_REFUSED, IRREVOCABLE.
func (p Pair) Reclaim(account AccountID, lots []Lot, act Act) (Pair, []Lot, []protocol.Event, error) {
	own, _ := p.side(account)
	if err := own.mine(act); err != nil {
		return p, nil, nil, err
	}
	if own.Allocation == nil {
		return p, nil, nil, StatusRefused.New("instruction %s has nothing set aside", own.InstructionKey)
	}
	if err := p.revocable(act); err != nil {
		return p, nil, nil, err
	}
	freed, events, err := own.free(lots, p.Obligation.ID.Ref(), act)
	return p, freed, events, err
}

// free takes the lock off what the side has set aside.
func (i *Instruction) free(lots []Lot, ref Ref, act Act) ([]Lot, []protocol.Event, error) {
	freed, events, err := unlockAll(lots, ref)
	if err != nil {
		return nil, nil, err
	}
	i.Allocation = nil
	*i = i.stand(act.Today)
	return freed, append(events, i.event()), nil
}

// unlockAll makes lots free that are locked for a reference. Lots that a corporate action has taken since are no more: what
// became of them is free. Faults: LOT_ENCUMBERED.
func unlockAll(lots []Lot, ref Ref) ([]Lot, []protocol.Event, error) {
	var freed []Lot
	var events []protocol.Event
	for _, lot := range lots {
		if !lot.Live() {
			continue
		}
		free, err := lot.Unlock(ref)
		if err != nil {
			return nil, nil, err
		}
		freed, events = append(freed, free), append(events, free.event())
	}
	return freed, events, nil
}

// Allocated lists the lots that a side has set aside.
func (i Instruction) Allocated() []LotID {
	if i.Allocation == nil {
		return nil
	}
	return i.Allocation.Lots
}
