// SPDX-License-Identifier: Apache-2.0

package scenario_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
	"github.com/consort-finance/consort/chaincode/supplychain"
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
	desks.Issue = w.again
	officer, err := desks.At(t.Context(), desks.Members()[0], desk.Officer)
	require.NoError(t, err)
	today, err := date.Of(w.Now())
	require.NoError(t, err)
	_, err = gatewayclient.Do(t.Context(), officer, parties.Found, founding.Charter(w.topology))
	require.NoError(t, err)
	for _, roll := range []protocol.SubmitEndpoint[protocol.RollRequest, protocol.BusinessDate]{
		parties.Roll, cash.RollDate, supplychain.RollDate, securities.RollDate, insurance.RollDate,
	} {
		_, err = gatewayclient.Do(t.Context(), officer, roll, protocol.RollRequest{To: today})
		require.NoError(t, err)
	}
	require.NoError(t, desks.OpenForBusiness(t.Context(), desk.Euros(1_000_000_00), "northbank", "southbank"))
	require.NoError(t, desks.Host(t.Context(), "northbank", "alice", 1))
	require.NoError(t, desks.Host(t.Context(), "northbank", "carol", 2))
	require.NoError(t, desks.Host(t.Context(), "southbank", "bob", 3))
	require.NoError(t, desks.Host(t.Context(), "southbank", "mallory", 4))
	require.NoError(t, desks.OpenMarket(t.Context()))
	return desks
}

func TestScenarios(t *testing.T) {
	scenarios, err := scenario.All()
	require.NoError(t, err)
	require.NotEmpty(t, scenarios)
	desks := town(t)
	for _, s := range scenarios {
		t.Run(s.Name, func(t *testing.T) {
			name := "scenario-" + s.Name // as long as in the end-to-end tests
			require.NoError(t, s.Play(t.Context(), desks, name))
			require.NoError(t, desks.Audit(t.Context()))
		})
	}
}

// TestPlaysFail shows that a story which does not come true is told where.
func TestPlaysFail(t *testing.T) {
	desks := town(t)
	for script, want := range map[string]string{
		"refuse NOT_FOUND northbank/alice cash:Module name":                           "false.txtar:1: it succeeds where NOT_FOUND is due",
		"do northbank/alice cash:Balance name":                                        "NOT_FOUND",
		"refuse ACCOUNT_FROZEN northbank/alice cash:Balance name":                     "ACCOUNT_FROZEN is due, not NOT_FOUND",
		"ask northbank/alice cash:Module name gives wrong":                            "/paused is <nil>, not true",
		"ask northbank/alice cash:Module name gives longer":                           "/caps is no list of 2",
		"do northbank/nobody cash:Module name":                                        "there is no nobody",
		"do northbank/nobody' cash:Module name":                                       "there is no nobody",
		"refuse SAME_PERSON northbank/maker' cash:Module name":                        "it succeeds where SAME_PERSON is due",
		"do northbank/alice cash:Modulus name":                                        "there is no endpoint cash:Modulus",
		"has nothing 1.00 EUR":                                                        "NOT_FOUND",
		"holds nothing 1 bond":                                                        "nothing holds 0 units of bond, not 1",
		"do northbank/alice cash:Module kept":                                         "kept: nothing is kept as quote/terms",
		"do northbank/alice cash:Module name with name":                               "name: json",
		"seal name keeps digest":                                                      "name: json",
		"do northbank/alice cash:Module name\nalso northbank/alice cash:Balance name": "false.txtar:2: ",
		"rival NOT_FOUND northbank/maker cash:OpenAccount one\nrival NOT_FOUND northbank/maker cash:OpenAccount other":   "2 of 2 rivals succeed",
		"rival NOT_FOUND northbank/maker cash:OpenAccount third\nrival NOT_FOUND northbank/maker cash:OpenAccount third": "northbank/maker: NOT_FOUND is due, not ALREADY_EXISTS",
		"ask northbank/alice cash:Module name keeps it\ndo northbank/alice cash:Module item":                             "nothing is kept as it/caps/7",
		"ask northbank/alice cash:Module name keeps it\ndo northbank/alice cash:Module text":                             "what is kept as it/caps is no text",
		"adopt cash:PauseModule name":                                    "does not fit here",
		"# a comment\n\ndo northbank/maker cash:OpenAccount name as $S$": "reference",
	} {
		files := "\n-- name --\n\"probe\"\n-- wrong --\n{\"paused\":true}\n-- longer --\n{\"caps\":[{},{}]}\n-- kept --\n${quote/terms}\n" +
			"-- item --\n${it/caps/7}\n-- text --\n%{it/caps}\n"
		for _, id := range []string{"one", "other", "third"} {
			files += "-- " + id + " --\n" + `{"id":"$S.` + id + `","currency":"EUR","party":"alice","host":"NorthbankMSP"}` + "\n"
		}
		scenarios, err := scenario.Read(fstest.MapFS{"false.txtar": {Data: []byte(script + files)}})
		require.NoError(t, err, script)
		require.ErrorContains(t, scenarios[0].Play(t.Context(), desks, "false"), want, script)
	}
}

// TestSecondCertificateIsAnother shows that an apostrophe brings another certificate of the same person.
func TestSecondCertificateIsAnother(t *testing.T) {
	desks := town(t)
	first, err := desks.At(t.Context(), "northbank", "maker")
	require.NoError(t, err)
	second, err := desks.Renewed(t.Context(), "northbank", "maker")
	require.NoError(t, err)
	one, err := first.Identity().X509()
	require.NoError(t, err)
	other, err := second.Identity().X509()
	require.NoError(t, err)
	require.Equal(t, one.Subject.String(), other.Subject.String())
	require.NotEqual(t, one.SerialNumber, other.SerialNumber)
	require.NotEqual(t, one.PublicKey, other.PublicKey)
	desks.Issue = nil
	_, err = desks.Renewed(t.Context(), "northbank", "maker")
	require.ErrorContains(t, err, "nobody issues certificates anew to northbank/maker")
}

func TestScriptsAreRefusedByLine(t *testing.T) {
	for _, line := range []string{
		"pay northbank/alice cash:Transfer a", "do alice cash:Transfer a", "do northbank/alice cash:Transfer", "adopt cash:Transfer",
		"do northbank/alice cash:Transfer a gives a", "ask northbank/alice cash:Transfer a", "do northbank/alice cash:Transfer b",
		"refuse northbank/alice cash:Transfer a", "do northbank/alice cash:Transfer a as", "do northbank/alice cash:Transfer a keeps b",
		"do northbank/alice cash:Transfer a with b", "rival northbank/alice cash:Transfer a", "day -1", "has account 1", "seal b keeps c",
		"holds account 1.5 bond", "play nothing", "play market NAME=first", "play fund BANK=northbank",
	} {
		content := strings.Repeat("# before\n", 2) + line + "\n-- a --\n{}\n"
		_, err := scenario.Tell("bad.txtar", content)
		require.ErrorContains(t, err, "bad.txtar:3: ", line)
	}
}
