// SPDX-License-Identifier: Apache-2.0

package parties

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// Freeze is an order by which a party may not act.
type Freeze struct {
	// Order is the hex SHA-256 of the order's document.
	Order string `json:"order"`
	// By is the regulator's member.
	By string `json:"by"`
}

// FreezeRequest freezes or unfreezes a party under an order.
type FreezeRequest struct {
	Party PartyID `json:"party" help:"the party"`
	Order string  `json:"order" help:"hex SHA-256 of the order's document"`
}

// Validate refuses an order without a document's hash.
func (r FreezeRequest) Validate() error {
	if !protocol.IsSHA256(r.Order) {
		return errors.New("order must be a SHA-256 in 64 lower-case hex digits")
	}
	return r.Party.Validate()
}

// Obeys tells whether a regulator's signature counts: given directly, or through a chaincode that the constitution names.
// Faults: CALLER_REFUSED.
func (c Constitution) Obeys(facts protocol.Facts) error {
	if facts.Direct || slices.Contains(c.Delegates, facts.Via) {
		return nil
	}
	return protocol.CallerRefused.New("the constitution names no delegate %s", facts.Via)
}

// Frozen is the party under an order. Faults: ALREADY_FROZEN.
func (p Party) Frozen(request FreezeRequest, facts protocol.Facts) (Party, protocol.Event, error) {
	if p.Freeze != nil {
		return p, protocol.Event{}, AlreadyFrozen.New("party %s is frozen under order %s", p.ID, p.Freeze.Order)
	}
	p.Freeze = &Freeze{Order: request.Order, By: facts.Caller.MSP}
	return p, PartyFrozen.Of(string(p.ID), FreezeEvent(request)), nil
}

// Unfrozen is the party set free. Faults: NOT_FROZEN.
func (p Party) Unfrozen(request FreezeRequest) (Party, protocol.Event, error) {
	if p.Freeze == nil {
		return p, protocol.Event{}, NotFrozen.New("party %s is not frozen", p.ID)
	}
	p.Freeze = nil
	return p, PartyUnfrozen.Of(string(p.ID), FreezeEvent(request)), nil
}
