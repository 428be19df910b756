// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// WrittenLine is what a reinsurer takes of a slip. Each is a row of its own, so that reinsurers do not meet.
type WrittenLine struct {
	WrittenLineKey
	Firm Firm `json:"firm"`
	// Share is what it wrote, in parts per billion of the whole; Signed what it confirmed after signing down.
	Share  int64 `json:"share"`
	Signed int64 `json:"signed,omitzero"`
	// Purse pays and receives its balances.
	Purse Purse  `json:"purse"`
	Maker Person `json:"maker"`
	// Checker confirmed the signed line.
	Checker Person `json:"checker,omitzero"`
}

// LineRequest writes a line of the caller's firm.
type LineRequest struct {
	Treaty TreatyID `json:"treaty" help:"the treaty"`
	Share  int64    `json:"share" help:"part of the whole, in parts per billion"`
	Purse  Purse    `json:"purse" help:"pays and receives the reinsurer's balances"`
}

// Validate refuses malformed members.
func (r LineRequest) Validate() error {
	if r.Share < 1 || r.Share > Whole {
		return fmt.Errorf("share must be 1 to %d", Whole)
	}
	return errors.Join(r.Treaty.Validate(), r.Purse.Validate())
}

// WriteLine writes a line on a firm order. Faults: NOT_A_PARTY, STATUS_REFUSED, BOTH_SIDES, LINE_REFUSED.
func (s Slip) WriteLine(r LineRequest, act Act) (WrittenLine, []protocol.Event, error) {
	firm, err := act.Firm()
	if err != nil {
		return WrittenLine{}, nil, err
	}
	if err := s.in(FirmOrder); err != nil {
		return WrittenLine{}, nil, err
	}
	if firm.Party == s.Cedent.Party {
		return WrittenLine{}, nil, BothSides.New("a cedent does not reinsure itself")
	}
	if r.Share > s.Order || firm == s.Lead && r.Share < s.LeadShare {
		return WrittenLine{}, nil, LineRefused.New("a line is at most the order, and the lead's at least what it quoted for")
	}
	line := WrittenLine{
		WrittenLineKey: WrittenLineKey{Treaty: s.ID, Reinsurer: firm.Party}, Firm: firm, Share: r.Share, Purse: r.Purse, Maker: act.Person(),
	}
	return line, []protocol.Event{SlipChanged.Of(string(s.ID), StatusEvent{Status: "LINE_WRITTEN"})}, nil
}

// LinesRequest names lines of a treaty by their reinsurers.
type LinesRequest struct {
	Treaty     TreatyID          `json:"treaty" help:"the treaty"`
	Reinsurers []parties.PartyID `json:"reinsurers" help:"who wrote the lines, in ascending order"`
}

// Validate refuses malformed members.
func (r LinesRequest) Validate() error {
	if len(r.Reinsurers) == 0 || len(r.Reinsurers) > listMost {
		return fmt.Errorf("1 to %d reinsurers are needed", listMost)
	}
	for i, party := range r.Reinsurers {
		if err := party.Validate(); err != nil {
			return err
		}
		if i > 0 && r.Reinsurers[i-1] >= party {
			return errors.New("reinsurers must be given once, in ascending order")
		}
	}
	return r.Treaty.Validate()
}

// Keys are the lines' places.
func (r LinesRequest) Keys() []WrittenLineKey { return lineKeys(r.Treaty, r.Reinsurers) }

func lineKeys(id TreatyID, reinsurers []parties.PartyID) []WrittenLineKey {
	keys := make([]WrittenLineKey, len(reinsurers))
	for i, party := range reinsurers {
		keys[i] = WrittenLineKey{Treaty: id, Reinsurer: party}
	}
	return keys
}

// CloseLines ends the writing of lines with those that the cedent takes: the lead's, and as many as come to the order.
// Faults: NOT_YOURS, STATUS_REFUSED, LINES_SHORT.
func (s Slip) CloseLines(written []WrittenLine, act Act) (Slip, []protocol.Event, error) {
	if err := errors.Join(act.By(s.Cedent), s.in(FirmOrder)); err != nil {
		return s, nil, err
	}
	lines, led := make([]treaty.Line, len(written)), false
	for i, line := range written {
		lines[i] = treaty.Line{Reinsurer: string(line.Reinsurer), Share: line.Share}
		led = led || line.Firm == s.Lead
	}
	if _, err := treaty.SignDown(s.Order, lines); err != nil || !led {
		return s, nil, LinesShort.New("the lines of slip %s do not come to its order, or the lead's is not among them", s.ID)
	}
	s.Status, s.Lines = LinesWritten, lines
	return s, s.told(), nil
}

// SignDown scales the lines to the order. It is computed, and anybody of the cedent has it done.
// Faults: NOT_YOURS, STATUS_REFUSED, LINES_SHORT.
func (s Slip) SignDown(act Act) (Slip, []protocol.Event, error) {
	if err := errors.Join(act.By(s.Cedent), s.in(LinesWritten)); err != nil {
		return s, nil, err
	}
	signed, err := treaty.SignDown(s.Order, s.Lines)
	if err != nil {
		return s, nil, LinesShort.New("%v", err)
	}
	s.Status, s.Lines = SignedDown, signed
	return s, s.told(), nil
}

// Confirm confirms a signed line, by another person of its reinsurer. Faults: NOT_YOURS, STATUS_REFUSED, SAME_PERSON,
// LINE_REFUSED.
func (l WrittenLine) Confirm(s Slip, act Act) (WrittenLine, []protocol.Event, error) {
	if err := errors.Join(act.By(l.Firm), s.in(SignedDown)); err != nil {
		return l, nil, err
	}
	if err := act.Another(l.Maker); err != nil {
		return l, nil, err
	}
	at := slices.IndexFunc(s.Lines, func(line treaty.Line) bool { return line.Reinsurer == string(l.Reinsurer) })
	if at < 0 {
		return l, nil, LineRefused.New("the cedent did not take the line of %s", l.Reinsurer)
	}
	l.Signed, l.Checker = s.Lines[at].Share, act.Person()
	return l, []protocol.Event{SlipChanged.Of(string(s.ID), StatusEvent{Status: "LINE_CONFIRMED"})}, nil
}
