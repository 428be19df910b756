// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// recover resolves what an earlier run left in the outbox.
func (a *app) recover() *cobra.Command {
	return &cobra.Command{
		Use:   "recover",
		Short: "Find out what became of transactions whose outcome was unknown",
		Long: `Find out what became of transactions whose outcome was unknown: ask the ledger, else
submit the identical bytes again. They are kept in --outbox; with --network there is one per person.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd.Context(), func(client *gatewayclient.Client) error {
				recoveries, err := client.Recover(cmd.Context())
				if err != nil {
					return err
				}
				return errors.Join(a.printRecoveries(cmd.OutOrStdout(), recoveries), unresolved(recoveries))
			})
		},
	}
}

// recovered is one line of the answer.
type recovered struct {
	Reference string `json:"reference"`
	Endpoint  string `json:"endpoint"`
	TxID      string `json:"txId"`
	Outcome   string `json:"outcome"`
}

func (a *app) printRecoveries(w io.Writer, recoveries []gatewayclient.Recovery) error {
	lines := make([]recovered, len(recoveries))
	for i, r := range recoveries {
		lines[i] = recovered{r.Entry.Reference, r.Entry.Endpoint, r.Entry.Envelope.TxID, "VALID"}
		if r.Err != nil {
			lines[i].Outcome = failureOf(r.Err).Code
		}
	}
	if a.json {
		return json.NewEncoder(w).Encode(lines)
	}
	if len(lines) == 0 {
		_, err := fmt.Fprintln(w, "nothing is unknown")
		return err
	}
	rows := [][]string{{"REFERENCE", "ENDPOINT", "TRANSACTION", "OUTCOME"}}
	for _, l := range lines {
		rows = append(rows, []string{l.Reference, l.Endpoint, l.TxID, l.Outcome})
	}
	return printRows(w, rows)
}

// unresolved is the first outcome that is unknown still.
func unresolved(recoveries []gatewayclient.Recovery) error {
	var unknown *gatewayclient.UnknownOutcomeError
	for _, r := range recoveries {
		if errors.As(r.Err, &unknown) {
			return r.Err
		}
	}
	return nil
}
