// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Challenge disputes a provisional reading, once a round, for a firm that has a stake in it.
// Faults: ROUND_NOT_OPEN, WINDOW_CLOSED.
func (f Feed) Challenge(r Round, challenger parties.Firm, today date.Date) (Round, error) {
	if err := r.in(today, Provisional); err != nil {
		return r, err
	}
	r.Challenger = challenger
	return f.dispute(r, Challenged, today)
}

// Decision is what an arbiter finds about a disputed round.
type Decision struct {
	RoundKey
	// Reading is what it finds; nothing where Void.
	Reading *index.Reading `json:"reading,omitempty" help:"the reading that stands; left out where the source is void"`
	Void    bool           `json:"void,omitzero" help:"nothing from this source counts; the next one is asked"`
	// Evidence is the hash of the reasons.
	Evidence string `json:"evidence" help:"SHA-256 of the reasons, in 64 lower-case hex digits"`
}

// Validate refuses malformed members, and a decision for both or for nothing.
func (d Decision) Validate() error {
	if d.Void == (d.Reading != nil) {
		return errors.New("exactly one of reading and void is needed")
	}
	if !protocol.IsSHA256(d.Evidence) {
		return errors.New("evidence must be a SHA-256 in 64 lower-case hex digits")
	}
	if d.Reading != nil {
		return errors.Join(d.RoundKey.Validate(), d.Reading.Validate())
	}
	return d.RoundKey.Validate()
}

// same tells whether two persons decided the same, for the same reasons.
func (d Decision) same(other Decision) bool {
	if d.Reading != nil && other.Reading != nil && *d.Reading != *other.Reading {
		return false
	}
	return d.Void == other.Void && d.Evidence == other.Evidence
}

// Proposal is a decision that one person made and another has yet to.
type Proposal struct {
	Decision
	Maker parties.Person `json:"maker"`
}

// arbitrable refuses a decision that comes too late or is implausible, and an arbiter whose member hosts who challenged the
// reading: nobody decides its own case.
func (f Feed) arbitrable(r Round, d Decision, act parties.Act) error {
	if err := r.in(act.Today, Disputed); err != nil {
		return err
	}
	if act.Caller.MSP == r.Challenger.Host {
		return parties.NotYours.New("member %s hosts who challenged the reading", act.Caller.MSP)
	}
	if act.Today.After(r.Until) {
		return WindowClosed.New("the dispute was to be decided until %s", r.Until)
	}
	if d.Void {
		return nil
	}
	return f.plausible(*d.Reading)
}

// Arbitrate decides a disputed round when two persons of the arbiter have said the same. The first one's word is kept, and
// replaced by another's that differs. Faults: ROUND_NOT_OPEN, NOT_YOURS, WINDOW_CLOSED, READING_IMPLAUSIBLE, SAME_PERSON.
func (f Feed) Arbitrate(r Round, d Decision, act parties.Act) (Round, error) {
	if err := f.arbitrable(r, d, act); err != nil {
		return r, err
	}
	if r.Proposal == nil || !r.Proposal.same(d) {
		r.Proposal = &Proposal{d, act.Person()}
		return r, nil
	}
	if err := act.Another(r.Proposal.Maker); err != nil {
		return r, err
	}
	if d.Void {
		return f.next(r, act.Today)
	}
	r.Status, r.Arbitrated, r.Reading, r.Settled, r.Until = Final, true, *d.Reading, act.Today, act.Today
	return r, nil
}
