// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// subscribed is a market with policies of the mill and two persons whose second of two instalments is due today.
func subscribed(t testing.TB, count int) (*market, []insurance.InstalmentKey) {
	t.Helper()
	m := opened(t)
	m.panels(t)
	terms := property()
	terms.Rating.StraightThrough = true
	m.sells(t, terms)
	holders := []*stage.Actor{m.mill, m.anna, m.bo}
	var due []insurance.InstalmentKey
	for n := range count {
		request := wanted(insurance.PolicyID(fmt.Sprintf("S%d", n)), monday)
		request.Covers, request.Instalments = []insurance.Asked{{Cover: "CONTENTS", Sum: minor("50000.00")}}, 2
		m.insure(t, holders[n%3], of(request, []partyID{"mill", "p-7f3a9c", "p-51d0e2"}[n%3]))
		due = append(due, insurance.InstalmentKey{Policy: request.Policy, Number: 2})
	}
	m.roll(t, "2026-07-05")
	return m, due
}

// The rates are logged, not judged: in this process a transaction costs next to nothing, on a network almost everything,
// and the bench measures it there. What is judged is that hundreds of premiums fit into one transaction, and all or none.
func TestHundredsOfPremiumsAreCollectedInOneTransaction(t *testing.T) {
	const count, single = 420, 20
	m, due := subscribed(t, count)
	before := m.posted(t, "alpha")
	begin := time.Now()
	for _, key := range due[:single] {
		stage.Do(t, m.bo, insurance.PayPremium, insurance.PayRequest{InstalmentKey: key})
	}
	each := time.Since(begin) / single

	bad := append([]insurance.InstalmentKey{{Policy: "S0", Number: 2}}, due[single:]...)
	keys := m.World.Keys(insurance.Module)
	stage.Refused(t, m.bo, insurance.CollectPremiums, insurance.CollectRequest{Instalments: bad}, insurance.StatusRefused)
	require.Equal(t, keys, m.World.Keys(insurance.Module))

	height := m.World.Height(millMSP)
	begin = time.Now()
	sums := stage.Do(t, m.bo, insurance.CollectPremiums, insurance.CollectRequest{Instalments: due[single:]})
	batched := time.Since(begin) / (count - single)
	require.Equal(t, height+1, m.World.Height(millMSP))
	require.Equal(t, count-single, sums.Collected)
	require.Equal(t, []money.Money{{Amount: money.MustAmount((count - single) * 5600), Currency: euro}}, sums.Totals)
	require.Equal(t, int64(count*5000), m.posted(t, "alpha")-before)
	t.Logf("one premium a transaction: %s each; %d in one: %s each, %.0f times the rate", each, count-single, batched, float64(each)/float64(batched))
	stage.Refused(t, m.bo, insurance.CollectPremiums, insurance.CollectRequest{Instalments: due[:1]}, insurance.StatusRefused)
}

// Premiums of different policies never meet, once the accounts that receive them are high-volume.
func TestPremiumsOfDifferentPoliciesDoNotMeet(t *testing.T) {
	m, due := subscribed(t, 3)
	m.widen(t, "alpha", "alpha-tax")
	var calls []called
	for i, key := range due {
		calls = append(calls, call([]*stage.Actor{m.mill, m.anna, m.bo}[i], insurance.PayPremium, insurance.PayRequest{InstalmentKey: key}))
	}
	m.together(t, calls...)
}

// A premium that is collected in time costs its own row and its place in the list of those that are due, and no row that is
// shared with whatever else happens to its policy.
func TestCollectingCostsTwoKeysAPremium(t *testing.T) {
	const few, lots = 10, 50
	m, due := subscribed(t, few+lots)
	small := m.endorsed(t, call(m.bo, insurance.CollectPremiums, insurance.CollectRequest{Instalments: due[:few]}))[0]
	large := m.endorsed(t, call(m.bo, insurance.CollectPremiums, insurance.CollectRequest{Instalments: due[few:]}))[0]
	require.Equal(t, costs{reads: 1, writes: 2, readsOnce: 4, writesOnce: 1}, costsOf(small, large, few, lots, insurance.Module))
}

// Of the policies of a batch any may be given notice of in the same block; another payer is another bill.
func TestPoliciesMayChangeWhileTheirPremiumsAreCollected(t *testing.T) {
	m, due := subscribed(t, 3)
	stage.Do(t, m.Actor(bankMSP, "marker", "", role.AccountServicer), cash.MarkHighVolume, cash.HighVolumeRequest{Account: "alpha", Stripes: 2})
	other := insurance.PayerRequest{Policy: "S0", Payer: insurance.Purse{Account: "mill", Mandate: "mill-other"}}
	txs := m.endorsed(t,
		call(m.mill, insurance.GiveNotice, insurance.NoticeRequest{Policy: "S0"}),
		call(m.bo, insurance.CollectPremiums, insurance.CollectRequest{Instalments: due}),
		call(m.mill, insurance.ChangePayer, other),
	)
	m.inOneBlock(t, []bool{true, true, false}, txs...)
}

// Whoever changes the payer changes the bills of what is not paid yet, and of nothing else.
func TestAnotherPayerPaysTheInstalmentsThatAreLeft(t *testing.T) {
	m, due := subscribed(t, 1)
	stage.Do(t, m.mill, insurance.ChangePayer, insurance.PayerRequest{Policy: "S0", Payer: insurance.Purse{Account: "mill"}})
	paid := stage.Do(t, m.bo, insurance.GetInstalment, insurance.InstalmentKey{Policy: "S0", Number: 1})
	require.Zero(t, paid.Bill)
	stage.Refused(t, m.bo, insurance.CollectPremiums, insurance.CollectRequest{Instalments: due}, insurance.TermsRefused)
	stage.Do(t, m.mill, insurance.ChangePayer, insurance.PayerRequest{Policy: "S0", Payer: purse("mill", insurance.Premiums)})
	stage.Do(t, m.bo, insurance.CollectPremiums, insurance.CollectRequest{Instalments: due})
	stage.Refused(t, m.bo, insurance.CollectPremiums, insurance.CollectRequest{Instalments: due}, insurance.StatusRefused)
}

// Who pays by hold or by consent pays exactly the legs that it agreed to.
func TestPremiumsByHoldAndByConsent(t *testing.T) {
	m := sold(t)
	request := wanted("P1", monday)
	request.Payer, request.Instalments = insurance.Purse{}, 2
	m.agree(t, m.mill, request)
	stage.Refused(t, m.alpha, insurance.BindPolicy, insurance.BindRequest{Quote: "q-P1"}, insurance.TermsRefused)
	legs := []cash.SettleLeg{{From: "mill", To: "alpha", Amount: eur("700.00")}, {From: "mill", To: "alpha-tax", Amount: eur("84.00")}}
	consent, err := cash.ConsentTo("bind-q-P1", legs)
	require.NoError(t, err)
	means := insurance.Means{Account: "mill", Consent: consent}
	stage.Refused(t, m.alpha, insurance.BindPolicy, insurance.BindRequest{Quote: "q-P1", Means: means}, cash.ConsentMissing)
	stage.Do(t, m.mill, insurance.BindPolicy, insurance.BindRequest{Quote: "q-P1", Means: means})
	m.has(t, "alpha", "20000700.00")

	stolen := insurance.Means{Account: "p-7f3a9c", Mandate: mandateOf("p-7f3a9c", insurance.Premiums)}
	second := insurance.InstalmentKey{Policy: "P1", Number: 2}
	stage.Refused(t, m.mill, insurance.PayPremium, insurance.PayRequest{InstalmentKey: second, Means: stolen}, insurance.AccountRefused)
	holds := insurance.Means{Account: "p-7f3a9c"}
	for i, leg := range legs {
		id := cash.HoldID(fmt.Sprintf("hold-%d", i))
		stage.Do(t, m.anna, cash.CreateHold, cash.HoldRequest{
			ID: id, Payer: "p-7f3a9c", Payee: leg.To, Amount: leg.Amount, Notary: cash.Notary{Kind: cash.ModuleNotary, ID: insurance.Module},
			Purpose: insurance.PremiumOf("P1"), Expires: day("2026-12-31"),
		})
		holds.Holds = append(holds.Holds, id)
	}
	one := holds
	one.Holds = holds.Holds[:1]
	stage.Refused(t, m.mill, insurance.PayPremium, insurance.PayRequest{InstalmentKey: second, Means: one}, insurance.TermsRefused)
	stage.Do(t, m.mill, insurance.PayPremium, insurance.PayRequest{InstalmentKey: second, Means: holds})
	m.has(t, "alpha", "20001400.00")
	m.has(t, "p-7f3a9c", "49216.00")
}
