// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// PiecesMax bounds the slices that one transaction splits, merges or pays.
const PiecesMax = 1000

// SplitRequest cuts one of the caller's slices.
type SplitRequest struct {
	SliceKey
	// Sizes add up to the slice.
	Sizes []int64 `json:"sizes" help:"sizes of the pieces in minor units, in order; they add up to the slice"`
}

// Validate refuses malformed members.
func (r SplitRequest) Validate() error {
	if len(r.Sizes) < 2 || len(r.Sizes) > PiecesMax {
		return fmt.Errorf("a split has 2 to %d pieces", PiecesMax)
	}
	for _, size := range r.Sizes {
		if size < 1 || size > UnitsMax {
			return errors.New("every piece has one unit at least")
		}
	}
	return r.SliceKey.Validate()
}

// Split cuts a slice into pieces that tile it. Faults: NOT_YOURS, ENCUMBERED, INTERVAL_REFUSED.
func (s Slice) Split(r SplitRequest, p Programme, act Act) ([]Slice, []protocol.Event, error) {
	if err := s.mine(act); err != nil {
		return nil, nil, err
	}
	pieces, from := make([]Slice, len(r.Sizes)), s.From
	for i, size := range r.Sizes {
		if size < p.UnitMin || size > s.To-from+1 {
			return nil, nil, IntervalRefused.New("piece %d of %d units is below the least of %d, or the pieces are more than the slice", i, size, p.UnitMin)
		}
		pieces[i] = s
		pieces[i].Units = Units{From: from, To: from + size - 1}
		from += size
	}
	if from != s.To+1 {
		return nil, nil, IntervalRefused.New("the pieces are %d units less than the slice", s.To+1-from)
	}
	return pieces, []protocol.Event{s.event()}, nil
}

// MergeRequest joins neighbouring slices of the caller.
type MergeRequest struct {
	SliceKey
	// Next are the first units of the slices that follow, in order.
	Next []int64 `json:"next" help:"first units of the slices that follow it, in order"`
}

// Validate refuses malformed members.
func (r MergeRequest) Validate() error {
	if len(r.Next) == 0 || len(r.Next) >= PiecesMax {
		return fmt.Errorf("a merge has 1 to %d following slices", PiecesMax-1)
	}
	last := r.From
	for _, next := range r.Next {
		if next <= last || next > UnitsMax {
			return errors.New("next must ascend")
		}
		last = next
	}
	return r.SliceKey.Validate()
}

// Keys are the slices that the request joins, in order.
func (r MergeRequest) Keys() []SliceKey {
	keys := []SliceKey{r.SliceKey}
	for _, next := range r.Next {
		keys = append(keys, SliceKey{Undertaking: r.Undertaking, From: next})
	}
	return keys
}

// Merge joins slices that follow each other and differ in nothing but their units and depth, of which the largest
// counts. Faults: NOT_YOURS, ENCUMBERED, NOT_NEIGHBOURS.
func Merge(slices []Slice, act Act) (Slice, []protocol.Event, error) {
	merged := slices[0]
	if err := merged.mine(act); err != nil {
		return merged, nil, err
	}
	for _, next := range slices[1:] {
		merged.Depth, next.Depth = max(merged.Depth, next.Depth), max(merged.Depth, next.Depth)
		if next.From != merged.To+1 || !merged.alike(next) {
			return slices[0], nil, NotNeighbours.New("slice %d does not follow slice %d or differs in more than its units", next.From, merged.From)
		}
		merged.To = next.To
	}
	return merged, []protocol.Event{merged.event()}, nil
}

// OfferRequest offers a slice, or units of it, to somebody.
type OfferRequest struct {
	SliceKey
	Part    Units           `json:"part" help:"units to transfer, within the slice"`
	To      parties.PartyID `json:"to" help:"who is to hold them"`
	Expires date.Date       `json:"expires" help:"last business date of acceptance"`
}

// Validate refuses malformed members.
func (r OfferRequest) Validate() error {
	if r.Expires.IsZero() {
		return errors.New("expires is missing")
	}
	return errors.Join(r.SliceKey.Validate(), r.Part.Validate(), r.To.Validate())
}

// OfferTo offers units to a transferee, who must accept: nobody gets paper against his will. Faults: NOT_YOURS, ENCUMBERED,
// INTERVAL_REFUSED, SELF_TRANSFER, DEPTH_EXCEEDED, TOO_LATE.
func (s Slice) OfferTo(r OfferRequest, to Firm, u Undertaking, p Programme, act Act) (Slice, []Slice, []protocol.Event, error) {
	if err := s.mine(act); err != nil {
		return s, nil, nil, err
	}
	switch {
	case to.Party == s.Holder.Party || to.Party == u.Obligor.Party:
		return s, nil, nil, SelfTransfer.New("paper does not go to its holder or its obligor")
	case s.Depth >= p.DepthMax:
		return s, nil, nil, DepthExceeded.New("the slice went through %d hands; the programme allows %d", s.Depth, p.DepthMax)
	case r.Expires.Before(act.Today) || !act.Today.Before(u.Due):
		return s, nil, nil, TooLate.New("paper due on %s is not offered on %s until %s", u.Due, act.Today, r.Expires)
	}
	part, rest, err := s.Part(r.Part, p.UnitMin)
	if err != nil {
		return s, nil, nil, err
	}
	part.Status, part.Offer = Offered, Offer{To: to, Expires: r.Expires}
	return part, rest, []protocol.Event{part.event()}, nil
}

// AcceptRequest takes an offered slice over.
type AcceptRequest struct {
	SliceKey
	Account cash.AccountID `json:"account" help:"the caller's account, which is to be paid"`
}

// Validate refuses malformed members.
func (r AcceptRequest) Validate() error {
	return errors.Join(r.SliceKey.Validate(), r.Account.Validate())
}

// Accept makes the transferee the holder: the transferor owes nothing more on the paper.
// Faults: NOT_YOURS, ENCUMBERED, TOO_LATE, ACCOUNT_REFUSED.
func (s Slice) Accept(account cash.Account, u Undertaking, act Act) (Slice, []protocol.Event, error) {
	if s.Status != Offered {
		return s, nil, Encumbered.New("slice %d of undertaking %s is %s, not offered", s.From, s.Undertaking, s.Status)
	}
	if err := act.By(s.Offer.To); err != nil {
		return s, nil, err
	}
	if act.Today.After(s.Offer.Expires) || !act.Today.Before(u.Due) {
		return s, nil, TooLate.New("the offer was open until %s, the paper is due on %s", s.Offer.Expires, u.Due)
	}
	if err := ownedBy(account, s.Offer.To, u.Face.Currency); err != nil {
		return s, nil, err
	}
	s.Holder, s.Account, s.Depth, s.Status, s.Offer = s.Offer.To, account.ID, s.Depth+1, Held, Offer{}
	return s, []protocol.Event{s.event()}, nil
}

// Decline ends an offer: the transferee at any time, the holder at any time, anybody after its last date.
// Faults: ENCUMBERED, NOT_YOURS.
func (s Slice) Decline(act Act) (Slice, []protocol.Event, error) {
	if s.Status != Offered {
		return s, nil, Encumbered.New("slice %d of undertaking %s is %s, not offered", s.From, s.Undertaking, s.Status)
	}
	if act.By(s.Offer.To) != nil && !act.Today.After(s.Offer.Expires) {
		if err := act.By(s.Holder); err != nil {
			return s, nil, err
		}
	}
	s.Status, s.Offer = Held, Offer{}
	return s, []protocol.Event{s.event()}, nil
}
