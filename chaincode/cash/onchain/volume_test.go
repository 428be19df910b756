// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// envelope is a transaction that was endorsed and waits for its block.
type envelope struct{ *ledgertest.Transaction }

// endorsed has a call endorsed, under a reference when one is given, and keeps it for a block.
func endorsed[Req protocol.Request, Res any](t testing.TB, c *consortium, by *stage.Actor, e protocol.SubmitEndpoint[Req, Res], req Req, reference ...string) envelope {
	t.Helper()
	proposal, err := stage.Proposal(by, e, req, reference...)
	require.NoError(t, err)
	tx, err := c.World.Endorse(by.ID, proposal)
	require.NoError(t, err)
	return envelope{tx}
}

// block commits what was endorsed in one block and answers how many were valid.
func (c *consortium) block(t testing.TB, envelopes ...envelope) (valid int) {
	t.Helper()
	for _, e := range envelopes {
		require.NoError(t, c.World.Order(e.Transaction))
	}
	for _, tx := range c.World.CutBlock().Transactions {
		if tx.Valid() {
			valid++
		}
	}
	return valid
}

// spread makes alice's account a high-volume one.
func spread(t testing.TB, stripes int) *consortium {
	t.Helper()
	c := opened(t)
	stage.Do(t, c.maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: "alice", Stripes: stripes})
	c.has(t, "alice", "100.00 EUR", "100.00 EUR")
	return c
}

// consolidate moves all waiting credits of alice's onto stripes.
func (c *consortium) consolidate(t testing.TB, stripes ...int) {
	t.Helper()
	request := cash.ConsolidateRequest{Account: "alice", Stripes: stripes}
	for _, credit := range stage.Do(t, c.alice, cash.UnconsolidatedCredits, cash.AccountPage{Account: "alice"}).Items {
		request.Credits = append(request.Credits, credit.TxID)
	}
	stage.Do(t, c.alice, cash.ConsolidateCredits, request)
}

func TestOrdinaryAccountTakesOnePaymentABlock(t *testing.T) {
	c := opened(t)
	valid := c.block(t, endorsed(t, c, c.bob, cash.Transfer, pay("bob", "alice", "1.00"), "b"), endorsed(t, c, c.carol, cash.Transfer, pay("carol", "alice", "1.00"), "c"))
	require.Equal(t, 1, valid, "this is what high-volume accounts are for")
	c.has(t, "alice", "101.00 EUR", "101.00 EUR")
}

func TestHundredCreditsOfOneBlockAreAllValid(t *testing.T) {
	c := spread(t, 4)
	var payers []*stage.Actor
	var waiting []envelope
	for i := range 100 {
		id := fmt.Sprintf("payer-%d", i)
		payers = append(payers, c.Actor(south, id, "bob"))
		c.open(t, c.southMaker, cash.AccountID(id), "bob", south)
		stage.Do(t, c.bob, cash.Transfer, pay("bob", cash.AccountID(id), "0.10"))
	}
	for i, payer := range payers {
		id := fmt.Sprintf("payer-%d", i)
		waiting = append(waiting, endorsed(t, c, payer, cash.Transfer, pay(cash.AccountID(id), "alice", "0.10"), "credit-"+id))
	}
	require.Equal(t, 100, c.block(t, waiting...))
	balance := stage.Do(t, c.alice, cash.GetBalance, "alice")
	require.Equal(t, eur("110.00"), balance.Posted)
	require.Equal(t, eur("10.00"), balance.Pending)
	require.Equal(t, eur("100.00"), balance.Available, "credits are paid once they are consolidated")
	c.consolidate(t)
	c.has(t, "alice", "110.00 EUR", "110.00 EUR")
	stage.Refused(t, c.alice, cash.UnconsolidatedCredits, cash.AccountPage{Account: "\x01"}, protocol.InvalidArgument)
}

func TestDebitsWithConsecutiveReferencesAreAllValid(t *testing.T) {
	c := spread(t, 32)
	stage.Do(t, c.southMaker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: "bob", Stripes: 1})
	var waiting []envelope
	for i := range 32 {
		waiting = append(waiting, endorsed(t, c, c.alice, cash.Transfer, pay("alice", "bob", "3.00"), fmt.Sprintf("INV-%d", 1000+i)))
	}
	require.Equal(t, 32, c.block(t, waiting...))
	c.has(t, "alice", "4.00 EUR", "4.00 EUR")
}

func TestOneReferenceTwiceInABlockPaysOnce(t *testing.T) {
	c := spread(t, 32)
	stage.Do(t, c.southMaker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: "bob", Stripes: 1})
	twice := []envelope{
		endorsed(t, c, c.alice, cash.Transfer, pay("alice", "bob", "3.00"), "INV-7"),
		endorsed(t, c, c.alice, cash.Transfer, pay("alice", "bob", "3.00"), "INV-7"),
	}
	require.Equal(t, 1, c.block(t, twice...))
	c.has(t, "alice", "97.00 EUR", "97.00 EUR")
}

func TestDebitDrawsOnTheNextStripesWhenOneIsShort(t *testing.T) {
	c := spread(t, 8)
	stage.Do(t, c.alice, cash.Transfer, pay("alice", "bob", "90.00"), "big-5")
	c.has(t, "alice", "10.00 EUR", "10.00 EUR")
	stage.Do(t, c.alice, cash.Transfer, pay("alice", "bob", "10.00"), "rest-2")
	c.has(t, "alice", "0.00 EUR", "0.00 EUR")
	stage.Refused(t, c.alice, cash.Transfer, pay("alice", "bob", "0.01"), cash.InsufficientFunds)
	stage.Do(t, c.bob, cash.Transfer, pay("bob", "alice", "5.00"))
	fault := stage.Refused(t, c.alice, cash.Transfer, pay("alice", "bob", "0.01"), cash.InsufficientFunds)
	require.Contains(t, fault.Sentence, "consolidate")
	c.consolidate(t, 3)
	stage.Do(t, c.alice, cash.Transfer, pay("alice", "bob", "5.00"))
}

func TestDoubleSpendOfAHighVolumeAccountIsInvalid(t *testing.T) {
	c := spread(t, 2)
	valid := c.block(t,
		endorsed(t, c, c.alice, cash.Transfer, pay("alice", "bob", "100.00"), "all-1"),
		endorsed(t, c, c.alice, cash.Transfer, pay("alice", "carol", "100.00"), "all-2"))
	require.Equal(t, 1, valid)
	c.has(t, "alice", "0.00 EUR", "0.00 EUR")
}

func TestConsolidationAndCreditsDoNotMeet(t *testing.T) {
	c := spread(t, 4)
	stage.Do(t, c.bob, cash.Transfer, pay("bob", "alice", "5.00"))
	credit := stage.Do(t, c.alice, cash.UnconsolidatedCredits, cash.AccountPage{Account: "alice"}).Items[0]
	request := cash.ConsolidateRequest{Account: "alice", Credits: []cash.TxID{credit.TxID}, Stripes: []int{1}}
	stage.Refused(t, c.carol, cash.ConsolidateCredits, request, cash.NotSignatory)
	proposal, err := stage.Proposal(c.maker, cash.ConsolidateCredits, request)
	require.NoError(t, err)
	move, err := c.World.Endorse(c.maker.ID, proposal)
	require.NoError(t, err)
	valid := c.block(t, envelope{move},
		endorsed(t, c, c.bob, cash.Transfer, pay("bob", "alice", "5.00"), "meanwhile"),
		endorsed(t, c, c.alice, cash.Transfer, pay("alice", "carol", "5.00"), "debit-2"))
	require.Equal(t, 3, valid, "the debit is on another stripe than the consolidation")
	stage.Refused(t, c.alice, cash.ConsolidateCredits, request, protocol.NotFound)
	c.has(t, "alice", "105.00 EUR", "100.00 EUR")
}

func TestHighVolumeAccountHoldsAndSettles(t *testing.T) {
	c := withShop(t)
	stage.Do(t, c.maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: "alice", Stripes: 4})
	stage.Do(t, c.southMaker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: "bob", Stripes: 4})
	stage.Do(t, c.alice, cash.CreateHold, forShop("h", "40.00"))
	stage.Do(t, c.alice, cash.CreateHold, escrow("part", "50.00"))
	c.has(t, "alice", "100.00 EUR", "10.00 EUR")
	stage.Refused(t, c.alice, cash.Transfer, pay("alice", "bob", "10.01"), cash.InsufficientFunds)

	own := leg("alice", "bob", "10.00")
	consent, err := cash.ConsentTo("s-1", []cash.SettleLeg{own})
	require.NoError(t, err)
	req := settle("s-1", byHold("h", "40.00"), own)
	req.Consent = consent
	stage.Do(t, c.alice, shopSettle, req)
	c.has(t, "alice", "50.00 EUR", "0.00 EUR")
	stage.Do(t, c.carol, cash.ExecuteHold, cash.ExecuteRequest{Hold: "part", Amount: eur("20.00")})
	c.has(t, "alice", "30.00 EUR", "30.00 EUR")
	require.Equal(t, eur("70.00"), stage.Do(t, c.bob, cash.GetBalance, "bob").Pending)
	c.conserved(t)
}

func TestHighVolumeIsMarkedByTheServicerAndOnlyGrows(t *testing.T) {
	c := opened(t)
	mark := func(stripes int) cash.HighVolumeRequest {
		return cash.HighVolumeRequest{Account: "alice", Stripes: stripes}
	}
	stage.Refused(t, c.southMaker, cash.MarkHighVolume, mark(4), protocol.NotAuthorised)
	stage.Refused(t, c.maker, cash.MarkHighVolume, mark(1025), protocol.InvalidArgument)
	stage.Do(t, c.alice, cash.CreateHold, escrow("h", "1.00"))
	stage.Refused(t, c.maker, cash.MarkHighVolume, mark(4), cash.HoldsActive)
	stage.Do(t, c.carol, cash.ReleaseHold, "h")
	stage.Do(t, c.maker, cash.MarkHighVolume, mark(4))
	stage.Refused(t, c.maker, cash.MarkHighVolume, mark(3), cash.StripesFewer)
	stage.Do(t, c.maker, cash.MarkHighVolume, mark(8))
	c.has(t, "alice", "100.00 EUR", "100.00 EUR")
	c.conserved(t)
}

// conserved checks that all balances of a currency are what its banks issued, page by page.
func (c *consortium) conserved(t testing.TB) {
	t.Helper()
	var sum int64
	page := protocol.PageRequest{Size: 3}
	for {
		totals := stage.Do(t, c.alice, cash.GetTotals, page)
		for _, s := range totals.Sums {
			sum += s.Balances.Minor() - s.Issued.Minor()
		}
		if page.After = totals.Next; page.After == "" {
			break
		}
	}
	require.Zero(t, sum, "balances less issued")
}
