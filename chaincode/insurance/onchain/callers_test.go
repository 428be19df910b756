// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// worlds are those of all areas. Each area has its own, and its rows there.
var worlds = map[string]func(testing.TB) world{
	"core": coreWorld, "claims": claimsWorld, "parametric": parametricWorld, "reinsurance": reinsuranceWorld,
}

// areas are the transactions that have to have a row, by the world that has them.
var areas = map[string][]protocol.Endpoint{"core": coreEndpoints, "parametric": {
	insurance.RegisterFeed, insurance.AdmitFeed, insurance.CloseFeed, insurance.Observe, insurance.AdvanceRound, insurance.ChallengeRound,
	insurance.ArbitrateRound, insurance.GetFeed, insurance.Feeds, insurance.GetRound, insurance.Observations, insurance.ExecuteDue,
	insurance.ExecuteDueBatch, insurance.RequestAudit, insurance.AwaitedRounds, insurance.DueWork, insurance.GetDue, insurance.GetEvaluation,
	insurance.Evaluations, insurance.ApplyForPolicies, insurance.IssuePolicies, insurance.DataCall,
}, "claims": claimsEndpoints, "reinsurance": reinsuranceEndpoints}

// each runs a test in every world.
func each(t *testing.T, test func(*testing.T, world)) {
	for area, built := range worlds {
		t.Run(area, func(t *testing.T) { test(t, built(t)) })
	}
}

// The rows are transactions in a world where each succeeds, and no query writes.
func TestEveryTransactionSucceedsForWhoIsEntitled(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		before := w.everything()
		for _, row := range w.rows {
			require.Empty(t, w.answer(t, row, row.by), row.endpoint.Name())
		}
		require.Equal(t, before, w.everything())
	})
}

// A role counts where the certificate claims it and the registry lets the member hold it. Every endpoint is tried with every
// role, by somebody who acts for no party.
func TestEveryTransactionAsksForItsRoles(t *testing.T) {
	holders := map[role.Role]string{}
	for _, member := range slices.Backward(charter().Members) {
		for _, held := range member.Roles {
			holders[held] = member.MSP
		}
	}
	each(t, func(t *testing.T, w world) {
		claimant := map[role.Role]*stage.Actor{}
		for _, claimed := range role.All() {
			msp, granted := holders[claimed]
			if !granted {
				msp = millMSP // which claims what the registry grants nobody
			}
			claimant[claimed] = w.Actor(msp, "as-"+string(claimed), "", claimed)
		}
		for _, row := range w.rows {
			for claimed, actor := range claimant {
				granted := holders[claimed] != "" && slices.Contains(row.endpoint.Roles(), claimed)
				entitled := granted || slices.Contains(row.endpoint.Roles(), role.Anyone)
				require.Equal(t, !entitled, w.answer(t, row, actor) == "NOT_AUTHORISED", "%s as %s", row.endpoint.Name(), claimed)
			}
		}
	})
}

// callers are who stands beside an entitled one with the same roles.
type callers struct{ forger, nobody, stranger *stage.Actor }

// beside makes the callers for somebody: other is a member that holds none of the roles that matter.
func (m *market) beside(number int, who *stage.Actor, party string, roles ...role.Role) callers {
	name := func(kind string) string { return fmt.Sprintf("%s-%d", kind, number) }
	other := millMSP
	if who.MSP == millMSP {
		other = betaMSP
	}
	return callers{
		forger:   m.Actor(other, name("forger"), party, roles...),
		nobody:   m.Actor(who.MSP, name("nobody"), "", roles...),
		stranger: m.Actor(who.MSP, name("stranger"), "stranger", roles...),
	}
}

// Who acts comes from member and party together, and never from the request.
func TestEveryTransactionAnswersItsCallers(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		beside := map[*stage.Actor]callers{}
		for i, who := range []struct {
			actor *stage.Actor
			party string
			roles []role.Role
		}{
			{w.alpha, "alpha", []role.Role{role.Insurer}}, {w.chief, "alpha", []role.Role{role.Insurer}}, {w.handler, "alpha", []role.Role{role.Insurer}},
			{w.expert, "alpha", []role.Role{role.Insurer}}, {w.beta, "beta", []role.Role{role.Insurer}}, {w.second, "beta", []role.Role{role.Insurer}},
			{w.ridge, "ridge", []role.Role{role.Reinsurer}}, {w.other, "ridge", []role.Role{role.Reinsurer}},
			{w.mill, "mill", nil}, {w.anna, "p-7f3a9c", nil}, {w.bo, "p-51d0e2", nil}, {w.broker, "broker", nil},
			{w.arbiter, "", []role.Role{role.Regulator}}, {w.keeper, "", []role.Role{role.RegisterKeeper}}, {w.officers[0], "", []role.Role{role.Governor}}, {w.officers[4], "", []role.Role{role.Governor}},
			{w.oracles[0], "station", []role.Role{role.Oracle}},
		} {
			beside[who.actor] = w.beside(i, who.actor, who.party, who.roles...)
		}
		for _, row := range w.rows {
			callers, known := beside[row.by]
			require.True(t, known, "%s: who stands beside its caller", row.endpoint.Name())
			found := others{w.answer(t, row, callers.forger), w.answer(t, row, callers.nobody), w.answer(t, row, callers.stranger)}
			require.Equal(t, row.others, found, row.endpoint.Name())
		}
	})
}

// A chaincode that nobody registered cannot have the entitled one's signature carry out anything here: what writes takes
// direct calls alone.
func TestNoTransactionIsCarriedOutThroughARelay(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.DeployRelay("relay")
		before := w.everything()
		for _, row := range w.rows {
			if row.endpoint.Writes() && !row.endpoint.Callable() {
				said := stage.Relayed(t, row.by, "relay", row.endpoint, row.request)
				require.True(t, strings.HasPrefix(said, "CALLER_REFUSED: "), "%s: %s", row.endpoint.Name(), said)
			}
		}
		require.Equal(t, before, w.everything())
	})
}

// sound is what looks spoilt and is not: a feed of temperatures has readings below zero.
var sound = map[string]bool{
	"insurance:AdmitFeed: $.least = -4000": true, "insurance:MoveReserve: $.delta = -4000": true, // a reserve falls
}

// Every transaction, with one member of its request wrong at a time, is refused with a code and writes nothing.
func TestEveryTransactionRefusesEachWrongMember(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		before, tried := w.everything(), 0
		for _, row := range w.rows {
			good, err := row.propose(row.by)
			require.NoError(t, err)
			for what, bad := range stage.Spoilt(t, good) {
				if sound[row.endpoint.Name()+": "+what] {
					continue
				}
				if row.endpoint.Writes() {
					_, err = w.World.Invoke(row.by.ID, bad)
				} else {
					_, err = w.World.Evaluate(row.by.ID, bad)
				}
				require.NotEmpty(t, codeIn(t, err), "%s: %s", row.endpoint.Name(), what)
				tried++
			}
			require.Equal(t, before, w.everything(), row.endpoint.Name())
		}
		require.Greater(t, tried, 100)
	})
}

// What an area's world has a row of one transaction of, it has rows of all of.
func TestEveryTransactionOfAnAreaHasARow(t *testing.T) {
	seen := map[string]bool{}
	each(t, func(_ *testing.T, w world) {
		for _, row := range w.rows {
			seen[row.endpoint.Name()] = true
		}
	})
	for area, endpoints := range areas {
		for _, endpoint := range endpoints {
			require.True(t, worlds[area] == nil || seen[endpoint.Name()], "%s has no row in world %s", endpoint.Name(), area)
		}
	}
}
