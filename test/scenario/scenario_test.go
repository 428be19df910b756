// SPDX-License-Identifier: Apache-2.0

package scenario_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/founding"
	"github.com/consort-finance/consort/test/desk"
	"github.com/consort-finance/consort/test/scenario"
)

// town is a consortium in the process that is open for business, as the end-to-end tests' is.
func town(t *testing.T) *desk.Desks {
	t.Helper()
	w := newWorld(t)
	desks := desk.Seat(w, w.topology.Names()...)
	officer, err := desks.At(t.Context(), desks.Members()[0], desk.Officer)
	require.NoError(t, err)
	today, err := date.Of(w.Now())
	require.NoError(t, err)
	_, err = gatewayclient.Do(t.Context(), officer, parties.Found, founding.Charter(w.topology))
	require.NoError(t, err)
	for _, roll := range []protocol.SubmitEndpoint[protocol.RollRequest, protocol.BusinessDate]{parties.Roll, cash.RollDate} {
		_, err = gatewayclient.Do(t.Context(), officer, roll, protocol.RollRequest{To: today})
		require.NoError(t, err)
	}
	require.NoError(t, desks.OpenForBusiness(t.Context(), desk.Euros(1_000_000_00), "northbank", "southbank"))
	require.NoError(t, desks.Host(t.Context(), "northbank", "alice", 1))
	require.NoError(t, desks.Host(t.Context(), "southbank", "bob", 2))
	return desks
}

func TestScenarios(t *testing.T) {
	scenarios, err := scenario.All()
	require.NoError(t, err)
	require.NotEmpty(t, scenarios)
	desks := town(t)
	for _, s := range scenarios {
		t.Run(s.Name, func(t *testing.T) {
			require.NoError(t, s.Play(t.Context(), desks, s.Name))
			require.NoError(t, desks.Audit(t.Context()))
		})
	}
}

// TestPlaysFail shows that a story which does not come true is told where.
func TestPlaysFail(t *testing.T) {
	desks := town(t)
	for script, want := range map[string]string{
		"refuse NOT_FOUND northbank/alice cash:Module name":              "false.txtar:1: it succeeds where NOT_FOUND is due",
		"do northbank/alice cash:Balance name":                           "NOT_FOUND",
		"refuse ACCOUNT_FROZEN northbank/alice cash:Balance name":        "ACCOUNT_FROZEN is due, not NOT_FOUND",
		"ask northbank/alice cash:Module name gives wrong":               "/paused is <nil>, not true",
		"ask northbank/alice cash:Module name gives longer":              "/caps is no list of 2",
		"do northbank/nobody cash:Module name":                           "there is no nobody",
		"do northbank/alice cash:Modulus name":                           "there is no endpoint cash:Modulus",
		"adopt cash:PauseModule name":                                    "does not fit here",
		"# a comment\n\ndo northbank/maker cash:OpenAccount name as $S$": "reference",
	} {
		files := "\n-- name --\n\"probe\"\n-- wrong --\n{\"paused\":true}\n-- longer --\n{\"caps\":[{},{}]}\n"
		scenarios, err := scenario.Read(fstest.MapFS{"false.txtar": {Data: []byte(script + files)}})
		require.NoError(t, err, script)
		require.ErrorContains(t, scenarios[0].Play(t.Context(), desks, "false"), want, script)
	}
}

func TestScriptsAreRefusedByLine(t *testing.T) {
	for _, line := range []string{
		"pay northbank/alice cash:Transfer a", "do alice cash:Transfer a", "do northbank/alice cash:Transfer", "adopt cash:Transfer",
		"do northbank/alice cash:Transfer a gives a", "ask northbank/alice cash:Transfer a", "do northbank/alice cash:Transfer b",
		"refuse northbank/alice cash:Transfer a", "do northbank/alice cash:Transfer a as",
	} {
		content := strings.Repeat("# before\n", 2) + line + "\n-- a --\n{}\n"
		_, err := scenario.Read(fstest.MapFS{"bad.txtar": {Data: []byte(content)}})
		require.ErrorContains(t, err, "bad.txtar:3: ", line)
	}
}
