// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// keysOf are the keys that a transaction reads and writes in a chaincode.
func keysOf(tx *ledgertest.Transaction, chaincode string) (reads, writes map[string]bool) {
	reads, writes = map[string]bool{}, map[string]bool{}
	space := tx.RWSet.Namespace(chaincode)
	for _, read := range space.Reads {
		reads[read.Key] = true
	}
	for _, write := range space.Writes {
		writes[write.Key] = true
	}
	return reads, writes
}

// costs are how many keys of a chaincode two transactions of different size read and write more for each policy, and what
// is left for the transaction itself.
type costs struct{ reads, writes, readsOnce, writesOnce int }

func costsOf(small, large *ledgertest.Transaction, few, many int, chaincode string) costs {
	count := func(tx *ledgertest.Transaction) (int, int) {
		reads, writes := keysOf(tx, chaincode)
		return len(reads), len(writes)
	}
	r1, w1 := count(small)
	r2, w2 := count(large)
	reads, writes := (r2-r1)/(many-few), (w2-w1)/(many-few)
	return costs{reads, writes, r1 - few*reads, w1 - few*writes}
}

// programme issues so many policies together, half of them anna's and half of them bo's.
func (m *market) programme(t testing.TB, count int) []insurance.PolicyID {
	t.Helper()
	names := named("F", count)
	requests := []insurance.ApplyRequest{many(anna, "2026-05-01", names[:count/2]...), many(bo, "2026-05-01", names[count/2:]...)}
	stage.Do(t, m.anna, insurance.ApplyForPolicies, requests[0])
	stage.Do(t, m.bo, insurance.ApplyForPolicies, requests[1])
	stage.Do(t, m.alpha, insurance.IssuePolicies, issueOf(requests...))
	return names
}

// Five hundred policies are issued in one transaction, at a handful of keys each and with one call of cash; and none of what
// the transaction reads beside them changes with another issue.
func TestIssuingCostsAHandfulOfKeysAPolicy(t *testing.T) {
	const few, lots = 10, insurance.IssueMost
	m := growing(t)
	first, second := many(anna, "2026-05-01", named("A", few)...), many(anna, "2026-05-01", named("B", lots-50)...)
	third := many(bo, "2026-05-01", named("C", 50)...)
	stage.Do(t, m.anna, insurance.ApplyForPolicies, first)
	stage.Do(t, m.anna, insurance.ApplyForPolicies, second)
	stage.Do(t, m.bo, insurance.ApplyForPolicies, third)
	small := m.endorsed(t, call(m.alpha, insurance.IssuePolicies, issueOf(first)))[0]
	begin := time.Now()
	large := m.endorsed(t, call(m.alpha, insurance.IssuePolicies, issueOf(second, third)))[0]
	t.Logf("%d policies: %s each", lots, time.Since(begin)/lots)
	// Read: quote, policy, premium, two triggers; once both feeds. Written: quote, policy with two entries, premium, two triggers.
	require.Equal(t, costs{reads: 5, writes: 7, readsOnce: 8, writesOnce: 3}, costsOf(small, large, few, lots, insurance.Module))
	require.Zero(t, costsOf(small, large, few, lots, "parties").reads)
	cashed := costsOf(small, large, few, lots, "cash")
	require.Zero(t, cashed.reads+cashed.writes, "%+v", cashed)
}

// A batch of due work reads four rows a policy and writes two, and cash writes what cash writes for a payment into an
// account, whoever executes.
func TestExecutingCostsAHandfulOfKeysAPolicy(t *testing.T) {
	const few, lots = 10, 400
	m := growing(t)
	policies := m.programme(t, few+lots)
	m.finish(t, 290)
	small := m.endorsed(t, call(m.mill, insurance.ExecuteDueBatch, batch(policies[:few]...)))[0]
	begin := time.Now()
	large := m.endorsed(t, call(m.beta, insurance.ExecuteDueBatch, batch(policies[few:]...)))[0]
	t.Logf("%d policies: %s each", lots, time.Since(begin)/lots)
	spent := costsOf(small, large, few, lots, insurance.Module)
	require.Equal(t, costs{reads: 4, writes: 3, readsOnce: 5, writesOnce: 1}, spent, "work's end, evaluation and cession")
	require.Zero(t, costsOf(small, large, few, lots, "parties").reads)
	cashed := costsOf(small, large, few, lots, "cash")
	require.Zero(t, cashed.reads+cashed.writes, "%+v", cashed)
}

// Pages of different lanes share no key of this chaincode that either of them writes, nor of cash but for the accounts that
// are paid, once those and the fund are striped.
func TestPagesOfDifferentLanesShareNoHotKey(t *testing.T) {
	m := growing(t)
	stage.Do(t, m.Actor(bankMSP, "marker", "", role.AccountServicer), cash.MarkHighVolume, cash.HighVolumeRequest{Account: "alpha-fund", Stripes: insurance.Lanes})
	policies := m.programme(t, 64)
	m.finish(t, 290)
	lanes := map[int][]insurance.PolicyID{}
	for i, policy := range policies {
		if holder := i * 2 / len(policies); insurance.LaneOf(policy)%2 == holder {
			lanes[holder] = append(lanes[holder], policy)
		}
	}
	txs := m.endorsed(t, call(m.mill, insurance.ExecuteDueBatch, batch(lanes[0]...)), call(m.beta, insurance.ExecuteDueBatch, batch(lanes[1]...)))
	for _, chaincode := range []string{insurance.Module, "cash"} {
		reads, writes := keysOf(txs[0], chaincode)
		others, written := keysOf(txs[1], chaincode)
		for key := range written {
			require.False(t, reads[key] || writes[key], "%s: %q", chaincode, key)
		}
		for key := range writes {
			require.False(t, others[key], "%s: %q", chaincode, key)
		}
	}
	m.inOneBlock(t, []bool{true, true}, txs...)
}
