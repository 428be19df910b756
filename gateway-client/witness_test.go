// SPDX-License-Identifier: Apache-2.0

package gatewayclient_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// witnessedPay is a payment that is endorsed by members of which the ledger knows.
type witnessedPay struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Amount int    `json:"amount"`
	// Asks is the query that says who they are.
	Asks string `json:"asks"`
}

func (witnessedPay) Validate() error { return nil }

func (w witnessedPay) Endorsers(ask protocol.Ask) ([]string, error) {
	found, err := protocol.AnswerTo(ask, protocol.Evaluate[account, receipt](w.Asks), account(w.From))
	if err != nil {
		return nil, err
	}
	if found.Balance != 100 {
		return nil, errors.New("nobody can tell")
	}
	return []string{"PayerMSP", "WitnessMSP"}, nil
}

var payWitnessed = protocol.Submit[witnessedPay, receipt]("toy:Pay")

// recorded keeps all calls.
type recorded struct {
	*toyTransport
	calls []gatewayclient.Call
}

func (r *recorded) Propose(call gatewayclient.Call) (*gatewayclient.Proposal, error) {
	r.calls = append(r.calls, call)
	return r.toyTransport.Propose(call)
}

// witnessed has somebody pay, and answers the calls that came of it.
func witnessed(t *testing.T, asks string, transport *toyTransport, opts ...gatewayclient.Option) ([]gatewayclient.Call, error) {
	t.Helper()
	record := &recorded{toyTransport: transport}
	client, err := gatewayclient.New(t.Context(), record, "finance")
	require.NoError(t, err)
	defer func() { require.NoError(t, client.Close()) }()
	_, err = gatewayclient.Do(t.Context(), client, payWitnessed, witnessedPay{"alice", "bob", 10, asks}, opts...)
	return record.calls, err
}

func TestRequestNamesItsEndorsers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls, err := witnessed(t, "toy:Balance", &toyTransport{ledger: newToyLedger()}, gatewayclient.OnChannel("side"), gatewayclient.AtChaincode("toy2"))
		require.NoError(t, err)
		require.Len(t, calls, 2)
		require.Equal(t, "toy:Balance", string(calls[0].Args[0]))
		require.Equal(t, [2]string{"side", "toy2"}, [2]string{calls[0].Channel, calls[0].Chaincode}, "it asks where it pays")
		require.Empty(t, calls[0].Organisations)
		require.Equal(t, []string{"PayerMSP", "WitnessMSP"}, calls[1].Organisations)
	})
}

func TestRequestAsksOtherChaincodesUnderTheirNames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls, err := witnessed(t, "other:Balance", &toyTransport{ledger: newToyLedger()}, gatewayclient.AtChaincode("toy2"))
		require.NoError(t, err)
		require.Equal(t, [2]string{"other", "toy2"}, [2]string{calls[0].Chaincode, calls[1].Chaincode})
	})
}

func TestNamedOrganisationsEndorseWhateverTheRequestSays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls, err := witnessed(t, "toy:Balance", &toyTransport{ledger: newToyLedger()}, gatewayclient.EndorsingOrganisations("OnlyMSP"))
		require.NoError(t, err)
		require.Len(t, calls, 1)
		require.Equal(t, []string{"OnlyMSP"}, calls[0].Organisations)
	})
}

// Where nobody can tell who endorses, nothing is proposed.
func TestRequestThatCannotNameItsEndorsersIsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newToyLedger()
		ledger.balances["alice"] = cell{amount: 50}
		calls, err := witnessed(t, "toy:Balance", &toyTransport{ledger: ledger})
		var unendorsed *gatewayclient.EndorseError
		require.ErrorAs(t, err, &unendorsed)
		require.ErrorContains(t, err, "nobody can tell")
		require.Len(t, calls, 1)

		gone := protocol.NotFound.New("nothing of that name")
		calls, err = witnessed(t, "toy:Balance", &toyTransport{ledger: newToyLedger(), fault: failing("evaluate", -1, gone)})
		require.ErrorIs(t, err, protocol.NotFound)
		require.ErrorAs(t, err, &unendorsed)
		require.Len(t, calls, 1)
	})
}
