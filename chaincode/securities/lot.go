// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"
	"regexp"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// LotStatus is how a lot stands.
type LotStatus string

// The states of a lot.
const (
	Free LotStatus = "FREE"
	// Locked for what Ref names, such as a settlement.
	Locked LotStatus = "LOCKED"
	// Pledged for what Ref names.
	Pledged LotStatus = "PLEDGED"
	// Frozen under an order; what lay on it lies on it still.
	Frozen LotStatus = "FROZEN"
	// Spent: its units are in other lots, or redeemed. A spent lot is never changed again, nor taken away.
	Spent LotStatus = "SPENT"
)

// Ref names what has a lot locked or pledged: an area and a record of it, such as "settlement:SI-17".
type Ref string

var refForm = regexp.MustCompile(`^[a-z]+:[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// Validate refuses what is not area:name.
func (r Ref) Validate() error {
	if !refForm.MatchString(string(r)) {
		return fmt.Errorf("reference %q is not area:name", protocol.Excerpt(string(r)))
	}
	return nil
}

// Lot is units of one instrument in one account. It is made once and spent once, whole; in between only its status
// changes. A spent lot stays, with the day on which it was spent: so the lots are the dated journal of all moves, and who
// held what on any day that is over is known for ever.
type Lot struct {
	Instrument InstrumentID `json:"instrument"`
	ID         LotID        `json:"id"`
	Account    AccountID    `json:"account"`
	// Custodian is the member that has to endorse whatever happens to the lot.
	Custodian string    `json:"custodian"`
	Quantity  Quantity  `json:"quantity"`
	Status    LotStatus `json:"status"`
	// LockedUntil is the first day on which the units may pass to another account.
	LockedUntil date.Date `json:"lockedUntil,omitzero"`
	// Ref is what has the lot locked or pledged.
	Ref Ref `json:"ref,omitzero"`
	// Order freezes the lot, and Before is how it stood.
	Order  CourtOrderID `json:"order,omitzero"`
	Before LotStatus    `json:"before,omitzero"`
	// CreatedOn and SpentOn are business dates; SpentBy is the transaction.
	CreatedOn date.Date `json:"createdOn"`
	SpentOn   date.Date `json:"spentOn,omitzero"`
	SpentBy   string    `json:"spentBy,omitzero"`
}

// LotKey is the lot's name.
func (l Lot) LotKey() LotKey { return LotKey{Instrument: l.Instrument, Lot: l.ID} }

// Live tells whether the units are still in the lot.
func (l Lot) Live() bool { return l.Status != Spent }

// HeldOn tells whether the units were in the lot at the end of a day that is over.
func (l Lot) HeldOn(day date.Date) bool { return heldOn(l.CreatedOn, l.SpentOn, day) }

// heldOn tells whether what came on one day, and went on another or never, was there at the end of a day that is over.
func heldOn(created, spent, day date.Date) bool {
	return !created.After(day) && (spent.IsZero() || spent.After(day))
}

// standing is how the lot stands, or stood before it was frozen.
func (l Lot) standing() LotStatus {
	if l.Status == Frozen {
		return l.Before
	}
	return l.Status
}

// Lock sets a free lot aside for a reference. Faults: LOT_SPENT, LOT_ENCUMBERED, LOT_LOCKED_UP.
func (l Lot) Lock(ref Ref, act Act) (Lot, error) { return l.encumber(Locked, ref, act) }

// Pledge pledges a free lot for a reference. Faults: LOT_SPENT, LOT_ENCUMBERED, LOT_LOCKED_UP.
func (l Lot) Pledge(ref Ref, act Act) (Lot, error) { return l.encumber(Pledged, ref, act) }

func (l Lot) encumber(status LotStatus, ref Ref, act Act) (Lot, error) {
	if err := l.usable("", act); err != nil {
		return l, err
	}
	l.Status, l.Ref = status, ref
	return l, nil
}

// Unlock makes a lot free that was locked or pledged for the reference; of a frozen one it is free when the freeze ends.
// Faults: LOT_SPENT, LOT_ENCUMBERED.
func (l Lot) Unlock(ref Ref) (Lot, error) {
	if err := l.under(ref); err != nil {
		return l, err
	}
	l.Ref = ""
	if l.Status == Frozen {
		l.Before = Free
	} else {
		l.Status = Free
	}
	return l, nil
}

// under refuses a lot that is not locked or pledged for the reference. Faults: LOT_SPENT, LOT_ENCUMBERED.
func (l Lot) under(ref Ref) error {
	if !l.Live() {
		return l.gone()
	}
	if ref == "" || l.Ref != ref {
		return LotEncumbered.New("lot %s is not locked for %s", l.ID, ref)
	}
	return nil
}

// Freeze freezes a live lot under an order. Faults: LOT_SPENT, LOT_ENCUMBERED.
func (l Lot) Freeze(order CourtOrderID) (Lot, error) {
	switch l.Status {
	case Spent:
		return l, l.gone()
	case Frozen:
		return l, LotEncumbered.New("lot %s is frozen already", l.ID)
	}
	l.Before, l.Status, l.Order = l.Status, Frozen, order
	return l, nil
}

// Unfreeze ends the freeze under an order. Faults: LOT_SPENT, LOT_ENCUMBERED.
func (l Lot) Unfreeze(order CourtOrderID) (Lot, error) {
	if !l.Live() {
		return l, l.gone()
	}
	if l.Status != Frozen || l.Order != order {
		return l, LotEncumbered.New("lot %s is not frozen under this order", l.ID)
	}
	l.Status, l.Before, l.Order = l.Before, "", ""
	return l, nil
}

// usable refuses a lot that may not be given away: spent, frozen, encumbered for something else, or not past its lock-up.
// The reference is that for which it is locked, none for a free one. Faults: LOT_SPENT, LOT_ENCUMBERED, LOT_LOCKED_UP.
func (l Lot) usable(ref Ref, act Act) error {
	if err := l.ready(ref); err != nil {
		return err
	}
	if act.Today.Before(l.LockedUntil) {
		return LotLocked.New("lot %s is locked up until %s", l.ID, l.LockedUntil)
	}
	return nil
}

// ready refuses a lot that is spent, frozen, or encumbered for something else. Faults: LOT_SPENT, LOT_ENCUMBERED.
func (l Lot) ready(ref Ref) error {
	switch {
	case !l.Live():
		return l.gone()
	case l.Status == Frozen:
		return LotEncumbered.New("lot %s is frozen", l.ID)
	case l.Ref != ref:
		return LotEncumbered.New("lot %s is %s", l.ID, l.Status)
	}
	return nil
}

func (l Lot) gone() error { return LotSpent.New("lot %s was spent on %s", l.ID, l.SpentOn) }

func (l Lot) event() protocol.Event {
	return LotChanged.Of(string(l.Instrument)+"/"+string(l.ID), StatusEvent{Status: string(l.Status)})
}
