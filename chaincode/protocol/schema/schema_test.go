// SPDX-License-Identifier: Apache-2.0

package schema_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/schema"
	"github.com/stretchr/testify/require"
)

type code string

type leg struct {
	To     code      `json:"to" help:"the payee"`
	Due    date.Date `json:"due,omitzero"`
	Amount int64     `json:"amount"`
}

type order struct {
	protocol.PageRequest
	Legs   []leg           `json:"legs"`
	Labels map[string]bool `json:"labels,omitempty"`
	Raw    json.RawMessage `json:"raw"`
	Hash   []byte          `json:"hash"`
	At     time.Time       `json:"at"`
	Next   *leg            `json:"next,omitzero"`
	Hidden string          `json:"-" transient:"hidden"`
	Plain  string
	own    string
}

func TestSchemasSayWhatTheCodecTakes(t *testing.T) {
	require.Empty(t, order{}.own)
	content, err := json.Marshal(schema.Of(reflect.TypeFor[order]()))
	require.NoError(t, err)
	legSchema := `{"type":"object","additionalProperties":false,"required":["to","amount"],"properties":{
		"to":{"type":"string","description":"the payee"},"due":{"type":"string"},"amount":{"type":"integer"}}}`
	require.JSONEq(t, `{"type":"object","additionalProperties":false,"required":["legs","raw","hash","at","Plain"],"properties":{
		"size":{"type":"integer","description":"items a page, at most 1000"},
		"after":{"type":"string","description":"where the page before ended"},
		"legs":{"type":"array","items":`+legSchema+`},
		"labels":{"type":"object","additionalProperties":{"type":"boolean"}},
		"raw":{},"hash":{"type":"string","format":"byte"},"at":{"type":"string","format":"date-time"},
		"next":`+legSchema+`,"Plain":{"type":"string"}}}`, string(content))
}

func TestSchemaOfAnIdentifierIsAString(t *testing.T) {
	require.Equal(t, schema.Schema{Type: "string"}, schema.Of(reflect.TypeFor[code]()))
	require.Equal(t, schema.Schema{Type: "string"}, schema.Of(reflect.TypeFor[protocol.ResolutionID]()))
}
