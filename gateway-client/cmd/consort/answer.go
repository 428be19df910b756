// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"io"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// printAnswer prints a query's answer: as it came, or as a table.
func (a *app) printAnswer(w io.Writer, response []byte) error {
	if a.json {
		_, err := fmt.Fprintf(w, "%s\n", response)
		return err
	}
	return printTable(w, response)
}

// printOutcome prints a transaction's result and where the ledger has it.
func (a *app) printOutcome(w io.Writer, outcome *gatewayclient.Outcome[json.RawMessage]) error {
	if a.json {
		return json.NewEncoder(w).Encode(outcome)
	}
	if err := printTable(w, *outcome.Result); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\ncommitted in block %d as transaction %s, reference %s\n", outcome.Block, outcome.TxID, outcome.Reference)
	return err
}
