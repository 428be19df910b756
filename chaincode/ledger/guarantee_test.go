// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/stretchr/testify/require"
)

// Each test of this file and of its neighbours is named after one thing that the kernel guarantees (doc.go).

func TestReadsSeeOwnWritesWhichGoOutOnceInKeyOrder(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	c.calls = stubCalls{}
	res, _, err := submit(c, c.alice, misbehave, misdeed{"twice", "a"}, "ref")
	require.NoError(t, err)
	require.Equal(t, 2, res.Count, "the second step sees the first")
	require.Equal(t, 2, c.count(t, "a"))
	flushes := 0
	for _, trip := range c.calls.trips {
		if trip == "FinishWriteBatch" {
			flushes++
		}
	}
	require.Equal(t, 2, flushes, "once an endorser")
	require.True(t, slices.IsSorted(c.calls.writes[:len(c.calls.writes)/2]), "%q", c.calls.writes)
}

func TestTransferCostsTwoRoundTrips(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	c.calls = stubCalls{}
	proposal, err := propose[bump, answer](bumpEndpoint, bump{"a", 1}, "ref")
	require.NoError(t, err)
	proposal.Endorsers = []string{"NorthbankMSP"}
	_, err = c.Endorse(c.alice, proposal)
	require.NoError(t, err)
	require.Equal(t, []string{"GetMultipleStates", "FinishWriteBatch"}, c.calls.trips)
}

func TestFailedCalleeFailsTheTransaction(t *testing.T) {
	c := newChannel(t)
	for _, swallow := range []bool{false, true} {
		_, _, err := submit(c, c.alice, relayEndpoint, relayRequest{Bumps: []bump{{"absent", 1}}, Swallow: swallow}, "r")
		require.ErrorIs(t, err, protocol.NotFound, "swallow %t", swallow)
		require.ErrorContains(t, err, "notes refused: note absent is not there")
	}
	_, err := ask(c, c.alice, peekEndpoint, "absent")
	require.ErrorContains(t, err, "notes refused")
}

func TestRefusedCalleeHasWrittenNothing(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	calls := `[{"chaincode":"notes","args":["notes:Write","{\"id\":\"a\"}"]}]`
	result, err := c.raw(c.alice, "rogue", calls)
	require.NoError(t, err, "the rogue ignores the refusal, and Fabric lets it")
	require.Contains(t, string(result.Payload), "ALREADY_EXISTS")
	require.Empty(t, result.Tx.RWSet.Namespace("notes").Writes)
}

func TestMissingCalleeFailsTheTransaction(t *testing.T) {
	c := newChannel(t)
	c.deployNotes(t)
	c.Deploy("notes", func(string) shim.Chaincode { return stage.Relay{} }) // no longer a kernel's
	_, _, err := submit(c, c.alice, relayEndpoint, relayRequest{Bumps: []bump{{"a", 1}}, Swallow: true}, "r")
	require.ErrorIs(t, err, protocol.Internal)
	require.ErrorContains(t, err, "chaincode notes could not carry out notes:Bump")
}

func TestSecondMutatingCallIsRefusedByTheCaller(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	c.write(t, "b")
	for _, swallow := range []bool{false, true} {
		_, _, err := submit(c, c.alice, relayEndpoint, relayRequest{Bumps: []bump{{"a", 1}, {"b", 1}}, Swallow: swallow}, "r")
		require.ErrorIs(t, err, protocol.SecondCall)
	}
	_, _, err := submit(c, c.alice, relayEndpoint, relayRequest{Bumps: []bump{{"a", 1}}, AskAfter: "a", Swallow: true}, "r")
	require.ErrorIs(t, err, protocol.SecondCall, "the answer would be the state before the call")
	require.Zero(t, c.count(t, "a"))
}

func TestSecondMutatingCallIsRefusedByTheCallee(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	one := `{"chaincode":"notes","args":["notes:Bump","{\"id\":\"a\",\"by\":1}"]}`
	two := `{"chaincode":"notes","args":["notes:Bump","{\"id\":\"a\",\"by\":2}"]}`
	result, err := c.raw(c.alice, "rogue", "["+one+","+two+"]")
	require.NoError(t, err)
	require.Contains(t, string(result.Payload), "SECOND_CALL")
	require.Equal(t, 1, c.count(t, "a"), "the first call alone took effect")

	_, err = c.raw(c.alice, "rogue", "["+one+","+one+"]")
	require.NoError(t, err)
	require.Equal(t, 2, c.count(t, "a"), "the same call again computes the same write")
}

func TestViaIsTheNameInTheSignedHeader(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	direct, _, err := submit(c, c.alice, bumpEndpoint, bump{"a", 1}, "direct")
	require.NoError(t, err)
	require.Equal(t, answer{1, "notes", "alice"}, *direct)

	nested, _, err := submit(c, c.bob, relayEndpoint, relayRequest{Bumps: []bump{{"a", 1}}}, "nested")
	require.NoError(t, err)
	require.Equal(t, answer{2, "relay", "bob"}, nested.Answers[0], "the signer is the caller at any depth")
	require.Equal(t, "relay", nested.Signed.Chaincode)
	require.Equal(t, "relay:Forward", nested.Signed.Endpoint)
	require.JSONEq(t, `{"bumps":[{"id":"a","by":1}]}`, string(nested.Signed.Request))
}

func TestSpoofedPayloadNameIsRefused(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	for _, spoof := range []struct{ header, payload string }{{"notes", "relay"}, {"relay", "notes"}} {
		request := map[string]string{"notes": `{"id":"a","by":1}`, "relay": `{"bumps":[{"id":"a","by":1}]}`}[spoof.header]
		function := map[string]string{"notes": "notes:Bump", "relay": "relay:Forward"}[spoof.header]
		_, err := c.Invoke(c.alice, ledgertest.Proposal{
			Chaincode: spoof.header, SpoofSpec: spoof.payload, Args: [][]byte{[]byte(function), []byte(request), []byte("r")},
		})
		require.ErrorIs(t, asFault(err), protocol.CallerRefused)
	}
	require.Zero(t, c.count(t, "a"))
}

func TestProposalOfAnotherChannelIsRefused(t *testing.T) {
	c, other := newChannel(t), ledgertest.New(ledgertest.Channel("other"))
	c.write(t, "a")
	other.Join(c.World)
	other.Deploy("rogue", func(string) shim.Chaincode { return stage.Relay{} })
	eve := other.Identity("NorthbankMSP", "eve", nil)
	for _, call := range []string{
		`[{"chaincode":"notes/finance","args":["notes:Bump","{\"id\":\"a\",\"by\":1}"]}]`,
		`[{"chaincode":"notes/finance","args":["notes:Read","\"a\""]}]`,
	} {
		result, err := other.Invoke(eve, ledgertest.Proposal{Chaincode: "rogue", Args: [][]byte{[]byte(call)}})
		require.NoError(t, err)
		require.Contains(t, string(result.Payload), "CALLER_REFUSED")
	}
}

func TestWritersHavePointReadsOnly(t *testing.T) {
	tx, query := reflect.TypeFor[*ledger.Tx](), reflect.TypeFor[*ledger.Query]()
	table := reflect.TypeOf(notes)
	for _, scan := range []string{"Page", "PageBy", "History", "HistoryPage"} {
		method, found := table.MethodByName(scan)
		require.True(t, found, scan)
		require.Equal(t, query, method.Type.In(1), "%s takes a Query", scan)
	}
	for _, change := range []string{"Insert", "InsertEndorsedBy", "Append", "Update", "Delete"} {
		method, found := table.MethodByName(change)
		require.True(t, found, change)
		require.Equal(t, tx, method.Type.In(1), "%s takes a Tx", change)
	}
}

func TestWritersDoNotConflictWithInsertsBesideThem(t *testing.T) {
	c := newChannel(t)
	var endorsed []*ledgertest.Transaction
	for i := range 5 {
		proposal, err := propose[writeNote, note](writeEndpoint,
			writeNote{ID: noteID(fmt.Sprint("n", i)), Title: fmt.Sprint("t", i), Owner: "one"}, fmt.Sprint("r", i))
		require.NoError(t, err)
		tx, err := c.Endorse(c.alice, proposal)
		require.NoError(t, err)
		require.Empty(t, tx.RWSet.Namespace("notes").Ranges)
		endorsed = append(endorsed, tx)
	}
	require.NoError(t, c.Order(endorsed...))
	c.CutBlock()
	page, err := ask(c, c.alice, listEndpoint, listing{Owner: "one"})
	require.NoError(t, err)
	require.Len(t, page.Items, 5)
}

func TestSubmittedQueryWritesNothing(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	for _, args := range [][]string{{"notes:Read", `"a"`}, {"notes:List", `{"size":1}`}, {"notes:List", `{}`}, {"notes:History", `"a"`}} {
		result, err := c.raw(c.alice, "notes", args...)
		require.NoError(t, err)
		require.Empty(t, result.Tx.RWSet.Namespace("notes").Writes)
		require.Nil(t, result.Event)
	}
}

func TestTimestampFarFromTheMembersClockIsRefused(t *testing.T) {
	c := newChannel(t)
	for _, test := range []struct {
		off     time.Duration
		refused bool
	}{{0, false}, {5 * time.Minute, false}, {-5 * time.Minute, false}, {5*time.Minute + 1, true}, {-6 * time.Minute, true}, {14 * time.Minute, true}} {
		proposal, err := propose[writeNote, note](writeEndpoint, writeNote{ID: noteID(test.off.String())}, "at-"+test.off.String())
		require.NoError(t, err)
		proposal.Timestamp = c.Now().Add(test.off)
		_, err = c.Invoke(c.alice, proposal)
		if test.refused {
			require.ErrorIs(t, asFault(err), protocol.ClockSkew, "%s", test.off)
		} else {
			require.NoError(t, err, "%s", test.off)
		}
	}
}

func TestOneEventHoldsTheCalleesToo(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	_, result, err := submit(c, c.alice, bumpEndpoint, bump{"a", 1}, "direct")
	require.NoError(t, err)
	require.Equal(t, "notes:Happened", result.Event.GetEventName())
	require.JSONEq(t, `{"v":1,"chaincode":"notes","events":[{"type":"notes:Happened","subject":"a","data":{"count":1}}]}`,
		string(result.Event.GetPayload()))

	_, result, err = submit(c, c.alice, relayEndpoint, relayRequest{Bumps: []bump{{"a", 1}}, Announce: true}, "nested")
	require.NoError(t, err)
	require.Equal(t, "relay:Announced", result.Event.GetEventName(), "the chaincode's own event names the envelope")
	require.JSONEq(t, `{"v":1,"chaincode":"relay","events":[
		{"type":"notes:Happened","subject":"a","data":{"count":2}},{"type":"relay:Announced","subject":"all","data":{"count":1}}]}`,
		string(result.Event.GetPayload()))

	_, result, err = submit(c, c.alice, relayEndpoint, relayRequest{Bumps: []bump{{"a", 1}}}, "silent")
	require.NoError(t, err)
	require.Equal(t, "notes:Happened", result.Event.GetEventName())
	require.Equal(t, "relay", result.Event.GetChaincodeId())

	_, result, err = submit(c, c.alice, relayEndpoint, relayRequest{}, "nothing")
	require.NoError(t, err)
	require.Nil(t, result.Event)
}

func TestFaultsAnswerStatusAndCode(t *testing.T) {
	c := newChannel(t)
	_, _, err := submit(c, c.alice, bumpEndpoint, bump{"absent", 1}, "r")
	var fault *protocol.Fault
	require.ErrorAs(t, err, &fault)
	require.Equal(t, protocol.Fault{Code: "NOT_FOUND", Status: 404, Sentence: "note absent is not there"}, *fault)
}

func TestShortBatchedReadIsRefused(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	remove := c.Inject("notes", ledgertest.Fault{Read: func(string) error { return errors.New("database") }})
	c.calls = stubCalls{}
	_, _, err := submit(c, c.alice, bumpEndpoint, bump{"a", 1}, "r")
	require.ErrorIs(t, err, protocol.Internal)
	require.ErrorContains(t, err, "could not carry out", "and no panic either")
	require.Equal(t, []string{"GetMultipleStates"}, c.calls.trips, "the short answer is not taken for an absent row")
	remove()
	_, _, err = submit(c, c.alice, bumpEndpoint, bump{"a", 1}, "r")
	require.NoError(t, err)
}

func TestFailedWriteBatchIsRefused(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	remove := c.Inject("notes", ledgertest.Fault{FinishBatch: func() error { return errors.New("a private value") }})
	_, _, err := submit(c, c.alice, bumpEndpoint, bump{"a", 1}, "r")
	require.ErrorIs(t, err, protocol.Internal)
	require.NotContains(t, err.Error(), "private")
	remove()
	require.Zero(t, c.count(t, "a"))
}
