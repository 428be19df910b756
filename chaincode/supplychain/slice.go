// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/finance/split"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// UnitsMax is the largest face, in minor units; it keeps every unit's number exact in JSON.
const UnitsMax = 1_000_000_000_000_000

// Units are the minor units of an undertaking numbered From to To, both included.
type Units struct {
	From int64 `json:"from" help:"number of the first minor unit, from 1"`
	To   int64 `json:"to" help:"number of the last minor unit"`
}

// Validate refuses what is no interval of units.
func (u Units) Validate() error {
	if u.From < 1 || u.To < u.From || u.To > UnitsMax {
		return fmt.Errorf("units must be 1 <= from <= to <= %d", int64(UnitsMax))
	}
	return nil
}

// Size is the number of units.
func (u Units) Size() int64 { return u.To - u.From + 1 }

// Amount is the face of the units.
func (u Units) Amount() money.Amount { return money.MustAmount(u.Size()) }

func (u Units) interval() split.Interval { return split.Interval{From: u.From, To: u.To} }
func (u Units) contains(part Units) bool { return u.From <= part.From && part.To <= u.To }
func (u Units) overlaps(v Units) bool    { return u.From <= v.To && v.From <= u.To }

// SliceKey names a slice by the undertaking and its first unit. Each slice is a row of its own, and nothing that happens
// to it writes a row of the undertaking: what happens to different slices never meets.
type SliceKey struct {
	Undertaking UndertakingID `json:"undertaking" help:"the undertaking"`
	From        int64         `json:"from" help:"number of the slice's first minor unit"`
}

// Validate refuses malformed members.
func (k SliceKey) Validate() error {
	if k.From < 1 || k.From > UnitsMax {
		return errors.New("from is not the number of a unit")
	}
	return k.Undertaking.Validate()
}

// Key is the slice's place in a table: padded, so that the slices of an undertaking are in order.
func (k SliceKey) Key() []string {
	return []string{string(k.Undertaking), fmt.Sprintf("%016d", k.From)}
}

// SliceStatus is how a slice stands.
type SliceStatus string

// The states of a slice. Each but the first, and the last two, is an encumbrance: there is one at most, on which a dispute
// or an order may lie.
const (
	Held SliceStatus = "HELD"
	// Offered to a transferee.
	Offered SliceStatus = "OFFERED"
	// Locked for a deal that is not funded.
	Locked SliceStatus = "LOCKED"
	// Financed: bought under a deal by its holder.
	Financed SliceStatus = "FINANCED"
	// Pledged under a deal by its holder.
	Pledged SliceStatus = "PLEDGED"
	// Disputed by the obligor.
	Disputed SliceStatus = "DISPUTED"
	// Frozen under an arbiter's order.
	Frozen SliceStatus = "FROZEN"
	// Extinguished without payment at maturity: paid early by the obligor, or diluted.
	Extinguished SliceStatus = "EXTINGUISHED"
	// Redeemed: paid in full.
	Redeemed SliceStatus = "REDEEMED"
)

// Offer is a transfer that waits for the transferee.
type Offer struct {
	To Firm `json:"to"`
	// Expires is the last business date of acceptance.
	Expires date.Date `json:"expires"`
}

// Slice is a holding: units of an undertaking, who holds them and what lies on them.
type Slice struct {
	Undertaking UndertakingID `json:"undertaking"`
	Units
	Holder Firm `json:"holder"`
	// Account is the holder's, which is to be paid.
	Account cash.AccountID `json:"account"`
	// Depth is how often the units changed hands.
	Depth  int         `json:"depth,omitzero"`
	Status SliceStatus `json:"status"`
	Offer  Offer       `json:"offer,omitzero"`
	// Deal is the one that has the units locked, financed or pledged.
	Deal DealID `json:"deal,omitzero"`
	// Dispute is the one that holds the units, or Order the hex SHA-256 of the order that freezes them, and Before how they
	// stood.
	Dispute DisputeID   `json:"dispute,omitzero"`
	Order   string      `json:"order,omitzero"`
	Before  SliceStatus `json:"before,omitzero"`
	// Level is the level of payments on the whole undertaking up to which these units have been paid: see [Discharge].
	Level money.Amount `json:"level,omitzero"`
	// Late is the late interest on the whole up to which they had their share.
	Late money.Amount `json:"late,omitzero"`
}

// SliceKey is the slice's name.
func (s Slice) SliceKey() SliceKey { return SliceKey{Undertaking: s.Undertaking, From: s.From} }

// Part cuts units out of a slice: at most one piece before, the part, and one piece behind. Whatever stands on the slice
// stands on every piece, and what was paid on it needs no division, since it is a level of the whole. The pieces tile the
// slice by construction. Faults: INTERVAL_REFUSED.
func (s Slice) Part(units Units, least int64) (part Slice, rest []Slice, err error) {
	if units.Validate() != nil || !s.contains(units) {
		return s, nil, IntervalRefused.New("units %d to %d are not within the slice %d to %d", units.From, units.To, s.From, s.To)
	}
	for _, piece := range []Units{{s.From, units.From - 1}, {units.To + 1, s.To}} {
		if piece.Size() > 0 {
			left := s
			left.Units = piece
			rest = append(rest, left)
		}
	}
	part = s
	part.Units = units
	for _, piece := range append([]Slice{part}, rest...) {
		if len(rest) > 0 && piece.Size() < least {
			return s, nil, IntervalRefused.New("a piece of %d units is below the programme's least of %d", piece.Size(), least)
		}
	}
	return part, rest, nil
}

// mine refuses a slice of another holder, or one on which something lies. Faults: NOT_YOURS, ENCUMBERED.
func (s Slice) mine(act Act) error {
	if err := act.By(s.Holder); err != nil {
		return err
	}
	return s.free()
}

// free refuses a slice on which something lies, or that is no more. Faults: ENCUMBERED.
func (s Slice) free() error {
	if s.Status != Held {
		return Encumbered.New("slice %d of undertaking %s is %s", s.From, s.Undertaking, s.Status)
	}
	return nil
}

// standing is how the units stand, or stood before they were disputed or frozen.
func (s Slice) standing() SliceStatus {
	if s.Status == Disputed || s.Status == Frozen {
		return s.Before
	}
	return s.Status
}

// live tells whether the units are still owed.
func (s Slice) live() bool { return s.Status != Extinguished && s.Status != Redeemed }

// alike tells whether two slices differ in nothing but their units.
func (s Slice) alike(t Slice) bool {
	s.Units, t.Units = Units{}, Units{}
	return s == t
}

func (s Slice) event() protocol.Event {
	return SliceChanged.Of(fmt.Sprintf("%s/%d", s.Undertaking, s.From), SliceEvent{Status: s.Status})
}
