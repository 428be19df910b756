// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

func batch(policies ...insurance.PolicyID) insurance.BatchRequest {
	request := insurance.BatchRequest{}
	for _, policy := range policies {
		request.Due = append(request.Due, work(season("rain"), policy, 1))
	}
	return request
}

// insured has anna and bo insure so many farms, by turns, and lets June end dry: 10.00 for each.
func (m *market) insured(t testing.TB, count int) []insurance.PolicyID {
	t.Helper()
	policies := make([]insurance.PolicyID, count)
	for i := range policies {
		policies[i] = insurance.PolicyID(fmt.Sprintf("F%d", i))
		if i%2 == 0 {
			m.insure(t, m.anna, farm(policies[i], anna))
		} else {
			m.insure(t, m.bo, farm(policies[i], bo))
		}
	}
	m.finish(t, 290)
	return policies
}

func TestTwoKeepersAtOncePayOnce(t *testing.T) {
	m := growing(t)
	policies := m.insured(t, 2)
	one := m.endorsed(t, call(m.mill, insurance.ExecuteDueBatch, batch(policies...)))
	other := m.endorsed(t, call(m.beta, insurance.ExecuteDueBatch, batch(policies...)))
	single := m.endorsed(t, call(m.bo, insurance.ExecuteDue, work(season("rain"), policies[0], 1)))
	m.inOneBlock(t, []bool{true, false, false}, one[0], other[0], single[0])
	stage.Refused(t, m.beta, insurance.ExecuteDueBatch, batch(policies...), insurance.AlreadyDone)
	m.has(t, "alpha-fund", "999980.00")
}

// Keepers that work on different lanes and are paid for from a high-volume fund fit into one block.
func TestKeepersOnDifferentLanesDoNotMeet(t *testing.T) {
	m := growing(t)
	stage.Do(t, m.Actor(bankMSP, "marker", "", role.AccountServicer), cash.MarkHighVolume, cash.HighVolumeRequest{Account: "alpha-fund", Stripes: insurance.Lanes})
	policies := m.insured(t, 2)
	require.NotEqual(t, insurance.LaneOf(policies[0]), insurance.LaneOf(policies[1]))
	m.together(t,
		call(m.mill, insurance.ExecuteDueBatch, batch(policies[0])),
		call(m.beta, insurance.ExecuteDueBatch, batch(policies[1])),
	)
	m.has(t, "p-7f3a9c", "49910.00")
	m.has(t, "p-51d0e2", "49910.00")
}

// keeper is somebody who endorses work now and has it ordered later.
type keeperAtWork struct {
	who     *stage.Actor
	pending []*ledgertest.Transaction
}

// Any number of keepers, at any members, who name whatever work whenever, and whose transactions come into blocks in any
// order: each policy is evaluated once and paid once, and the fund paid what they got.
func TestAnyInterleavingOfKeepersPaysOnce(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			m := growing(t)
			policies := m.insured(t, 8)
			draw := rand.New(rand.NewPCG(seed, 1))
			keepers := []*keeperAtWork{{who: m.mill}, {who: m.beta}, {who: m.anna}, {who: m.oracles[0]}}
			for range 60 {
				m.anything(t, draw, keepers, policies)
			}
			for _, policy := range policies { // whoever is left finishes
				_, _, err := stage.Try(m.ridge, insurance.ExecuteDue, work(season("rain"), policy, 1))
				require.True(t, err == nil || codeIn(t, err) == "ALREADY_DONE", "%v", err)
			}
			require.Zero(t, m.waiting(t, season("rain")))
			for _, policy := range policies {
				paid := stage.Do(t, m.mill, insurance.Evaluations, insurance.EvaluationsRequest{Policy: policy}).Items
				require.Len(t, paid, 1)
				require.Equal(t, "1000", paid[0].Paid.String())
			}
			m.has(t, "alpha-fund", "999920.00")
			m.has(t, "p-7f3a9c", "49640.00")
			m.has(t, "p-51d0e2", "49640.00")
		})
	}
}

// anything is one step of somebody: endorse a batch, order what is endorsed, or cut a block.
func (m *market) anything(t testing.TB, draw *rand.Rand, keepers []*keeperAtWork, policies []insurance.PolicyID) {
	t.Helper()
	keeper := keepers[draw.IntN(len(keepers))]
	switch draw.IntN(4) {
	case 0, 1:
		picked := make([]insurance.PolicyID, 0, len(policies))
		for _, at := range draw.Perm(len(policies))[:1+draw.IntN(len(policies))] {
			picked = append(picked, policies[at])
		}
		proposal, err := stage.Proposal(keeper.who, insurance.ExecuteDueBatch, batch(picked...))
		require.NoError(t, err)
		tx, err := m.World.Endorse(keeper.who.ID, proposal)
		if err != nil {
			require.Equal(t, "ALREADY_DONE", codeIn(t, err))
			return
		}
		keeper.pending = append(keeper.pending, tx)
	case 2:
		if len(keeper.pending) > 0 {
			at := draw.IntN(len(keeper.pending))
			require.NoError(t, m.World.Order(keeper.pending[at]))
			keeper.pending = append(keeper.pending[:at], keeper.pending[at+1:]...)
		}
	default:
		m.World.CutBlock()
	}
}

// A batch is carried out whole or not at all: work that is not ripe, or whose payee cannot be paid, spoils it.
func TestBatchIsCarriedOutWhole(t *testing.T) {
	m := growing(t)
	policies := m.insured(t, 2)
	stage.Refused(t, m.mill, insurance.ExecuteDueBatch, insurance.BatchRequest{Due: []insurance.DueKey{
		work(season("rain"), policies[0], 1), work(july(), policies[1], 2),
	}}, insurance.TooEarly)
	stage.Do(t, m.arbiter, cash.FreezeAccount, cash.FreezeRequest{Account: "p-51d0e2", Side: cash.CreditSide})
	stage.Refused(t, m.mill, insurance.ExecuteDueBatch, batch(policies...), cash.AccountFrozen)
	m.has(t, "alpha-fund", "1000000.00")
	stage.Do(t, m.mill, insurance.ExecuteDueBatch, batch(policies[0]))
	stage.Do(t, m.arbiter, cash.UnfreezeAccount, "p-51d0e2")
	stage.Do(t, m.mill, insurance.ExecuteDueBatch, batch(policies...))
	m.has(t, "alpha-fund", "999980.00")
}
