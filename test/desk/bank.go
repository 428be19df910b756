// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"fmt"
	"strings"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// The euro of these tests, and the module that may settle in it.
const (
	Euro   = "EUR"
	Module = cash.ModuleName("probe")
)

// Euros is an amount in cents.
func Euros(cents int64) money.Money {
	return money.Money{Amount: money.MustAmount(cents), Currency: Currency()}
}

// Currency is the euro.
func Currency() money.Currency { return money.MustCurrency(Euro) }

// OpenForBusiness adopts the euro and the module, and has the regulator attest each bank's reserve.
func (d *Desks) OpenForBusiness(ctx context.Context, reserve money.Money, banks ...string) error {
	currency := cash.CurrencyRequest{Governed: protocol.Governed{Resolution: "euro"}, CurrencyKey: cash.CurrencyKey{Currency: Currency()}, ReserveAge: 5}
	if _, err := Adopt(ctx, d, "euro", cash.SetCurrency, currency); err != nil {
		return err
	}
	module := cash.ModuleRequest{Governed: protocol.Governed{Resolution: "module"}, Module: trusted()}
	if _, err := Adopt(ctx, d, "module", cash.RegisterModule, module); err != nil {
		return err
	}
	for _, bank := range banks {
		if err := d.attest(ctx, bank, reserve); err != nil {
			return err
		}
	}
	return nil
}

// trusted is the module with every right that there is.
func trusted() cash.Module {
	return cash.Module{
		Name:        Module,
		Operations:  []cash.ModuleOperation{cash.ByHold, cash.ByRelease, cash.ByMandate, cash.ByConsent, cash.ByOwnership},
		Caps:        []money.Money{Euros(100_000_000_00)},
		EntryPoints: []string{"Settle", "SettleTwice"},
	}
}

func (d *Desks) attest(ctx context.Context, bank string, reserve money.Money) error {
	attester, err := d.At(ctx, "regulator", Officer)
	if err != nil {
		return err
	}
	issuer, err := d.At(ctx, bank, Officer)
	if err != nil {
		return err
	}
	today, err := gatewayclient.Do(ctx, attester, cash.Today, protocol.Nothing{})
	if err != nil {
		return fmt.Errorf("business date: %w", err)
	}
	_, err = gatewayclient.Do(ctx, attester, cash.AttestReserve, cash.AttestRequest{
		Issuer: issuer.Identity().MSP, Amount: reserve, AsOf: today.Date, Evidence: strings.Repeat("ab", 32),
	})
	if err != nil {
		return fmt.Errorf("attest reserve of %s: %w", bank, err)
	}
	return nil
}

// Host registers a party hosted by a member; its LEI is made of a number.
func (d *Desks) Host(ctx context.Context, organisation string, party parties.PartyID, number int) error {
	officer, err := d.At(ctx, organisation, Officer)
	if err != nil {
		return err
	}
	lei, err := ident.NewLEI(fmt.Sprintf("5299CONSORT%07d", number))
	if err != nil {
		return err
	}
	_, err = gatewayclient.Do(ctx, officer, parties.RegisterParty, parties.RegisterRequest{
		ID: party, Kind: parties.LegalEntity, Scheme: parties.LEI, Identifier: lei.String(), Name: string(party),
	})
	if err != nil {
		return fmt.Errorf("register %s: %w", party, err)
	}
	return nil
}

// Account opens an account of a party at its host, which is a bank.
func (d *Desks) Account(ctx context.Context, bank string, id cash.AccountID, party parties.PartyID) error {
	maker, err := d.At(ctx, bank, "maker")
	if err != nil {
		return err
	}
	_, err = gatewayclient.Do(ctx, maker, cash.OpenAccount, cash.OpenRequest{
		ID: id, Currency: Currency(), Party: party, Host: maker.Identity().MSP,
	})
	if err != nil {
		return fmt.Errorf("open %s: %w", id, err)
	}
	return nil
}

// Mint issues money on an account of a bank: its maker asks, its checker approves.
func (d *Desks) Mint(ctx context.Context, bank string, id cash.MintID, account cash.AccountID, amount money.Money) error {
	maker, err := d.At(ctx, bank, "maker")
	if err != nil {
		return err
	}
	checker, err := d.At(ctx, bank, "checker")
	if err != nil {
		return err
	}
	if _, err := gatewayclient.Do(ctx, maker, cash.RequestMint, cash.MintRequest{ID: id, Account: account, Amount: amount}); err != nil {
		return fmt.Errorf("request mint %s: %w", id, err)
	}
	if _, err := gatewayclient.Do(ctx, checker, cash.ApproveMint, id); err != nil {
		return fmt.Errorf("approve mint %s: %w", id, err)
	}
	return nil
}
