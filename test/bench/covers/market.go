// SPDX-License-Identifier: Apache-2.0

package covers

import (
	"context"
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
)

// Accounts that stand once. Who pays has a mandate of the account's name for each purpose.
const (
	insuring   = cash.AccountID("insuring")   // the insurer's, for premiums
	taxing     = cash.AccountID("taxing")     // the insurer's, for taxes on them
	payouts    = cash.AccountID("payouts")    // the insurer's fund
	reinsuring = cash.AccountID("reinsuring") // the reinsurer's
	farming    = cash.AccountID("farming")    // alice's, for the premiums of farms
)

// Money that there is, in cents: the fund's suffices on each of its stripes, whichever policies draw on it.
const (
	fund  = 10_000_000_00
	purse = 1_000_000_00
)

// atOnce is how many accounts, policies or instalments one transaction takes.
const atOnce = 500

// market is an insurer with everybody who deals with it.
type market struct {
	*trial.Ground
	underwriter, chief, handler *gatewayclient.Client // of the insurer
	treaty, accounts            *gatewayclient.Client // of the reinsurer
	maker, officer, other       *gatewayclient.Client // the bank's clerk, and the officers of two members
	oracles                     []*gatewayclient.Client
	first, today                date.Date // when all this began, and the date of insurance
}

// found connects everybody, and opens and fills accounts.
func (m *market) found(ctx context.Context) error {
	m.Say("open accounts of an insurer, a reinsurer and a policyholder")
	return m.InTurn(ctx, m.seat, m.date, m.attest, m.open, m.fill, m.grant)
}

// seat connects everybody.
func (m *market) seat(ctx context.Context) (err error) {
	m.oracles = make([]*gatewayclient.Client, 3)
	for _, seat := range []struct {
		client       **gatewayclient.Client
		member, name string
	}{
		{&m.underwriter, "northbank", "underwriter"}, {&m.chief, "northbank", "chief"}, {&m.handler, "northbank", "handler"},
		{&m.treaty, "southbank", "treaty"}, {&m.accounts, "southbank", "accounts"},
		{&m.maker, "northbank", "maker"}, {&m.officer, "northbank", desk.Officer}, {&m.other, "southbank", desk.Officer},
		{&m.oracles[0], "northbank", "station"}, {&m.oracles[1], "southbank", "feed"}, {&m.oracles[2], "regulator", "agency"},
	} {
		if *seat.client, err = m.At(ctx, seat.member, seat.name); err != nil {
			return err
		}
	}
	return nil
}

// date is when all this begins.
func (m *market) date(ctx context.Context) error {
	today, err := gatewayclient.Do(ctx, m.officer, insurance.Today, protocol.Nothing{})
	if err == nil {
		m.first, m.today = today.Date, today.Date
	}
	return err
}

// after is a day so many days after the first.
func (m *market) after(days int) (date.Date, error) { return m.first.AddDays(days) }

// roll moves the date of insurance. That of cash stays, on which the trades of securities rest.
func (m *market) roll(ctx context.Context, to date.Date) error {
	if err := m.InTurn(ctx, trial.Have(m.officer, insurance.RollDate, protocol.RollRequest{To: to})); err != nil {
		return err
	}
	m.today = to
	return nil
}

// attest has the regulator look at the bank's reserve again: what it saw may be too old to issue money on.
func (m *market) attest(ctx context.Context) error {
	attester, err := m.At(ctx, "regulator", desk.Officer)
	if err != nil {
		return err
	}
	now, err := gatewayclient.Do(ctx, attester, cash.Today, protocol.Nothing{})
	if err != nil {
		return err
	}
	key := cash.IssuerKey{Issuer: m.maker.Identity().MSP, Currency: desk.Currency()}
	seen, err := gatewayclient.Do(ctx, attester, cash.GetReserve, key)
	if err != nil {
		return err
	}
	return trial.Have(attester, cash.AttestReserve, cash.AttestRequest{
		Issuer: seen.Issuer, Amount: money.Money{Amount: seen.Amount, Currency: seen.Currency}, AsOf: now.Date, Evidence: seen.Evidence,
	})(ctx)
}

// open opens the accounts that stand once, and registers the fund while it is empty.
func (m *market) open(ctx context.Context) error {
	err := errors.Join(
		m.Account(ctx, "northbank", insuring, "insurer"), m.Account(ctx, "northbank", taxing, "insurer"),
		m.Account(ctx, "southbank", reinsuring, "reinsurer"), m.Account(ctx, "northbank", farming, "alice"),
	)
	if err != nil {
		return err
	}
	return m.InTurn(ctx,
		trial.Have(m.maker, cash.OpenAccount, cash.OpenRequest{ID: payouts, Currency: desk.Currency(), Module: insurance.Module}),
		trial.Have(m.underwriter, insurance.RegisterFund, insurance.FundKey{Account: payouts}),
	)
}

// fill issues money, and spreads the accounts that many transactions use.
func (m *market) fill(ctx context.Context) error {
	return m.InTurn(ctx,
		func(ctx context.Context) error { return m.Mint(ctx, "northbank", "payouts", payouts, desk.Euros(fund)) },
		func(ctx context.Context) error {
			return m.Mint(ctx, "northbank", "farming", farming, desk.Euros(purse))
		},
		trial.Have(m.maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: payouts, Stripes: insurance.Lanes}),
		trial.Have(m.maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: insuring, Stripes: 1}),
		trial.Have(m.maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: taxing, Stripes: 1}),
	)
}

// grant has everybody give the mandates that it needs but for premiums of homes.
func (m *market) grant(ctx context.Context) error {
	for _, given := range []struct {
		by      *gatewayclient.Client
		account cash.AccountID
		purpose cash.Purpose
	}{
		{m.underwriter, insuring, insurance.Reinsurance}, {m.underwriter, taxing, insurance.Refunds},
		{m.treaty, reinsuring, insurance.Reinsurance}, {m.Alice, farming, insurance.Premiums},
	} {
		if err := m.mandate(ctx, given.by, given.account, given.purpose); err != nil {
			return fmt.Errorf("%s: %w", given.account, err)
		}
	}
	return nil
}

// mandate lets insurance collect from an account for a purpose, an amount at a time, as a direct debit does: not counted.
func (m *market) mandate(ctx context.Context, by *gatewayclient.Client, account cash.AccountID, purpose cash.Purpose) error {
	until, err := m.first.AddMonths(60)
	if err != nil {
		return err
	}
	return trial.Have(by, cash.GrantMandate, cash.MandateTerms{
		ID: purseOf(account, purpose).Mandate, Payer: account, Module: insurance.Module, Purpose: purpose,
		MaxUse: desk.Euros(purse), ValidUntil: until,
	})(ctx)
}

// purseOf is an account with its mandate for a purpose.
func purseOf(account cash.AccountID, purpose cash.Purpose) insurance.Purse {
	return insurance.Purse{Account: account, Mandate: cash.MandateID(string(account) + "-" + string(purpose))}
}

// openMany opens accounts of alice's at her bank, numbered from 0.
func (m *market) openMany(ctx context.Context, name func(int) cash.AccountID, count int) error {
	for from := 0; from < count; from += atOnce {
		var request cash.OpenManyRequest
		for n := from; n < min(from+atOnce, count); n++ {
			request.Accounts = append(request.Accounts, cash.OpenRequest{
				ID: name(n), Currency: desk.Currency(), Party: parties.PartyID("alice"), Host: m.maker.Identity().MSP,
			})
		}
		if err := trial.Have(m.maker, cash.OpenAccounts, request)(ctx); err != nil {
			return err
		}
	}
	return nil
}

// numbers are those from 0 up to a count.
func numbers(count int) []int {
	all := make([]int, count)
	for i := range all {
		all[i] = i
	}
	return all
}

// has makes sure of what an account has.
func (m *market) has(ctx context.Context, account cash.AccountID, cents int64) error {
	balance, err := gatewayclient.Do(ctx, m.officer, cash.GetBalance, account)
	if err == nil && balance.Posted != desk.Euros(cents) {
		err = fmt.Errorf("account %s has %s, and not %s", account, balance.Posted, desk.Euros(cents))
	}
	return err
}
