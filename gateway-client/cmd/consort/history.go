// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// passage is a transaction as the ledger has it.
type passage struct {
	Block     uint64    `json:"block"`
	Time      time.Time `json:"time"`
	TxID      string    `json:"txId"`
	MSP       string    `json:"msp"`
	Who       string    `json:"who"`
	Endpoint  string    `json:"endpoint"`
	Reference string    `json:"reference,omitempty"`
	Code      string    `json:"code"`
}

const historyHelp = `Print who did what and when, as the blocks tell, invalid transactions included. With a
SUBJECT, transactions that tell of it in an event or name it in their request. Versions
of one account or party are told by "consort cash history" and "consort parties party-history".`

// history prints who did what and when, as the blocks tell.
func (a *app) history() *cobra.Command {
	var s span
	var mine bool
	cmd := &cobra.Command{
		Use: "history [SUBJECT]", Short: "Print who did what and when, invalid transactions included", Long: historyHelp,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), func(client *gatewayclient.Client) error {
				self, err := describe(client.Identity())
				if err != nil {
					return err
				}
				wanted := func(p passage, tx gatewayclient.Transaction) bool {
					return (!mine || p.MSP == self.MSP && p.Who == self.Name) && (len(args) == 0 || mentions(tx, args[0]))
				}
				return a.each(cmd.Context(), client, s, func(block gatewayclient.Block) error {
					return a.printPassages(cmd.OutOrStdout(), block, wanted)
				})
			})
		},
	}
	s.addFlags(cmd)
	cmd.Flags().BoolVar(&mine, "mine", false, "own transactions alone")
	return cmd
}

// passageOf describes a chaincode's transaction.
func passageOf(block uint64, tx gatewayclient.Transaction) (passage, bool) {
	if tx.Origin == nil || len(tx.Origin.Args) == 0 {
		return passage{}, false
	}
	p := passage{
		Block: block, Time: tx.Origin.Time, TxID: tx.TxID, MSP: tx.Origin.MSP, Who: "?",
		Endpoint: string(tx.Origin.Args[0]), Code: tx.Code.String(),
	}
	if who, err := describe(gatewayclient.Identity{MSP: tx.Origin.MSP, Certificate: tx.Origin.Certificate}); err == nil {
		p.Who = who.Name
	}
	if len(tx.Origin.Args) > 2 {
		p.Reference = string(tx.Origin.Args[2])
	}
	return p, true
}

// mentions tells whether a transaction's request or events have a text as one of their JSON strings.
func mentions(tx gatewayclient.Transaction, subject string) bool {
	quoted, err := json.Marshal(subject)
	if err != nil {
		return false
	}
	if tx.Event != nil && strings.Contains(string(tx.Event.Payload), string(quoted)) {
		return true
	}
	return len(tx.Origin.Args) > 1 && strings.Contains(string(tx.Origin.Args[1]), string(quoted))
}

func (a *app) printPassages(w io.Writer, block gatewayclient.Block, wanted func(passage, gatewayclient.Transaction) bool) error {
	for _, tx := range block.Transactions {
		p, is := passageOf(block.Number, tx)
		if !is || !wanted(p, tx) {
			continue
		}
		if err := a.printPassage(w, p); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) printPassage(w io.Writer, p passage) error {
	if a.json {
		return json.NewEncoder(w).Encode(p)
	}
	_, err := fmt.Fprintf(w, "%6d  %s  %s  %-28s  %-24s  %-20s  %s\n",
		p.Block, p.Time.Format(time.RFC3339), short(p.TxID), p.MSP+"/"+p.Who, p.Endpoint, p.Code, p.Reference)
	return err
}
