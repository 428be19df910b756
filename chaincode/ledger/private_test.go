// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"testing"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/stretchr/testify/require"
)

const canary = "CANARY-7f3a"

func deposit(id noteID) depositMemo {
	return depositMemo{ID: id, Memo: memo{ID: id, Text: canary, Salt: "0123456789abcdef0123456789abcdef"}}
}

func TestConfidentialTransactionStaysInItsCallersCollection(t *testing.T) {
	c := newChannel(t)
	res, result, err := submit(c, c.alice, depositEndpoint, deposit("a"), "keep-1")
	require.NoError(t, err)
	require.Equal(t, len(canary), res.Count)
	require.Equal(t, []string{"NorthbankMSP"}, result.Tx.Endorsers, "nobody else saw the proposal")
	require.Nil(t, result.Event)
	written := result.Tx.RWSet.Namespace("notes")
	require.Empty(t, written.Writes)
	require.Len(t, written.Collections, 1)
	require.Equal(t, "_implicit_org_NorthbankMSP", written.Collections[0].Collection)
	require.Len(t, written.Collections[0].Writes, 2, "the memo and the record of the reference")
	content, err := result.Tx.RWSet.Bytes()
	require.NoError(t, err)
	require.NotContains(t, string(content)+string(result.Payload), canary)

	_, result, err = submit(c, c.alice, depositEndpoint, deposit("a"), "keep-1")
	require.NoError(t, err)
	rewritten := result.Tx.RWSet.Namespace("notes").Collections[0].Writes
	require.Len(t, rewritten, 1, "the record of the reference alone, as it was")
	require.Contains(t, written.Collections[0].Writes, rewritten[0])
	_, _, err = submit(c, c.alice, depositEndpoint, deposit("b"), "keep-1")
	require.ErrorIs(t, err, protocol.ReferenceReused)
}

func TestConfidentialTransactionCannotStray(t *testing.T) {
	c := newChannel(t)
	for _, deed := range []string{"public", "other", "event", "call"} {
		_, _, err := submit(c, c.alice, confinedEndpoint, misdeed{deed, "a"}, "r")
		require.ErrorIs(t, err, protocol.Internal, deed)
	}
	_, _, err := submit(c, c.alice, confinedEndpoint, misdeed{"none", "a"}, "r")
	require.NoError(t, err)
}

func TestPrivateRowIsCheckedAgainstItsHashByEveryone(t *testing.T) {
	c := newChannel(t)
	_, _, err := submit(c, c.alice, depositEndpoint, deposit("a"), "keep")
	require.NoError(t, err)
	for _, id := range []*ledgertest.Identity{c.alice, c.bob} {
		_, err = ask(c, id, verifyEndpoint, deposit("a"))
		require.NoError(t, err)
		other := deposit("a")
		other.Memo.Salt = "f" + other.Memo.Salt[1:]
		_, err = ask(c, id, verifyEndpoint, other)
		require.ErrorIs(t, err, protocol.PreimageRefused)
		_, err = ask(c, id, verifyEndpoint, deposit("b"))
		require.ErrorIs(t, err, protocol.NotFound)
	}
}

func TestPrivateReadIsMisdirectedOutsideTheCollection(t *testing.T) {
	c := newChannel(t)
	_, _, err := submit(c, c.alice, depositEndpoint, deposit("a"), "keep")
	require.NoError(t, err)
	res, err := ask(c, c.alice, memoEndpoint, "a")
	require.NoError(t, err)
	require.Equal(t, len(canary), res.Count)
	_, err = ask(c, c.bob, memoEndpoint, "a")
	require.ErrorIs(t, err, protocol.Misdirected)
}

func TestNoPrivateByteLeavesInARefusal(t *testing.T) {
	c := newChannel(t)
	request := deposit("a")
	request.ID = "b" // the rule refuses and quotes the memo's text
	_, _, err := submit(c, c.alice, depositEndpoint, request, "r")
	require.ErrorIs(t, err, protocol.InvalidArgument)
	require.NotContains(t, err.Error(), canary)

	proposal, err := propose[depositMemo, answer](depositEndpoint, deposit("a"), "r")
	require.NoError(t, err)
	proposal.Endorsers = []string{"NorthbankMSP"}
	for _, malformed := range []string{`{"text":"` + canary + `"`, `{"` + canary + `":1}`, canary, `"` + canary + `"`} {
		proposal.Transient = map[string][]byte{"memo": []byte(malformed)}
		_, err = c.Invoke(c.alice, proposal)
		require.ErrorIs(t, asFault(err), protocol.InvalidArgument)
		require.NotContains(t, err.Error(), canary)
	}
}
