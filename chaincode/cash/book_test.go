// SPDX-License-Identifier: Apache-2.0

package cash_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

var today = date.MustParse("2026-11-23")

func eur(text string) money.Money { return money.MustParse(text + " EUR") }

func leg(from, to cash.AccountID, amount string) cash.Leg {
	return cash.Leg{From: from, To: to, Amount: eur(amount)}
}

func book(accounts ...cash.Account) cash.Book { return cash.Book{Date: today, Accounts: accounts} }

// Two mistakes in one leg: the one that is given is the one that comes first in faults.go.
func TestFaultsHaveAnOrder(t *testing.T) {
	ring := []func(*cash.Book, *cash.Leg){
		func(_ *cash.Book, l *cash.Leg) { l.To = l.From },
		func(b *cash.Book, _ *cash.Leg) { b.Accounts[1].Kind = cash.IssuerLiability },
		func(b *cash.Book, _ *cash.Leg) { b.Accounts[0].Owner.Party = "carol" },
		func(b *cash.Book, _ *cash.Leg) { b.Accounts[1].Currency = money.MustCurrency("JPY") },
		func(b *cash.Book, _ *cash.Leg) { b.Frozen = []parties.PartyID{"alice", "carol"} },
		func(b *cash.Book, _ *cash.Leg) { b.Accounts[0].Frozen = cash.DebitSide },
		func(b *cash.Book, _ *cash.Leg) { b.Accounts[0].Held = eur("100.00").Amount },
	}
	codes := []protocol.Code{
		cash.SelfTransfer, cash.AccountKind, cash.NotSignatory, cash.CurrencyMismatch, cash.PartyFrozen, cash.AccountFrozen,
		cash.InsufficientFunds,
	}
	for first := range ring {
		for second := first; second < len(ring); second++ {
			b, l := book(customer("alice", "100.00 EUR"), customer("bob", "0.00 EUR")), leg("alice", "bob", "1.00")
			ring[second](&b, &l)
			ring[first](&b, &l)
			_, _, err := b.Transfer([]cash.Leg{l}, signed("alice"))
			require.ErrorIs(t, err, codes[first], "with %s", codes[second].Name)
		}
	}
}

func TestRuleLeavesTheBookAsItWas(t *testing.T) {
	b := book(customer("alice", "100.00 EUR"), customer("bob", "0.00 EUR"))
	_, _, err := b.Transfer([]cash.Leg{leg("alice", "bob", "1.00")}, signed("alice"))
	require.NoError(t, err)
	require.Equal(t, book(customer("alice", "100.00 EUR"), customer("bob", "0.00 EUR")), b)
}

func TestAccountOfTheBookIsMissing(t *testing.T) {
	_, _, err := book(customer("alice", "1.00 EUR")).Transfer([]cash.Leg{leg("alice", "bob", "1.00")}, signed("alice"))
	require.ErrorIs(t, err, protocol.NotFound)
}

func TestBalanceHasEighteenDigits(t *testing.T) {
	full := customer("bob", "9999999999999999.99 EUR")
	_, _, err := book(customer("alice", "1.00 EUR"), full).Transfer([]cash.Leg{leg("alice", "bob", "0.01")}, signed("alice"))
	require.ErrorIs(t, err, cash.AmountTooLarge)
	most := leg("alice", "bob", "9999999999999999.99")
	_, err = cash.Needs([]cash.Leg{most, most})
	require.ErrorIs(t, err, cash.AmountTooLarge)
}

// TigerBeetle: credits 100, debits 70: a pending transfer of 50 is refused, since pending counts as spent.
func TestHeldMoneyCountsAsSpent(t *testing.T) {
	payer := customer("alice", "100.00 EUR")
	payer.Held = eur("70.00").Amount
	request := cash.HoldRequest{ID: "h", Payer: "alice", Payee: "bob", Amount: eur("50.00"), Expires: today}
	_, _, _, err := book(payer, customer("bob", "0.00 EUR")).Hold(request, signed("alice"))
	require.ErrorIs(t, err, cash.InsufficientFunds)
	request.Amount = eur("30.00")
	hold, after, _, err := book(payer, customer("bob", "0.00 EUR")).Hold(request, signed("alice"))
	require.NoError(t, err)
	require.Equal(t, cash.HoldActive, hold.Status)
	require.Equal(t, "10000", after.Accounts[0].Held.String())
	require.Len(t, after.Accounts, 1, "the payee's row is not written")
	require.Nil(t, after.Posting)
}

// Whatever is paid among customers, nothing is made or lost, and nobody is overdrawn.
func TestPaymentsConserveMoney(t *testing.T) {
	names := []cash.AccountID{"alice", "bob", "carol"}
	rapid.Check(t, func(rt *rapid.T) {
		b := book()
		for _, name := range names {
			account := customer(name, "100.00 EUR")
			account.Owner.Party = "alice"
			b.Accounts = append(b.Accounts, account)
		}
		b = striped(rt, b)
		legs := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) cash.Leg {
			pair := rapid.Permutation(names).Draw(rt, "pair")
			minor := rapid.Int64Range(1, 8000).Draw(rt, "minor")
			return cash.Leg{From: pair[0], To: pair[1], Amount: money.Money{Amount: money.MustAmount(minor), Currency: money.MustCurrency("EUR")}}
		}), 1, 6).Draw(rt, "legs")
		after, _, err := b.Transfer(legs, signed("alice"))
		if err != nil {
			require.ErrorIs(rt, err, cash.InsufficientFunds)
			return
		}
		require.Equal(rt, total(b, cash.Booking{}), total(b, after))
		for _, stripe := range after.Stripes {
			require.GreaterOrEqual(rt, stripe.Available().Sign(), 0)
		}
	})
}

// striped moves carol's money onto three stripes, as the book of a high-volume account has it.
func striped(rt *rapid.T, b cash.Book) cash.Book {
	account, stripes, _, err := b.Accounts[2].Spread(cash.HighVolumeRequest{Account: "carol", Stripes: 3}, signed("alice"))
	require.NoError(rt, err)
	b.Accounts[2], b.Stripes = account, stripes
	return b
}

// total adds up what is in a book once a booking was written over it.
func total(b cash.Book, after cash.Booking) (sum int64) {
	rows := map[any]int64{}
	for _, account := range append(b.Accounts, after.Accounts...) {
		rows[account.ID] = account.Posted.Minor()
	}
	for _, stripe := range append(b.Stripes, after.Stripes...) {
		rows[stripe.StripeKey] = stripe.Posted.Minor()
	}
	for _, credit := range after.Credits {
		rows[credit.CreditKey] = credit.Amount.Minor()
	}
	for _, posted := range rows {
		sum += posted
	}
	return sum
}
