// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// IssueStatus is how an issue stands.
type IssueStatus string

// The states of an issue.
const (
	IssueRequested IssueStatus = "REQUESTED"
	IssueMade      IssueStatus = "ISSUED"
	IssueDeclined  IssueStatus = "DECLINED"
)

// Issue is units that an issuer has its depository make. Its name takes effect once.
type Issue struct {
	ID         IssueID      `json:"id"`
	Instrument InstrumentID `json:"instrument"`
	// Account is the issuer's treasury account.
	Account AccountID `json:"account"`
	// Sizes are those of the lots to be made. What is to be sold to many is issued in many lots, since one lot is spent by
	// one transaction at a time.
	Sizes     []Quantity  `json:"sizes"`
	Status    IssueStatus `json:"status"`
	Requester Person      `json:"requester"`
	On        date.Date   `json:"on"`
}

// Total is the units of the issue. Faults: QUANTITY_TOO_LARGE.
func (i Issue) Total() (Quantity, error) { return SumOf(i.Sizes...) }

// IssueRequest asks for units.
type IssueRequest struct {
	ID         IssueID      `json:"issue" help:"name of the issue; it takes effect once"`
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	Account    AccountID    `json:"account" help:"the issuer's treasury account"`
	Sizes      []Quantity   `json:"sizes" help:"sizes of the lots to be made, as many as are to be sold side by side"`
}

// Validate refuses malformed members.
func (r IssueRequest) Validate() error {
	return errors.Join(r.ID.Validate(), r.Instrument.Validate(), r.Account.Validate(), validateSizes(r.Sizes))
}

func validateSizes(sizes []Quantity) error {
	if len(sizes) == 0 || len(sizes) > lotsMost {
		return fmt.Errorf("1 to %d lots are made", lotsMost)
	}
	for _, size := range sizes {
		if err := size.Validate(); err != nil {
			return err
		}
	}
	_, err := SumOf(sizes...)
	return err
}

// DecideIssueRequest makes the units of an issue, or declines.
type DecideIssueRequest struct {
	ID     IssueID `json:"issue" help:"the issue"`
	Accept bool    `json:"accept" help:"whether the units are made"`
}

// Validate refuses a malformed name.
func (r DecideIssueRequest) Validate() error { return r.ID.Validate() }

// Request asks for units, by the issuer. Faults: NOT_YOURS, INSTRUMENT_HALTED, ACCOUNT_REFUSED.
func (r IssueRequest) Request(i Instrument, account Account, act Act) (Issue, []protocol.Event, error) {
	if err := act.By(i.Issuer); err != nil {
		return Issue{}, nil, err
	}
	if err := i.issuable(account); err != nil {
		return Issue{}, nil, err
	}
	issue := Issue{
		ID: r.ID, Instrument: i.ID, Account: account.ID, Sizes: r.Sizes, Status: IssueRequested, Requester: act.Person(), On: act.Today,
	}
	return issue, []protocol.Event{issue.event()}, nil
}

// issuable refuses an instrument that is not open, and an account that is not the issuer's treasury.
// Faults: INSTRUMENT_HALTED, ACCOUNT_REFUSED.
func (i Instrument) issuable(account Account) error {
	if i.Status != Primary && i.Status != Active {
		return i.stopped()
	}
	if !account.treasuryOf(i) {
		return AccountRefused.New("account %s is not the issuer's treasury", account.ID)
	}
	return nil
}

// Issuance is how many units of an instrument were ever issued.
type Issuance struct {
	Instrument InstrumentID `json:"instrument"`
	Issued     Quantity     `json:"issued"`
}

// Issuing are the rows on which an issue rests.
type Issuing struct {
	Issue      Issue
	Instrument Instrument
	Account    Account
	Issuance   Issuance
	// Size is that of the terms in force.
	Size Quantity
}

// Decide makes the units of an issue or declines, by the depository. Faults: NOT_YOURS, STATUS_REFUSED, SIZE_EXCEEDED,
// QUANTITY_TOO_LARGE, INSTRUMENT_HALTED, ACCOUNT_REFUSED.
func (s Issuing) Decide(r DecideIssueRequest, act Act) (Issue, Issuance, *Moves, error) {
	moves := OpenMoves(act)
	if err := byMember(act, s.Instrument.Depository); err != nil {
		return s.Issue, s.Issuance, moves, err
	}
	if err := inState("issue", string(s.Issue.ID), s.Issue.Status, IssueRequested); err != nil {
		return s.Issue, s.Issuance, moves, err
	}
	if !r.Accept {
		s.Issue.Status = IssueDeclined
		return s.Issue, s.Issuance, moves, nil
	}
	if err := s.count(); err != nil {
		return s.Issue, s.Issuance, moves, err
	}
	outputs := make([]Output, len(s.Issue.Sizes))
	for n, size := range s.Issue.Sizes {
		outputs[n] = Output{Account: s.Account, Quantity: size}
	}
	s.Issue.Status = IssueMade
	return s.Issue, s.Issuance, moves, moves.Issue(s.Instrument, outputs...)
}

// count counts the units against what the terms authorise.
func (s *Issuing) count() error {
	if err := s.Instrument.issuable(s.Account); err != nil {
		return err
	}
	total, err := s.Issue.Total()
	if err != nil {
		return err
	}
	issued, err := s.Issuance.Issued.Add(total)
	if err != nil {
		return err
	}
	if issued > s.Size {
		return SizeExceeded.New("%s units would have been issued, the terms authorise %s", issued, s.Size)
	}
	s.Issuance = Issuance{Instrument: s.Instrument.ID, Issued: issued}
	return nil
}

func (i Issue) event() protocol.Event {
	return IssueChanged.Of(string(i.ID), StatusEvent{Status: string(i.Status)})
}

// Event says how the issue stands.
func (i Issue) Event() protocol.Event { return i.event() }

// Supply is the units of an instrument at the end of a day.
type Supply struct {
	RegisterKey
	Units Quantity `json:"units"`
}
