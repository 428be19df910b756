// SPDX-License-Identifier: Apache-2.0

package bonds

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/securities"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
)

// How many pieces there are, and how many accounts one transaction opens or hands units out to.
const (
	pieces = 3_000
	atOnce = 500
)

// price is what a piece costs, in cents.
const price = 100_00

// piece is a unit that goes to and fro between two owners, each with accounts for it of its own: pieces meet nowhere.
type piece struct {
	number int
	// side is that of the owner: 0 for alice at northbank, 1 for bob at southbank.
	side int
	lot  securities.LotID
}

var owners = [2]parties.PartyID{"alice", "bob"}

// account is that of one of the owners, of units and of money.
func (p *piece) account(side int) securities.AccountID { return pieceAccount(p.number, side) }

func pieceAccount(number, side int) securities.AccountID {
	return securities.AccountID(fmt.Sprintf("%s-%d", owners[side], number))
}

func (p *piece) money(side int) cash.AccountID { return cash.AccountID(p.account(side)) }

// moved takes note that a transaction gave the piece to the other owner: its first new lot.
func (p *piece) moved(txID string) {
	p.side = 1 - p.side
	p.lot = securities.LotID(fmt.Sprintf("%s.%s.0", p.account(p.side).Bucket(), txID))
}

// owner acts for one of the owners, custodian and maker for the member that keeps its accounts.
func (m *market) owner(side int) *gatewayclient.Client {
	return [2]*gatewayclient.Client{m.Alice, m.bob}[side]
}

func (m *market) custodian(side int) *gatewayclient.Client {
	return [2]*gatewayclient.Client{m.north, m.south}[side]
}

// fillPurse brings the money of all pieces into the world, as long as the reserve that was attested counts.
func (m *market) fillPurse(ctx context.Context) error {
	if err := m.Account(ctx, "northbank", "purse", "alice"); err != nil {
		return err
	}
	return m.Mint(ctx, "northbank", "purse", "purse", desk.Euros(2*pieces*purse))
}

// spread opens the accounts of all pieces, and gives alice the units and both the money.
func (m *market) spread(ctx context.Context) error {
	m.Say("open accounts for %d pieces", pieces)
	m.pieces, m.matched = make(chan *piece, pieces), make(chan *trade, pieces)
	treasury, err := m.lots(ctx, treasury)
	if err != nil {
		return err
	}
	from := 0
	for _, lot := range treasury {
		if lot.Quantity != atOnce {
			continue
		}
		if err := m.spreadSome(ctx, from, lot); err != nil {
			return fmt.Errorf("pieces from %d: %w", from, err)
		}
		from += atOnce
	}
	return nil
}

// spreadSome does it for as many pieces as a transaction takes.
func (m *market) spreadSome(ctx context.Context, from int, lot securities.Lot) error {
	var filled cash.BatchRequest
	steps := make([]trial.Step, 0, 6)
	for side, bank := range []string{"northbank", "southbank"} {
		maker, err := m.At(ctx, bank, "maker")
		if err != nil {
			return err
		}
		var money cash.OpenManyRequest
		var units securities.AccountsRequest
		for n := from; n < from+atOnce; n++ {
			id := pieceAccount(n, side)
			money.Accounts = append(money.Accounts, cash.OpenRequest{
				ID: cash.AccountID(id), Currency: desk.Currency(), Party: owners[side], Host: maker.Identity().MSP,
			})
			units.Accounts = append(units.Accounts, securities.AccountTerms{ID: id, Owner: owners[side], Kind: securities.Investor, Cash: cash.AccountID(id)})
			filled.Legs = append(filled.Legs, cash.Leg{From: "purse", To: cash.AccountID(id), Amount: desk.Euros(purse)})
		}
		steps = append(steps, trial.Have(maker, cash.OpenAccounts, money), trial.Have(m.custodian(side), securities.OpenAccounts, units))
	}
	to := make([]securities.AccountID, atOnce)
	for i := range to {
		to[i] = pieceAccount(from+i, 0)
	}
	steps = append(steps, trial.Have(m.Alice, cash.TransferBatch, filled),
		func(ctx context.Context) error { return m.distribute(ctx, lot, to) },
		func(ctx context.Context) error { return m.take(ctx, from, to) })
	return m.InTurn(ctx, steps...)
}

// take finds the pieces that alice's accounts got, numbered from a number on.
func (m *market) take(ctx context.Context, from int, to []securities.AccountID) error {
	group, finding := errgroup.WithContext(ctx)
	group.SetLimit(trial.Workers)
	for i := range to {
		group.Go(func() error {
			lots, err := m.lots(finding, to[i])
			if err == nil && len(lots) != 1 {
				err = fmt.Errorf("account %s has %d lots", to[i], len(lots))
			}
			if err == nil {
				m.pieces <- &piece{number: from + i, lot: lots[0].ID}
			}
			return err
		})
	}
	return group.Wait()
}
