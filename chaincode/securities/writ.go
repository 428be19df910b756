// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// WritID names an order of a regulator on a sealed lot.
type WritID string

// Validate refuses a malformed name.
func (id WritID) Validate() error { return protocol.ValidateName("writ", string(id)) }

// Key is the order's place in a table.
func (id WritID) Key() []string { return []string{string(id)} }

// WritAct is what is ordered.
type WritAct string

// The acts.
const (
	FreezeSealed   WritAct = "FREEZE"
	UnfreezeSealed WritAct = "UNFREEZE"
	// PassSealed makes the lot another's, whatever lies on it.
	PassSealed WritAct = "MOVE"
)

// Validate refuses an unknown act.
func (a WritAct) Validate() error {
	switch a {
	case FreezeSealed, UnfreezeSealed, PassSealed:
		return nil
	default:
		return errors.New("act is not FREEZE, UNFREEZE or MOVE")
	}
}

// WritTerms are what the regulator orders.
type WritTerms struct {
	ID WritID `json:"id" help:"name of the order"`
	SealedKey
	Act WritAct `json:"act" help:"FREEZE, UNFREEZE or MOVE"`
	// Document is the court's decision. A freeze ends under the document under which it began.
	Document Hash `json:"document" help:"SHA-256 of the document"`
	// Output is the new lot of a MOVE: the regulator, who has the opening of the old one, writes that of the new one.
	Output *SealedOutput `json:"output,omitempty" help:"the new lot, for MOVE"`
	Salt   Salt          `json:"salt" help:"at least 128 random bits, in hexadecimal"`
}

// Validate refuses malformed members.
func (t WritTerms) Validate() error {
	if (t.Act == PassSealed) != (t.Output != nil) {
		return errors.New("an output is for MOVE")
	}
	if t.Output != nil {
		if err := t.Output.validate(); err != nil {
			return err
		}
	}
	return errors.Join(t.ID.Validate(), t.SealedKey.Validate(), t.Act.Validate(), t.Document.Validate(), t.Salt.Validate())
}

// Writ is an order on one sealed lot. It is in the regulator's own collection until the depository carries it out, so that
// nobody moves the lot away in between; that it is there is the regulator's word, for nobody else can write there.
type Writ struct {
	WritTerms
	By Person    `json:"by"`
	On date.Date `json:"on"`
}

// Name is the order's name.
func (w Writ) Name() WritID { return w.ID }

// IssueWritRequest leaves an order in the regulator's own collection, in place of one of the same name that was not carried out.
type IssueWritRequest struct {
	ID         WritID       `json:"id" help:"name of the order"`
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	Terms      WritTerms    `json:"-" transient:"writ" help:"what is ordered"`
}

// Validate refuses malformed members and an order of another name.
func (r IssueWritRequest) Validate() error {
	if r.ID != r.Terms.ID || r.Instrument != r.Terms.Instrument {
		return errors.New("the order has another name or is on another instrument")
	}
	return r.Terms.Validate()
}

// WritReceipt says which order was left or taken back.
type WritReceipt struct {
	ID WritID `json:"id"`
}

// Issue orders something about a lot, by the regulator of the instrument. Faults: NOT_YOURS.
func (r IssueWritRequest) Issue(i Instrument, act Act) (Writ, error) {
	return Writ{WritTerms: r.Terms, By: act.Person(), On: act.Today}, byMember(act, i.Regulator)
}

// ObeyRequest carries an order out.
type ObeyRequest struct {
	ID         WritID       `json:"id" help:"the order"`
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	Writ       Writ         `json:"-" transient:"writ" help:"the order, as the regulator keeps it"`
	// Spent and Made are the openings of the old and the new lot of a MOVE.
	Spent []Opening `json:"-" transient:"spent" help:"for MOVE, what the old lot is"`
	Made  []Opening `json:"-" transient:"made" help:"for MOVE, what the new lot is"`
}

// Validate refuses malformed members and openings where the order does not ask for them.
func (r ObeyRequest) Validate() error {
	if r.ID != r.Writ.ID || r.Instrument != r.Writ.Instrument {
		return errors.New("the order has another name or is on another instrument")
	}
	wanted := 0
	if r.Writ.Act == PassSealed {
		wanted = 1
	}
	if len(r.Spent) != wanted || len(r.Made) != wanted {
		return fmt.Errorf("%d old lots and as many new ones are opened", wanted)
	}
	return errors.Join(r.Writ.Validate(), validateOpenings(r.Spent), validateOpenings(r.Made))
}

// Execution is the public record of an order that was carried out. An order is carried out once.
type Execution struct {
	ID WritID `json:"id"`
	SealedKey
	Act      WritAct   `json:"act"`
	Document Hash      `json:"document"`
	By       Person    `json:"by"`
	On       date.Date `json:"on"`
	TxID     string    `json:"txId"`
}

// Name is the order's name.
func (e Execution) Name() WritID { return e.ID }

// Obeyed is what an order does: it changes a lot, or spends it and makes another.
type Obeyed struct {
	Execution Execution
	Changed   []SealedLot
	Moves     *SealedMoves
	Events    []protocol.Event
}

// Obey carries the order out, by the depository, at any level of a halt. The new lot of a MOVE has the units and the freeze of
// the old one, and no shorter lock-up; whether its holder may have them is what the order decides. That the order is the
// regulator's is for whoever calls to find out.
// Faults: NOT_YOURS, SAME_PERSON, LOT_SPENT, LOT_ENCUMBERED, OPENING_REFUSED, SELF_TRANSFER, UNITS_UNEQUAL, LOCK_UP_SHORTENED,
// ROLE_MISSING.
func (r ObeyRequest) Obey(i Instrument, lot SealedLot, act Act) (Obeyed, error) {
	w := r.Writ
	if err := byMember(act, i.Depository); err != nil {
		return Obeyed{}, err
	}
	if err := act.Another(w.By); err != nil {
		return Obeyed{}, err
	}
	done := Obeyed{Execution: Execution{
		ID: w.ID, SealedKey: w.SealedKey, Act: w.Act, Document: w.Document, By: act.Person(), On: act.Today, TxID: act.TxID,
	}}
	done.Events = []protocol.Event{WritExecuted.Of(string(w.ID), StatusEvent{Status: string(w.Act)})}
	err := done.carry(r, i, lot, act)
	return done, err
}

func (d *Obeyed) carry(r ObeyRequest, i Instrument, lot SealedLot, act Act) (err error) {
	switch r.Writ.Act {
	case FreezeSealed:
		lot, err = lot.Freeze(r.Writ.Document)
	case UnfreezeSealed:
		lot, err = lot.Unfreeze(r.Writ.Document)
	default:
		d.Moves = openSealed(i, act)
		return d.Moves.force(*r.Writ.Output, lot, r.Spent[0], r.Made[0])
	}
	d.Changed = []SealedLot{lot}
	d.Events = append(d.Events, lot.event())
	return err
}

// force makes another lot of one, whatever lies on it: that lies on the new one.
func (m *SealedMoves) force(output SealedOutput, lot SealedLot, spent, made Opening) error {
	if err := m.spend(lot, spent); err != nil {
		return err
	}
	if spent.place() == made.place() {
		return SelfTransfer.New("the new lot would be where sealed lot %s is", lot.ID)
	}
	if err := m.produce([]SealedOutput{output}, []Opening{made}, spent.Quantity); err != nil {
		return err
	}
	m.made[0].Status, m.made[0].Order = lot.Status, lot.Order
	return nil
}
