// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// QueryFinding says what is right about a query.
type QueryFinding string

// The findings.
const (
	// QueryStands: the bordereau is right.
	QueryStands QueryFinding = "STANDS"
	// QueryCorrects: the query is right, and the cedent corrects the claim, which comes as another bordereau.
	QueryCorrects QueryFinding = "TO_CORRECT"
)

// Query is a participant's question about a bordereau, and what came of it.
type Query struct {
	By     parties.PartyID `json:"by"`
	Reason string          `json:"reason"`
	// Answer is the hash of the cedent's answer; Disputed tells that the participant does not accept it.
	Answer   string `json:"answer,omitzero"`
	Disputed bool   `json:"disputed,omitzero"`
	// Proposed is what one side says is right, until the other says the same.
	Proposed *ProposedFinding `json:"proposed,omitempty"`
	// Finding is what both sides agreed on, or what the arbiter decided; Reasons is the hash of why.
	Finding    QueryFinding `json:"finding,omitzero"`
	Reasons    string       `json:"reasons,omitzero"`
	Arbitrated bool         `json:"arbitrated,omitzero"`
}

// ProposedFinding is one side's word.
type ProposedFinding struct {
	By      parties.PartyID `json:"by"`
	Finding QueryFinding    `json:"finding"`
	Reasons string          `json:"reasons"`
}

// open tells whether the query stops the bordereau: it has no answer, or a disputed one, and no finding.
func (q Query) open() bool { return q.Finding == "" && (q.Answer == "" || q.Disputed) }

// DisputeRequest does not accept the answer to the caller's query.
type DisputeRequest struct {
	BordereauKey
}

// FindingRequest says what is right about a query.
type FindingRequest struct {
	BordereauKey
	Reinsurer parties.PartyID `json:"reinsurer" help:"who asked"`
	Finding   QueryFinding    `json:"finding" help:"STANDS or TO_CORRECT"`
	Reasons   string          `json:"reasons" help:"SHA-256 of the reasons, 64 lower-case hex digits"`
}

// Validate refuses malformed members.
func (r FindingRequest) Validate() error {
	if r.Finding != QueryStands && r.Finding != QueryCorrects {
		return fmt.Errorf("finding must be %s or %s", QueryStands, QueryCorrects)
	}
	if !protocol.IsSHA256(r.Reasons) {
		return errors.New("reasons must be a SHA-256 in 64 lower-case hex digits")
	}
	return errors.Join(r.BordereauKey.Validate(), r.Reinsurer.Validate())
}

// Dispute does not accept an answer, as the participant that asked, once and within the days of review: the bordereau waits
// again. Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE.
func (b Bordereau) Dispute(t Treaty, act Act) (Bordereau, []protocol.Event, error) {
	p, err := t.participant(act)
	if err != nil {
		return b, nil, err
	}
	if err := b.in(Notified, Queried); err != nil {
		return b, nil, err
	}
	if b.Status == Notified && b.settled(t, act.Today) {
		return b, nil, TooLate.New("bordereau %d could be disputed for %d days", b.Number, t.ReviewDays)
	}
	at := slices.IndexFunc(b.Queries, func(q Query) bool { return q.By == p.Party })
	if at < 0 || b.Queries[at].Answer == "" || b.Queries[at].Disputed || b.Queries[at].Finding != "" || named(b.Agreed, p.Party) {
		return b, nil, StatusRefused.New("%s has no answer about bordereau %d that it may dispute", p.Party, b.Number)
	}
	b.Queries = slices.Clone(b.Queries)
	b.Queries[at].Disputed, b.Status = true, Queried
	return b, b.told(), nil
}

// Settle says what is right about an open query, as the cedent or the participant that asked. When both have said the same
// for the same reasons it counts. Faults: NOT_YOURS, STATUS_REFUSED.
func (b Bordereau) Settle(r FindingRequest, t Treaty, act Act) (Bordereau, []protocol.Event, error) {
	side, err := t.side(act)
	if err != nil {
		return b, nil, err
	}
	if side.Party != t.Cedent.Party && side.Party != r.Reinsurer {
		return b, nil, NotYours.New("the query is between %s and %s", t.Cedent.Party, r.Reinsurer)
	}
	at, err := b.asked(r)
	if err != nil {
		return b, nil, err
	}
	b.Queries = slices.Clone(b.Queries)
	word := ProposedFinding{By: side.Party, Finding: r.Finding, Reasons: r.Reasons}
	before := b.Queries[at].Proposed
	if before == nil || before.By == word.By || before.Finding != word.Finding || before.Reasons != word.Reasons {
		b.Queries[at].Proposed = &word
		return b, b.told(), nil
	}
	return b.found(at, r, t, act.Today)
}

// Arbitrate decides an open query, as arbiter: a regulator whose member hosts neither side. Faults: NOT_YOURS,
// STATUS_REFUSED.
func (b Bordereau) Arbitrate(r FindingRequest, t Treaty, act Act) (Bordereau, []protocol.Event, error) {
	if slices.Contains(t.Guards(), act.Caller.MSP) {
		return b, nil, NotYours.New("member %s hosts a side of treaty %s", act.Caller.MSP, t.ID)
	}
	at, err := b.asked(r)
	if err != nil {
		return b, nil, err
	}
	b.Queries = slices.Clone(b.Queries)
	b.Queries[at].Arbitrated = true
	return b.found(at, r, t, act.Today)
}

// asked finds an open query. Faults: STATUS_REFUSED.
func (b Bordereau) asked(r FindingRequest) (int, error) {
	if err := b.in(Queried); err != nil {
		return 0, err
	}
	at := slices.IndexFunc(b.Queries, func(q Query) bool { return q.By == r.Reinsurer && q.open() })
	if at < 0 {
		return 0, StatusRefused.New("%s has no open query about bordereau %d", r.Reinsurer, b.Number)
	}
	return at, nil
}

// found records a finding, by which the participant that asked has agreed to the bordereau as it is: a correction comes as
// another one.
func (b Bordereau) found(at int, r FindingRequest, t Treaty, today date.Date) (Bordereau, []protocol.Event, error) {
	b.Queries[at].Proposed, b.Queries[at].Finding, b.Queries[at].Reasons = nil, r.Finding, r.Reasons
	b.Agreed = append(slices.Clone(b.Agreed), r.Reinsurer)
	b = b.resumed(today)
	if b.Status == Notified && len(b.Agreed) == len(t.Participants) {
		b.Status = BordereauAgreed
	}
	return b, b.told(), nil
}

// resumed is the bordereau going on, with days of review anew, once no query is open.
func (b Bordereau) resumed(today date.Date) Bordereau {
	if !slices.ContainsFunc(b.Queries, Query.open) {
		b.Status, b.Open = Notified, today
	}
	return b
}
