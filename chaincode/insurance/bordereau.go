// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/treaty"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// BordereauStatus is how a bordereau stands.
type BordereauStatus string

// The states of a bordereau.
const (
	Calculated BordereauStatus = "CALCULATED"
	Notified   BordereauStatus = "NOTIFIED"
	// Queried bordereaux wait for the cedent's answer, or for a finding on one that is disputed.
	Queried BordereauStatus = "QUERIED"
	// BordereauAgreed: every participant agreed.
	BordereauAgreed BordereauStatus = "AGREED"
	// Booked: it is in a technical account.
	Booked BordereauStatus = "BOOKED"
)

// Bordereau lists what one computation posted to one treaty: by how much what is ceded of which claims and premiums
// changed. Entries are differences of totals, so that what falls reverses what rose.
type Bordereau struct {
	BordereauKey
	Programme ProgrammeID  `json:"programme"`
	Recorded  date.Date    `json:"recorded"`
	Losses    []CededEntry `json:"losses,omitempty"`
	// Premiums are those of policies, of a proportional treaty.
	Premiums []PremiumEntry `json:"premiums,omitempty"`
	// Ceded is the sum of the losses, Premium that of the premiums, Reinstatement by how much reinstatement premium changed:
	// paid is what losses that are paid make due, incurred what all make.
	Ceded         treaty.Standing `json:"ceded"`
	Premium       money.Amount    `json:"premium,omitzero"`
	Reinstatement treaty.Standing `json:"reinstatement"`
	Status        BordereauStatus `json:"status"`
	// Open is the day from which on reinsurers may query it; it begins anew with each answer.
	Open date.Date `json:"open,omitzero"`
	// Agreed are the participants that agreed, Queries what they asked.
	Agreed  []parties.PartyID `json:"agreed,omitempty"`
	Queries []Query           `json:"queries,omitempty"`
	// Called is the day on which the cedent called for cash, Account the technical account that it is in.
	Called  date.Date `json:"called,omitzero"`
	Account int       `json:"account,omitzero"`
}

// CededEntry is by how much what is ceded of a claim changed.
type CededEntry struct {
	Claim ClaimID `json:"claim"`
	treaty.Standing
}

// PremiumEntry is by how much the ceded premium of a policy changed.
type PremiumEntry struct {
	Policy PolicyID     `json:"policy"`
	Amount money.Amount `json:"amount"`
}

// Notify opens the days of review, as any side of the treaty: who owes by an account does not keep it from being rendered.
// Faults: NOT_YOURS, STATUS_REFUSED.
func (b Bordereau) Notify(t Treaty, act Act) (Bordereau, []protocol.Event, error) {
	if _, err := t.side(act); err != nil {
		return b, nil, err
	}
	if err := b.in(Calculated); err != nil {
		return b, nil, err
	}
	b.Status, b.Open = Notified, act.Today
	return b, b.told(), nil
}

// Agree agrees to the bordereau, as a participant. Faults: NOT_YOURS, STATUS_REFUSED.
func (b Bordereau) Agree(t Treaty, act Act) (Bordereau, []protocol.Event, error) {
	p, err := t.participant(act)
	if err != nil {
		return b, nil, err
	}
	if err := b.in(Notified); err != nil {
		return b, nil, err
	}
	if named(b.Agreed, p.Party) {
		return b, nil, StatusRefused.New("%s agreed before", p.Party)
	}
	b.Agreed = append(slices.Clone(b.Agreed), p.Party)
	if len(b.Agreed) == len(t.Participants) {
		b.Status = BordereauAgreed
	}
	return b, b.told(), nil
}

// QueryRequest asks about a bordereau.
type QueryRequest struct {
	BordereauKey
	Reason string `json:"reason" help:"code of the reason, such as EVENT or SHARE"`
}

// Validate refuses malformed members.
func (r QueryRequest) Validate() error {
	return errors.Join(r.BordereauKey.Validate(), validateName("reason", r.Reason))
}

// Query asks about the bordereau, as a participant, once each. Faults: NOT_YOURS, STATUS_REFUSED, TOO_LATE.
func (b Bordereau) Query(r QueryRequest, t Treaty, act Act) (Bordereau, []protocol.Event, error) {
	p, err := t.participant(act)
	if err != nil {
		return b, nil, err
	}
	if err := b.in(Notified, Queried); err != nil {
		return b, nil, err
	}
	if b.Status == Notified && b.settled(t, act.Today) {
		return b, nil, TooLate.New("bordereau %d could be queried for %d days", b.Number, t.ReviewDays)
	}
	if named(b.Agreed, p.Party) || slices.ContainsFunc(b.Queries, func(q Query) bool { return q.By == p.Party }) {
		return b, nil, StatusRefused.New("%s agreed to the bordereau, or queried it, before", p.Party)
	}
	b.Queries = append(slices.Clone(b.Queries), Query{By: p.Party, Reason: r.Reason})
	b.Status = Queried
	return b, b.told(), nil
}

// AnswerRequest answers a query.
type AnswerRequest struct {
	BordereauKey
	Reinsurer parties.PartyID `json:"reinsurer" help:"who asked"`
	Answer    string          `json:"answer" help:"SHA-256 of the answer, 64 lower-case hex digits"`
}

// Validate refuses malformed members.
func (r AnswerRequest) Validate() error {
	if !protocol.IsSHA256(r.Answer) {
		return errors.New("answer must be a SHA-256 in 64 lower-case hex digits")
	}
	return errors.Join(r.BordereauKey.Validate(), r.Reinsurer.Validate())
}

// Answer answers a query, as the cedent. When all are answered the days of review begin anew. What turns out to be wrong is
// corrected where it is wrong, in the claim, and comes as another bordereau. Faults: NOT_YOURS, STATUS_REFUSED.
func (b Bordereau) Answer(r AnswerRequest, t Treaty, act Act) (Bordereau, []protocol.Event, error) {
	if err := errors.Join(act.By(t.Cedent), b.in(Queried)); err != nil {
		return b, nil, err
	}
	at := slices.IndexFunc(b.Queries, func(q Query) bool { return q.By == r.Reinsurer && q.Answer == "" && q.Finding == "" })
	if at < 0 {
		return b, nil, StatusRefused.New("%s has no open query about bordereau %d", r.Reinsurer, b.Number)
	}
	b.Queries = slices.Clone(b.Queries)
	b.Queries[at].Answer = r.Answer
	b = b.resumed(act.Today)
	return b, b.told(), nil
}

// settled tells whether the bordereau counts as agreed: all agreed, or the days of review passed without an open query.
func (b Bordereau) settled(t Treaty, today date.Date) bool {
	return b.Status == BordereauAgreed || b.Status == Notified && b.Open.DaysUntil(today) > t.ReviewDays
}

// in refuses a bordereau in another state. Faults: STATUS_REFUSED.
func (b Bordereau) in(states ...BordereauStatus) error {
	return inState(fmt.Sprintf("bordereau %d of treaty", b.Number), string(b.Treaty), b.Status, states...)
}

func (b Bordereau) told() []protocol.Event {
	return []protocol.Event{BordereauChanged.Of(string(b.Treaty), BordereauEvent{Number: b.Number, Status: b.Status})}
}

func named(firms []parties.PartyID, party parties.PartyID) bool { return slices.Contains(firms, party) }
