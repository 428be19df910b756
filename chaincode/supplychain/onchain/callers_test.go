// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// answer is how a row ends for a caller, without writing anything: the code of the refusal, or nothing.
func (r *ready) answer(t testing.TB, row row, as *stage.Actor) string {
	t.Helper()
	proposal, err := row.propose(as)
	require.NoError(t, err)
	if row.endpoint.Writes() {
		_, err = r.World.Endorse(as.ID, proposal)
	} else {
		_, err = r.World.Evaluate(as.ID, proposal)
	}
	return codeIn(t, err)
}

func codeIn(t testing.TB, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	fault, is := stage.Fault(err).(*protocol.Fault)
	require.True(t, is, "%v", err)
	require.Less(t, fault.Status, int32(500))
	return fault.Code
}

// everything is all that the chaincode has on the ledger and in any collection of any member.
func (r *ready) everything() string {
	var all strings.Builder
	fmt.Fprint(&all, r.World.Range(supplychain.Module, "", ""))
	for _, msp := range r.World.Orgs() {
		fmt.Fprint(&all, r.World.PrivateRange(msp, supplychain.Module, ledger.OwnCollection(msp)))
	}
	return all.String()
}

// The rows are all transactions there are, each in a world where it succeeds.
func TestEveryTransactionSucceedsForWhoIsEntitled(t *testing.T) {
	r := everythingReady(t)
	before, seen := r.everything(), map[string]bool{}
	for _, row := range r.rows(t) {
		require.Empty(t, r.answer(t, row, row.by), row.endpoint.Name())
		seen[row.endpoint.Name()] = true
	}
	for _, endpoint := range supplychain.Endpoints() {
		require.True(t, seen[endpoint.Name()], "%s has no row", endpoint.Name())
	}
	require.Equal(t, before, r.everything())
}

// A role counts where the certificate claims it and the registry lets the member hold it. Every endpoint is tried with every
// role, by somebody who acts for no party.
func TestEveryTransactionAsksForItsRoles(t *testing.T) {
	r := everythingReady(t)
	members := map[role.Role]string{}
	for _, member := range slices.Backward(charter().Members) {
		for _, held := range member.Roles {
			members[held] = member.MSP
		}
	}
	claimant := map[role.Role]*stage.Actor{}
	for _, claimed := range role.All() {
		msp, granted := members[claimed]
		if !granted {
			msp = south // which claims what the registry grants nobody
		}
		claimant[claimed] = r.Actor(msp, "as-"+string(claimed), "", claimed)
	}
	for _, row := range r.rows(t) {
		for claimed, actor := range claimant {
			_, granted := members[claimed]
			entitled := slices.Contains(row.endpoint.Roles(), role.Anyone) || granted && slices.Contains(row.endpoint.Roles(), claimed)
			require.Equal(t, !entitled, r.answer(t, row, actor) == "NOT_AUTHORISED", "%s as %s", row.endpoint.Name(), claimed)
		}
	}
}

// callers are who stands beside an entitled one with the same roles.
type callers struct{ forger, nobody, stranger *stage.Actor }

// beside makes the callers for everybody who has a row.
func (r *ready) beside() map[*stage.Actor]callers {
	anchor, bank, registrar := []role.Role{role.AnchorBuyer}, []role.Role{role.Financier, role.Supplier}, []role.Role{role.Governor}
	keeper, arbiter := []role.Role{role.RegisterKeeper}, []role.Role{role.Regulator}
	made := map[*stage.Actor]callers{}
	for i, who := range []struct {
		actor *stage.Actor
		party string
		other string
		roles []role.Role
	}{
		{r.maker, "motors", south, anchor}, {r.checker, "motors", south, anchor}, {r.one, "tier-one", south, bank}, {r.two, "tier-two", north, bank},
		{r.northDesk, "northbank", south, bank}, {r.southDesk, "southbank", north, bank}, {r.officers[0], "", south, registrar},
		{r.keeper, "", south, keeper}, {r.second, "", south, keeper}, {r.arbiter, "", south, arbiter},
	} {
		name := func(kind string) string { return fmt.Sprintf("%s-%d", kind, i) }
		made[who.actor] = callers{
			forger:   r.Actor(who.other, name("forger"), who.party, who.roles...),
			nobody:   r.Actor(who.actor.MSP, name("nobody"), "", who.roles...),
			stranger: r.Actor(who.actor.MSP, name("stranger"), "stranger", who.roles...),
		}
	}
	return made
}

// Who acts comes from member and party together, and never from the request.
func TestEveryTransactionAnswersItsCallers(t *testing.T) {
	r := everythingReady(t)
	beside := r.beside()
	for _, row := range r.rows(t) {
		callers := beside[row.by]
		found := others{r.answer(t, row, callers.forger), r.answer(t, row, callers.nobody), r.answer(t, row, callers.stranger)}
		require.Equal(t, row.others, found, row.endpoint.Name())
	}
}

// A chaincode that nobody registered cannot have the entitled one's signature carry out anything here: what writes takes
// direct calls alone.
func TestNoTransactionIsCarriedOutThroughARelay(t *testing.T) {
	r := everythingReady(t)
	r.DeployRelay("relay")
	before := r.everything()
	for _, row := range r.rows(t) {
		if row.endpoint.Writes() && !row.endpoint.Callable() {
			said := stage.Relayed(t, row.by, "relay", row.endpoint, row.request)
			require.True(t, strings.HasPrefix(said, "CALLER_REFUSED: "), "%s: %s", row.endpoint.Name(), said)
		}
	}
	require.Equal(t, before, r.everything())
}
