// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

// The rows are all transactions there are, each in a world where it succeeds.
func TestEveryTransactionSucceedsForWhoIsEntitled(t *testing.T) {
	seen := map[string]bool{}
	for _, part := range areas {
		m, rows := part.rows(t)
		before := m.everything()
		for _, row := range rows {
			require.Empty(t, m.answer(t, row, row.by), row.endpoint.Name())
			seen[row.endpoint.Name()] = true
		}
		require.Equal(t, before, m.everything(), part.name)
	}
	for _, endpoint := range securities.Endpoints() {
		require.True(t, seen[endpoint.Name()], "%s has no row", endpoint.Name())
	}
}

// A role counts where the certificate claims it and the registry lets the member hold it. Every endpoint is tried with every
// role, by somebody who acts for no party.
func TestEveryTransactionAsksForItsRoles(t *testing.T) {
	for _, part := range areas {
		m, rows := part.rows(t)
		claimants := m.claimants()
		for _, row := range rows {
			for _, claimed := range role.All() {
				entitled := slices.Contains(row.endpoint.Roles(), role.Anyone) || granted(claimed) && slices.Contains(row.endpoint.Roles(), claimed)
				refused := m.answer(t, row, claimants[claimed]) == "NOT_AUTHORISED"
				require.Equal(t, !entitled, refused, "%s as %s", row.endpoint.Name(), claimed)
			}
		}
	}
}

// granted tells whether the registry lets any member hold a role.
func granted(wanted role.Role) bool { return holder(wanted) != "" }

func holder(wanted role.Role) string {
	for _, member := range charter().Members {
		if slices.Contains(member.Roles, wanted) {
			return member.MSP
		}
	}
	return ""
}

// claimants claim each role, where it is granted at a member that has it.
func (m *market) claimants() map[role.Role]*stage.Actor {
	made := map[role.Role]*stage.Actor{}
	for _, claimed := range role.All() {
		msp := holder(claimed)
		if msp == "" {
			msp = south // which claims what the registry grants nobody
		}
		made[claimed] = m.Actor(msp, "as-"+string(claimed), "", claimed)
	}
	return made
}

// Who acts comes from member and party together, and never from the request.
func TestEveryTransactionAnswersItsCallers(t *testing.T) {
	for _, part := range areas {
		m, rows := part.rows(t)
		beside := map[*stage.Actor]callers{}
		for _, row := range rows {
			if _, made := beside[row.by]; !made {
				beside[row.by] = m.beside(t, row.by)
			}
			these := beside[row.by]
			found := others{m.answer(t, row, these.forger), m.answer(t, row, these.nobody), m.answer(t, row, these.stranger)}
			require.Equal(t, row.others, found, row.endpoint.Name())
		}
	}
}

// A chaincode that nobody registered cannot have the entitled one's signature carry out anything here: what writes takes
// direct calls alone.
func TestNoTransactionIsCarriedOutThroughARelay(t *testing.T) {
	for _, part := range areas {
		m, rows := part.rows(t)
		m.DeployRelay("relay")
		before := m.everything()
		for _, row := range rows {
			if row.endpoint.Writes() && !row.endpoint.Callable() {
				said := stage.Relayed(t, row.by, "relay", row.endpoint, row.request)
				require.True(t, strings.HasPrefix(said, "CALLER_REFUSED: "), "%s: %s", row.endpoint.Name(), said)
			}
		}
		require.Equal(t, before, m.everything(), part.name)
	}
}

// Every transaction, with one member of its request wrong at a time, is refused with a code and writes nothing.
func TestEveryTransactionRefusesEachWrongMember(t *testing.T) {
	for _, part := range areas {
		m, rows := part.rows(t)
		before, tried := m.everything(), 0
		for _, row := range rows {
			good, err := row.propose(row.by)
			require.NoError(t, err)
			for what, bad := range stage.Spoilt(t, good) {
				require.NotEmpty(t, codeIn(t, m.send(row, row.by, bad)), "%s: %s", row.endpoint.Name(), what)
				tried++
			}
		}
		require.Equal(t, before, m.everything(), part.name)
		require.Greater(t, tried, len(rows), part.name)
	}
}
