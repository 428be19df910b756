// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// rows reads a whole table of cash, as its rows are stored: the named members stand in the key, those with # as numbers.
func rows[V any](rt *rapid.T, b *bank, table string, apart ...string) []V {
	start := "\x00" + table + "\x00"
	var all []V
	for _, kv := range b.World.Range("cash", start, start+"\U0010FFFF") {
		value := string(kv.Value)
		for i, member := range apart {
			part := strings.Split(strings.TrimPrefix(kv.Key, start), "\x00")[i]
			if name, number := strings.CutPrefix(member, "#"); number {
				digits, err := strconv.Atoi(part)
				require.NoError(rt, err)
				value = fmt.Sprintf(`{%q:%d,%s`, name, digits, value[1:])
				continue
			}
			value = fmt.Sprintf(`{%q:%q,%s`, member, part, value[1:])
		}
		row, err := protocol.DecodeResponse[V]([]byte(value))
		require.NoError(rt, err)
		all = append(all, *row)
	}
	return all
}

// position is what one account has in all its rows together.
type position struct{ posted, held, pending int64 }

// check looks at the whole state.
func (b *bank) check(rt *rapid.T) {
	positions := b.positions(rt)
	b.checkConservation(rt, positions)
	b.checkHolds(rt, positions)
	b.checkJournal(rt, positions)
}

// positions adds up rows by account, and checks I2 on the way: no row that pays is ever overdrawn.
func (b *bank) positions(rt *rapid.T) map[cash.AccountID]*position {
	all := map[cash.AccountID]*position{}
	add := func(id cash.AccountID, p cash.Position) {
		if all[id] == nil {
			all[id] = &position{}
		}
		all[id].posted += p.Posted.Minor()
		all[id].held += p.Held.Minor()
		if !strings.HasPrefix(string(id), "issued:") {
			require.GreaterOrEqual(rt, p.Posted.Minor()-p.Held.Minor(), int64(0), "I2: %s", id)
			require.GreaterOrEqual(rt, p.Held.Minor(), int64(0), "I3: %s", id)
		}
	}
	for _, account := range rows[cash.Account](rt, b, "account", "id") {
		add(account.ID, account.Position)
	}
	for _, stripe := range rows[cash.Stripe](rt, b, "stripe", "account", "#stripe") {
		add(stripe.Account, stripe.Position)
	}
	for _, credit := range rows[cash.Credit](rt, b, "credit", "account", "txId") {
		require.Positive(rt, credit.Amount.Minor())
		all[credit.Account].pending += credit.Amount.Minor()
	}
	return all
}

// checkConservation checks I1 and I8: all balances are zero together, and no bank issued a negative amount or more than
// its reserve.
func (b *bank) checkConservation(rt *rapid.T, positions map[cash.AccountID]*position) {
	var sum int64
	for id, p := range positions {
		sum += p.posted + p.pending
		if strings.HasPrefix(string(id), "issued:") {
			require.LessOrEqual(rt, p.posted, int64(0), "%s", id)
			require.LessOrEqual(rt, -p.posted, int64(100_000), "I8: %s", id)
		}
	}
	require.Zero(rt, sum, "I1")
}

// checkHolds checks I3 and I5: held is the sum of active holds, and a hold that was resolved stays as it is.
func (b *bank) checkHolds(rt *rapid.T, positions map[cash.AccountID]*position) {
	active := map[cash.AccountID]int64{}
	for _, hold := range rows[cash.Hold](rt, b, "hold", "id") {
		if hold.Status == cash.HoldActive {
			active[hold.Payer] += hold.Amount.Amount.Minor()
		}
		require.LessOrEqual(rt, hold.Executed.Minor(), hold.Amount.Amount.Minor(), "I5: %s", hold.ID)
		require.Equal(rt, hold.Status == cash.HoldExecuted, !hold.Executed.IsZero(), "I5: %s", hold.ID)
		if before := b.holds[hold.ID]; before != "" && before != cash.HoldActive {
			require.Equal(rt, before, hold.Status, "I5: %s", hold.ID)
		}
		b.holds[hold.ID] = hold.Status
	}
	for id, p := range positions {
		require.Equal(rt, active[id], p.held, "I3: %s", id)
	}
}

// checkJournal checks I4 and I7: entries balance in each transaction, are what its posting says, and add up to every
// account's balance; all legs of a settlement are in the one transaction that its record names.
func (b *bank) checkJournal(rt *rapid.T, positions map[cash.AccountID]*position) {
	debits, net, journal := map[cash.TxID]int64{}, map[cash.TxID]int64{}, map[cash.AccountID]int64{}
	for _, entry := range rows[cash.Entry](rt, b, "entry", "account", "date", "txId") {
		debits[entry.TxID] += entry.Debits.Minor()
		net[entry.TxID] += entry.Credits.Minor() - entry.Debits.Minor()
		journal[entry.Account] += entry.Credits.Minor() - entry.Debits.Minor()
	}
	moved, legs := map[cash.TxID]int64{}, map[cash.TxID]int{}
	for _, row := range rows[struct{ TxID cash.TxID }](rt, b, "posting", "TxID") {
		posting, _, err := stage.Try(b.alice, cash.GetPosting, row.TxID)
		require.NoError(rt, err)
		legs[posting.TxID] = len(posting.Legs)
		for _, leg := range posting.Legs {
			moved[posting.TxID] += leg.Amount.Amount.Minor()
		}
	}
	require.Equal(rt, moved, debits, "I4: postings and entries")
	for tx, sum := range net {
		require.Zero(rt, sum, "I4: %s", tx)
	}
	for id, p := range positions {
		require.Equal(rt, journal[id], p.posted+p.pending, "journal of %s", id)
	}
	for _, settlement := range rows[cash.Settlement](rt, b, "settlement", "via", "settlement") {
		require.Equal(rt, settlement.Legs, legs[settlement.TxID], "I7: %s", settlement.ID)
	}
}
