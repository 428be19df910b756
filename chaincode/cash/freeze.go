// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Side is a side of an account that a regulator closed.
type Side string

// The sides of an account.
const (
	DebitSide  Side = "DEBIT"
	CreditSide Side = "CREDIT"
	BothSides  Side = "BOTH"
)

func (s Side) closes(side Side) bool { return s == side || s == BothSides }

// Validate refuses an unknown side.
func (s Side) Validate() error {
	switch s {
	case DebitSide, CreditSide, BothSides:
		return nil
	default:
		return fmt.Errorf("side %q is not %s, %s or %s", protocol.Excerpt(string(s)), DebitSide, CreditSide, BothSides)
	}
}

// FreezeRequest closes a side of an account, whatever was closed before.
type FreezeRequest struct {
	Account AccountID `json:"account" help:"the account"`
	Side    Side      `json:"side" help:"DEBIT, CREDIT or BOTH"`
}

// Validate refuses a malformed account or side.
func (r FreezeRequest) Validate() error { return errors.Join(r.Account.Validate(), r.Side.Validate()) }

// Freeze closes a side. Holds of a frozen account still expire and are still released; they are not executed.
// Faults: ALREADY_FROZEN.
func (a Account) Freeze(side Side) (Account, []protocol.Event, error) {
	if a.Frozen == side {
		return a, nil, AlreadyFrozen.New("account %s is frozen (%s) already", a.ID, side)
	}
	a.Frozen = side
	return a, []protocol.Event{AccountWasFrozen.Of(string(a.ID), FrozenEvent{Side: side})}, nil
}

// Unfreeze opens both sides. Faults: NOT_FROZEN.
func (a Account) Unfreeze() (Account, []protocol.Event, error) {
	if a.Frozen == "" {
		return a, nil, NotFrozen.New("account %s is not frozen", a.ID)
	}
	side := a.Frozen
	a.Frozen = ""
	return a, []protocol.Event{AccountWasUnfrozen.Of(string(a.ID), FrozenEvent{Side: side})}, nil
}

// PartyFreeze is cash's own note that a party is frozen: while the row is there, no account of the party is debited. It
// is read together with the accounts, and freezing writes it, so that a payment endorsed before the freeze is invalid
// after it.
type PartyFreeze struct {
	Party parties.PartyID `json:"party"`
	// Order is the hex SHA-256 of the order's document.
	Order string `json:"order"`
	// By is the regulator's member.
	By string `json:"by"`
}

// Impose makes the note. Faults: ALREADY_FROZEN.
func Impose(before *PartyFreeze, r parties.FreezeRequest, facts protocol.Facts) (PartyFreeze, []protocol.Event, error) {
	if before != nil {
		return PartyFreeze{}, nil, AlreadyFrozen.New("party %s is frozen under order %s", r.Party, before.Order)
	}
	after := PartyFreeze{Party: r.Party, Order: r.Order, By: facts.Caller.MSP}
	return after, []protocol.Event{PartyWasFrozen.Of(string(r.Party), PartyFrozenEvent{Order: r.Order})}, nil
}

// Lift takes the note back. Faults: NOT_FROZEN.
func Lift(before *PartyFreeze, r parties.FreezeRequest) ([]protocol.Event, error) {
	if before == nil {
		return nil, NotFrozen.New("party %s is not frozen", r.Party)
	}
	return []protocol.Event{PartyWasUnfrozen.Of(string(r.Party), PartyFrozenEvent{Order: r.Order})}, nil
}
