// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// AuthorityKind says what somebody may decide alone, or as the second person.
type AuthorityKind string

// The kinds of authority, and the figure of a claim that each limits. It is always the figure of the whole claim with all
// that is under way, so that nothing is gained by splitting.
const (
	// ReserveAuthority limits what is incurred: paid, reserved, and reserve movements that wait.
	ReserveAuthority AuthorityKind = "RESERVE"
	// DecisionAuthority limits what is incurred once all that is decided is reserved; of a denial, what is denied.
	DecisionAuthority AuthorityKind = "DECISION"
	// PaymentAuthority limits what was paid and is pending.
	PaymentAuthority AuthorityKind = "PAYMENT"
	// WaiverAuthority limits what is given up of recoveries.
	WaiverAuthority AuthorityKind = "WAIVER"
)

// AuthorityKey names a person's authority of a kind in a currency.
type AuthorityKey struct {
	MSP       string         `json:"msp" help:"member that certified the person"`
	Enrolment string         `json:"enrolment" help:"the person's enrolment at the member"`
	Kind      AuthorityKind  `json:"kind" help:"RESERVE, DECISION, PAYMENT or WAIVER"`
	Currency  money.Currency `json:"currency" help:"ISO 4217 code"`
}

// Key is the authority's place in a table.
func (k AuthorityKey) Key() []string {
	return []string{k.MSP, k.Enrolment, string(k.Kind), k.Currency.String()}
}

// Validate refuses malformed members.
func (k AuthorityKey) Validate() error {
	if !slices.Contains([]AuthorityKind{ReserveAuthority, DecisionAuthority, PaymentAuthority, WaiverAuthority}, k.Kind) {
		return errors.New("kind must be RESERVE, DECISION, PAYMENT or WAIVER")
	}
	if k.Currency.IsZero() {
		return errors.New("currency is missing")
	}
	return errors.Join(protocol.ValidateName("msp", k.MSP), protocol.ValidateText("enrolment", k.Enrolment, 64))
}

// AuthorityOf is the key of the authority of whoever acts.
func AuthorityOf(act Act, kind AuthorityKind, currency money.Currency) AuthorityKey {
	return AuthorityKey{MSP: act.Caller.MSP, Enrolment: act.Caller.Enrolment, Kind: kind, Currency: currency}
}

// Authority is up to what figure a person may decide. Two others of the insurer grant it.
type Authority struct {
	AuthorityKey
	Insurer Firm         `json:"insurer"`
	Limit   money.Amount `json:"limit"`
	// Proposed is the limit that waits for a second person, by Maker.
	Proposed money.Amount `json:"proposed,omitzero"`
	Waiting  bool         `json:"waiting,omitzero"`
	Maker    Person       `json:"maker"`
	Checker  Person       `json:"checker,omitzero"`
}

// AuthorityRequest proposes an authority; a limit of zero takes it away.
type AuthorityRequest struct {
	AuthorityKey
	Limit money.Amount `json:"limit" help:"the most, in minor units; zero takes the authority away"`
}

// Validate refuses malformed members.
func (r AuthorityRequest) Validate() error {
	if r.Limit.Sign() < 0 {
		return errors.New("limit is below zero")
	}
	return r.AuthorityKey.Validate()
}

// Propose proposes somebody's authority: a person of the same insurer, not the one who is to have it. Faults: NOT_A_PARTY,
// NOT_YOURS, SAME_PERSON.
func (a Authority) Propose(r AuthorityRequest, act Act) (Authority, []protocol.Event, error) {
	firm, err := act.Firm()
	if err != nil {
		return a, nil, err
	}
	if a.Insurer == (Firm{}) {
		a.AuthorityKey, a.Insurer = r.AuthorityKey, firm
	}
	if err := act.By(a.Insurer); err != nil {
		return a, nil, err
	}
	if r.MSP != firm.Host {
		return a, nil, NotYours.New("%s certifies nobody of %s", r.MSP, firm.Party)
	}
	if err := a.other(act); err != nil {
		return a, nil, err
	}
	a.Proposed, a.Waiting, a.Maker, a.Checker = r.Limit, true, act.Person(), Person{}
	return a, []protocol.Event{a.event("PROPOSED")}, nil
}

// other refuses who is to have the authority. Faults: SAME_PERSON.
func (a Authority) other(act Act) error {
	if act.Caller.MSP == a.MSP && act.Caller.Enrolment == a.Enrolment {
		return SamePerson.New("nobody grants an authority to himself")
	}
	return nil
}

// Grant lets a proposed authority count: by a third person. Faults: NOT_YOURS, SAME_PERSON, STATUS_REFUSED.
func (a Authority) Grant(act Act) (Authority, []protocol.Event, error) {
	if err := act.By(a.Insurer); err != nil {
		return a, nil, err
	}
	if !a.Waiting {
		return a, nil, StatusRefused.New("no authority waits for a second person")
	}
	if err := a.other(act); err != nil {
		return a, nil, err
	}
	if err := act.Another(a.Maker); err != nil {
		return a, nil, err
	}
	a.Limit, a.Proposed, a.Waiting, a.Checker = a.Proposed, money.Amount{}, false, act.Person()
	return a, []protocol.Event{a.event("GRANTED")}, nil
}

// covers tells whether the authority suffices for a figure. Faults: AUTHORITY_MISSING for a person without one, or of another
// insurer.
func (a Authority) covers(insurer Firm, figure int64) (bool, error) {
	if a.Insurer != insurer || a.Limit.IsZero() {
		return false, AuthorityMissing.New("the caller has no such authority of %s", insurer.Party)
	}
	return figure <= a.Limit.Minor(), nil
}

func (a Authority) event(status string) protocol.Event {
	return AuthorityChanged.Of(a.Enrolment, AuthorityEvent{Kind: a.Kind, Status: status})
}
