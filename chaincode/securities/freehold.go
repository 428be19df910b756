// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
)

// FreeHoldRequest gives a receiver its hold back.
type FreeHoldRequest struct {
	ObligationRequest
	Hold cash.HoldID `json:"hold" help:"the receiver's hold for this obligation"`
}

// Validate refuses malformed members.
func (r FreeHoldRequest) Validate() error {
	return errors.Join(r.ObligationRequest.Validate(), r.Hold.Validate())
}

// HoldFreed says that a hold was given back.
type HoldFreed struct {
	Match MatchID     `json:"match"`
	Hold  cash.HoldID `json:"hold"`
}

// FreeHold gives a hold back that nothing will be paid from: when the obligation is settled or cancelled, anybody may ask
// for it; before, the deliverer's custodian, in whose favour it is, or the receiver's, as long as it is not set aside.
// Faults: HOLD_REFUSED, NOT_YOURS, IRREVOCABLE.
func (p Pair) FreeHold(r FreeHoldRequest, hold cash.Hold, act Act) (HoldFreed, cash.SettleRequest, error) {
	o := p.Obligation
	if !heldFor(hold, o.ID.Purpose()) {
		return HoldFreed{}, cash.SettleRequest{}, HoldRefused.New("hold %s is not for this chaincode to decide, or not for obligation %s", hold.ID, o.ID)
	}
	if p.live() == nil {
		if err := p.freeable(hold, act); err != nil {
			return HoldFreed{}, cash.SettleRequest{}, err
		}
	}
	release := cash.SettleRequest{ID: cash.SettlementID(act.TxID), Release: []cash.HoldID{r.Hold}}
	return HoldFreed{Match: o.ID, Hold: r.Hold}, release, nil
}

func (p Pair) freeable(hold cash.Hold, act Act) error {
	if err := p.revocable(act); err != nil {
		return err
	}
	setAside := p.Receive.Allocation != nil && p.Receive.Allocation.Hold == hold.ID
	switch {
	case act.Caller.MSP == p.Deliver.Custodian:
		if setAside {
			return StatusRefused.New("hold %s is set aside: its side reclaims it first", hold.ID)
		}
		return nil
	case act.Caller.MSP == p.Receive.Custodian && !setAside:
		return nil
	case act.Caller.MSP == p.Receive.Custodian:
		return StatusRefused.New("hold %s is set aside: reclaim it first", hold.ID)
	}
	return NotYours.New("hold %s is for the custodians of obligation %s to give back", hold.ID, p.Obligation.ID)
}
