// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/stretchr/testify/require"
)

type brokenContract struct{}

func (brokenContract) Unknown(*ledger.Tx, noteID) (*note, error)  { return nil, nil }
func (brokenContract) Queried(*ledger.Tx, noteID) (*note, error)  { return nil, nil }
func (brokenContract) Typed(*ledger.Tx, string) (*note, error)    { return nil, nil }
func (brokenContract) Silent(*ledger.Tx, noteID) (*note, error)   { return nil, nil }
func (brokenContract) Governed(*ledger.Tx, noteID) (*note, error) { return nil, nil }

func TestNewListsEveryMismatch(t *testing.T) {
	endpoints := []protocol.Endpoint{
		protocol.Evaluate[noteID, note]("broken:Queried").By(role.Anyone).Doc("Is a query."),
		protocol.Submit[noteID, note]("broken:Typed").By(role.Anyone).Doc("Has other types."),
		protocol.Submit[noteID, note]("broken:Absent").By(role.Anyone).Doc("Has no method."),
		protocol.Submit[noteID, note]("broken:Silent"),
		protocol.Submit[noteID, note]("broken:Silent").By("emperor").Doc("Is there twice."),
		protocol.Submit[noteID, note]("other:Silent").By(role.Auditor).Doc("Is another's."),
		protocol.Submit[noteID, note]("broken:Governed").By(role.Anyone).Resolved().InOwnCollection().FromChaincodes().Doc("Is too much."),
	}
	_, err := ledger.New("Broken", ledger.House{Charter: "x"}, brokenContract{}, endpoints,
		ledger.Prefetch(bumpEndpoint, func(protocol.Facts, bump) []ledger.Row { return nil }))
	require.Error(t, err)
	for _, mistake := range []string{
		`chaincode name "Broken"`, "a clock is missing", "method Unknown has no endpoint",
		"method Queried is func(*ledger.Tx", "method Typed is func(*ledger.Tx, string)", "broken:Absent has no method Absent",
		"broken:Silent has no role set", "broken:Silent has no Doc sentence", `role "emperor" is unknown`,
		"broken:Silent is declared twice", "endpoint other:Silent is another chaincode's", "other:Silent needs a role",
		"does not embed protocol.Governed", "broken:Governed needs resolutions", "cannot be Resolved", "cannot be FromChaincodes", "prefetch of notes:Bump",
	} {
		require.ErrorContains(t, err, mistake)
	}
	_, err = ledger.New("broken", ledger.House{Now: time.Now, Charter: strings.Repeat("X", 64)}, nil, nil)
	require.ErrorContains(t, err, "there is no contract")
	require.ErrorContains(t, err, "charter")
}

func TestTablesAreDeclaredRight(t *testing.T) {
	require.Panics(t, func() { ledger.NewTable("_once", note.key) }, "a table of the kernel's")
	require.Panics(t, func() { ledger.NewTable("no\x00te", note.key) })
	require.Panics(t, func() { ledger.NewTable("note", note.key, ledger.Unique[note]("", nil)) })
	require.Panics(t, func() { ledger.NewTable("id", func(id noteID) noteID { return id }) }, "rows that are no structs")
	require.Panics(t, func() { ledger.NewPrivate("", note.key) })
}

func TestMetadataDescribesEveryEndpoint(t *testing.T) {
	c := newChannel(t)
	result, err := c.raw(c.alice, "notes", "org.hyperledger.fabric:GetMetadata")
	require.NoError(t, err)
	var metadata struct {
		Contracts map[string]struct {
			Transactions []struct {
				Name       string   `json:"name"`
				Tag        []string `json:"tag"`
				Parameters []struct {
					Name   string         `json:"name"`
					Schema map[string]any `json:"schema"`
				} `json:"parameters"`
			} `json:"transactions"`
		} `json:"contracts"`
	}
	res, err := protocol.DecodeResponse[map[string]any](result.Payload)
	require.NoError(t, err)
	require.Contains(t, *res, "info")
	require.NoError(t, json.Unmarshal(result.Payload, &metadata))
	transactions := metadata.Contracts["notes"].Transactions
	require.Len(t, transactions, len(noteEndpoints()))
	bumped := transactions[3]
	require.Equal(t, "Bump", bumped.Name)
	require.Contains(t, bumped.Tag, "submit")
	require.Equal(t, []string{"request", "reference"}, []string{bumped.Parameters[0].Name, bumped.Parameters[1].Name})
	require.Equal(t, map[string]any{
		"type": "object", "additionalProperties": false, "required": []any{"id", "by"},
		"properties": map[string]any{"id": map[string]any{"type": "string"}, "by": map[string]any{"type": "integer"}},
	}, bumped.Parameters[0].Schema)
	require.Empty(t, result.Tx.RWSet.Namespaces)
}
