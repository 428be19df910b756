// SPDX-License-Identifier: Apache-2.0

package cash

import "fmt"

// NamesMax bounds the accounts that are asked for at once.
const NamesMax = 500

// AccountNames asks for many accounts.
type AccountNames struct {
	Accounts []AccountID `json:"accounts" help:"the accounts, 1 to 500, each once"`
}

// Validate refuses none, too many, malformed names and an account that is named twice.
func (r AccountNames) Validate() error {
	if len(r.Accounts) == 0 || len(r.Accounts) > NamesMax {
		return fmt.Errorf("%d accounts are not 1 to %d", len(r.Accounts), NamesMax)
	}
	seen := make(map[AccountID]bool, len(r.Accounts))
	for _, account := range r.Accounts {
		if err := account.Validate(); err != nil {
			return err
		}
		if seen[account] {
			return fmt.Errorf("account %s is named twice", account)
		}
		seen[account] = true
	}
	return nil
}

// NamedAccounts are the accounts that were asked for, in that order.
type NamedAccounts struct {
	Accounts []Account `json:"accounts"`
}
