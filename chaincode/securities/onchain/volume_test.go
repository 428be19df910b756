// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/securities/onchain"
)

// Of 200 transfers out of one account, into one account, in one block, all are valid: they read rows that nobody writes,
// and write rows of their own.
func TestTransfersOutOfOneAccountNeverMeet(t *testing.T) {
	const count = 200
	m := opened(t)
	m.list(t, "IND-29", bondTerms(t), slices.Repeat([]securities.Quantity{10}, count)...)
	var txs []*ledgertest.Transaction
	for _, lot := range m.lots(t, "IND-29", "industry") {
		txs = append(txs, endorsed(t, m, m.issuer, securities.Transfer, securities.TransferRequest{
			Instrument: "IND-29", From: "industry", To: "orchard", Lots: []securities.LotID{lot.ID}, Quantity: 9,
		}))
	}
	require.Equal(t, slices.Repeat([]string{"VALID"}, count), m.block(t, txs...))
	m.holds(t, "IND-29", "orchard", 9*count)
	m.holds(t, "IND-29", "industry", count)
}

// crowded is a market in which the lots of as many accounts are on the ledger, each like a real one.
func crowded(t testing.TB, holders int) *market {
	t.Helper()
	m := active(t, "IND-29", bondTerms(t))
	model := m.lots(t, "IND-29", "orchard")[0]
	require.Equal(t, string(m.stored(t, model).Value), string(m.World.State(securities.Module, m.keyOf(model))))
	m.Seedable(t, securities.Module, onchain.New)
	rows := make([]ledgertest.KV, holders)
	for n := range rows {
		rows[n] = m.stored(t, like(model, n))
	}
	m.Seed(t, m.keeper, securities.Module, rows)
	return m
}

// like is a lot as that of the n-th of many accounts.
func like(lot securities.Lot, n int) securities.Lot {
	lot.Account = securities.AccountID(fmt.Sprintf("holder-%06d", n))
	lot.ID = securities.LotID(fmt.Sprintf("%s.%064x.0", lot.Account.Bucket(), n))
	return lot
}

// stored is a lot as the ledger stores it.
func (m *market) stored(t testing.TB, lot securities.Lot) ledgertest.KV {
	t.Helper()
	content, err := protocol.Marshal(lot)
	require.NoError(t, err)
	return ledgertest.KV{Key: m.keyOf(lot), Value: append([]byte(`{"docType":"lot","v":1,`), content[1:]...)}
}

// Who held what among 100,000 at the end of a day that is over: one query.
func TestCapTableOfAHundredThousandHolders(t *testing.T) {
	if testing.Short() {
		t.Skip("it stores 100,000 lots")
	}
	const holders = 100_000
	m := crowded(t, holders)
	m.roll(t, "2026-01-06")
	best := time.Hour // of three, since a busy machine makes everything slower
	for range 3 {
		begin, worked := time.Now(), processorTime(t)
		table := stage.Do(t, m.keeper, securities.GetCapTable, securities.HoldersRequest{RegisterKey: registerOf("IND-29", monday), Buckets: wholeRegister})
		took := time.Since(begin)
		worked = processorTime(t) - worked
		require.Len(t, table.Positions, holders+4)
		require.Equal(t, securities.Quantity(holders*1000+13_000), table.Total)
		t.Logf("cap table of %d accounts: %s, of which the processor worked %s", len(table.Positions), took, worked)
		best = min(best, worked)
	}
	require.Less(t, best, 2*time.Second)
}

// processorTime is what this process has worked: unlike a clock it does not count what others do on the machine.
func processorTime(t testing.TB) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	require.NoError(t, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// BenchmarkCapTable reads the cap table of 100,000 accounts.
func BenchmarkCapTable(b *testing.B) {
	m := crowded(b, 100_000)
	m.roll(b, "2026-01-06")
	for b.Loop() {
		stage.Do(b, m.keeper, securities.GetCapTable, securities.HoldersRequest{RegisterKey: registerOf("IND-29", monday), Buckets: wholeRegister})
	}
}
