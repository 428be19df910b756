// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// The invariants of package cash hold after every block of random transactions, several of which were endorsed on the
// same state, whichever of them turn out valid.
func TestLawsHoldAfterEveryBlock(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		bank := newBank(t)
		for range rapid.IntRange(4, 14).Draw(rt, "blocks") {
			var block []call
			for range rapid.IntRange(1, 5).Draw(rt, "transactions") {
				block = append(block, bank.draw(rt))
			}
			bank.commit(rt, block)
			bank.check(rt)
		}
	})
}

// bank is a consortium that random people use.
type bank struct {
	*consortium
	names int
	days  int
	done  []sent // what was committed as valid, for replays
	holds map[cash.HoldID]cash.HoldStatus
}

// call is one transaction that somebody is about to make.
type call struct {
	by       *stage.Actor
	proposal ledgertest.Proposal
}

// sent is a call that was made, with its answer.
type sent struct {
	call
	answer string
}

func newBank(t *testing.T) *bank {
	b := &bank{consortium: withShop(t), holds: map[cash.HoldID]cash.HoldStatus{}}
	stage.Do(t, b.maker, cash.OpenAccount, cash.OpenRequest{ID: "pool", Currency: money.MustCurrency("EUR"), Module: "shop"})
	stage.Do(t, b.maker, cash.MarkHighVolume, cash.HighVolumeRequest{Account: "alice", Stripes: 3})
	terms := mandate()
	terms.Payer, terms.MaxTotal = "bob", eur("40.00")
	stage.Do(t, b.bob, cash.GrantMandate, terms)
	return b
}

// write puts a call down under a new reference.
func write[Req protocol.Request, Res any](rt *rapid.T, b *bank, by *stage.Actor, e protocol.Call[Req, Res], req Req) call {
	b.names++
	proposal, err := stage.Proposal(by, e, req, fmt.Sprintf("law-%d", b.names))
	require.NoError(rt, err)
	return call{by, proposal}
}

func (b *bank) name() string {
	b.names++
	return fmt.Sprintf("n%d", b.names)
}

var (
	owners   = []cash.AccountID{"alice", "bob", "carol"}
	accounts = []cash.AccountID{"alice", "bob", "carol", "pool"}
)

func (b *bank) owner(account cash.AccountID) *stage.Actor {
	switch account {
	case "alice":
		return b.alice
	case "bob":
		return b.bob
	default:
		return b.carol
	}
}

func amount(rt *rapid.T) money.Money {
	minor := rapid.OneOf(rapid.Int64Range(1, 20), rapid.Int64Range(1, 6000)).Draw(rt, "amount")
	m, err := money.New(minor, money.MustCurrency("EUR"))
	require.NoError(rt, err)
	return m
}

func anyOf[T any](rt *rapid.T, noun string, of []T) T { return rapid.SampledFrom(of).Draw(rt, noun) }

// draw thinks of something to do. Much of it will be refused.
func (b *bank) draw(rt *rapid.T) call {
	return anyOf(rt, "operation", []func(*rapid.T) call{
		b.transfer, b.transfer, b.transfer, b.batch, b.order, b.order, b.execute, b.release, b.expire,
		b.settleByHold, b.settleByConsent, b.settleByMandate, b.settleFromPool, b.settleTwice,
		b.mint, b.approve, b.redeem, b.burn, b.consolidate, b.freeze, b.roll, b.replay,
	})(rt)
}

func (b *bank) transfer(rt *rapid.T) call {
	from := anyOf(rt, "from", owners)
	return write(rt, b, b.owner(from), cash.Transfer, cash.TransferRequest{From: from, To: anyOf(rt, "to", accounts), Amount: amount(rt)})
}

func (b *bank) batch(rt *rapid.T) call {
	from := anyOf(rt, "from", owners)
	var req cash.BatchRequest
	for range rapid.IntRange(1, 4).Draw(rt, "legs") {
		req.Legs = append(req.Legs, cash.Leg{From: from, To: anyOf(rt, "to", accounts), Amount: amount(rt)})
	}
	return write(rt, b, b.owner(from), cash.TransferBatch, req)
}

func (b *bank) order(rt *rapid.T) call {
	payer := anyOf(rt, "payer", owners)
	req := cash.HoldRequest{
		ID: cash.HoldID(b.name()), Payer: payer, Payee: anyOf(rt, "payee", accounts), Amount: amount(rt), Purpose: "dvp:1",
		Expires: day(friday), Notary: cash.Notary{Kind: cash.ModuleNotary, ID: "shop"},
	}
	if rapid.Bool().Draw(rt, "notary is a person") {
		req.Notary = cash.Notary{Kind: cash.AccountNotary, ID: "carol"}
	}
	return write(rt, b, b.owner(payer), cash.CreateHold, req)
}

// hold picks a hold that was ever made.
func (b *bank) hold(rt *rapid.T) cash.Hold {
	all := rows[cash.Hold](rt, b, "hold")
	if len(all) == 0 {
		return cash.Hold{ID: "none", Payer: "alice", Payee: "bob", Amount: eur("1.00")}
	}
	return anyOf(rt, "hold", all)
}

func (b *bank) execute(rt *rapid.T) call {
	return write(rt, b, b.carol, cash.ExecuteHold, cash.ExecuteRequest{Hold: b.hold(rt).ID, Amount: amount(rt)})
}

func (b *bank) release(rt *rapid.T) call {
	return write(rt, b, b.carol, cash.ReleaseHold, b.hold(rt).ID)
}

func (b *bank) expire(rt *rapid.T) call {
	return write(rt, b, b.bob, cash.ExpireHold, b.hold(rt).ID)
}

func (b *bank) settleByHold(rt *rapid.T) call {
	var req checkout
	for _, hold := range []cash.Hold{b.hold(rt), b.hold(rt)} {
		req.Settlement.Legs = append(req.Settlement.Legs, cash.SettleLeg{
			From: hold.Payer, To: hold.Payee, Amount: hold.Amount, Hold: hold.ID, Purpose: hold.Purpose,
		})
	}
	if rapid.Bool().Draw(rt, "one only") {
		req.Settlement.Legs = req.Settlement.Legs[:1]
	}
	req.Settlement.ID = cash.SettlementID(b.name())
	return write(rt, b, b.bob, shopSettle, req)
}

func (b *bank) settleByConsent(rt *rapid.T) call {
	from := anyOf(rt, "from", owners)
	legs := []cash.SettleLeg{{From: from, To: anyOf(rt, "to", accounts), Amount: amount(rt)}}
	req := settle(cash.SettlementID(b.name()), legs...)
	consent, err := cash.ConsentTo(req.Settlement.ID, legs)
	require.NoError(rt, err)
	req.Consent = consent
	return write(rt, b, b.owner(from), shopSettle, req)
}

func (b *bank) settleByMandate(rt *rapid.T) call {
	l := cash.SettleLeg{From: "bob", To: anyOf(rt, "to", accounts), Amount: amount(rt), Mandate: "m", Purpose: "rent"}
	return write(rt, b, b.carol, shopSettle, settle(cash.SettlementID(b.name()), l))
}

func (b *bank) settleFromPool(rt *rapid.T) call {
	l := cash.SettleLeg{From: "pool", To: anyOf(rt, "to", owners), Amount: amount(rt)}
	return write(rt, b, b.carol, shopSettle, settle(cash.SettlementID(b.name()), l))
}

func (b *bank) settleTwice(rt *rapid.T) call {
	req := settle(cash.SettlementID(b.name()), cash.SettleLeg{From: "bob", To: "alice", Amount: amount(rt), Mandate: "m", Purpose: "rent"})
	req.Again = true
	return write(rt, b, b.carol, shopSettle, req)
}

func (b *bank) mint(rt *rapid.T) call {
	req := cash.MintRequest{ID: cash.MintID(b.name()), Account: anyOf(rt, "account", []cash.AccountID{"alice", "carol", "pool"}), Amount: amount(rt)}
	return write(rt, b, b.maker, cash.RequestMint, req)
}

func (b *bank) approve(rt *rapid.T) call {
	id := cash.MintID("none")
	if all := rows[cash.Mint](rt, b, "mint"); len(all) > 0 {
		id = anyOf(rt, "mint", all).ID
	}
	return write(rt, b, b.checker, cash.ApproveMint, id)
}

func (b *bank) redeem(rt *rapid.T) call {
	from := anyOf(rt, "from", owners)
	req := cash.RedeemRequest{ID: cash.HoldID(b.name()), Account: from, Amount: amount(rt), Issuer: north, Due: day(friday)}
	return write(rt, b, b.owner(from), cash.RequestRedeem, req)
}

func (b *bank) burn(rt *rapid.T) call {
	return write(rt, b, b.checker, cash.ApproveRedeem, b.hold(rt).ID)
}

func (b *bank) consolidate(rt *rapid.T) call {
	req := cash.ConsolidateRequest{Account: "alice", Stripes: []int{rapid.IntRange(0, 2).Draw(rt, "stripe")}}
	for _, credit := range rows[cash.Credit](rt, b, "credit", "account", "txId") {
		req.Credits = append(req.Credits, credit.TxID)
	}
	if len(req.Credits) == 0 {
		return b.transfer(rt)
	}
	return write(rt, b, b.alice, cash.ConsolidateCredits, req)
}

func (b *bank) freeze(rt *rapid.T) call {
	account := anyOf(rt, "account", accounts)
	if rapid.Bool().Draw(rt, "unfreeze") {
		return write(rt, b, b.supervisor, cash.UnfreezeAccount, account)
	}
	side := anyOf(rt, "side", []cash.Side{cash.DebitSide, cash.CreditSide, cash.BothSides})
	return write(rt, b, b.supervisor, cash.FreezeAccount, cash.FreezeRequest{Account: account, Side: side})
}

func (b *bank) roll(rt *rapid.T) call {
	next, err := day(monday).AddDays(b.days + 1)
	require.NoError(rt, err)
	b.days++
	return write(rt, b, b.north, cash.RollDate, protocol.RollRequest{To: next})
}

// replay sends something again that took effect, as it was.
func (b *bank) replay(rt *rapid.T) call {
	if len(b.done) == 0 {
		return b.transfer(rt)
	}
	return anyOf(rt, "replay", b.done).call
}

// commit has all calls endorsed on the present state and ordered into one block.
func (b *bank) commit(rt *rapid.T, calls []call) {
	var made []call
	for _, c := range calls {
		tx, err := b.World.Endorse(c.by.ID, c.proposal)
		if err != nil {
			var refused *protocol.Fault
			require.True(rt, errors.As(stage.Fault(err), &refused) && refused.Status < 500, "%s: %v", c.proposal.Args[0], err)
			continue
		}
		require.NoError(rt, b.World.Order(tx))
		made = append(made, c)
	}
	if len(made) == 0 {
		return
	}
	for i, tx := range b.World.CutBlock().Transactions {
		if tx.Valid() {
			b.answered(rt, sent{made[i], string(tx.Response.GetPayload())}, tx)
		}
	}
}

// answered checks I6: the same request under the same reference has the same answer and writes nothing.
func (b *bank) answered(rt *rapid.T, now sent, tx ledgertest.Committed) {
	before := slices.IndexFunc(b.done, func(s sent) bool { return string(s.proposal.Args[2]) == string(now.proposal.Args[2]) })
	if before < 0 {
		b.done = append(b.done, now)
		return
	}
	require.Equal(rt, b.done[before].answer, now.answer)
	for _, namespace := range tx.RWSet.Namespaces {
		require.Empty(rt, namespace.Writes, "a replay of %s", now.proposal.Args[0])
	}
}
