// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// account is what a peer answers about one account of a party or module.
type account struct {
	id     cash.AccountID
	sum    string // of which sum it is part: currency and bank
	posted money.Amount
	held   money.Amount
	// onHold is the sum of the account's active holds.
	onHold money.Amount
}

func firstPage() protocol.PageRequest { return protocol.PageRequest{Size: protocol.PageSizeMax} }

// ask has the member's own peer answer.
func ask[Req protocol.Request, Res any](ctx context.Context, b books, e protocol.EvaluateEndpoint[Req, Res], request Req) (*Res, error) {
	return gatewayclient.Do(ctx, b.client, e, request, gatewayclient.AtPeer(b.msp))
}

// list collects all pages of a list. With an error it answers nothing.
func list[Req protocol.Request, Item any](ctx context.Context, b books, e protocol.EvaluateEndpoint[Req, protocol.Page[Item]], request func(protocol.PageRequest) Req) ([]Item, error) {
	var all []Item
	for page := firstPage(); ; {
		part, err := ask(ctx, b, e, request(page))
		if err != nil {
			return nil, err
		}
		all = append(all, part.Items...)
		if part.Next == "" {
			return all, nil
		}
		page.After = part.Next
	}
}

// atOnce is how many things are read from one peer at one time.
const atOnce = 16

// each reads something of many things, in their order. With an error it answers nothing.
func each[K, V any](ctx context.Context, keys []K, read func(context.Context, K) (V, error)) ([]V, error) {
	rows := make([]V, len(keys))
	group, reading := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, key := range keys {
		group.Go(func() (err error) {
			rows[i], err = read(reading, key)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return rows, nil
}

// found answers nothing where nothing was written yet.
func found[T any](row *T, err error) (none T, _ error) {
	switch {
	case err == nil:
		return *row, nil
	case errors.Is(err, protocol.NotFound):
		return none, nil
	}
	return none, err
}

// parties lists all parties.
func (b books) parties(ctx context.Context) ([]parties.Party, error) {
	all, err := list(ctx, b, parties.Parties, func(page protocol.PageRequest) parties.PartiesRequest {
		return parties.PartiesRequest{PageRequest: page}
	})
	if err != nil {
		return nil, fmt.Errorf("parties: %w", err)
	}
	return all, nil
}

// accounts reads the accounts of all parties and all registered modules.
func (b books) accounts(ctx context.Context, hosted []parties.Party) ([]account, error) {
	owners, err := b.owners(ctx, hosted)
	if err != nil {
		return nil, err
	}
	var all []account
	for _, owner := range owners {
		owned, err := b.accountsOf(ctx, owner)
		if err != nil {
			return nil, fmt.Errorf("accounts of %s%s: %w", owner.Party, owner.Module, err)
		}
		all = append(all, owned...)
	}
	return all, nil
}

func (b books) owners(ctx context.Context, hosted []parties.Party) ([]cash.OwnerRequest, error) {
	modules, err := list(ctx, b, cash.Modules, func(page protocol.PageRequest) protocol.PageRequest { return page })
	var owners []cash.OwnerRequest
	for _, party := range hosted {
		owners = append(owners, cash.OwnerRequest{Party: party.ID})
	}
	for _, module := range modules {
		owners = append(owners, cash.OwnerRequest{Module: module.Name})
	}
	return owners, err
}

func (b books) accountsOf(ctx context.Context, owner cash.OwnerRequest) ([]account, error) {
	rows, err := list(ctx, b, cash.AccountsByOwner, func(page protocol.PageRequest) cash.OwnerRequest {
		owner.PageRequest = page
		return owner
	})
	if err != nil {
		return nil, err
	}
	owned := make([]account, len(rows))
	for i, row := range rows {
		if owned[i], err = b.account(ctx, row); err != nil {
			return nil, fmt.Errorf("account %s: %w", row.ID, err)
		}
	}
	return owned, nil
}

func (b books) account(ctx context.Context, row cash.Account) (account, error) {
	read := account{id: row.ID, posted: row.Posted, held: row.Held, sum: name(Sum{Currency: row.Currency, Bank: row.Servicer})}
	if row.HighVolume() {
		if err := b.striped(ctx, &read); err != nil {
			return read, err
		}
	}
	var err error
	read.onHold, err = b.onHold(ctx, row.ID)
	return read, err
}

// onHold adds up an account's active holds.
func (b books) onHold(ctx context.Context, id cash.AccountID) (total money.Amount, err error) {
	holds, err := list(ctx, b, cash.HoldsByPayer, pageOf(id))
	for _, hold := range holds {
		if hold.Status != cash.HoldActive {
			continue
		}
		if total, err = total.Add(hold.Amount.Amount); err != nil {
			break
		}
	}
	return total, err
}

func pageOf(id cash.AccountID) func(protocol.PageRequest) cash.AccountPage {
	return func(page protocol.PageRequest) cash.AccountPage {
		return cash.AccountPage{PageRequest: page, Account: id}
	}
}

// striped reads a high-volume account: its stripes, and every credit that waits.
func (b books) striped(ctx context.Context, read *account) error {
	balance, err := ask(ctx, b, cash.GetBalance, read.id)
	if err != nil {
		return err
	}
	read.held = balance.Held.Amount
	if read.posted, err = balance.Posted.Amount.Sub(balance.Pending.Amount); err != nil {
		return err
	}
	waiting, err := list(ctx, b, cash.UnconsolidatedCredits, pageOf(read.id))
	for _, credit := range waiting {
		if read.posted, err = read.posted.Add(credit.Amount); err != nil {
			return err
		}
	}
	return err
}
