// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/consort-finance/consort/chaincode/insurance"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/gateway-client/keeper"
)

const keeperHelp = `Run a keeper: have oracles' rounds counted when their windows are over, and parametric
covers evaluated and paid when a round is final. Whoever runs one decides nothing: it names
work that is due, and chaincode computes readings, amounts and payees from the ledger. Any
member may run any number of them at once; each policy is paid once.

A keeper prints one line for each piece of work. It ends with SIGTERM, after what it is
submitting, and has nothing to remember: another one goes on from what the ledger says.`

// keeper runs unattended.
func (a *app) keeper() *cobra.Command {
	var s keeper.Settings
	var once bool
	cmd := &cobra.Command{
		Use:   "keeper",
		Short: "Do work that is due: count oracles' rounds, evaluate and pay parametric covers",
		Long:  keeperHelp,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd.Context(), func(client *gatewayclient.Client) error {
				if !cmd.Flags().Changed("lane") {
					s.Lane = laneOf(client.Identity())
				}
				s.Log = a.lines(cmd.OutOrStdout())
				return a.keep(cmd.Context(), cmd.OutOrStdout(), client, s, once)
			})
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&once, "once", false, "end when nothing is due any more")
	flags.IntVar(&s.Batch, "batch", 250, "most policies of a transaction, up to 500")
	flags.IntVar(&s.Lane, "lane", 0, "first of 16 lanes, 0 to 15 (default by the certificate)")
	flags.IntVar(&s.Workers, "workers", 1, "lanes at once; more are of use where insurers pay from high-volume funds")
	flags.DurationVar(&s.Poll, "poll", 10*time.Second, "time between two looks at the ledger")
	return cmd
}

// keep runs until nothing is due, or until it is interrupted.
func (a *app) keep(ctx context.Context, w io.Writer, client *gatewayclient.Client, s keeper.Settings, once bool) error {
	k, err := keeper.New(client, s)
	if err != nil {
		return err
	}
	if !once {
		return k.Run(ctx)
	}
	tally, err := k.Clear(ctx)
	if err != nil {
		return err
	}
	if a.json {
		return json.NewEncoder(w).Encode(tally)
	}
	_, err = fmt.Fprintf(w, "%d rounds counted, %d policies done, %d paid, %d done by others, %d refused, %d rounds waiting\n",
		tally.Advanced, tally.Done, tally.PaidOut, tally.Gone, tally.Refused, tally.Waiting)
	return err
}

// lines prints what a keeper says, a line at a time, whichever worker says it.
func (a *app) lines(w io.Writer) func(keeper.Line) {
	var mu sync.Mutex
	encoder := json.NewEncoder(w)
	return func(line keeper.Line) {
		mu.Lock()
		defer mu.Unlock()
		if a.json {
			_ = encoder.Encode(line) // a broken pipe ends nothing: the work is on the ledger
			return
		}
		fmt.Fprintf(w, "%s  %s\n", time.Now().UTC().Format(time.RFC3339), line)
	}
}

// laneOf lets keepers with different certificates begin at different lanes.
func laneOf(identity gatewayclient.Identity) int {
	hash := fnv.New32a()
	_, _ = hash.Write(identity.Certificate) // a hash never fails to write
	return int(hash.Sum32() % insurance.Lanes)
}
