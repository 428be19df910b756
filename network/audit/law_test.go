// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/money"
)

// sound are the books of two peers that agree: two banks, of which one holds what the other issued.
func sound() []*view {
	euro, yen := money.MustCurrency("EUR"), money.MustCurrency("JPY")
	peer := func(member string) *view {
		north := Sum{Currency: euro, Bank: "North", Balances: money.MustAmount(70), Issued: money.MustAmount(100), Held: money.MustAmount(20)}
		south := Sum{Currency: euro, Bank: "South", Balances: money.MustAmount(30)}
		japan := Sum{Currency: yen, Bank: "South", Balances: money.MustAmount(5), Issued: money.MustAmount(5)}
		return &view{member: member, chain: chain{12, "ab"}, sums: []Sum{north, south, japan}, accounts: []account{
			{id: "alice", sum: name(north), posted: money.MustAmount(70), held: money.MustAmount(20), onHold: money.MustAmount(20)},
			{id: "bob", sum: name(south), posted: money.MustAmount(30)},
			{id: "taro", sum: name(japan), posted: money.MustAmount(5)},
		}}
	}
	return []*view{peer("north"), peer("south")}
}

func laws(views []*view) map[string]Invariant {
	all := map[string]Invariant{}
	for _, law := range []Invariant{conservation(views), noNegative(views), holdsEqualHeld(views), peersAgree(views), sameBlocks(views)} {
		all[law.Name] = law
	}
	return all
}

func TestSoundBooksBreakNoLaw(t *testing.T) {
	for name, law := range laws(sound()) {
		require.True(t, law.Holds(), "%s: %v", name, law.Broken)
	}
}

func atBoth(spoil func(*view)) func([]*view) {
	return func(both []*view) {
		for _, v := range both {
			spoil(v)
		}
	}
}

func TestEachLawFindsItsBreach(t *testing.T) {
	one := money.MustAmount(1)
	cases := map[string]struct {
		spoil func(both []*view)
		says  map[string]string // law to the first breach
	}{
		"money from nowhere, at both peers": {
			atBoth(func(v *view) { v.sums[1].Balances = money.MustAmount(31) }),
			map[string]string{"conservation": "north: 1 minor units of EUR are not issued"},
		},
		"a loss in one currency is not made good by another": {
			atBoth(func(v *view) { v.sums[1].Balances, v.sums[2].Balances = money.MustAmount(29), money.MustAmount(6) }),
			map[string]string{"conservation": "north: "},
		},
		"a customer below zero": {
			atBoth(func(v *view) { v.accounts[1].posted = one.Neg() }),
			map[string]string{"no-negative-balance": "north: account bob: posted -1, held 0"},
		},
		"more on hold than there is": {
			atBoth(func(v *view) { v.accounts[0].posted = one }),
			map[string]string{"no-negative-balance": "north: account alice: posted 1, held 20"},
		},
		"more on hold at a bank than there is": {
			atBoth(func(v *view) { v.sums[1].Held = money.MustAmount(31) }),
			map[string]string{
				"no-negative-balance": "north: EUR of South: balances 30, issued 0, held 31",
				"holds-equal-held":    "north: EUR of South: 31 held, active holds of 0",
			},
		},
		"a hold that sets nothing aside": {
			atBoth(func(v *view) { v.accounts[1].onHold = one }),
			map[string]string{"holds-equal-held": "north: account bob: 0 held, active holds of 1"},
		},
		"a peer with another account": {
			func(both []*view) { both[1].accounts[2].posted = one },
			map[string]string{"peers-agree": "south: accounts differ from those of north"},
		},
		"a peer with another sum": {
			func(both []*view) {
				both[1].sums[0].Balances, both[1].sums[1].Balances = money.MustAmount(71), money.MustAmount(29)
			},
			map[string]string{"peers-agree": "south: sums differ"},
		},
		"a peer with another chain": {
			func(both []*view) { both[1].chain.hash = "cd" },
			map[string]string{"same-blocks": "south: 12 blocks, the last cd; north has 12, the last ab"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			both := sound()
			c.spoil(both)
			requireBroken(t, laws(both), c.says)
		})
	}
}

// requireBroken compares the first breach of each law; a law that nothing is said of has to hold.
func requireBroken(t *testing.T, found map[string]Invariant, says map[string]string) {
	t.Helper()
	for name, law := range found {
		breach, want := says[name]
		require.Equal(t, !want, law.Holds(), "%s: %v", name, law.Broken)
		if want {
			require.Contains(t, law.Broken[0], breach)
		}
	}
}

func TestPagesOfSumsAreAdded(t *testing.T) {
	euro := money.MustCurrency("EUR")
	part := Sum{Currency: euro, Bank: "North", Balances: money.MustAmount(1), Issued: money.MustAmount(2), Held: money.MustAmount(3)}
	var sums []Sum
	var err error
	for range 2 {
		sums, err = into(sums, part)
		require.NoError(t, err)
	}
	other := Sum{Currency: euro, Bank: "South"}
	sums, err = into(sums, other)
	require.NoError(t, err)
	require.Equal(t, []Sum{
		{Currency: euro, Bank: "North", Balances: money.MustAmount(2), Issued: money.MustAmount(4), Held: money.MustAmount(6)}, other,
	}, sums)
}
