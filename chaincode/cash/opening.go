// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"fmt"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// OpeningsMax bounds the accounts that one transaction opens.
const OpeningsMax = 500

// OpenManyRequest opens accounts, all serviced by the caller's bank: all or none.
type OpenManyRequest struct {
	Accounts []OpenRequest `json:"accounts" help:"1 to 500 accounts"`
}

// Validate refuses none, too many, malformed accounts and one that is named twice.
func (r OpenManyRequest) Validate() error {
	if len(r.Accounts) == 0 || len(r.Accounts) > OpeningsMax {
		return fmt.Errorf("%d accounts are not 1 to %d", len(r.Accounts), OpeningsMax)
	}
	seen := make(map[AccountID]bool, len(r.Accounts))
	for i, account := range r.Accounts {
		if err := account.Validate(); err != nil {
			return fmt.Errorf("account %d: %w", i, err)
		}
		if seen[account.ID] {
			return fmt.Errorf("account %s is named twice", account.ID)
		}
		seen[account.ID] = true
	}
	return nil
}

// Parties lists the owners that are parties, each once.
func (r OpenManyRequest) Parties() []parties.PartyID {
	owners := make([]parties.PartyID, len(r.Accounts))
	for i, account := range r.Accounts {
		owners[i] = account.Party
	}
	return protocol.Distinct(owners...)
}

// Currencies lists the currencies of the accounts, each once.
func (r OpenManyRequest) Currencies() []CurrencyKey {
	keys := make([]CurrencyKey, len(r.Accounts))
	for i, account := range r.Accounts {
		keys[i] = CurrencyKey{Currency: account.Currency}
	}
	return protocol.Distinct(keys...)
}

// Opened tells how many accounts were opened.
type Opened struct {
	Accounts int `json:"accounts"`
}
