// SPDX-License-Identifier: Apache-2.0

package gatewayclient_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// profile is alice's, with the peers of the gateways.
func profile(t *testing.T, gateways ...*fakeGateway) gatewayclient.Profile {
	t.Helper()
	certificate, key := pair(t, "alice")
	id, err := gatewayclient.NewIdentity("NorthbankMSP", certificate, key)
	require.NoError(t, err)
	p := gatewayclient.Profile{Identity: id, Channel: "finance"}
	for _, g := range gateways {
		p.Peers = append(p.Peers, g.peer)
	}
	return p
}

func dial(t *testing.T, p gatewayclient.Profile) *gatewayclient.Client {
	t.Helper()
	client, err := gatewayclient.Connect(t.Context(), p)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	return client
}

func TestFabricTakesATransactionThroughAllPhases(t *testing.T) {
	gateway := startGateway(t, "peer0.northbank")
	client := dial(t, profile(t, gateway))
	outcome, err := gatewayclient.Submit(t.Context(), client, pay, tenToBob)
	require.NoError(t, err)
	require.EqualValues(t, 1, outcome.Block)
	require.Equal(t, 90, outcome.Result.Balance)
	answer, err := gatewayclient.Do(t.Context(), client, balance, "bob", gatewayclient.AtPeer("SouthbankMSP"))
	require.NoError(t, err)
	require.Equal(t, 7, answer.Balance)
	gateway.set(func() { require.Equal(t, []string{"SouthbankMSP"}, gateway.asked) })
}

func TestFabricTellsTypedEvents(t *testing.T) {
	gateway := startGateway(t, "peer0.northbank")
	client := dial(t, profile(t, gateway))
	outcome, err := gatewayclient.Submit(t.Context(), client, pay, tenToBob)
	require.NoError(t, err)
	for event, err := range client.Events(t.Context(), gatewayclient.Checkpoint{}) {
		require.NoError(t, err)
		data, is := happened.From(event.Event)
		require.True(t, is)
		require.Equal(t, paid{10}, data)
		require.Equal(t, outcome.TxID, event.TxID)
		break
	}
}

func TestFabricFaultsComeBack(t *testing.T) {
	gateway := startGateway(t, "peer0.northbank")
	client := dial(t, profile(t, gateway))
	gateway.set(func() { gateway.refuse = "chaincode response 409, INSUFFICIENT_FUNDS: alice has 3" })
	_, err := gatewayclient.Do(t.Context(), client, pay, tenToBob)
	require.ErrorIs(t, err, insufficientFunds)
	require.EqualError(t, err, "endorse: INSUFFICIENT_FUNDS: alice has 3")
	_, err = gatewayclient.Do(t.Context(), client, balance, "bob")
	require.ErrorIs(t, err, insufficientFunds)
	_, is := errors.AsType[*gatewayclient.EvaluateError](err)
	require.True(t, is)
}

// The answer to the submission is lost, and the orderers have it.
func TestFabricLostAnswerIsCommitted(t *testing.T) {
	gateway := startGateway(t, "peer0.northbank")
	client := dial(t, profile(t, gateway))
	gateway.set(func() { gateway.lose = true })
	outcome, err := gatewayclient.Submit(t.Context(), client, pay, tenToBob)
	require.NoError(t, err)
	require.EqualValues(t, 1, outcome.Block)
}

// An envelope of a former process that is in a block already is found by the ledger's query.
func TestFabricRecoversFromTheLedger(t *testing.T) {
	gateway := startGateway(t, "peer0.northbank")
	p := profile(t, gateway)
	gateway.set(func() { gateway.lose = true })
	outbox := &keepingOutbox{Outbox: gatewayclient.NewMemoryOutbox()}
	first, err := gatewayclient.Connect(t.Context(), p, gatewayclient.WithOutbox(outbox))
	require.NoError(t, err)
	outcome, err := gatewayclient.Submit(t.Context(), first, pay, tenToBob)
	require.NoError(t, err)
	require.NoError(t, first.Close())

	second, err := gatewayclient.Connect(t.Context(), p, gatewayclient.WithOutbox(outbox))
	require.NoError(t, err)
	defer second.Close() //nolint:errcheck // the test is over
	recoveries, err := second.Recover(t.Context())
	require.NoError(t, err)
	require.NoError(t, recoveries[0].Err)
	require.Equal(t, outcome.TxID, recoveries[0].Outcome.TxID)
	gateway.set(func() { require.Len(t, gateway.submitted, 1, "what the ledger has is not submitted again") })
}

// keepingOutbox is that of a process which died before it could remove anything.
type keepingOutbox struct{ gatewayclient.Outbox }

func (*keepingOutbox) Remove(string) error { return nil }

func TestFabricResubmitsIdenticalBytes(t *testing.T) {
	gateway := startGateway(t, "peer0.northbank")
	client := dial(t, profile(t, gateway))
	gateway.set(func() { gateway.lose, gateway.submitted = true, make([][]byte, 1) }) // the first copy is lost as well
	_, err := gatewayclient.Submit(t.Context(), client, pay, tenToBob, gatewayclient.CommitTimeout(2500*time.Millisecond))
	_, is := errors.AsType[*gatewayclient.UnknownOutcomeError](err)
	require.True(t, is, "%v", err)
	gateway.set(func() {
		require.Greater(t, len(gateway.submitted), 2)
		for _, envelope := range gateway.submitted[1:] {
			require.Equal(t, gateway.submitted[1], envelope)
		}
		gateway.lose = false
	})
	recoveries, err := client.Recover(t.Context())
	require.NoError(t, err)
	require.NoError(t, recoveries[0].Err)
}

func TestFabricMovesToTheNextPeer(t *testing.T) {
	first, second := startGateway(t, "peer0.northbank"), startGateway(t, "peer1.northbank")
	client := dial(t, profile(t, first, second))
	_, err := gatewayclient.Submit(t.Context(), client, pay, tenToBob)
	require.NoError(t, err)
	second.set(func() { second.blocks = append(second.blocks, first.blocks[1]) })
	first.server.Stop()
	outcome, err := gatewayclient.Submit(t.Context(), client, pay, tenToBob)
	require.NoError(t, err)
	require.EqualValues(t, 2, outcome.Block)
}

func TestFabricConnectTellsWhatIsWrong(t *testing.T) {
	gateway := startGateway(t, "peer0.northbank")
	for want, spoil := range map[string]func(*gatewayclient.Profile){
		"certificate is valid for peer0.northbank, not other": func(p *gatewayclient.Profile) { p.Peers[0].ServerName = "other" },
		"certificate signed by unknown authority":             func(p *gatewayclient.Profile) { p.Peers[0].Roots, _ = pair(t, "peer0.northbank") },
		"connection refused":                                  func(p *gatewayclient.Profile) { p.Peers[0].Address = "127.0.0.1:1" },
		"the channel is missing":                              func(p *gatewayclient.Profile) { p.Channel = "" },
	} {
		p := profile(t, gateway)
		spoil(&p)
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		_, err := gatewayclient.Connect(ctx, p)
		require.ErrorContains(t, err, want)
		cancel()
	}
}

func TestFabricOfflineSigning(t *testing.T) {
	gateway := startGateway(t, "peer0.northbank")
	client := dial(t, profile(t, gateway))
	certificate, key := pair(t, "treasurer")
	treasurer, err := gatewayclient.NewIdentity("NorthbankMSP", certificate, key)
	require.NoError(t, err)

	_, err = gatewayclient.Do(t.Context(), client, pay, tenToBob, gatewayclient.As(treasurer))
	require.ErrorContains(t, err, "another identity's calls are prepared")

	draft, err := gatewayclient.Prepare(client, pay, tenToBob, gatewayclient.As(gatewayclient.Identity{MSP: treasurer.MSP, Certificate: certificate}))
	require.NoError(t, err)
	endorsed, err := carry(t, draft).Endorse(t.Context(), client, sign(t, treasurer, draft.Proposal.Digest))
	require.NoError(t, err)
	result, err := endorsed.Result()
	require.NoError(t, err)
	require.Equal(t, 90, result.Balance)
	outcome, err := carry(t, endorsed).Submit(t.Context(), client, sign(t, treasurer, endorsed.Envelope.Digest))
	require.NoError(t, err)
	require.Equal(t, draft.Reference, outcome.Reference)
	require.Equal(t, draft.Proposal.TxID, outcome.TxID)

	query, err := gatewayclient.Prepare(client, balance, "bob", gatewayclient.As(treasurer))
	require.NoError(t, err)
	answer, err := query.Evaluate(t.Context(), client, sign(t, treasurer, query.Proposal.Digest))
	require.NoError(t, err)
	require.Equal(t, 7, answer.Balance)
}

// carry takes a value to another machine and back, as JSON.
func carry[T any](t *testing.T, value *T) *T {
	t.Helper()
	content, err := json.Marshal(value)
	require.NoError(t, err)
	copied := new(T)
	require.NoError(t, json.Unmarshal(content, copied))
	return copied
}

func sign(t *testing.T, id gatewayclient.Identity, digest []byte) []byte {
	t.Helper()
	signature, err := id.Sign(digest)
	require.NoError(t, err)
	return signature
}

func TestConfidentialCallsGoToTheOwnOrganisation(t *testing.T) {
	gateway := startGateway(t, "peer0.northbank")
	client := dial(t, profile(t, gateway))
	deposit := protocol.Submit[payRequest, receipt]("toy:Deposit").InOwnCollection()
	_, err := gatewayclient.Do(t.Context(), client, deposit, tenToBob)
	require.NoError(t, err)
	gateway.set(func() { require.Equal(t, []string{"NorthbankMSP"}, gateway.asked) })
	_, err = gatewayclient.Do(t.Context(), client, pay, tenToBob)
	require.NoError(t, err)
	gateway.set(func() { require.Empty(t, gateway.asked) })
}
