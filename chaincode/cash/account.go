// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// AccountID names an account: 1 to 64 letters, digits, dots, dashes or underscores as its servicer chose, or
// "issued:MSP:CCY" for the liability account of an issuing bank.
type AccountID string

// issuedPrefix begins the names of liability accounts; the colon keeps everybody else from choosing one.
const issuedPrefix = "issued:"

var liabilityForm = regexp.MustCompile(`^issued:[A-Za-z0-9][A-Za-z0-9._-]{0,63}:[A-Z]{3}$`)

// Validate refuses what is neither a chosen name nor that of a liability account.
func (id AccountID) Validate() error {
	if !protocol.IsName(string(id)) && !liabilityForm.MatchString(string(id)) {
		return fmt.Errorf("account %q is not 1 to 64 letters, digits, dots, dashes or underscores", protocol.Excerpt(string(id)))
	}
	return nil
}

// Key is the account's place in a table.
func (id AccountID) Key() []string { return []string{string(id)} }

// LiabilityID names the account that shows, below zero, what a bank issued in a currency.
func LiabilityID(issuer string, currency money.Currency) AccountID {
	return AccountID(issuedPrefix + issuer + ":" + currency.String())
}

// Kind says what moves an account.
type Kind string

// The kinds of accounts.
const (
	// Customer belongs to a party, whose identities sign for it.
	Customer Kind = "CUSTOMER"
	// ModuleOwned belongs to a chaincode: it is debited by transactions that begin in that chaincode and by nobody's signature.
	ModuleOwned Kind = "MODULE"
	// IssuerLiability is a bank's debt to the holders of its deposits, below zero; mint and redemption alone move it.
	IssuerLiability Kind = "ISSUER_LIABILITY"
)

// Owner is whose money is on an account.
type Owner struct {
	// MSP is the member that hosts the party, or the issuing bank itself.
	MSP string `json:"msp,omitzero"`
	// Party owns a customer's account.
	Party parties.PartyID `json:"party,omitzero"`
	// Module is the name of the chaincode that owns a module's account.
	Module ModuleName `json:"module,omitzero"`
}

// Account is one account of one currency. Of a high-volume account the position is on stripes instead, and the row
// changes no more.
type Account struct {
	ID       AccountID      `json:"id"`
	Currency money.Currency `json:"currency"`
	// Servicer is the MSP identifier of the bank that keeps the account.
	Servicer string     `json:"servicer"`
	Owner    Owner      `json:"owner"`
	Kind     Kind       `json:"kind"`
	IBAN     ident.IBAN `json:"iban,omitzero"`
	// Frozen says which side a regulator closed.
	Frozen Side `json:"frozen,omitzero"`
	Position
	// StripeCount is 0 for an ordinary account.
	StripeCount int `json:"stripes,omitzero"`
}

// HighVolume tells whether the account's money is on stripes.
func (a Account) HighVolume() bool { return a.StripeCount > 0 }

// SignedBy tells whether a principal may sign for the account: an identity of its owner's, certified by the member that
// hosts the owner. Accounts of modules and of issuers have no signatory.
func (a Account) SignedBy(p protocol.Principal) bool {
	return a.Kind == Customer && p.Party != "" && p.MSP == a.Owner.MSP && p.Party == string(a.Owner.Party)
}

// OpenRequest opens an account, serviced by the caller's bank.
type OpenRequest struct {
	ID       AccountID       `json:"id" help:"name of the account"`
	Currency money.Currency  `json:"currency" help:"ISO 4217 code, such as EUR"`
	Party    parties.PartyID `json:"party,omitzero" help:"the party that will own it"`
	Host     string          `json:"host,omitzero" help:"MSP identifier of the member that hosts the party"`
	Module   ModuleName      `json:"module,omitzero" help:"the chaincode that will own it, instead of a party"`
	IBAN     ident.IBAN      `json:"iban,omitzero" help:"IBAN, where there is one"`
}

// Validate refuses a malformed account, and any owner but exactly one party with its host or one module.
func (r OpenRequest) Validate() error {
	if strings.HasPrefix(string(r.ID), issuedPrefix) {
		return fmt.Errorf("id must not begin with %s", issuedPrefix)
	}
	if r.Currency.IsZero() {
		return errors.New("currency is missing")
	}
	return errors.Join(r.ID.Validate(), r.validateOwner())
}

func (r OpenRequest) validateOwner() error {
	if r.Module != "" {
		if r.Party != "" || r.Host != "" {
			return errors.New("an account has a party or a module, not both")
		}
		return r.Module.Validate()
	}
	if r.Host == "" {
		return errors.New("host is missing")
	}
	return r.Party.Validate()
}

// Open makes an account under the terms of its currency, given what the registry says of the party (nothing is asked
// about a module) and which bank codes of its IBAN are assigned. Faults: CURRENCY_CLOSED, IBAN_REFUSED, OWNER_REFUSED.
func Open(terms Currency, owner parties.CheckAnswer, codes []BankCode, r OpenRequest, facts protocol.Facts) (Account, []protocol.Event, error) {
	if err := terms.open(); err != nil {
		return Account{}, nil, err
	}
	if err := services(r.IBAN, codes, facts.Caller.MSP); err != nil {
		return Account{}, nil, err
	}
	account := Account{
		ID: r.ID, Currency: r.Currency, Servicer: facts.Caller.MSP, IBAN: r.IBAN,
		Kind: Customer, Owner: Owner{MSP: r.Host, Party: r.Party},
	}
	if r.Module != "" {
		account.Kind, account.Owner = ModuleOwned, Owner{Module: r.Module}
	} else if err := hosted(owner, r); err != nil {
		return Account{}, nil, err
	}
	return account, []protocol.Event{account.opened()}, nil
}

func hosted(answer parties.CheckAnswer, r OpenRequest) error {
	switch {
	case !answer.OK:
		return OwnerRefused.New("the registry refuses the owner: %s", strings.Join(answer.Reasons, "; "))
	case answer.Host != r.Host:
		return OwnerRefused.New("party %s is hosted by %s, not by %s", r.Party, answer.Host, r.Host)
	default:
		return nil
	}
}

// liability is the liability account of a bank before it issued anything.
func liability(issuer string, currency money.Currency) Account {
	return Account{
		ID: LiabilityID(issuer, currency), Currency: currency, Servicer: issuer,
		Kind: IssuerLiability, Owner: Owner{MSP: issuer},
	}
}
