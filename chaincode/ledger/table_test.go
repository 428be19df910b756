// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"fmt"
	"testing"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/stretchr/testify/require"
)

func TestRowsAreCanonicalAndNamed(t *testing.T) {
	c := newChannel(t)
	_, _, err := submit(c, c.alice, writeEndpoint, writeNote{"a", "First", "P-1"}, "r1")
	require.NoError(t, err)
	require.Equal(t, `{"docType":"note","v":1,"id":"a","title":"First","owner":"P-1","count":0}`, string(c.State("notes", "\x00note\x00a\x00")))
	require.Equal(t, `["a"]`, string(c.State("notes", "\x00note.title\x00First\x00")))
	require.Equal(t, "1", string(c.State("notes", "\x00note.owner\x00P-1\x00a\x00")), "one attribute of the entry's key leads to the row")
	require.Len(t, c.Keys("notes"), 4, "and the record of the reference")
}

func TestInsertRefusesATakenKeyOrUniqueAttribute(t *testing.T) {
	c := newChannel(t)
	_, _, err := submit(c, c.alice, writeEndpoint, writeNote{"a", "First", ""}, "r1")
	require.NoError(t, err)
	_, _, err = submit(c, c.alice, writeEndpoint, writeNote{"a", "Other", ""}, "r2")
	require.EqualError(t, err, "ALREADY_EXISTS: note a is there already")
	_, _, err = submit(c, c.alice, writeEndpoint, writeNote{"b", "First", ""}, "r3")
	require.EqualError(t, err, "ALREADY_EXISTS: another note has the same title")
	for i, id := range []noteID{"c", "d"} {
		_, _, err = submit(c, c.alice, writeEndpoint, writeNote{ID: id}, fmt.Sprint("r4", i))
		require.NoError(t, err, "no title is no title in common")
	}
}

func TestUpdateMovesIndexEntries(t *testing.T) {
	c := newChannel(t)
	for i, w := range []writeNote{{"a", "First", "P-1"}, {"b", "Second", "P-1"}} {
		_, _, err := submit(c, c.alice, writeEndpoint, w, fmt.Sprint("w", i))
		require.NoError(t, err)
	}
	_, _, err := submit(c, c.alice, editEndpoint, note{"a", "Second", "P-1", 0}, "r1")
	require.ErrorIs(t, err, protocol.AlreadyExists)
	_, _, err = submit(c, c.alice, editEndpoint, note{"a", "Third", "P-2", 7}, "r2")
	require.NoError(t, err)
	_, err = ask(c, c.alice, titleEndpoint, "First")
	require.ErrorIs(t, err, protocol.NotFound)
	moved, err := ask(c, c.alice, titleEndpoint, "Third")
	require.NoError(t, err)
	require.Equal(t, note{"a", "Third", "P-2", 7}, *moved)
	require.Equal(t, []noteID{"b"}, c.listed(t, listing{Owner: "P-1"}))
	require.Equal(t, []noteID{"a"}, c.listed(t, listing{Owner: "P-2"}))

	_, _, err = submit(c, c.alice, eraseEndpoint, "a", "r3")
	require.NoError(t, err)
	require.Empty(t, c.listed(t, listing{Owner: "P-2"}))
	_, err = ask(c, c.alice, titleEndpoint, "Third")
	require.ErrorIs(t, err, protocol.NotFound)
	_, _, err = submit(c, c.alice, eraseEndpoint, "a", "r4")
	require.ErrorIs(t, err, protocol.NotFound)
}

func TestUpdateOfTheSameContentWritesNothing(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	_, result, err := submit(c, c.alice, editEndpoint, note{ID: "a"}, "r1")
	require.NoError(t, err)
	require.Len(t, result.Tx.RWSet.Namespace("notes").Writes, 1, "the record of the reference alone")
}

func (c *channel) listed(t *testing.T, req listing) []noteID {
	t.Helper()
	var ids []noteID
	for {
		page, err := ask(c, c.alice, listEndpoint, req)
		require.NoError(t, err)
		for _, n := range page.Items {
			ids = append(ids, n.ID)
		}
		if page.Next == "" {
			return ids
		}
		req.After = page.Next
	}
}

func TestPagesGoOnWhereTheyEnded(t *testing.T) {
	c := newChannel(t)
	var all []noteID
	for i := range 7 {
		id := noteID(fmt.Sprintf("n%02d", i))
		all = append(all, id)
		_, _, err := submit(c, c.alice, writeEndpoint, writeNote{ID: id, Owner: "P-1"}, "w"+string(id))
		require.NoError(t, err)
	}
	for size := range 9 {
		require.Equal(t, all, c.listed(t, listing{PageRequest: protocol.PageRequest{Size: size}}), "size %d", size)
		require.Equal(t, all, c.listed(t, listing{PageRequest: protocol.PageRequest{Size: size}, Owner: "P-1"}), "size %d", size)
	}
	empty, err := ask(c, c.alice, listEndpoint, listing{Owner: "P-9"})
	require.NoError(t, err)
	require.NotNil(t, empty.Items)
	require.Empty(t, empty.Items)
}

func TestPageCannotBeginInAnotherTable(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	for _, after := range []string{"AF9vbmNlAA", "AA"} { // "\x00_once\x00", "\x00"
		require.Equal(t, []noteID{"a"}, c.listed(t, listing{PageRequest: protocol.PageRequest{After: after}}))
	}
	for _, after := range []string{"gICA", "?", "A"} { // invalid UTF-8, no base64, half of it
		_, err := ask(c, c.alice, listEndpoint, listing{PageRequest: protocol.PageRequest{After: after}})
		require.ErrorIs(t, err, protocol.InvalidArgument, after)
	}
}

func TestHistoryListsWhatARowWas(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	for i := range 2 {
		_, _, err := submit(c, c.alice, bumpEndpoint, bump{"a", 1}, fmt.Sprint("b", i))
		require.NoError(t, err)
	}
	_, _, err := submit(c, c.alice, eraseEndpoint, "a", "e")
	require.NoError(t, err)
	page, err := ask(c, c.alice, historyEndpoint, "a")
	require.NoError(t, err)
	require.Len(t, page.Items, 2, "two a page")
	require.True(t, page.Items[0].Deleted)
	require.Equal(t, 2, page.Items[1].Value.Count)
	require.Equal(t, page.Items[1].TxID, page.Next)
	require.Equal(t, c.Now(), page.Items[0].Time)
}

type upgraded struct {
	ID   noteID `json:"id"`
	Name string `json:"name"`
}

func TestRowsOfAnEarlierVersionAreUpgraded(t *testing.T) {
	c := newChannel(t)
	_, _, err := submit(c, c.alice, writeEndpoint, writeNote{ID: "a", Title: "First"}, "r")
	require.NoError(t, err)
	table := ledger.NewTable("note", func(u upgraded) noteID { return u.ID },
		ledger.Version[upgraded](3, func(stored int, members []byte) ([]byte, error) {
			require.Equal(t, 1, stored)
			var old note
			if err := protocol.UnmarshalStored(members, &old); err != nil {
				return nil, err
			}
			return protocol.Marshal(upgraded{old.ID, old.Title})
		}))
	row, err := readUpgraded(t, c, table, "a")
	require.NoError(t, err)
	require.Equal(t, upgraded{"a", "First"}, *row)

	downgraded := ledger.NewTable("note", func(u upgraded) noteID { return u.ID })
	_, err = readUpgraded(t, c, downgraded, "a")
	require.ErrorIs(t, err, protocol.Internal, "a row with other members is not read as if they were not there")
}

type upgradedContract struct {
	table *ledger.Table[noteID, upgraded]
}

func (u upgradedContract) Read(q *ledger.Query, id noteID) (*upgraded, error) {
	row, err := u.table.Get(q, id)
	return &row, err
}

func readUpgraded(t *testing.T, c *channel, table *ledger.Table[noteID, upgraded], id noteID) (*upgraded, error) {
	t.Helper()
	endpoint := protocol.Evaluate[noteID, upgraded]("notes:Read").By("anyone").Doc("Reads.")
	c.deploy(t, "notes", upgradedContract{table}, []protocol.Endpoint{endpoint})
	return ask(c, c.alice, endpoint, id)
}
