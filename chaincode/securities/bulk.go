// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// accountsMost bounds the accounts of one transaction.
const accountsMost = 500

// AccountsRequest opens many accounts.
type AccountsRequest struct {
	Accounts []AccountTerms `json:"accounts" help:"1 to 500 accounts"`
}

// Validate refuses none, too many, malformed members and a name that is there twice.
func (r AccountsRequest) Validate() error {
	if len(r.Accounts) == 0 || len(r.Accounts) > accountsMost {
		return fmt.Errorf("1 to %d accounts are opened", accountsMost)
	}
	seen := make(map[AccountID]bool, len(r.Accounts))
	for _, terms := range r.Accounts {
		if err := terms.Validate(); err != nil {
			return err
		}
		if seen[terms.ID] {
			return errors.New("an account is there twice")
		}
		seen[terms.ID] = true
	}
	return nil
}

// Opened says how many accounts were opened.
type Opened struct {
	Accounts int `json:"accounts"`
}

// OwnersOf lists the owners of accounts that are to be opened, each once.
func OwnersOf(all []AccountTerms) []parties.PartyID {
	owners := make([]parties.PartyID, len(all))
	for i, terms := range all {
		owners[i] = terms.Owner
	}
	return protocol.Distinct(owners...)
}

// CashOf lists the cash accounts of accounts that are to be opened, each once.
func CashOf(all []AccountTerms) []cash.AccountID {
	accounts := make([]cash.AccountID, len(all))
	for i, terms := range all {
		accounts[i] = terms.Cash
	}
	return protocol.Distinct(accounts...)
}
