// SPDX-License-Identifier: Apache-2.0

package duplicate

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
)

// State is how a token stands; the codes are MonetaGo's.
type State string

// The states of a token.
const (
	// Registered: one registration claims it.
	Registered State = "REGU"
	// RegisteredTwice: several registrations claim it, and none is financed.
	RegisteredTwice State = "REDU"
	// Financed: a registration with it was financed. It blocks for ever.
	Financed State = "FNCD"
	// Closed: financed and repaid. It blocks for ever.
	Closed State = "CLOSED"
	// Cancelled: every claim was taken back.
	Cancelled State = "CANC"
)

// claimsMax bounds the claims that an entry lists. One purchase order may have hundreds of invoices, and a list of all
// of them would make the cost of a check grow.
const claimsMax = 4

// Entry is a token in the register. It is never deleted.
type Entry struct {
	Token Token `json:"token"`
	State State `json:"state"`
	// Claims are the registrations that claim the token, in the order of their coming; random names, not parties.
	Claims []string `json:"claims,omitempty"`
	// Crowded says that more registrations claimed it than Claims lists; it is never clear again.
	Crowded bool `json:"crowded,omitzero"`
	// Financed is the registration that was financed first.
	Financed  string    `json:"financed,omitzero"`
	FirstSeen date.Date `json:"firstSeen"`
}

// Claim is the entry of a token after a registration; before is nil where the token is new. To claim again changes
// nothing.
func Claim(before *Entry, token Token, registration string, today date.Date) Entry {
	if before == nil {
		return Entry{Token: token, State: Registered, Claims: []string{registration}, FirstSeen: today}
	}
	after := *before
	switch {
	case slices.Contains(before.Claims, registration):
	case len(before.Claims) >= claimsMax:
		after.Crowded = true
	default:
		after.Claims = append(slices.Clone(before.Claims), registration)
	}
	return after.settled()
}

// settled is the entry with the state that its claims give it, unless it is financed.
func (e Entry) settled() Entry {
	switch {
	case e.State == Financed || e.State == Closed:
	case e.Crowded || len(e.Claims) > 1:
		e.State = RegisteredTwice
	case len(e.Claims) == 1:
		e.State = Registered
	default:
		e.State = Cancelled
	}
	return e
}

// Finance is the entry after the registration was financed. A soft entry financed before stays with the first.
// Faults: DOUBLE_FINANCING, NOT_CLAIMANT.
func (e Entry) Finance(registration string) (Entry, error) {
	if e.Financed != "" {
		if e.Financed == registration || e.Token.Class.Hard() {
			return Entry{}, DoubleFinancing.New("the claim was financed before (%s)", e.Token.Class)
		}
		return e, nil
	}
	if !e.Crowded && !slices.Contains(e.Claims, registration) {
		return Entry{}, NotClaimant.New("the registration does not claim the %s token", e.Token.Class)
	}
	e.State, e.Financed = Financed, registration
	return e, nil
}

// Unwind is the entry after a financing that did not come to payment. Faults: NOT_CLAIMANT, ENTRY_STATE.
func (e Entry) Unwind(registration string) (Entry, error) {
	if err := e.financedBy(registration); err != nil || e.Financed != registration {
		return e, err
	}
	e.State, e.Financed = Registered, ""
	return e.settled(), nil
}

// Close is the entry after the financing was repaid. Faults: NOT_CLAIMANT, ENTRY_STATE.
func (e Entry) Close(registration string) (Entry, error) {
	if err := e.financedBy(registration); err != nil || e.Financed != registration {
		return e, err
	}
	e.State = Closed
	return e, nil
}

// financedBy refuses what is not financed, or by another; of a soft entry another's financing is no concern.
func (e Entry) financedBy(registration string) error {
	switch {
	case e.State != Financed && (e.Token.Class.Hard() || e.Financed == registration):
		return EntryState.New("the %s token is %s, not %s", e.Token.Class, e.State, Financed)
	case e.Financed != registration && e.Token.Class.Hard():
		return NotClaimant.New("another registration was financed under the %s token", e.Token.Class)
	}
	return nil
}

// Cancel is the entry after a registration was taken back. Faults: ENTRY_STATE where it is financed, NOT_CLAIMANT.
func (e Entry) Cancel(registration string) (Entry, error) {
	if e.Financed == registration {
		return Entry{}, EntryState.New("the %s token is %s", e.Token.Class, e.State)
	}
	at := slices.Index(e.Claims, registration)
	if at < 0 && !e.Crowded {
		return Entry{}, NotClaimant.New("the registration does not claim the %s token", e.Token.Class)
	}
	if at >= 0 {
		e.Claims = slices.Delete(slices.Clone(e.Claims), at, at+1)
	}
	return e.settled(), nil
}
