// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/protocol"
)

func TestAKeyApartIsNotStoredTwice(t *testing.T) {
	c := newChannel(t)
	c.deployKit(t)
	named := tool{IDs: []noteID{"a\"b"}}
	for _, name := range []string{"append", "change"} {
		named.Name = name
		_, _, err := c.use(named, name)
		require.NoError(t, err)
	}
	require.Equal(t, `{"v":1,"title":"","owner":"P-1","count":1}`, string(c.State("kit", "\x00entry\x00a\"b\x00")))
	for name, want := range map[string]string{
		"read": `{a"b  P-1 1} [{a"b  P-1 1}]`, "revisions": `{a"b  P-1 1} {a"b  P-1 0}`,
	} {
		named.Name = name
		res, err := ask(c, c.alice, lookEndpoint, named)
		require.NoError(t, err)
		require.Equal(t, want, res.Text)
	}
}

// Numbers in keys have zeros before them, so that keys sort; in rows they are numbers.
func TestNumbersOfAKeyApartComeBackAsNumbers(t *testing.T) {
	c := newChannel(t)
	c.deployKit(t)
	_, _, err := c.use(tool{Name: "append pages", IDs: []noteID{"a"}}, "append")
	require.NoError(t, err)
	require.Equal(t, `{"v":1,"text":"text"}`, string(c.State("kit", "\x00page\x00a\x000007\x00")))
	res, err := ask(c, c.alice, lookEndpoint, tool{Name: "pages", IDs: []noteID{"a"}})
	require.NoError(t, err)
	require.Equal(t, "[{{a 0} text} {{a 7} text} {{a 120} text}]", res.Text)
}

func TestAKeyApartMustBeWhatTheRowBeginsWith(t *testing.T) {
	c := newChannel(t)
	c.deployKit(t)
	for name := range astray {
		_, _, err := c.use(tool{Name: name, IDs: []noteID{"a"}}, "r")
		require.ErrorIs(t, err, protocol.Internal, name)
	}
}
