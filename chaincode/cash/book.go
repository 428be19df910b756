// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Book is what a transaction reads of the accounts that it moves, each row once. Rules are methods on it: they take
// the book as it was and answer a [Booking], or a fault and nothing.
type Book struct {
	// Date is the business date.
	Date date.Date
	// Accounts are the accounts of all legs.
	Accounts []Account
	// Stripes are those on which the high-volume accounts among them draw, in the order in which they draw.
	Stripes []Stripe
	// Frozen are the frozen ones among the parties that own the accounts.
	Frozen []parties.PartyID
}

// Booking is what a transaction writes, each row once.
type Booking struct {
	// Accounts and Stripes are those whose position changed.
	Accounts []Account
	Stripes  []Stripe
	// Credits are new rows for the high-volume accounts that received money.
	Credits []Credit
	// Entries are the journal's new lines, one for each account that paid or received.
	Entries []Entry
	// Posting is nil when no money moved: a hold was made or released.
	Posting *Posting
}

// Receipt confirms the booking.
func (b Booking) Receipt() *Receipt {
	return &Receipt{TxID: b.Posting.TxID, Date: b.Posting.Date, Legs: len(b.Posting.Legs)}
}

// Need is what an account has to pay out of its own position, after netting.
type Need struct {
	Account AccountID
	Amount  money.Amount
}

// Needs nets legs by account, in the order in which accounts pay first. Accounts that receive as much as they pay need
// nothing. Amounts of different currencies are not told apart: a leg in the wrong currency is refused before it counts.
func Needs(legs []Leg) ([]Need, error) {
	needs := make([]Need, 0, len(legs))
	at := make(map[AccountID]int, len(legs))
	for _, leg := range legs {
		if _, known := at[leg.From]; !known {
			at[leg.From] = len(needs)
			needs = append(needs, Need{Account: leg.From})
		}
	}
	var err error
	for _, leg := range legs {
		from := &needs[at[leg.From]]
		if from.Amount, err = from.Amount.Add(leg.Amount.Amount); err != nil {
			return nil, tooMuch(leg.From)
		}
		if to, pays := at[leg.To]; pays {
			if needs[to].Amount, err = needs[to].Amount.Sub(leg.Amount.Amount); err != nil {
				return nil, tooMuch(leg.To)
			}
		}
	}
	return needs, nil
}

// Accounts lists the accounts of legs, each once, in the order of their first mention.
func Accounts(legs []Leg) []AccountID {
	ids := make([]AccountID, 0, 2*len(legs))
	for _, leg := range legs {
		ids = append(ids, leg.From, leg.To)
	}
	return protocol.Distinct(ids...)
}

// Owners lists the parties that own accounts, each once.
func Owners(accounts []Account) []parties.PartyID {
	owners := make([]parties.PartyID, len(accounts))
	for i, account := range accounts {
		owners[i] = account.Owner.Party
	}
	return protocol.Distinct(owners...)
}
