// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// SealedLot is what the public knows of units that are concealed: that they are there, at which custodian, and a commitment to
// the rest ([Opening]). Like a lot it is made once and spent once, whole, and a spent one stays.
type SealedLot struct {
	Instrument InstrumentID `json:"instrument"`
	ID         SealedID     `json:"id"`
	// Custodian answers for the holder.
	Custodian  string `json:"custodian"`
	Commitment Hash   `json:"commitment"`
	// Status is FREE, FROZEN or SPENT.
	Status LotStatus `json:"status"`
	// Order is the document under which the lot is frozen.
	Order     Hash      `json:"order,omitzero"`
	CreatedOn date.Date `json:"createdOn"`
	SpentOn   date.Date `json:"spentOn,omitzero"`
	SpentBy   string    `json:"spentBy,omitzero"`
}

// SealedKey is the lot's name.
func (l SealedLot) SealedKey() SealedKey { return SealedKey{Instrument: l.Instrument, Lot: l.ID} }

// Live tells whether the units are still in the lot.
func (l SealedLot) Live() bool { return l.Status != Spent }

// HeldOn tells whether the units were in the lot at the end of a day that is over.
func (l SealedLot) HeldOn(day date.Date) bool { return heldOn(l.CreatedOn, l.SpentOn, day) }

// Opens refuses an opening that is not the lot's. Faults: OPENING_REFUSED.
func (l SealedLot) Opens(o Opening) error {
	commitment, err := o.Commitment()
	if err != nil {
		return err
	}
	if o.Instrument != l.Instrument || o.Custodian != l.Custodian || commitment != l.Commitment {
		return OpeningRefused.New("the opening of sealed lot %s is not the one that was committed to", l.ID)
	}
	return nil
}

// ready refuses a lot that is spent or frozen. Faults: LOT_SPENT, LOT_ENCUMBERED.
func (l SealedLot) ready() error {
	switch l.Status {
	case Spent:
		return l.gone()
	case Frozen:
		return LotEncumbered.New("sealed lot %s is frozen", l.ID)
	}
	return nil
}

func (l SealedLot) gone() error {
	return LotSpent.New("sealed lot %s was spent on %s", l.ID, l.SpentOn)
}

// Freeze freezes a live lot under a document. Faults: LOT_SPENT, LOT_ENCUMBERED.
func (l SealedLot) Freeze(document Hash) (SealedLot, error) {
	if err := l.ready(); err != nil {
		return l, err
	}
	l.Status, l.Order = Frozen, document
	return l, nil
}

// Unfreeze ends the freeze under a document. Faults: LOT_SPENT, LOT_ENCUMBERED.
func (l SealedLot) Unfreeze(document Hash) (SealedLot, error) {
	if !l.Live() {
		return l, l.gone()
	}
	if l.Status != Frozen || l.Order != document {
		return l, LotEncumbered.New("sealed lot %s is not frozen under this document", l.ID)
	}
	l.Status, l.Order = Free, ""
	return l, nil
}

func (l SealedLot) event() protocol.Event {
	return SealedChanged.Of(string(l.Instrument)+"/"+string(l.ID), StatusEvent{Status: string(l.Status)})
}

// SealedCopy is an opening as the custodian, the depository and the regulator keep it, each in its own collection.
type SealedCopy struct {
	SealedKey
	Opening Opening `json:"opening"`
}

// Name is the name of the lot.
func (c SealedCopy) Name() SealedKey { return c.SealedKey }

// The events of concealed units: what happened to which row, and nothing of what is in it.
var (
	SealedMoved   = protocol.NewEventType[MoveEvent]("securities:SealedMoved")
	SealedChanged = protocol.NewEventType[StatusEvent]("securities:SealedChanged")
	PoolOpened    = protocol.NewEventType[StatusEvent]("securities:PoolOpened")
	WritExecuted  = protocol.NewEventType[StatusEvent]("securities:WritExecuted")
)
