// SPDX-License-Identifier: Apache-2.0

package footing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/network/demo/story"
)

// Account is an account of a chapter.
type Account struct {
	ID    cash.AccountID
	Party parties.PartyID
	Bank  story.Person // who opens it: a bank's maker
	// Opened is issued onto it; none when zero.
	Opened money.Money
}

// Open opens accounts, all at once.
func (f *Footing) Open(ctx context.Context, accounts []Account) (string, error) {
	group, opening := errgroup.WithContext(ctx)
	for _, a := range accounts {
		group.Go(func() error {
			_, err := story.Submit(opening, f.Stage, a.Bank, cash.OpenAccount, cash.OpenRequest{
				ID: a.ID, Currency: Euro, Party: a.Party, Host: f.MSP(f.People(a.Party)[0].Member()),
			})
			return err
		})
	}
	return fmt.Sprintf("%d accounts at 2 banks", len(accounts)), group.Wait()
}

// ReserveMargin is by how much the attested reserve of a bank exceeds what it has issued.
var ReserveMargin = Euros(5_000_000)

// Attest attests, for each bank, what it has issued and the margin.
func (f *Footing) Attest(ctx context.Context) (string, error) {
	for _, bank := range []string{"northbank", "southbank"} {
		if err := f.attest(ctx, bank); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%s more than is issued, as of %s", ReserveMargin, f.Today), nil
}

func (f *Footing) attest(ctx context.Context, bank string) error {
	key := cash.IssuerKey{Issuer: f.MSP(bank), Currency: Euro}
	issued, err := story.Ask(ctx, f.Stage, Attester, cash.GetIssued, key)
	if err != nil {
		return err
	}
	reserve, err := issued.Amount.Add(ReserveMargin)
	if err != nil {
		return err
	}
	statement := sha256.Sum256([]byte("statement of " + bank + "'s account at the central bank, " + f.Today.String()))
	_, err = story.Submit(ctx, f.Stage, Attester, cash.AttestReserve, cash.AttestRequest{
		Issuer: key.Issuer, Amount: reserve, AsOf: f.Today, Evidence: hex.EncodeToString(statement[:]),
	})
	return err
}

// RequestMint has the maker of an account's bank ask for new money on it.
func (f *Footing) RequestMint(ctx context.Context, a Account, name string, amount money.Money) (cash.MintID, error) {
	id := cash.MintID(f.ID(name))
	_, err := story.Submit(ctx, f.Stage, a.Bank, cash.RequestMint, cash.MintRequest{ID: id, Account: a.ID, Amount: amount})
	return id, err
}

// Mint issues what accounts are opened with: maker and checker of each bank together.
func (f *Footing) Mint(ctx context.Context, accounts []Account) (string, error) {
	var told []string
	for _, a := range accounts {
		if a.Opened.IsZero() {
			continue
		}
		id, err := f.RequestMint(ctx, a, "for-"+string(a.Party), a.Opened)
		if err != nil {
			return "", err
		}
		if _, err := story.Submit(ctx, f.Stage, checkerOf(a.Bank), cash.ApproveMint, id); err != nil {
			return "", err
		}
		told = append(told, fmt.Sprintf("%s for %s", a.Opened, a.Party))
	}
	return strings.Join(told, ", "), nil
}

func checkerOf(maker story.Person) story.Person {
	if maker == SouthMaker {
		return SouthChecker
	}
	return NorthChecker
}

// Balances tells what accounts have, as northbank sees it.
func (f *Footing) Balances(ctx context.Context, names ...string) (string, error) {
	told := make([]string, len(names))
	for i, name := range names {
		balance, err := story.Ask(ctx, f.Stage, NorthOfficer, cash.GetBalance, f.Account(name))
		if err != nil {
			return "", err
		}
		told[i] = fmt.Sprintf("%s has %s", name, balance.Posted)
		if !balance.Held.Amount.IsZero() {
			told[i] += fmt.Sprintf(", %s of it held", balance.Held)
		}
	}
	return strings.Join(told, ", "), nil
}
