// SPDX-License-Identifier: Apache-2.0

package duplicate_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
)

var hard = duplicate.Token{Class: duplicate.Exact, Epoch: 1, Value: "aa"}
var soft = duplicate.Token{Class: duplicate.Order, Epoch: 1, Value: "bb"}

func claimed(token duplicate.Token, registrations ...string) duplicate.Entry {
	entry := duplicate.Claim(nil, token, registrations[0], today)
	for _, registration := range registrations[1:] {
		entry = duplicate.Claim(&entry, token, registration, today)
	}
	return entry
}

func TestTwoClaimsAreBothFlagged(t *testing.T) {
	entry := claimed(hard, "r-1")
	require.Equal(t, duplicate.Registered, entry.State)
	require.Equal(t, entry, duplicate.Claim(&entry, hard, "r-1", today), "to claim again changes nothing")
	entry = claimed(hard, "r-1", "r-2")
	require.Equal(t, duplicate.RegisteredTwice, entry.State)
	for _, registration := range []string{"r-1", "r-2"} {
		answer := duplicate.Judge([]duplicate.Entry{entry}, registration)
		require.Equal(t, duplicate.Answer{
			Verdict:  duplicate.Suspicion,
			Findings: []duplicate.Finding{{Class: duplicate.Exact, State: duplicate.RegisteredTwice}},
		}, answer)
	}
	entry, err := entry.Cancel("r-2")
	require.NoError(t, err)
	require.Equal(t, duplicate.Registered, entry.State)
	entry, err = entry.Cancel("r-1")
	require.NoError(t, err)
	require.Equal(t, duplicate.Cancelled, entry.State)
	require.Equal(t, duplicate.Clear, duplicate.Judge([]duplicate.Entry{entry}, "r-3").Verdict)
}

func TestEntriesKeep(t *testing.T) {
	entry, err := claimed(hard, "r-1", "r-2").Finance("r-2")
	require.NoError(t, err)
	kept, err := protocol.Marshal(entry)
	require.NoError(t, err)
	var read duplicate.Entry
	require.NoError(t, protocol.Unmarshal(kept, &read))
	require.Equal(t, entry, read)
	kept, err = protocol.Marshal(ring())
	require.NoError(t, err)
	var keys duplicate.Ring
	require.NoError(t, protocol.Unmarshal(kept, &keys))
	require.Equal(t, ring(), keys)
}

func TestTheFirstToFinanceWins(t *testing.T) {
	entry, err := claimed(hard, "r-1", "r-2").Finance("r-2")
	require.NoError(t, err)
	_, err = entry.Finance("r-1")
	require.ErrorIs(t, err, duplicate.DoubleFinancing)
	_, err = entry.Finance("r-2")
	require.ErrorIs(t, err, duplicate.DoubleFinancing)
	_, err = entry.Cancel("r-2")
	require.ErrorIs(t, err, duplicate.EntryState)

	unwound, err := entry.Unwind("r-2")
	require.NoError(t, err)
	require.Equal(t, duplicate.RegisteredTwice, unwound.State)
	closed, err := entry.Close("r-2")
	require.NoError(t, err)
	require.Equal(t, duplicate.Closed, closed.State)
	for _, refused := range []func(string) (duplicate.Entry, error){closed.Unwind, closed.Close, unwound.Close} {
		_, err = refused("r-2")
		require.ErrorIs(t, err, duplicate.EntryState)
	}
	_, err = closed.Finance("r-1")
	require.ErrorIs(t, err, duplicate.DoubleFinancing)
	_, err = entry.Unwind("r-1")
	require.ErrorIs(t, err, duplicate.NotClaimant)
	_, err = claimed(hard, "r-1").Finance("r-9")
	require.ErrorIs(t, err, duplicate.NotClaimant)
	_, err = claimed(hard, "r-1").Cancel("r-9")
	require.ErrorIs(t, err, duplicate.NotClaimant)
}

// One order has many invoices, each financed in its turn; the entry stays small and is never clear again.
func TestAnOrderIsSharedWithoutGrowing(t *testing.T) {
	entry := claimed(soft, "r-0")
	for i := range 300 {
		registration := fmt.Sprintf("r-%d", i)
		entry = duplicate.Claim(&entry, soft, registration, today)
		after, err := entry.Finance(registration)
		require.NoError(t, err)
		entry = after
	}
	require.Len(t, entry.Claims, 4)
	require.Equal(t, "r-0", entry.Financed)
	require.Equal(t, duplicate.Suspicion, duplicate.Judge([]duplicate.Entry{entry}, "r-299").Verdict)
	same, err := entry.Close("r-7")
	require.NoError(t, err)
	require.Equal(t, entry, same, "another's repayment is no concern of the entry")
	same, err = entry.Unwind("r-7")
	require.NoError(t, err)
	require.Equal(t, entry, same)
}

// Whatever happens, a hard token is financed by one registration until that one unwinds it, and closed for ever.
func TestLawOneFinancingAToken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entry := claimed(hard, "r-0")
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			registration := fmt.Sprintf("r-%d", rapid.IntRange(0, 6).Draw(t, "who"))
			before := entry
			step := rapid.SampledFrom([]string{"claim", "finance", "unwind", "close", "cancel"}).Draw(t, "step")
			after, err := map[string]func(string) (duplicate.Entry, error){
				"claim":   func(r string) (duplicate.Entry, error) { return duplicate.Claim(&entry, hard, r, today), nil },
				"finance": entry.Finance, "unwind": entry.Unwind, "close": entry.Close, "cancel": entry.Cancel,
			}[step](registration)
			if err != nil {
				continue
			}
			entry = after
			if before.State == duplicate.Closed {
				require.Equal(t, duplicate.Closed, entry.State)
			}
			if before.Financed != "" && entry.Financed != before.Financed {
				require.Equal(t, "unwind", step)
				require.Equal(t, before.Financed, registration)
			}
			require.Equal(t, entry.Financed != "", entry.State == duplicate.Financed || entry.State == duplicate.Closed)
			if entry.Financed != "" {
				require.Equal(t, duplicate.Same, duplicate.Judge([]duplicate.Entry{entry}, "stranger").Verdict)
			}
		}
	})
}
