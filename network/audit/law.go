// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/network/desk"
)

func (i *Invariant) broken(v *view, format string, arguments ...any) {
	i.Broken = append(i.Broken, v.member+": "+fmt.Sprintf(format, arguments...))
}

func conservation(views []*view) Invariant {
	law := Invariant{Name: "conservation", Sentence: "in each currency, all money on accounts is money that banks issued"}
	for _, v := range views {
		unissued, err := unissuedIn(v.sums)
		if err != nil {
			law.broken(v, "%v", err)
		}
		for currency, net := range unissued {
			if !net.IsZero() {
				law.broken(v, "%s minor units of %s are not issued", net, currency)
			}
		}
	}
	return law
}

// unissuedIn is, by currency, by how much what is on accounts exceeds what is issued.
func unissuedIn(sums []Sum) (map[money.Currency]money.Amount, error) {
	unissued := map[money.Currency]money.Amount{}
	for _, sum := range sums {
		net, err := sum.Balances.Sub(sum.Issued)
		if err == nil {
			unissued[sum.Currency], err = unissued[sum.Currency].Add(net)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name(sum), err)
		}
	}
	return unissued, nil
}

func noNegative(views []*view) Invariant {
	law := Invariant{Name: "no-negative-balance", Sentence: "nobody but an issuer is below zero, and nobody holds more than they have"}
	for _, v := range views {
		for _, sum := range v.sums {
			if sum.Balances.Sign() < 0 || sum.Issued.Sign() < 0 || sum.Held.Sign() < 0 || sum.Held.Cmp(sum.Balances) > 0 {
				law.broken(v, "%s: balances %s, issued %s, held %s", name(sum), sum.Balances, sum.Issued, sum.Held)
			}
		}
		for _, a := range v.accounts {
			if a.posted.Sign() < 0 || a.held.Sign() < 0 || a.held.Cmp(a.posted) > 0 {
				law.broken(v, "account %s: posted %s, held %s", a.id, a.posted, a.held)
			}
		}
	}
	return law
}

func holdsEqualHeld(views []*view) Invariant {
	law := Invariant{Name: "holds-equal-held", Sentence: "money that is set aside is exactly that of the active holds"}
	for _, v := range views {
		for _, a := range v.accounts {
			if a.held != a.onHold {
				law.broken(v, "account %s: %s held, active holds of %s", a.id, a.held, a.onHold)
			}
		}
		law.heldAtBanks(v)
	}
	return law
}

// heldAtBanks compares what banks say is set aside with the active holds of their customers.
func (i *Invariant) heldAtBanks(v *view) {
	onHold, err := onHoldIn(v.accounts)
	if err != nil {
		i.broken(v, "%v", err)
	}
	for _, sum := range v.sums {
		if sum.Held != onHold[name(sum)] {
			i.broken(v, "%s: %s held, active holds of %s", name(sum), sum.Held, onHold[name(sum)])
		}
	}
}

// onHoldIn adds up active holds by currency and bank.
func onHoldIn(accounts []account) (map[string]money.Amount, error) {
	onHold := map[string]money.Amount{}
	for _, a := range accounts {
		var err error
		if onHold[a.sum], err = onHold[a.sum].Add(a.onHold); err != nil {
			return nil, fmt.Errorf("%s: %w", a.sum, err)
		}
	}
	return onHold, nil
}

func peersAgree(views []*view) Invariant {
	law := Invariant{Name: "peers-agree", Sentence: "every member's peer answers the same"}
	for _, v := range views[1:] {
		if !slices.Equal(v.sums, views[0].sums) {
			law.broken(v, "sums differ from those of %s: %v and %v", views[0].member, v.sums, views[0].sums)
		}
		if !slices.Equal(v.accounts, views[0].accounts) {
			law.broken(v, "accounts differ from those of %s", views[0].member)
		}
		for what, same := range v.compare(views[0]) {
			if !same {
				law.broken(v, "%s differ from those of %s", what, views[0].member)
			}
		}
	}
	return law
}

func sameBlocks(views []*view) Invariant {
	law := Invariant{Name: "same-blocks", Sentence: "every member's peer has the same blocks"}
	for _, v := range views[1:] {
		if v.chain != views[0].chain {
			law.broken(v, "%d blocks, the last %s; %s has %d, the last %s",
				v.chain.height, v.chain.hash, views[0].member, views[0].chain.height, views[0].chain.hash)
		}
	}
	return law
}

// journalOf adds up every account's journal. One peer's is enough, since peers agree on accounts and blocks.
func journalOf(ctx context.Context, desks *desk.Desks, v *view) (Invariant, error) {
	law := Invariant{Name: "journal-explains-balances", Sentence: "every balance is the sum of its account's journal"}
	b, err := open(ctx, desks, v.member)
	if err != nil {
		return law, err
	}
	for _, a := range v.accounts {
		total, err := b.journal(ctx, a.id)
		if err != nil {
			return law, fmt.Errorf("journal of account %s: %w", a.id, err)
		}
		if total != a.posted {
			law.broken(v, "account %s: posted %s, its journal says %s", a.id, a.posted, total)
		}
	}
	return law, nil
}

func (b books) journal(ctx context.Context, id cash.AccountID) (total money.Amount, err error) {
	entries, err := list(ctx, b, cash.Entries, func(page protocol.PageRequest) cash.EntriesRequest {
		return cash.EntriesRequest{PageRequest: page, Account: id}
	})
	for _, entry := range entries {
		net, err := entry.Credits.Sub(entry.Debits)
		if err != nil {
			return total, err
		}
		if total, err = total.Add(net); err != nil {
			return total, err
		}
	}
	return total, err
}
