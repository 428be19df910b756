// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// consenting is a checkout of alice's in which she consents to what she pays.
func consenting(t testing.TB, id cash.SettlementID, legs ...cash.SettleLeg) checkout {
	t.Helper()
	consent, err := cash.ConsentTo(id, legs)
	require.NoError(t, err)
	return checkout{Settlement: cash.SettleRequest{ID: id, Legs: legs}, Consent: consent}
}

func leg(from, to cash.AccountID, amount string) cash.SettleLeg {
	return cash.SettleLeg{From: from, To: to, Amount: eur(amount)}
}

func TestConsentCoversTheExactLegsOfItsSigner(t *testing.T) {
	c := withShop(t)
	good := consenting(t, "s", leg("alice", "bob", "10.00"))
	other := consenting(t, "s", leg("alice", "bob", "10.01"))
	renamed := consenting(t, "s2", leg("alice", "bob", "10.00"))

	none, less, elsewhere := good, good, good
	none.Consent, less.Consent, elsewhere.Consent = "", other.Consent, renamed.Consent
	more := good
	more.Settlement.Legs = append([]cash.SettleLeg{}, good.Settlement.Legs...)
	more.Settlement.Legs = append(more.Settlement.Legs, leg("alice", "carol", "0.01"))
	for name, bad := range map[string]checkout{"none": none, "another amount": less, "another settlement": elsewhere, "one leg more": more} {
		t.Run(name, func(t *testing.T) { stage.Refused(t, c.alice, shopSettle, bad, cash.ConsentMissing) })
	}
	stage.Refused(t, c.carol, shopSettle, good, cash.ConsentMissing)
	stage.Do(t, c.alice, shopSettle, good)
	stage.Refused(t, c.alice, shopSettle, good, protocol.AlreadyExists)
	settled := stage.Do(t, c.bob, cash.GetSettlement, cash.SettlementKey{Via: "shop", ID: "s"})
	require.Equal(t, 1, settled.Legs)
	posting := stage.Do(t, c.bob, cash.GetPosting, settled.TxID)
	require.Equal(t, [2]string{"shop", "s"}, [2]string{posting.Via, posting.Subject})
}

func TestModuleStaysWithinItsLimits(t *testing.T) {
	c := withShop(t)
	stage.Refused(t, c.alice, shopSettle, consenting(t, "s", leg("alice", "bob", "50.01")), cash.ModuleLimit)
	yen := leg("alice", "bob", "1.00")
	yen.Amount.Currency = money.MustCurrency("JPY")
	stage.Refused(t, c.alice, shopSettle, consenting(t, "s", yen), cash.ModuleLimit)
	c.registerAs(t, cash.Module{
		Name: "shop", Caps: []money.Money{eur("50.00")}, EntryPoints: []string{"Settle"}, Operations: []cash.ModuleOperation{cash.ByHold},
	})
	stage.Refused(t, c.alice, shopSettle, consenting(t, "s", leg("alice", "bob", "1.00")), cash.ModuleLimit)
	require.Len(t, stage.Do(t, c.bob, cash.Modules, protocol.PageRequest{}).Items, 1)
	require.Equal(t, []cash.ModuleOperation{cash.ByHold}, stage.Do(t, c.bob, cash.GetModule, "shop").Operations)
}

// forShop is a hold of alice's for bob that the shop decides.
func forShop(id cash.HoldID, amount string) cash.HoldRequest {
	req := escrow(id, amount)
	req.Notary, req.Purpose = cash.Notary{Kind: cash.ModuleNotary, ID: "shop"}, "dvp:1"
	return req
}

func byHold(id cash.HoldID, amount string) cash.SettleLeg {
	l := leg("alice", "bob", amount)
	l.Hold, l.Purpose = id, "dvp:1"
	return l
}

func settle(id cash.SettlementID, legs ...cash.SettleLeg) checkout {
	return checkout{Settlement: cash.SettleRequest{ID: id, Legs: legs}}
}

func TestModuleExecutesItsHoldsInFull(t *testing.T) {
	c := withShop(t)
	stage.Do(t, c.alice, cash.CreateHold, forShop("h", "10.00"))
	elsewhere, unpurposed := byHold("h", "10.00"), byHold("h", "10.00")
	elsewhere.To, unpurposed.Purpose = "carol", ""
	for name, bad := range map[string]cash.SettleLeg{"a part": byHold("h", "9.00"), "another payee": elsewhere, "another purpose": unpurposed} {
		t.Run(name, func(t *testing.T) { stage.Refused(t, c.carol, shopSettle, settle("s", bad), cash.ConsentMissing) })
	}
	stage.Refused(t, c.carol, shopSettle, settle("s", byHold("h9", "10.00")), protocol.NotFound)
	stage.Refused(t, c.carol, shopSettle, settle("s", byHold("h", "10.00"), byHold("h", "10.00")), protocol.InvalidArgument)
	stage.Refused(t, c.alice, cash.Settle, settle("s", byHold("h", "10.00")).Settlement, cash.ConsentMissing)
	stage.Refused(t, c.carol, agentCash, settle("s", byHold("h", "10.00")), cash.ModuleUnknown)

	_, result, err := stage.Try(c.carol, shopSettle, settle("s", byHold("h", "10.00")))
	require.NoError(t, err)
	c.has(t, "alice", "90.00 EUR", "90.00 EUR")
	c.has(t, "bob", "110.00 EUR", "110.00 EUR")
	require.Equal(t, cash.HoldExecuted, stage.Do(t, c.bob, cash.GetHold, "h").Status)
	require.Contains(t, string(result.Event.GetPayload()), "cash:HoldExecuted")
	stage.Refused(t, c.carol, shopSettle, settle("s2", byHold("h", "10.00")), cash.HoldNotActive)
}

func TestModuleReleasesItsHoldsAndNoOthers(t *testing.T) {
	c := withShop(t)
	stage.Do(t, c.alice, cash.CreateHold, forShop("h", "10.00"))
	stage.Do(t, c.alice, cash.CreateHold, escrow("others", "10.00"))
	release := func(id cash.HoldID) checkout {
		return checkout{Settlement: cash.SettleRequest{ID: cash.SettlementID("release-" + id), Release: []cash.HoldID{id}}}
	}
	stage.Refused(t, c.bob, shopSettle, release("others"), cash.ConsentMissing)
	stage.Do(t, c.bob, shopSettle, release("h"))
	c.has(t, "alice", "100.00 EUR", "90.00 EUR")
	require.Equal(t, cash.HoldReleased, stage.Do(t, c.bob, cash.GetHold, "h").Status)
}

// mandate lets the shop collect rent from alice.
func mandate() cash.MandateTerms {
	return cash.MandateTerms{
		ID: "m", Payer: "alice", Module: "shop", Purpose: "rent", MaxUse: eur("10.00"), MaxTotal: eur("25.00"), ValidUntil: day(friday),
	}
}

func byMandate(to cash.AccountID, amount string) cash.SettleLeg {
	l := leg("alice", to, amount)
	l.Mandate, l.Purpose = "m", "rent"
	return l
}

func TestMandateIsUsedWithinItsBounds(t *testing.T) {
	c := withShop(t)
	stage.Refused(t, c.carol, cash.GrantMandate, mandate(), cash.NotSignatory)
	stage.Do(t, c.alice, cash.GrantMandate, mandate())
	stage.Do(t, c.bob, shopSettle, settle("1", byMandate("bob", "10.00"), byMandate("carol", "5.00")))
	require.Equal(t, eur("15.00").Amount, stage.Do(t, c.bob, cash.GetMandate, "m").Used)

	stage.Refused(t, c.bob, shopSettle, settle("2", byMandate("bob", "10.01")), cash.MandateExceeded)
	stage.Refused(t, c.bob, shopSettle, settle("2", byMandate("bob", "6.00"), byMandate("bob", "6.00")), cash.MandateExceeded)
	other := byMandate("bob", "1.00")
	other.Purpose = "gambling"
	stage.Refused(t, c.bob, shopSettle, settle("2", other), cash.ConsentMissing)
	other = byMandate("bob", "1.00")
	other.From = "carol"
	stage.Refused(t, c.bob, shopSettle, settle("2", other), cash.ConsentMissing)
	stage.Do(t, c.bob, shopSettle, settle("2", byMandate("bob", "10.00")))
	stage.Refused(t, c.bob, shopSettle, settle("3", byMandate("bob", "0.01")), cash.MandateExceeded)
	c.has(t, "alice", "75.00 EUR", "75.00 EUR")
}

// Uses of a mandate without a total share no row: as many as there are take place in one block, each within its bound.
func TestUsesOfAMandateWithoutTotalDoNotMeet(t *testing.T) {
	c := withShop(t)
	for _, total := range []money.Money{eur("25.00"), {}} {
		terms := mandate()
		terms.Payer, terms.MaxTotal = "bob", total
		if total.IsZero() {
			terms.ID = "free"
		}
		stage.Do(t, c.bob, cash.GrantMandate, terms)
	}
	stage.Do(t, c.maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: "alice", Stripes: 2})
	stage.Do(t, c.southMaker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: "bob", Stripes: 8})
	both := func(name cash.MandateID) []envelope {
		var uses []envelope
		for _, id := range []cash.SettlementID{"1", "2"} { // which draw on stripes of their own
			collects := leg("bob", "alice", "1.00")
			collects.Mandate, collects.Purpose = name, "rent"
			uses = append(uses, endorsed(t, c, c.carol, shopSettle, settle(cash.SettlementID(name)+id, collects)))
		}
		return uses
	}
	require.Equal(t, 1, c.block(t, both("m")...))
	require.Equal(t, 2, c.block(t, both("free")...))
	over := leg("bob", "alice", "10.01")
	over.Mandate, over.Purpose = "free", "rent"
	stage.Refused(t, c.carol, shopSettle, settle("over", over), cash.MandateExceeded)
	require.True(t, stage.Do(t, c.bob, cash.GetMandate, "free").Used.IsZero())
}

func TestMandateEnds(t *testing.T) {
	c := withShop(t)
	narrow := mandate()
	narrow.Payee = "bob"
	stage.Do(t, c.alice, cash.GrantMandate, narrow)
	stage.Refused(t, c.bob, shopSettle, settle("1", byMandate("carol", "1.00")), cash.ConsentMissing)
	stage.Refused(t, c.bob, cash.RevokeMandate, "m", cash.NotSignatory)
	c.roll(t, "2026-11-28")
	stage.Refused(t, c.bob, shopSettle, settle("1", byMandate("bob", "1.00")), cash.MandateNotActive)
	stage.Do(t, c.alice, cash.RevokeMandate, "m")
	stage.Refused(t, c.alice, cash.RevokeMandate, "m", cash.MandateNotActive)
	require.Len(t, stage.Do(t, c.bob, cash.Mandates, cash.AccountPage{Account: "alice"}).Items, 1)
}

func TestModuleAccountIsDebitedByItsModuleAlone(t *testing.T) {
	c := withShop(t)
	stage.Do(t, c.maker, cash.OpenAccount, cash.OpenRequest{ID: "pool", Currency: money.MustCurrency("EUR"), Module: "shop"})
	stage.Do(t, c.maker, cash.OpenAccount, cash.OpenRequest{ID: "other", Currency: money.MustCurrency("EUR"), Module: "agent"})
	stage.Do(t, c.alice, cash.TransferBatch, cash.BatchRequest{Legs: []cash.Leg{cash.Leg(pay("alice", "pool", "20.00")), cash.Leg(pay("alice", "other", "20.00"))}})
	stage.Refused(t, c.alice, cash.Transfer, pay("pool", "alice", "1.00"), cash.NotSignatory)
	stage.Refused(t, c.maker, cash.Settle, settle("s", leg("pool", "alice", "1.00")).Settlement, cash.NotSignatory)
	stage.Refused(t, c.alice, shopSettle, settle("s", leg("other", "alice", "1.00")), cash.ConsentMissing)
	stage.Refused(t, c.alice, agentCash, settle("s", leg("other", "alice", "1.00")), cash.ModuleUnknown)
	stage.Do(t, c.bob, shopSettle, settle("s", leg("pool", "bob", "5.00")))
	c.has(t, "pool", "15.00 EUR", "15.00 EUR")
	require.Len(t, stage.Do(t, c.bob, cash.AccountsByOwner, cash.OwnerRequest{Module: "shop"}).Items, 1)
}

// One settlement of every kind of leg, netted: bob passes on what he receives in the same transaction.
func TestSettlementNetsLegsOfEveryKind(t *testing.T) {
	c := withShop(t)
	stage.Do(t, c.maker, cash.OpenAccount, cash.OpenRequest{ID: "pool", Currency: money.MustCurrency("EUR"), Module: "shop"})
	stage.Do(t, c.alice, cash.CreateHold, forShop("h", "50.00"))
	terms := mandate()
	terms.Payer, terms.MaxUse, terms.MaxTotal = "bob", eur("50.00"), eur("150.00")
	stage.Do(t, c.bob, cash.GrantMandate, terms)
	pass := leg("bob", "pool", "50.00")
	pass.Mandate, pass.Purpose = "m", "rent"
	own := leg("carol", "pool", "50.00")
	consent, err := cash.ConsentTo("s", []cash.SettleLeg{own})
	require.NoError(t, err)
	req := settle("s", pass, pass, pass, byHold("h", "50.00"), own, leg("pool", "alice", "50.00"))
	req.Consent = consent
	stage.Do(t, c.carol, shopSettle, req)
	c.has(t, "alice", "100.00 EUR", "100.00 EUR")
	c.has(t, "bob", "0.00 EUR", "0.00 EUR")
	c.has(t, "carol", "50.00 EUR", "50.00 EUR")
	c.has(t, "pool", "150.00 EUR", "150.00 EUR")
}

// I10: a second call in one transaction would see the balances before the first.
func TestSecondSettlementInOneTransactionMakesNoMoney(t *testing.T) {
	c := withShop(t)
	req := consenting(t, "s", leg("alice", "bob", "10.00"))
	req.Again = true
	_, _, err := stage.Try(c.alice, shopSettle, req)
	require.ErrorIs(t, err, protocol.SecondCall)
	c.has(t, "alice", "100.00 EUR", "100.00 EUR")
	c.has(t, "bob", "100.00 EUR", "100.00 EUR")
}

func TestOtherChaincodesCallNothingButSettle(t *testing.T) {
	for _, endpoint := range cash.Endpoints() {
		if endpoint.Writes() && endpoint.Callable() {
			require.Equal(t, cash.Settle.Name(), endpoint.Name())
		}
	}
}

func TestModuleIsRegisteredByResolutionOnly(t *testing.T) {
	c := opened(t)
	req := cash.ModuleRequest{Governed: protocol.Governed{Resolution: "own"}, Module: cash.Module{
		Name: "shop", Caps: []money.Money{eur("50.00")}, EntryPoints: []string{"Settle"}, Operations: []cash.ModuleOperation{cash.ByHold},
	}}
	stage.Refused(t, c.maker, cash.RegisterModule, req, protocol.NotAuthorised)
	stage.Refused(t, c.north, cash.RegisterModule, req, protocol.NotFound)
	proposal, err := parties.NewProposal("own", cash.RegisterModule, req, "")
	require.NoError(t, err)
	stage.Do(t, c.north, parties.ProposeResolution, proposal)
	_, _, err = stage.Try(c.north, cash.RegisterModule, req)
	var fault *protocol.Fault
	require.True(t, errors.As(err, &fault), "one of three members is no majority: %v", err)
	stage.Refused(t, c.bob, cash.GetModule, "shop", protocol.NotFound)
}
