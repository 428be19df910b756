// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// shapes are the Go types of stored rows, by docType.
func shapes() map[string]func() any {
	return map[string]func() any{
		"instrument": func() any { return new(securities.Instrument) }, "terms": func() any { return new(securities.TermsVersion) },
		"issue": func() any { return new(securities.Issue) }, "issuance": func() any { return new(securities.Issuance) },
		"supply": func() any { return new(securities.Stripe) }, "account": func() any { return new(securities.Account) },
		"admission": func() any { return new(securities.Admission) }, "slot": func() any { return new(securities.Slot) },
		"lot": func() any { return new(securities.Lot) }, "page": func() any { return new(securities.Page) },
		"tally": func() any { return new(securities.Tally) }, "register": func() any { return new(securities.Register) },
	}
}

// What is stored is read again as it was: no member gets lost on the way, and none is hidden in a type.
func TestStoredRowsSurviveReading(t *testing.T) {
	m, seen := coreReady(t), map[string]bool{}
	for _, kv := range m.World.Range(securities.Module, "", "") {
		var head struct {
			DocType string `json:"docType"`
		}
		if json.Unmarshal(kv.Value, &head) != nil || shapes()[head.DocType] == nil {
			continue // an index, or a row of the kernel
		}
		row := shapes()[head.DocType]()
		require.NoError(t, json.Unmarshal(kv.Value, row), "%s", kv.Value)
		again, err := protocol.Marshal(row)
		require.NoError(t, err)
		require.Equal(t, membersOf(t, kv.Value), membersOf(t, again), head.DocType)
		seen[head.DocType] = true
	}
	for docType := range shapes() {
		require.True(t, seen[docType], "no %s is stored", docType)
	}
}

// membersOf are a row's own members.
func membersOf(t testing.TB, content []byte) map[string]any {
	t.Helper()
	var members map[string]any
	require.NoError(t, json.Unmarshal(content, &members))
	delete(members, "docType")
	delete(members, "v")
	return members
}
