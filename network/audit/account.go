// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"fmt"

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

// pages collects all items of a list.
func pages[T any](ask func(protocol.PageRequest) (*protocol.Page[T], error)) ([]T, error) {
	var all []T
	for page := firstPage(); ; {
		part, err := ask(page)
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

// ask has the member's own peer answer.
func ask[Req protocol.Request, Res any](ctx context.Context, b books, e protocol.EvaluateEndpoint[Req, Res], request Req) (*Res, error) {
	return gatewayclient.Do(ctx, b.client, e, request, gatewayclient.AtPeer(b.msp))
}

// accounts reads the accounts of all parties and all registered modules.
func (b books) accounts(ctx context.Context) ([]account, error) {
	owners, err := b.owners(ctx)
	if err != nil {
		return nil, err
	}
	var all []account
	for _, owner := range owners {
		rows, err := pages(func(page protocol.PageRequest) (*protocol.Page[cash.Account], error) {
			owner.PageRequest = page
			return ask(ctx, b, cash.AccountsByOwner, owner)
		})
		if err != nil {
			return nil, fmt.Errorf("accounts of %s%s: %w", owner.Party, owner.Module, err)
		}
		for _, row := range rows {
			read, err := b.account(ctx, row)
			if err != nil {
				return nil, fmt.Errorf("account %s: %w", row.ID, err)
			}
			all = append(all, read)
		}
	}
	return all, nil
}

func (b books) owners(ctx context.Context) ([]cash.OwnerRequest, error) {
	hosted, err := pages(func(page protocol.PageRequest) (*protocol.Page[parties.Party], error) {
		return ask(ctx, b, parties.Parties, parties.PartiesRequest{PageRequest: page})
	})
	if err != nil {
		return nil, fmt.Errorf("parties: %w", err)
	}
	modules, err := pages(func(page protocol.PageRequest) (*protocol.Page[cash.Module], error) {
		return ask(ctx, b, cash.Modules, page)
	})
	if err != nil {
		return nil, fmt.Errorf("modules: %w", err)
	}
	var owners []cash.OwnerRequest
	for _, party := range hosted {
		owners = append(owners, cash.OwnerRequest{Party: party.ID})
	}
	for _, module := range modules {
		owners = append(owners, cash.OwnerRequest{Module: module.Name})
	}
	return owners, nil
}

func (b books) account(ctx context.Context, row cash.Account) (account, error) {
	read := account{id: row.ID, posted: row.Posted, held: row.Held, sum: name(Sum{Currency: row.Currency, Bank: row.Servicer})}
	if row.HighVolume() {
		if err := b.striped(ctx, &read); err != nil {
			return read, err
		}
	}
	holds, err := pages(func(page protocol.PageRequest) (*protocol.Page[cash.Hold], error) {
		return ask(ctx, b, cash.HoldsByPayer, cash.AccountPage{PageRequest: page, Account: row.ID})
	})
	if err != nil {
		return read, fmt.Errorf("holds: %w", err)
	}
	for _, hold := range holds {
		if hold.Status != cash.HoldActive {
			continue
		}
		if read.onHold, err = read.onHold.Add(hold.Amount.Amount); err != nil {
			return read, err
		}
	}
	return read, nil
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
	waiting, err := pages(func(page protocol.PageRequest) (*protocol.Page[cash.Credit], error) {
		return ask(ctx, b, cash.UnconsolidatedCredits, cash.AccountPage{PageRequest: page, Account: read.id})
	})
	for _, credit := range waiting {
		if read.posted, err = read.posted.Add(credit.Amount); err != nil {
			return err
		}
	}
	return err
}
