// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

func finding(key insurance.BordereauKey, reinsurer parties.PartyID, is insurance.QueryFinding) insurance.FindingRequest {
	return insurance.FindingRequest{BordereauKey: key, Reinsurer: reinsurer, Finding: is, Reasons: strings.Repeat("ef", 32)}
}

// An answer that a reinsurer does not accept stops the bordereau until both sides say the same, or an arbiter decides; then
// it goes on, and who asked has agreed to it.
func TestAQueryIsDecidedByBothSidesOrByAnArbiter(t *testing.T) {
	m := stormy(t)
	m.placements(t)
	m.cede(t, m.move(t, fifteen(1, "0.00", "200000.00")...)...)
	m.blow(t)
	m.bordereaux(t)
	key := insurance.BordereauKey{Treaty: "surplus", Number: 3} // ridge asked and waits, beta has an answer
	stage.Refused(t, m.ridge, insurance.DisputeAnswer, insurance.DisputeRequest{BordereauKey: key}, insurance.StatusRefused)
	stage.Refused(t, m.mill, insurance.DisputeAnswer, insurance.DisputeRequest{BordereauKey: key}, protocol.NotAuthorised)
	require.Equal(t, insurance.Queried, stage.Do(t, m.beta, insurance.DisputeAnswer, insurance.DisputeRequest{BordereauKey: key}).Status)
	stage.Refused(t, m.beta, insurance.DisputeAnswer, insurance.DisputeRequest{BordereauKey: key}, insurance.StatusRefused)

	stands := finding(key, "beta", insurance.QueryStands)
	stage.Refused(t, m.ridge, insurance.SettleQuery, stands, insurance.NotYours)
	stage.Do(t, m.alpha, insurance.SettleQuery, stands)
	require.Empty(t, stage.Do(t, m.chief, insurance.SettleQuery, stands).Queries[1].Finding, "one side says it twice")
	other := stands
	other.Finding = insurance.QueryCorrects
	require.Empty(t, stage.Do(t, m.beta, insurance.SettleQuery, other).Queries[1].Finding, "the sides differ")
	settled := stage.Do(t, m.alpha, insurance.SettleQuery, other)
	require.Equal(t, insurance.QueryCorrects, settled.Queries[1].Finding)
	require.Equal(t, insurance.Queried, settled.Status, "ridge still waits")
	require.Equal(t, []parties.PartyID{"beta"}, settled.Agreed)
	stage.Refused(t, m.alpha, insurance.SettleQuery, other, insurance.StatusRefused)
	stage.Refused(t, m.arbiter, insurance.ArbitrateQuery, stands, insurance.StatusRefused)

	decided := stage.Do(t, m.arbiter, insurance.ArbitrateQuery, finding(key, "ridge", insurance.QueryStands))
	require.True(t, decided.Queries[0].Arbitrated)
	require.Equal(t, insurance.BordereauAgreed, decided.Status, "both reinsurers have agreed")
	stage.Refused(t, m.arbiter, insurance.ArbitrateQuery, finding(key, "ridge", insurance.QueryCorrects), insurance.StatusRefused)
}

// A parametric policy is closed when its triggers are evaluated and no audit is open.
func TestAParametricPolicyIsClosedWhenNothingWaits(t *testing.T) {
	m := growing(t)
	m.sells(t, chosen())
	request := m.fields("2026-08-01", "A")
	stage.Do(t, m.anna, insurance.ApplyForPolicies, request)
	stage.Do(t, m.alpha, insurance.IssuePolicies, issueOf(request))
	stage.Do(t, m.anna, insurance.CancelPolicy, insurance.CancelRequest{Policy: "A", Effective: day("2026-08-01")})
	m.roll(t, "2026-11-20")
	require.NotContains(t, m.standing(t, "A").Statuses, insurance.ClosedPolicy, "a trigger waits")
	round := request.Risks[0].Choices[0]
	june := season("rain")
	june.From, june.To = round.From, round.To
	stage.Do(t, m.mill, insurance.AdvanceRound, june)
	m.roll(t, "2026-11-30")
	stage.Do(t, m.mill, insurance.AdvanceRound, june)
	stage.Do(t, m.mill, insurance.ExecuteDue, work(june, "A", 1))
	require.Contains(t, m.standing(t, "A").Statuses, insurance.ClosedPolicy)
}
