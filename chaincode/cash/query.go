// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"errors"
	"time"

	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// AccountPage asks for a page of what belongs to an account.
type AccountPage struct {
	protocol.PageRequest
	Account AccountID `json:"account" help:"the account"`
}

// Validate refuses a malformed account or page.
func (r AccountPage) Validate() error {
	return errors.Join(r.Account.Validate(), r.PageRequest.Validate())
}

// IssuerPage asks for a page of what belongs to a bank.
type IssuerPage struct {
	protocol.PageRequest
	Issuer string `json:"issuer" help:"MSP identifier of the bank"`
}

// Validate refuses a malformed bank or page.
func (r IssuerPage) Validate() error {
	return errors.Join(protocol.ValidateName("issuer", r.Issuer), r.PageRequest.Validate())
}

// IBANRequest asks for the account with an IBAN.
type IBANRequest struct {
	IBAN ident.IBAN `json:"iban" help:"the IBAN"`
}

// Validate refuses a missing IBAN.
func (r IBANRequest) Validate() error {
	if r.IBAN.IsZero() {
		return errors.New("iban is missing")
	}
	return nil
}

// OwnerRequest asks for a page of an owner's accounts.
type OwnerRequest struct {
	protocol.PageRequest
	Party  parties.PartyID `json:"party,omitzero" help:"the party that owns them"`
	Module ModuleName      `json:"module,omitzero" help:"the chaincode that owns them, instead of a party"`
}

// Validate refuses anything but one owner.
func (r OwnerRequest) Validate() error {
	if r.Module == "" {
		return errors.Join(r.Party.Validate(), r.PageRequest.Validate())
	}
	if r.Party != "" {
		return errors.New("an account has a party or a module, not both")
	}
	return errors.Join(r.Module.Validate(), r.PageRequest.Validate())
}

// Owner is the owner as accounts have it, without the member that hosts a party: a party has one host.
func (r OwnerRequest) Owner() []string { return Owner{Party: r.Party, Module: r.Module}.Key() }

// Key is the owner's place in the index of accounts.
func (o Owner) Key() []string {
	if o.Module != "" {
		return []string{"module", string(o.Module)}
	}
	return []string{"party", string(o.Party)}
}

// Revision is an account's row as one transaction left it.
type Revision struct {
	TxID    TxID      `json:"txId"`
	Time    time.Time `json:"time"`
	Deleted bool      `json:"deleted,omitzero"`
	Value   Account   `json:"value"`
}

// History is every version of an account's row, newest first.
type History struct {
	Revisions []Revision `json:"revisions"`
}

// Consolidation says what was moved onto stripes.
type Consolidation struct {
	Account AccountID `json:"account"`
	Credits int       `json:"credits"`
	Stripes int       `json:"stripes"`
}
