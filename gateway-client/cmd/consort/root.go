// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// app is one run of the program.
type app struct {
	settings
	json     bool
	showPeer bool
	timeout  time.Duration
	// following tells that the command runs until it is interrupted, which is then no failure.
	following bool
	getenv    func(string) string
	// client is set when it is made beforehand.
	client *gatewayclient.Client
}

const rootHelp = `Drive Consort's chaincodes: every transaction of a chaincode is a command.

  consort --network .consort --org northbank --user alice cash transfer --from alice --to bob --amount "100.00 EUR"
  consort --network .consort --org northbank --user alice cash balance alice

Flags that say whom to connect to fall back on the environment: on their own variables, then on those of Fabric's
samples (MSP_ID, PEER_ENDPOINT, …) and of the peer command (CORE_PEER_…).

`

// root is the whole command line.
func (a *app) root() *cobra.Command {
	cmd := &cobra.Command{
		Use:           "consort",
		Short:         "Drive Consort's chaincodes",
		SilenceErrors: true, // main prints the one line
		SilenceUsage:  true,
		Long:          rootHelp + exitHelp,
	}
	flags := cmd.PersistentFlags()
	a.addFlags(flags, a.getenv)
	flags.BoolVar(&a.json, "json", false, "print JSON, also of errors")
	flags.BoolVar(&a.showPeer, "show-peer", false, "do not call; print the same call for Fabric's own peer command")
	flags.DurationVar(&a.timeout, "timeout", 0, "how long to wait for a commit or a query's answer (default 1m and 5s)")
	for _, p := range catalogue() {
		cmd.AddCommand(a.product(p))
	}
	cmd.AddCommand(a.submit(), a.query(), a.history(), a.events(), a.whoami(), a.recover(), a.keeper())
	return cmd
}

// product groups the commands of one chaincode.
func (a *app) product(p product) *cobra.Command {
	cmd := &cobra.Command{Use: p.name, Short: p.summary}
	cmd.AddGroup(&cobra.Group{ID: "submit", Title: "Transactions:"}, &cobra.Group{ID: "evaluate", Title: "Queries:"})
	for _, e := range p.endpoints {
		cmd.AddCommand(a.endpoint(e))
	}
	return cmd
}

// with runs a command with a connected client.
func (a *app) with(ctx context.Context, run func(*gatewayclient.Client) error) error {
	if a.showPeer {
		return errors.New("--show-peer prints one call of a chaincode; this command makes others, and was not carried out")
	}
	if a.client != nil {
		return run(a.client)
	}
	profile, err := a.resolve(a.getenv)
	if err != nil {
		return err
	}
	opts, err := a.connectOptions()
	if err != nil {
		return err
	}
	client, err := gatewayclient.Connect(ctx, profile, opts...)
	if err != nil {
		return err
	}
	defer client.Close() //nolint:errcheck // the program ends
	return run(client)
}

func (a *app) connectOptions() ([]gatewayclient.ConnectOption, error) {
	var opts []gatewayclient.ConnectOption
	if a.timeout > 0 {
		opts = append(opts, gatewayclient.Defaults(gatewayclient.CommitTimeout(a.timeout), gatewayclient.EvaluateTimeout(a.timeout)))
	}
	if a.outbox != "" {
		directory, err := gatewayclient.OpenDirectory(a.outbox)
		if err != nil {
			return nil, fmt.Errorf("--outbox: %w", err)
		}
		opts = append(opts, gatewayclient.WithOutbox(directory))
	}
	return opts, nil
}
