// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// SuspenseReason says why an account could not be paid.
type SuspenseReason string

// The reasons.
const (
	// HolderClosed: the securities account is frozen or closed, or another took its place.
	HolderClosed SuspenseReason = "ACCOUNT"
	// CashRefused: the cash account takes no money, or none of the currency.
	CashRefused SuspenseReason = "CASH"
	// UnitsEncumbered: the units that were redeemed were pledged or frozen, or those that income was paid on are frozen.
	UnitsEncumbered SuspenseReason = "ENCUMBERED"
)

// SuspenseStatus is how a suspended amount stands.
type SuspenseStatus string

// The states of a suspended amount.
const (
	Suspended         SuspenseStatus = "SUSPENDED"
	SuspenseReleased  SuspenseStatus = "RELEASED"
	SuspenseForfeited SuspenseStatus = "FORFEITED"
)

// SuspenseKey names what an account was not paid under an action.
type SuspenseKey struct {
	Action  ActionID  `json:"action" help:"the action"`
	Account AccountID `json:"account" help:"the account that could not be paid"`
}

// Validate refuses malformed members.
func (k SuspenseKey) Validate() error { return errors.Join(k.Action.Validate(), k.Account.Validate()) }

// Key is the amount's place in a table.
func (k SuspenseKey) Key() []string { return []string{string(k.Action), string(k.Account)} }

// Suspense is what an account was not paid under an action. The money is in the action's suspense account and belongs to
// the owner of the account, not to the issuer any more.
type Suspense struct {
	SuspenseKey
	Amount money.Amount   `json:"amount"`
	Reason SuspenseReason `json:"reason"`
	Status SuspenseStatus `json:"status"`
	// Order is that under which an amount for encumbered units was released.
	Order CourtOrderID `json:"order,omitzero"`
}

// Name is the key of the amount.
func (s Suspense) Name() SuspenseKey { return s.SuspenseKey }

// ReleaseSuspenseRequest pays a suspended amount to the account's cash account.
type ReleaseSuspenseRequest struct {
	SuspenseKey
	// Order is needed where the units were encumbered: it says that nothing lies on the money any more.
	Order CourtOrderID `json:"order,omitzero" help:"the order that frees the money, for encumbered units"`
}

// Validate refuses malformed members.
func (r ReleaseSuspenseRequest) Validate() error {
	if r.Order != "" {
		if err := r.Order.Validate(); err != nil {
			return err
		}
	}
	return r.SuspenseKey.Validate()
}

// Release pays a suspended amount to the account's cash account of today, which is its owner's, or to that of the account that
// took its place: by its custodian once the account is open, or, where the units were encumbered, by the depository under an
// order. Faults: NOT_YOURS, SUSPENSE_ENDED, ACCOUNT_REFUSED, ACTION_TERMS_REFUSED.
func (s Suspense) Release(r ReleaseSuspenseRequest, a Action, account Account, act Act) (Suspense, cash.SettleRequest, []protocol.Event, error) {
	member := account.Custodian
	if s.Reason == UnitsEncumbered {
		member = a.Depository
	}
	if err := errors.Join(byMember(act, member), s.lasts()); err != nil {
		return s, cash.SettleRequest{}, nil, err
	}
	switch {
	case account.Status != AccountOpen:
		return s, cash.SettleRequest{}, nil, AccountRefused.New("account %s is %s", account.ID, account.Status)
	case (r.Order != "") != (s.Reason == UnitsEncumbered):
		return s, cash.SettleRequest{}, nil, ActionTermsRefused.New("an order frees money for encumbered units, and no other")
	}
	s.Status, s.Order = SuspenseReleased, r.Order
	return s, s.settle("free", a, account.Cash), []protocol.Event{s.event()}, nil
}

// Forfeit gives a suspended amount that nobody claimed to the action's account for residuals, by the issuer, from the day
// that the action names. What an order or a pledge keeps from its owner nobody could claim: it does not fall back.
// Faults: NOT_YOURS, SUSPENSE_ENDED, TOO_EARLY, ACCOUNT_REFUSED, ACTION_TERMS_REFUSED.
func (s Suspense) Forfeit(a Action, account Account, act Act) (Suspense, cash.SettleRequest, []protocol.Event, error) {
	if err := errors.Join(act.By(a.Issuer), s.lasts()); err != nil {
		return s, cash.SettleRequest{}, nil, err
	}
	switch {
	case a.Forfeits.IsZero():
		return s, cash.SettleRequest{}, nil, TooEarly.New("amounts of action %s never fall back", a.ID)
	case act.Today.Before(a.Forfeits):
		return s, cash.SettleRequest{}, nil, TooEarly.New("amounts of action %s fall back from %s on", a.ID, a.Forfeits)
	case account.Status == AccountFrozen:
		return s, cash.SettleRequest{}, nil, AccountRefused.New("account %s is %s: nobody could claim the amount", account.ID, account.Status)
	case s.Reason == UnitsEncumbered:
		return s, cash.SettleRequest{}, nil, ActionTermsRefused.New("an order frees money for encumbered units, which does not fall back")
	}
	s.Status = SuspenseForfeited
	return s, s.settle("lapse", a, a.Payees.Residual), []protocol.Event{s.event()}, nil
}

func (s Suspense) lasts() error {
	if s.Status != Suspended {
		return SuspenseEnded.New("the amount for account %s is %s", s.Account, s.Status)
	}
	return nil
}

func (s Suspense) settle(kind string, a Action, to cash.AccountID) cash.SettleRequest {
	id := cash.SettlementID(fmt.Sprintf("%s.%s.%s", kind, a.ID, shortOf(string(s.Account))))
	return cash.SettleRequest{ID: id, Legs: []cash.SettleLeg{{
		From: a.Payees.Suspense, To: to, Amount: a.money(s.Amount), EndToEnd: cash.EndToEnd(a.ID),
	}}}
}

// shortOf stands for text that is too long for the name of a settlement: 16 hexadecimal digits of its SHA-256.
func shortOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "|")))
	return hex.EncodeToString(sum[:8])
}

func (s Suspense) event() protocol.Event {
	return SuspenseChanged.Of(string(s.Action)+"/"+string(s.Account), StatusEvent{Status: string(s.Status)})
}
