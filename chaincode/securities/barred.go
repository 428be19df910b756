// SPDX-License-Identifier: Apache-2.0

package securities

import "slices"

// CustodianID is the MSP identifier of a custodian, where it names what is kept for each.
type CustodianID string

// Key is the custodian's place in a table.
func (id CustodianID) Key() []string { return []string{string(id)} }

// Barred names the accounts of a custodian on which orders let nothing be paid: frozen ones, and those whose place another
// took. Orders alone write it, and paying a page reads that of each custodian on it: so a freeze holds income back although
// nobody says so, no account is read for it, and a freeze and a payment of one block are not both valid.
type Barred struct {
	Custodian CustodianID `json:"custodian"`
	// Accounts are in the order of their names.
	Accounts []AccountID `json:"accounts,omitempty"`
}

// Name is the custodian's name.
func (b Barred) Name() CustodianID { return b.Custodian }

// barred tells whether orders let nothing be paid on the account.
func (a Account) barred() bool { return a.Status == AccountFrozen || a.Successor != "" }

// CustodiansOf names the custodians of accounts, each once, in order.
func CustodiansOf(accounts []Account) []CustodianID {
	all := make([]CustodianID, len(accounts))
	for i, account := range accounts {
		all[i] = CustodianID(account.Custodian)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Note enters accounts of a custodian, or strikes them out, as they stand; it tells whether that changed anything.
func (b Barred) Note(custodian CustodianID, accounts []Account) (Barred, bool) {
	after := Barred{Custodian: custodian, Accounts: slices.Clone(b.Accounts)}
	for _, account := range accounts {
		if CustodianID(account.Custodian) != custodian {
			continue
		}
		at, there := slices.BinarySearch(after.Accounts, account.ID)
		switch {
		case account.barred() && !there:
			after.Accounts = slices.Insert(after.Accounts, at, account.ID)
		case !account.barred() && there:
			after.Accounts = slices.Delete(after.Accounts, at, at+1)
		}
	}
	return after, !slices.Equal(b.Accounts, after.Accounts)
}

// names tells whether an account is on the row.
func (b Barred) names(account AccountID) bool {
	_, there := slices.BinarySearch(b.Accounts, account)
	return there
}
