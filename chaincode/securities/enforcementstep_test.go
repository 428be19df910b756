// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// close freezes an account whole, and open ends that.
func (a *assize) close(t *rapid.T) {
	i := a.instrument(t)
	account := a.giver(t, i, "account")
	if past := a.lotsOf(i.ID, account.ID, false); len(past) > 0 {
		a.ask(t, CourtTerms{
			Kind: FreezeOrder, Subject: OnAccount, Account: account.ID, Evidence: past[0].ID, Document: Hash(fmt.Sprintf("%064x", 5)),
			Reason: "law", Instrument: i.ID,
		})
		a.page(t, a.orders[a.agreed[len(a.agreed)-1]])
	}
}

func (a *assize) open(t *rapid.T) {
	for _, account := range a.accounts {
		if account.Status != AccountFrozen {
			continue
		}
		terms := a.orders[account.Order].CourtTerms
		terms.Kind, terms.Account, terms.Evidence, terms.Ends = UnfreezeOrder, account.ID, "", account.Order
		a.ask(t, terms)
		a.page(t, a.orders[a.agreed[len(a.agreed)-1]])
		return
	}
}

// spend has the owner of the court's account give away what is in it, to whoever may have it.
func (a *assize) spend(t *rapid.T) {
	i, bench := a.instrument(t), a.named("bench")
	for _, to := range a.accounts {
		admission := a.admissions[AdmissionKey{Instrument: i.ID, Party: to.Owner.Party}]
		for _, lot := range a.lotsOf(i.ID, bench.ID, true) {
			request := TransferRequest{Instrument: i.ID, From: bench.ID, To: to.ID, Quantity: lot.Quantity}
			moves, err := request.Transfer(Ends{Instrument: i, From: bench, To: to, Admission: admission, Inputs: []Lot{lot}}, a.as(bench.Owner))
			if !refused(t, err) {
				a.carry(t, moves)
				return
			}
		}
	}
}

// recorded holds what is kept of freezes, for payments and penalties, against accounts and lots as they are.
func (a *assize) recorded(t *rapid.T) {
	for _, account := range a.accounts {
		require.Equal(t, account.barred(), a.barred[CustodianID(account.Custodian)].names(account.ID), "account %s", account.ID)
		require.True(t, !account.barred() || account.Stops.on(a.today), "account %s is stopped today", account.ID)
	}
	for id := range a.instruments {
		units := map[FrozenChange]Quantity{}
		for _, holding := range a.stopped[id].Holdings {
			require.GreaterOrEqual(t, holding.mostOn(a.today), holding.now())
			if holding.now() != 0 {
				units[FrozenChange{Instrument: id, Account: holding.Account, Order: holding.Order}] = holding.now()
			}
		}
		found := map[FrozenChange]Quantity{}
		for _, lot := range a.all(id) {
			if lot.Status == Frozen {
				found[FrozenChange{Instrument: id, Account: lot.Account, Order: lot.Order}] += lot.Quantity
			}
		}
		require.Equal(t, found, units, "frozen units of %s", id)
	}
}
