// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// AccountKind says whose units an account keeps, and for whom.
type AccountKind string

// The kinds of accounts.
const (
	// Investor keeps units for their owner.
	Investor AccountKind = "INVESTOR"
	// Nominee keeps units in its owner's name for others, whom its owner knows.
	Nominee AccountKind = "NOMINEE"
	// Treasury keeps an issuer's own units: those not yet sold, and those bought back.
	Treasury AccountKind = "TREASURY"
	// Court receives units under an order of a regulator, until it is known whose they are. They leave it by another order
	// alone, whoever owns the account.
	Court AccountKind = "COURT"
	// Pooling keeps all concealed units of an instrument: see [Pool]. Nobody opens one with OpenAccount.
	Pooling AccountKind = "POOL"
)

// Validate refuses an unknown kind.
func (k AccountKind) Validate() error {
	switch k {
	case Investor, Nominee, Treasury, Court:
		return nil
	default:
		return fmt.Errorf("kind %q is not INVESTOR, NOMINEE, TREASURY or COURT", protocol.Excerpt(string(k)))
	}
}

// AccountStatus is how an account stands.
type AccountStatus string

// The states of an account.
const (
	AccountOpen AccountStatus = "OPEN"
	// AccountFrozen neither gives nor receives but under an order.
	AccountFrozen AccountStatus = "FROZEN"
	AccountClosed AccountStatus = "CLOSED"
)

// TaxProfile names how income is taxed at source, as the terms of the event that pays it have it.
type TaxProfile string

// Validate refuses a malformed name; none is one.
func (p TaxProfile) Validate() error {
	if p == "" {
		return nil
	}
	return protocol.ValidateName("tax profile", string(p))
}

// Account is a securities account: who keeps it, and for whom. It holds no quantity: lots do, and what happens to
// different lots of one account never meets.
type Account struct {
	ID AccountID `json:"id"`
	// Custodian is the MSP identifier of the member that keeps the account and has to endorse whatever leaves it.
	Custodian string `json:"custodian"`
	// Owner is whose account it is; the party may be an alias, where holders are not to be known.
	Owner Firm        `json:"owner"`
	Kind  AccountKind `json:"kind"`
	// Cash is the owner's account for proceeds and income.
	Cash   cash.AccountID `json:"cash"`
	Tax    TaxProfile     `json:"tax,omitzero"`
	Status AccountStatus  `json:"status"`
	// Order is the order under which the account is frozen, and Before how it stood.
	Order  CourtOrderID  `json:"order,omitzero"`
	Before AccountStatus `json:"before,omitzero"`
	// Successor is the account that took the place of this one under an order: what is still paid on this one is paid on it.
	Successor AccountID `json:"successor,omitzero"`
	// Stops are when orders let it neither give nor receive; the last one does not end where it has a Successor.
	Stops Stops `json:"stops,omitempty"`
	// Taxed are the profiles before Tax, the latest last: who is counted for a day is taxed as on that day.
	Taxed []PastProfile `json:"taxed,omitempty"`
	// Pending is what the owner wants changed, until the custodian agrees.
	Pending *AccountChange `json:"pending,omitempty"`
}

// AccountTerms are what a custodian opens an account with.
type AccountTerms struct {
	ID    AccountID       `json:"id" help:"name of the account"`
	Owner parties.PartyID `json:"owner" help:"party whose account it is; an alias where it must not be recognised"`
	Kind  AccountKind     `json:"kind" help:"INVESTOR, NOMINEE, TREASURY or COURT"`
	Cash  cash.AccountID  `json:"cash" help:"the owner's cash account for proceeds and income"`
	Tax   TaxProfile      `json:"tax,omitzero" help:"how its income is taxed at source"`
}

// Validate refuses malformed members.
func (t AccountTerms) Validate() error {
	return errors.Join(t.ID.Validate(), t.Owner.Validate(), t.Kind.Validate(), t.Cash.Validate(), t.Tax.Validate())
}

// Pays refuses a cash account that is not a customer's account of the owner: what is paid on securities goes nowhere else.
// Faults: ACCOUNT_REFUSED.
func Pays(owner Firm, account cash.Account) error {
	if account.Kind != cash.Customer || account.Owner.Party != owner.Party || account.Owner.MSP != owner.Host {
		return AccountRefused.New("cash account %s is not that of party %s", account.ID, owner.Party)
	}
	return nil
}

// Open opens an account at the caller's member, for a registered owner whose cash account it names. Faults: ACCOUNT_REFUSED.
func (t AccountTerms) Open(owner Firm, money cash.Account, act Act) (Account, []protocol.Event, error) {
	account := Account{
		ID: t.ID, Custodian: act.Caller.MSP, Owner: owner, Kind: t.Kind, Cash: t.Cash, Tax: t.Tax, Status: AccountOpen,
	}
	return account, []protocol.Event{account.event()}, Pays(owner, money)
}

// AccountChange is what an owner wants changed of its account.
type AccountChange struct {
	Cash cash.AccountID `json:"cash" help:"the owner's cash account for proceeds and income"`
	Tax  TaxProfile     `json:"tax,omitzero" help:"how its income is taxed at source"`
}

// ChangeRequest asks the custodian to change an account.
type ChangeRequest struct {
	ID AccountID `json:"account" help:"the account"`
	AccountChange
}

// Validate refuses malformed members.
func (r ChangeRequest) Validate() error {
	return errors.Join(r.ID.Validate(), r.Cash.Validate(), r.Tax.Validate())
}

// ConfirmRequest agrees to a change of an account, as the custodian has read it.
type ConfirmRequest = ChangeRequest

// Change asks for a change, by the owner. Faults: NOT_YOURS, STATUS_REFUSED.
func (a Account) Change(r ChangeRequest, act Act) (Account, []protocol.Event, error) {
	if err := act.By(a.Owner); err != nil {
		return a, nil, err
	}
	if err := inState("account", string(a.ID), a.Status, AccountOpen); err != nil {
		return a, nil, err
	}
	a.Pending = &r.AccountChange
	return a, []protocol.Event{a.event()}, nil
}

// Confirm agrees to the change that the owner wants, by the custodian, and by nobody who asked for it.
// Faults: NOT_YOURS, STATUS_REFUSED, TERMS_CHANGED.
func (a Account) Confirm(r ConfirmRequest, act Act) (Account, []protocol.Event, error) {
	if err := byMember(act, a.Custodian); err != nil {
		return a, nil, err
	}
	if a.Pending == nil || *a.Pending != r.AccountChange {
		return a, nil, TermsMoved.New("the owner of account %s does not ask for this change", a.ID)
	}
	a = a.retax(r.Tax, act.Today)
	a.Cash, a.Pending = r.Cash, nil
	return a, []protocol.Event{a.event()}, nil
}

// Close ends receipts, by the custodian; what is in the account may leave it. Faults: NOT_YOURS, STATUS_REFUSED.
func (a Account) Close(act Act) (Account, []protocol.Event, error) {
	if err := byMember(act, a.Custodian); err != nil {
		return a, nil, err
	}
	if err := inState("account", string(a.ID), a.Status, AccountOpen); err != nil {
		return a, nil, err
	}
	a.Status, a.Pending = AccountClosed, nil
	return a, []protocol.Event{a.event()}, nil
}

func (a Account) event() protocol.Event {
	return AccountChanged.Of(string(a.ID), StatusEvent{Status: string(a.Status)})
}
