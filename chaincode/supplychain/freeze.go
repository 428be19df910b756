// SPDX-License-Identifier: Apache-2.0

package supplychain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// FreezeRequest freezes units of a slice under an arbiter's order.
type FreezeRequest struct {
	SliceKey
	Part  Units  `json:"part" help:"units to freeze, within the slice; of a slice that is locked for a deal, all"`
	Order string `json:"order" help:"hex SHA-256 of the order's document"`
}

// Validate refuses malformed members.
func (r FreezeRequest) Validate() error {
	return errors.Join(r.SliceKey.Validate(), r.Part.Validate(), validateOrder(r.Order))
}

// UnfreezeRequest ends the freeze of a slice under the order that ends it.
type UnfreezeRequest struct {
	SliceKey
	Order string `json:"order" help:"hex SHA-256 of the document of the order that ends the freeze"`
}

// Validate refuses malformed members.
func (r UnfreezeRequest) Validate() error {
	return errors.Join(r.SliceKey.Validate(), validateOrder(r.Order))
}

func validateOrder(hash string) error {
	if !protocol.IsSHA256(hash) {
		return errors.New("order is not a SHA-256 in 64 lower-case hex digits")
	}
	return nil
}

// Freeze stops everything that could happen to units: they are not passed on, financed, disputed, bought back or paid out.
// The obligor owes them as before, and what it pays waits in the collection account. Whatever lay on them lies on them
// still. Faults: ENCUMBERED for units that are frozen, disputed or no more, INTERVAL_REFUSED.
func (s Slice) Freeze(r FreezeRequest, _ Act) (Slice, []Slice, []protocol.Event, error) {
	switch s.Status {
	case Held, Offered, Locked, Financed, Pledged:
	default:
		return s, nil, nil, Encumbered.New("slice %d of undertaking %s is %s", s.From, s.Undertaking, s.Status)
	}
	part, rest, err := s.Part(r.Part, 1)
	if err != nil {
		return s, nil, nil, err
	}
	if s.Status == Locked && len(rest) > 0 {
		return s, nil, nil, IntervalRefused.New("slice %d of undertaking %s is locked for a deal and frozen as a whole", s.From, s.Undertaking)
	}
	part.Status, part.Before, part.Order = Frozen, s.Status, r.Order
	return part, rest, []protocol.Event{part.event()}, nil
}

// Unfreeze lets units stand as they stood before. Faults: STATUS_REFUSED.
func (s Slice) Unfreeze(_ UnfreezeRequest, _ Act) (Slice, []protocol.Event, error) {
	if s.Status != Frozen {
		return s, nil, StatusRefused.New("slice %d of undertaking %s is %s, not frozen", s.From, s.Undertaking, s.Status)
	}
	s.Status, s.Before, s.Order = s.Before, "", ""
	return s, []protocol.Event{s.event()}, nil
}
