// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

func TestCurrencyIsSetByResolutionAndOnlyIfMoneyCanBeIssuedInIt(t *testing.T) {
	c := found(t, 1)
	stage.Refused(t, c.north, cash.SetCurrency, cash.CurrencyRequest{
		Governed: protocol.Governed{Resolution: "none"}, CurrencyKey: cash.CurrencyKey{Currency: money.MustCurrency("USD")},
	}, protocol.NotFound)
	for _, code := range []string{"XAU", "XTS", "XXX"} {
		gold := cash.CurrencyRequest{
			Governed:    protocol.Governed{Resolution: protocol.ResolutionID("issue-" + code)},
			CurrencyKey: cash.CurrencyKey{Currency: money.MustCurrency(code)},
		}
		proposal, err := parties.NewProposal(gold.Resolution, cash.SetCurrency, gold, "")
		require.NoError(t, err)
		stage.Do(t, c.north, parties.ProposeResolution, proposal)
		stage.Do(t, c.south, parties.ApproveResolution, gold.Resolution)
		stage.Refused(t, c.north, cash.SetCurrency, gold, cash.NotIssuable)
	}
	terms := stage.Do(t, c.bob, cash.GetCurrency, cash.CurrencyKey{Currency: money.MustCurrency("EUR")})
	require.Equal(t, 2, terms.MinorUnits)
	require.Len(t, stage.Do(t, c.bob, cash.Currencies, protocol.PageRequest{}).Items, 1)
}

func TestCurrencyKeepsItsCalendarOfBusinessDays(t *testing.T) {
	c := found(t, 1)
	target, err := date.TARGET2(2026, 2027)
	require.NoError(t, err)
	govern(t, c, cash.SetCurrency, func(g protocol.Governed) cash.CurrencyRequest {
		return cash.CurrencyRequest{Governed: g, CurrencyKey: cash.CurrencyKey{Currency: money.MustCurrency("EUR")}, ReserveAge: 1, Calendar: &target}
	})
	terms := stage.Do(t, c.bob, cash.GetCurrency, cash.CurrencyKey{Currency: money.MustCurrency("EUR")})
	require.Equal(t, target.Name(), terms.Calendar.Name())
}

func TestMoneyIsMintedByTwoPeopleOfTheBank(t *testing.T) {
	c := opened(t)
	request := cash.MintRequest{ID: "more", Account: "alice", Amount: eur("5.00")}
	stage.Refused(t, c.southMaker, cash.RequestMint, request, protocol.NotAuthorised)
	stage.Refused(t, c.alice, cash.RequestMint, request, protocol.NotAuthorised)
	stage.Do(t, c.maker, cash.RequestMint, request)
	require.Len(t, stage.Do(t, c.bob, cash.PendingMints, cash.IssuerPage{Issuer: north}).Items, 1)

	stage.Refused(t, c.maker, cash.ApproveMint, "more", cash.SamePerson)
	renewed := c.Actor(north, "maker", "", role.AccountServicer)
	stage.Refused(t, renewed, cash.ApproveMint, "more", cash.SamePerson)
	stage.Refused(t, c.southChecker, cash.ApproveMint, "more", protocol.NotAuthorised)
	stage.Do(t, c.checker, cash.ApproveMint, "more")
	c.has(t, "alice", "105.00 EUR", "105.00 EUR")
	stage.Refused(t, c.checker, cash.ApproveMint, "more", cash.MintClosed)
	stage.Refused(t, c.maker, cash.RejectMint, "more", cash.MintClosed)
	require.Empty(t, stage.Do(t, c.bob, cash.PendingMints, cash.IssuerPage{Issuer: north}).Items)
	require.Equal(t, cash.MintApproved, stage.Do(t, c.bob, cash.GetMint, "more").Status)
}

func TestRejectedMintMakesNoMoney(t *testing.T) {
	c := opened(t)
	stage.Do(t, c.maker, cash.RequestMint, cash.MintRequest{ID: "more", Account: "alice", Amount: eur("5.00")})
	stage.Do(t, c.maker, cash.RejectMint, "more")
	stage.Refused(t, c.checker, cash.ApproveMint, "more", cash.MintClosed)
	c.has(t, "alice", "100.00 EUR", "100.00 EUR")
}

func TestMintStaysWithinAFreshAttestedReserve(t *testing.T) {
	c := opened(t)
	request := cash.MintRequest{ID: "much", Account: "alice", Amount: eur("800.01")}
	stage.Do(t, c.maker, cash.RequestMint, request)
	stage.Refused(t, c.checker, cash.ApproveMint, "much", cash.ReserveExceeded)
	request.ID, request.Amount = "all", eur("800.00")
	stage.Do(t, c.maker, cash.RequestMint, request)

	c.roll(t, "2026-11-26")
	fault := stage.Refused(t, c.checker, cash.ApproveMint, "all", cash.ReserveStale)
	require.Contains(t, fault.Sentence, "as of 2026-11-23", "three business days on terms of two")
	stage.Do(t, c.attester, cash.AttestReserve, cash.AttestRequest{Issuer: north, Amount: eur("1000.00"), AsOf: day("2026-11-24"), Evidence: order})
	stage.Do(t, c.checker, cash.ApproveMint, "all")

	issued := stage.Do(t, c.bob, cash.GetIssued, cash.IssuerKey{Issuer: north, Currency: money.MustCurrency("EUR")})
	require.Equal(t, eur("1000.00"), issued.Amount)
	require.Equal(t, ruler, issued.Reserve.Attester)
}

func TestReserveIsAttestedByAnotherMemberAndForward(t *testing.T) {
	c := opened(t)
	attest := cash.AttestRequest{Issuer: north, Amount: eur("1.00"), AsOf: day(monday), Evidence: order}
	own := c.Actor(north, "auditor", "", role.ReserveAttester)
	stage.Refused(t, own, cash.AttestReserve, attest, cash.SelfAttested)
	stage.Refused(t, c.maker, cash.AttestReserve, attest, protocol.NotAuthorised)
	attest.AsOf = day("2026-11-24")
	stage.Refused(t, c.attester, cash.AttestReserve, attest, cash.ReserveDate)
	attest.AsOf = day("2026-11-20")
	stage.Refused(t, c.attester, cash.AttestReserve, attest, cash.ReserveDate)
	attest.AsOf, attest.Amount = day(monday), eur("150.00")
	stage.Do(t, c.attester, cash.AttestReserve, attest)
	require.Equal(t, eur("150.00").Amount, stage.Do(t, c.bob, cash.GetReserve, attest.IssuerKey()).Amount,
		"an attestation below what is issued is the truth and is taken")
	stage.Do(t, c.maker, cash.RequestMint, cash.MintRequest{ID: "one", Account: "alice", Amount: eur("0.01")})
	stage.Refused(t, c.checker, cash.ApproveMint, "one", cash.ReserveExceeded)
}

func redeem(amount string) cash.RedeemRequest {
	return cash.RedeemRequest{ID: "payout", Account: "alice", Amount: eur(amount), Due: day(friday)}
}

func TestRedemptionIsEarmarkedThenBurnt(t *testing.T) {
	c := opened(t)
	stage.Refused(t, c.carol, cash.RequestRedeem, redeem("40.00"), cash.NotSignatory)
	stage.Refused(t, c.alice, cash.RequestRedeem, redeem("100.01"), cash.InsufficientFunds)
	stage.Do(t, c.alice, cash.RequestRedeem, redeem("40.00"))
	c.has(t, "alice", "100.00 EUR", "60.00 EUR")
	queue := cash.AccountPage{Account: cash.LiabilityID(north, money.MustCurrency("EUR"))}
	require.Len(t, stage.Do(t, c.maker, cash.HoldsByPayee, queue).Items, 1)

	stage.Refused(t, c.southMaker, cash.ApproveRedeem, "payout", cash.NotNotary)
	officer := c.Actor(north, "desk", "")
	stage.Refused(t, officer, cash.ExecuteHold, cash.ExecuteRequest{Hold: "payout"}, cash.NotNotary)
	stage.Refused(t, officer, cash.ReleaseHold, "payout", cash.NotNotary)
	moonlighting := c.Actor(north, "alice", "", role.AccountServicer)
	stage.Refused(t, moonlighting, cash.ApproveRedeem, "payout", cash.SamePerson)
	stage.Do(t, c.maker, cash.ApproveRedeem, "payout")
	c.has(t, "alice", "60.00 EUR", "60.00 EUR")
	require.Equal(t, eur("160.00"), stage.Do(t, c.bob, cash.GetIssued, cash.IssuerKey{Issuer: north, Currency: money.MustCurrency("EUR")}).Amount)
	stage.Refused(t, c.maker, cash.ApproveRedeem, "payout", cash.HoldNotActive)
}

func TestRedemptionIsGivenBackWhenRejectedOrOverdue(t *testing.T) {
	c := opened(t)
	stage.Do(t, c.alice, cash.RequestRedeem, redeem("40.00"))
	stage.Do(t, c.maker, cash.RejectRedeem, "payout")
	c.has(t, "alice", "100.00 EUR", "100.00 EUR")

	again := redeem("40.00")
	again.ID = "payout-2"
	stage.Do(t, c.alice, cash.RequestRedeem, again)
	stage.Refused(t, c.alice, cash.ExpireHold, "payout-2", cash.HoldNotExpired)
	c.roll(t, "2026-11-28")
	stage.Refused(t, c.maker, cash.ApproveRedeem, "payout-2", cash.HoldIsExpired)
	stage.Do(t, c.bob, cash.ExpireHold, "payout-2")
	c.has(t, "alice", "100.00 EUR", "100.00 EUR")
}

func TestBankRedeemsNoMoreThanItIssued(t *testing.T) {
	c := opened(t)
	stage.Do(t, c.alice, cash.Transfer, pay("alice", "bob", "100.00"))
	request := cash.RedeemRequest{ID: "payout", Account: "bob", Amount: eur("150.00"), Due: day(friday)}
	stage.Do(t, c.bob, cash.RequestRedeem, request)
	stage.Refused(t, c.southMaker, cash.ApproveRedeem, "payout", cash.IssuedExceeded)
	request.ID, request.Amount, request.Issuer = "payout-2", eur("50.00"), north
	stage.Do(t, c.bob, cash.RequestRedeem, request)
	stage.Do(t, c.maker, cash.ApproveRedeem, "payout-2")
	c.has(t, "bob", "150.00 EUR", "0.00 EUR")
}
