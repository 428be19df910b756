// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/schema"
)

// The types below are the metadata of fabric-contract-api (its schema contract-schema.json), as far as it is needed to
// show functions, parameters and results to ordinary Fabric tools.
type contractMetadata struct {
	Schema     string                       `json:"$schema"`
	Info       info                         `json:"info"`
	Contracts  map[string]contractFunctions `json:"contracts"`
	Components struct{}                     `json:"components"`
}

type info struct {
	Title   string `json:"title"`
	Version string `json:"version"`
}

type contractFunctions struct {
	Name         string     `json:"name"`
	Info         info       `json:"info"`
	Default      bool       `json:"default"`
	Transactions []function `json:"transactions"`
}

type function struct {
	Name       string        `json:"name"`
	Tag        []string      `json:"tag"`
	Parameters []parameter   `json:"parameters"`
	Returns    schema.Schema `json:"returns"`
}

type parameter struct {
	Name        string        `json:"name"`
	Description string        `json:"description,omitempty"`
	Schema      schema.Schema `json:"schema"`
}

// describe writes the metadata of a chaincode.
func describe(name string, endpoints []protocol.Endpoint) ([]byte, error) {
	about := info{Title: name, Version: "1"}
	contract := contractFunctions{Name: name, Info: about, Default: true, Transactions: []function{}}
	for _, e := range endpoints {
		contract.Transactions = append(contract.Transactions, describeFunction(e))
	}
	return protocol.Marshal(contractMetadata{
		Schema:    "https://hyperledger.github.io/fabric-chaincode-node/main/api/contract-schema.json",
		Info:      about,
		Contracts: map[string]contractFunctions{name: contract},
	})
}

func describeFunction(e protocol.Endpoint) function {
	f := function{
		Name: e.Function(), Tag: []string{"evaluate", "EVALUATE"}, Returns: schema.Of(e.ResponseType()),
		Parameters: []parameter{{Name: "request", Description: e.Summary(), Schema: schema.Of(e.RequestType())}},
	}
	if e.Writes() {
		f.Tag = []string{"submit", "SUBMIT"}
		f.Parameters = append(f.Parameters, parameter{
			Name: "reference", Description: "the client's name of this one effect", Schema: schema.Schema{Type: "string"},
		})
	}
	return f
}
