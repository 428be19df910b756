// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// NotaryKind says what sort of notary decides a hold.
type NotaryKind string

// The kinds of notaries.
const (
	// AccountNotary is whoever signs for a named account.
	AccountNotary NotaryKind = "ACCOUNT"
	// MSPNotary is a member itself: its identities that act for no party.
	MSPNotary NotaryKind = "MSP"
	// ModuleNotary is a registered chaincode, in transactions that begin in it.
	ModuleNotary NotaryKind = "MODULE"
	// IssuerNotary is the bank that redeems; it decides by ApproveRedeem and RejectRedeem. Nobody chooses it in CreateHold.
	IssuerNotary NotaryKind = "ISSUER"
)

// Notary is who decides a hold.
type Notary struct {
	Kind NotaryKind `json:"kind" help:"ACCOUNT, MSP or MODULE"`
	// ID names the account, member or chaincode.
	ID string `json:"id" help:"the account, MSP identifier or chaincode name"`
}

// Validate refuses notaries that nobody may choose.
func (n Notary) Validate() error {
	switch n.Kind {
	case AccountNotary:
		return AccountID(n.ID).Validate()
	case MSPNotary:
		return protocol.ValidateName("notary", n.ID)
	case ModuleNotary:
		return ModuleName(n.ID).Validate()
	default:
		return fmt.Errorf("notary kind %q is not %s, %s or %s", protocol.Excerpt(string(n.Kind)), AccountNotary, MSPNotary, ModuleNotary)
	}
}

// Account is the account whose signatory decides, if one does.
func (n Notary) Account() (AccountID, bool) { return AccountID(n.ID), n.Kind == AccountNotary }

// obeys tells whether a direct caller is the notary; account is the notary's, where it is one. A module decides through
// Settle alone, an issuer through ApproveRedeem and RejectRedeem. Faults: NOT_NOTARY.
func (n Notary) obeys(caller protocol.Principal, account *Account) error {
	switch {
	case n.Kind == AccountNotary && account != nil && account.ID == AccountID(n.ID) && account.SignedBy(caller):
		return nil
	case n.Kind == MSPNotary && n.ID == caller.MSP && caller.Party == "":
		return nil
	default:
		return NotNotary.New("the hold is for %s %s to decide", n.Kind, n.ID)
	}
}
