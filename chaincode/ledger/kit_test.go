// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/stretchr/testify/require"
)

// kit is a contract with one endpoint for everything that a transaction can do besides notes.
type kit struct{ ledger.Calendar }

type tool struct {
	Name string   `json:"name"`
	IDs  []noteID `json:"ids,omitempty"`
	Memo memo     `json:"-" transient:"memo"`
}

func (tool) Validate() error { return nil }

type found struct {
	Found []bool `json:"found,omitempty"`
	Text  string `json:"text,omitzero"`
}

var (
	useEndpoint  = protocol.Submit[tool, found]("kit:Use").By(role.Anyone).Doc("Uses a tool.")
	lookEndpoint = protocol.Evaluate[tool, found]("kit:Look").By(role.Anyone).Doc("Looks with a tool.")

	entries = ledger.NewTable("entry", note.key, ledger.Index("owner", func(n note) []string { return some(n.Owner) }),
		ledger.KeyApart[note](ledger.Text("id")))
	// astray names members that are not the row's key.
	astray = map[string]*ledger.Table[noteID, note]{
		"other member": ledger.NewTable("astray", note.key, ledger.KeyApart[note](ledger.Text("title"))),
		"more members": ledger.NewTable("astray", note.key, ledger.KeyApart[note](ledger.Text("id"), ledger.Text("title"))),
	}
)

func (kit) Use(tx *ledger.Tx, req tool) (*found, error) {
	own := ledger.OwnCollection(tx.Facts().Caller.MSP)
	switch req.Name {
	case "append":
		return &found{}, appendAll(tx, req.IDs)
	case "append pages":
		return &found{}, appendPages(tx, req.IDs[0], 0, 7, 120)
	case "append twice":
		return &found{}, appendAll(tx, append(req.IDs, req.IDs...))
	case "append guarded":
		guards := ledger.Endorsers{
			Always: []string{"NorthbankMSP"}, Or: []ledger.Endorsers{{Always: []string{"SouthbankMSP", "RegulatorMSP"}}},
		}
		return &found{}, entries.AppendEndorsedBy(tx, note{ID: req.IDs[0], Owner: "P-1"}, guards)
	case "append unguarded":
		return &found{}, entries.AppendEndorsedBy(tx, note{ID: req.IDs[0]}, ledger.Endorsers{})
	case "change":
		row, err := entries.Get(tx, req.IDs[0])
		if err != nil {
			return nil, err
		}
		row.Count++
		return &found{}, entries.Update(tx, row)
	case "other member", "more members":
		return &found{}, astray[req.Name].Append(tx, note{ID: req.IDs[0]})
	case "append unique":
		return &found{}, notes.Append(tx, note{ID: req.IDs[0]})
	case "charter":
		if tx.Charter() != strings.Repeat("ab", 32) {
			return nil, protocol.NotAuthorised.New("another charter")
		}
		return &found{}, nil
	case "holds":
		held, err := ledger.Holds(tx, role.Auditor)
		return &found{Found: []bool{held}}, err
	case "put":
		return &found{}, memos.Put(tx, own, req.Memo)
	case "delete":
		return &found{}, memos.Delete(tx, own, req.IDs[0])
	case "purge":
		return &found{}, memos.Purge(tx, own, req.IDs[0])
	case "put and verify":
		if err := memos.Put(tx, own, req.Memo); err != nil {
			return nil, err
		}
		return &found{}, memos.Verify(tx, own, req.Memo.ID, req.Memo)
	case "delete and verify":
		if err := memos.Delete(tx, own, req.Memo.ID); err != nil {
			return nil, err
		}
		return &found{}, memos.Verify(tx, own, req.Memo.ID, req.Memo)
	case "call itself":
		_, err := ledger.Call(tx, useEndpoint, tool{})
		return &found{}, err
	case "call with the memo", "call with another memo":
		return forward(tx, req)
	default:
		return nil, fmt.Errorf("no tool %s", req.Name)
	}
}

func appendAll(tx *ledger.Tx, ids []noteID) error {
	for _, id := range ids {
		if err := entries.Append(tx, note{ID: id, Owner: "P-1"}); err != nil {
			return err
		}
	}
	return nil
}

// page is a row whose key has a number.
type page struct {
	pageKey
	Text string `json:"text"`
}

type pageKey struct {
	Note   noteID `json:"note"`
	Number int    `json:"number"`
}

func (k pageKey) Key() []string { return []string{string(k.Note), fmt.Sprintf("%04d", k.Number)} }

var pages = ledger.NewTable("page", func(p page) pageKey { return p.pageKey },
	ledger.KeyApart[page](ledger.Text("note"), ledger.Number("number")))

func appendPages(tx *ledger.Tx, note noteID, numbers ...int) error {
	for _, number := range numbers {
		if err := pages.Append(tx, page{pageKey{note, number}, "text"}); err != nil {
			return err
		}
	}
	return nil
}

func forward(tx *ledger.Tx, req tool) (*found, error) {
	sent := req.Memo
	if req.Name == "call with another memo" {
		sent.Text = "made up"
	}
	_, err := ledger.Ask(tx, verifyEndpoint, depositMemo{ID: sent.ID, Memo: sent})
	return &found{}, err
}

func (kit) Look(q *ledger.Query, req tool) (*found, error) {
	switch req.Name {
	case "find many":
		_, is, err := entries.FindMany(q, req.IDs)
		return &found{Found: is}, err
	case "get many":
		rows, err := entries.GetMany(q, req.IDs)
		return &found{Text: fmt.Sprint(len(rows))}, err
	case "read":
		row, err := entries.Get(q, req.IDs[0])
		if err != nil {
			return nil, err
		}
		page, err := entries.PageBy(q, "owner", []string{row.Owner}, protocol.PageRequest{})
		return &found{Text: fmt.Sprint(row, page.Items)}, err
	case "pages":
		all, err := pages.Page(q, []string{string(req.IDs[0])}, protocol.PageRequest{})
		return &found{Text: fmt.Sprint(all.Items)}, err
	case "revisions":
		revisions, err := entries.History(q, req.IDs[0])
		return &found{Text: fmt.Sprint(revisions[0].Value, revisions[1].Value)}, err
	case "history":
		revisions, err := entries.History(q, req.IDs[0])
		return &found{Text: fmt.Sprint(len(revisions), " by ", q.Facts().Caller.Enrolment)}, err
	case "history after nothing":
		_, err := entries.HistoryPage(q, req.IDs[0], protocol.PageRequest{After: "x"})
		return &found{}, err
	case "unknown index":
		_, err := entries.PageBy(q, "colour", nil, protocol.PageRequest{})
		return &found{}, err
	case "unknown unique":
		_, _, err := entries.Lookup(q, "colour")
		return &found{}, err
	default:
		return nil, fmt.Errorf("no tool %s", req.Name)
	}
}

func newKit(t *testing.T) *channel {
	t.Helper()
	c := newChannel(t)
	c.house = func(h ledger.House) ledger.House { h.Charter = strings.Repeat("ab", 32); return h }
	rows := ledger.Prefetch(useEndpoint, func(_ protocol.Facts, req tool) []ledger.Row {
		wanted := []ledger.Row{ledger.DateRow(), entries.Row("")} // the second is malformed and left out
		for _, id := range req.IDs {
			wanted = append(wanted, entries.Row(id), entries.Row(id))
		}
		return wanted
	})
	c.deployKit(t, rows)
	return c
}

func (c *channel) deployKit(t *testing.T, opts ...ledger.Option) {
	t.Helper()
	endpoints := []protocol.Endpoint{
		useEndpoint, lookEndpoint, protocol.RollBusinessDate("kit"), protocol.CurrentBusinessDate("kit"),
	}
	c.deploy(t, "kit", kit{}, endpoints, append(opts, ledger.RolesFrom(roleHeld))...)
}

func (c *channel) use(req tool, reference string) (*found, *ledgertest.Result, error) {
	p, err := propose[tool, found](useEndpoint, req, reference)
	if err != nil {
		return nil, nil, err
	}
	if req.Memo.ID != "" || strings.HasPrefix(req.Name, "delete") || req.Name == "purge" {
		p.Endorsers = []string{"NorthbankMSP", "SouthbankMSP"}
	}
	result, err := c.Invoke(c.alice, p)
	if err != nil {
		return nil, result, asFault(err)
	}
	res, err := useEndpoint.Read(result.Payload)
	return res, result, err
}

func TestAppendReadsNothingAndConflictsWithNobody(t *testing.T) {
	c := newChannel(t)
	c.deployKit(t)
	var endorsed []*ledgertest.Transaction
	for i := range 4 {
		p, err := propose[tool, found](useEndpoint, tool{Name: "append", IDs: []noteID{noteID(fmt.Sprint("e", i))}}, fmt.Sprint("r", i))
		require.NoError(t, err)
		tx, err := c.Endorse(c.alice, p)
		require.NoError(t, err)
		require.Len(t, tx.RWSet.Namespace("kit").Reads, 1, "the record of the reference alone")
		endorsed = append(endorsed, tx)
	}
	require.NoError(t, c.Order(endorsed...))
	c.CutBlock()
	res, err := ask(c, c.alice, lookEndpoint, tool{Name: "find many", IDs: []noteID{"e3", "e0", "absent", "e3"}})
	require.NoError(t, err)
	require.Equal(t, []bool{true, true, false, true}, res.Found)
}

func TestAppendRefusesAKeyThatTheTransactionKnows(t *testing.T) {
	c := newKit(t)
	_, _, err := c.use(tool{Name: "append twice", IDs: []noteID{"a"}}, "1")
	require.ErrorIs(t, err, protocol.AlreadyExists)
	_, _, err = c.use(tool{Name: "append unique", IDs: []noteID{"a"}}, "2")
	require.ErrorIs(t, err, protocol.Internal)
	_, _, err = c.use(tool{Name: "append", IDs: []noteID{""}}, "3")
	require.ErrorIs(t, err, protocol.InvalidArgument)
}

// Either one member endorses a change, or two others together do: not one of those two, and not the rest of the channel.
func TestKeyLevelPolicyHasAlternatives(t *testing.T) {
	c := newChannel(t)
	c.deployKit(t)
	_, _, err := c.use(tool{Name: "append guarded", IDs: []noteID{"a"}}, "create")
	require.NoError(t, err)
	policy := c.ValidationParameter("kit", "\x00entry\x00a\x00")
	require.NotEmpty(t, policy)
	change := func(reference string, endorsers ...string) error {
		proposal, err := propose[tool, found](useEndpoint, tool{Name: "change", IDs: []noteID{"a"}}, reference)
		require.NoError(t, err)
		proposal.Endorsers = endorsers
		_, err = c.Invoke(c.alice, proposal)
		return err
	}
	require.ErrorContains(t, change("1", "SouthbankMSP"), "ENDORSEMENT_POLICY_FAILURE")
	require.ErrorContains(t, change("2", "RegulatorMSP"), "ENDORSEMENT_POLICY_FAILURE")
	require.NoError(t, change("3", "SouthbankMSP", "RegulatorMSP"))
	require.NoError(t, change("4", "NorthbankMSP", "RegulatorMSP"), "the record of the reference is under the chaincode's policy")
	require.NoError(t, change("5"), "the gateway finds the endorsers")
	require.Equal(t, policy, c.ValidationParameter("kit", "\x00entry\x00a\x00"))
	_, _, err = c.use(tool{Name: "append unguarded", IDs: []noteID{"b"}}, "none")
	require.ErrorIs(t, err, protocol.Internal)
}

func TestManyRowsCostOneRoundTrip(t *testing.T) {
	c := newChannel(t)
	c.deployKit(t)
	var ids []noteID
	for i := range 50 {
		ids = append(ids, noteID(fmt.Sprint("e", i)))
	}
	_, _, err := c.use(tool{Name: "append", IDs: ids}, "1")
	require.NoError(t, err)
	c.calls = stubCalls{}
	res, err := ask(c, c.alice, lookEndpoint, tool{Name: "get many", IDs: ids})
	require.NoError(t, err)
	require.Equal(t, "50", res.Text)
	require.Equal(t, []string{"GetMultipleStates"}, c.calls.trips)
	_, err = ask(c, c.alice, lookEndpoint, tool{Name: "get many", IDs: append(ids, "absent")})
	require.EqualError(t, err, "NOT_FOUND: entry absent is not there")
	_, err = ask(c, c.alice, lookEndpoint, tool{Name: "get many", IDs: []noteID{""}})
	require.ErrorIs(t, err, protocol.InvalidArgument)
	res, err = ask(c, c.alice, lookEndpoint, tool{Name: "history", IDs: ids[:1]})
	require.NoError(t, err)
	require.Equal(t, "1 by alice", res.Text)
	_, err = ask(c, c.alice, lookEndpoint, tool{Name: "history after nothing", IDs: ids[:1]})
	require.ErrorIs(t, err, protocol.InvalidArgument)
	for _, mistake := range []string{"unknown index", "unknown unique"} {
		_, err = ask(c, c.alice, lookEndpoint, tool{Name: mistake})
		require.ErrorIs(t, err, protocol.Internal)
	}
}

func TestCharterIsTheMembersOwn(t *testing.T) {
	_, _, err := newKit(t).use(tool{Name: "charter"}, "1")
	require.NoError(t, err)
	other := newChannel(t)
	other.deployKit(t)
	_, _, err = other.use(tool{Name: "charter"}, "1")
	require.ErrorIs(t, err, protocol.NotAuthorised)
}

func TestHoldsAsksTheRegistry(t *testing.T) {
	c := newKit(t)
	c.registry.held[role.Question{MSP: "SouthbankMSP", Role: role.Auditor}] = true
	for i, held := range []bool{false, true} {
		c.registry.held[role.Question{MSP: "NorthbankMSP", Role: role.Auditor}] = held
		res, _, err := c.use(tool{Name: "holds"}, fmt.Sprint(i))
		require.NoError(t, err)
		require.Equal(t, []bool{held}, res.Found)
	}
	result, err := c.raw(c.bob, "kit", "kit:Use", `{"name":"holds"}`, "bob")
	require.NoError(t, err)
	require.JSONEq(t, `{"found":[false]}`, string(result.Payload), "bob's certificate claims no such role")
}

func TestPrivateRowsAreDeletedAndPurged(t *testing.T) {
	c := newKit(t)
	own, key := "_implicit_org_NorthbankMSP", "\x00memo\x00a\x00"
	secret := memo{ID: "a", Text: canary, Salt: "0123456789abcdef"}
	for i, removal := range []string{"delete", "purge"} {
		_, _, err := c.use(tool{Name: "put", Memo: secret}, fmt.Sprint("put", i))
		require.NoError(t, err)
		require.Contains(t, string(c.PrivateState("NorthbankMSP", "kit", own, key)), canary)
		require.NotNil(t, c.PrivateHash("kit", own, key))
		_, _, err = c.use(tool{Name: removal, IDs: []noteID{"a"}}, removal)
		require.NoError(t, err)
		require.Nil(t, c.PrivateState("NorthbankMSP", "kit", own, key))
	}
	_, _, err := c.use(tool{Name: "put and verify", Memo: secret}, "v1")
	require.NoError(t, err, "the transaction's own write counts")
	_, _, err = c.use(tool{Name: "delete and verify", Memo: secret}, "v2")
	require.ErrorIs(t, err, protocol.NotFound)
	_, _, err = c.use(tool{Name: "purge", IDs: []noteID{""}}, "v3")
	require.ErrorIs(t, err, protocol.InvalidArgument)
}

func TestCallsPassOnlyTransientValuesThatTheClientSent(t *testing.T) {
	c := newKit(t)
	_, _, err := submit(c, c.alice, depositEndpoint, deposit("a"), "keep")
	require.NoError(t, err)
	_, _, err = c.use(tool{Name: "call with the memo", Memo: deposit("a").Memo}, "1")
	require.NoError(t, err)
	_, _, err = c.use(tool{Name: "call with another memo", Memo: deposit("a").Memo}, "2")
	require.ErrorIs(t, err, protocol.Internal)
}

func TestChaincodeDoesNotCallItself(t *testing.T) {
	c := newKit(t)
	_, _, err := c.use(tool{Name: "call itself"}, "1")
	require.ErrorIs(t, err, protocol.Internal)
}

func TestTransientValuesAreBounded(t *testing.T) {
	c := newKit(t)
	p, err := propose[tool, found](useEndpoint, tool{Name: "charter"}, "1")
	require.NoError(t, err)
	p.Transient = map[string][]byte{"a": make([]byte, 600<<10), "b": make([]byte, 600<<10)}
	p.Endorsers = []string{"NorthbankMSP"}
	_, err = c.Invoke(c.alice, p)
	require.ErrorIs(t, asFault(err), protocol.TooLarge)
}

func TestInitAnswersADefinitionThatDemandsIt(t *testing.T) {
	cc := newNotes(t, newChannel(t))
	require.Equal(t, int32(200), cc.Init(nil).GetStatus())
	require.Equal(t, "notes", cc.Name())
}
