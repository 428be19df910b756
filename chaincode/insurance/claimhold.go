// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// HoldKind is why a claim is held.
type HoldKind string

// The kinds of holds. They lie on a claim whatever its state.
const (
	// FraudHold and SanctionsHold let nothing be paid.
	FraudHold     HoldKind = "FRAUD"
	SanctionsHold HoldKind = "SANCTIONS"
	// LitigationHold lets the claim not be closed.
	LitigationHold HoldKind = "LITIGATION"
	// RetentionHold lets nothing personal be erased.
	RetentionHold HoldKind = "LEGAL_RETENTION"
	// DuplicateHold lets nothing be paid until its last day: it comes from the register of losses alone.
	DuplicateHold HoldKind = "DUPLICATE"
)

// HoldFlag is a hold on a claim.
type HoldFlag struct {
	Kind  HoldKind  `json:"kind"`
	Since date.Date `json:"since"`
	// Until is the last day; none for holds that somebody has to lift.
	Until date.Date `json:"until,omitzero"`
	// By set it.
	By Person `json:"by,omitzero"`
}

// holds tells whether a hold of a kind is in force.
func (c Claim) holds(kind HoldKind, today date.Date) bool {
	return slices.ContainsFunc(c.Holds, func(h HoldFlag) bool {
		return h.Kind == kind && (h.Until.IsZero() || !today.After(h.Until))
	})
}

// payable refuses payments while a hold stands (invariant I12). Faults: ON_HOLD.
func (c Claim) payable(today date.Date) error {
	for _, kind := range []HoldKind{FraudHold, SanctionsHold, DuplicateHold} {
		if c.holds(kind, today) {
			return OnHold.New("claim %s is on hold: %s", c.ID, kind)
		}
	}
	return nil
}

func (c Claim) without(kind HoldKind) []HoldFlag {
	return slices.DeleteFunc(slices.Clone(c.Holds), func(h HoldFlag) bool { return h.Kind == kind })
}

// ClaimHoldRequest sets or lifts a hold.
type ClaimHoldRequest struct {
	Claim ClaimID  `json:"claim" help:"the claim"`
	Kind  HoldKind `json:"kind" help:"FRAUD, SANCTIONS, LITIGATION or LEGAL_RETENTION"`
}

// Validate refuses other kinds.
func (r ClaimHoldRequest) Validate() error {
	if !slices.Contains([]HoldKind{FraudHold, SanctionsHold, LitigationHold, RetentionHold}, r.Kind) {
		return errors.New("kind must be FRAUD, SANCTIONS, LITIGATION or LEGAL_RETENTION")
	}
	return r.Claim.Validate()
}

// Hold sets a hold: one person of the lead. Faults: NOT_YOURS, STATUS_REFUSED.
func (c Claim) Hold(r ClaimHoldRequest, act Act) (Claim, []protocol.Event, error) {
	if err := act.By(c.Lead); err != nil {
		return c, nil, err
	}
	if c.holds(r.Kind, act.Today) {
		return c, nil, StatusRefused.New("claim %s is on hold: %s", c.ID, r.Kind)
	}
	c.Holds = append(slices.Clone(c.Holds), HoldFlag{Kind: r.Kind, Since: act.Today, By: act.Person()})
	after, events := c.turn()
	return after, events, nil
}

// Release lifts a hold: another person of the lead than who set it. Faults: NOT_YOURS, SAME_PERSON, STATUS_REFUSED.
func (c Claim) Release(r ClaimHoldRequest, act Act) (Claim, []protocol.Event, error) {
	if err := act.By(c.Lead); err != nil {
		return c, nil, err
	}
	at := slices.IndexFunc(c.Holds, func(h HoldFlag) bool { return h.Kind == r.Kind })
	if at < 0 {
		return c, nil, StatusRefused.New("claim %s has no hold: %s", c.ID, r.Kind)
	}
	if err := act.Another(c.Holds[at].By); err != nil {
		return c, nil, err
	}
	c.Holds = c.without(r.Kind)
	after, events := c.turn()
	return after, events, nil
}
