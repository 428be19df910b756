// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// span is which blocks a command reads.
type span struct {
	from   uint64
	follow bool
}

func (s *span) addFlags(cmd *cobra.Command) {
	cmd.Flags().Uint64Var(&s.from, "from", 0, "first `block`")
	cmd.Flags().BoolVarP(&s.follow, "follow", "f", false, "wait for more until interrupted")
}

// each calls visit for the blocks of the span; blocks that come later than now count only when following.
func (a *app) each(ctx context.Context, client *gatewayclient.Client, s span, visit func(gatewayclient.Block) error) error {
	height, err := client.Height(ctx)
	if err != nil {
		return err
	}
	a.following = s.follow
	if !s.follow && s.from >= height {
		return nil
	}
	for block, err := range client.Blocks(ctx, s.from) {
		if err != nil {
			return err
		}
		if err := visit(block); err != nil {
			return err
		}
		if !s.follow && block.Number+1 >= height {
			return nil
		}
	}
	return ctx.Err()
}

// events prints what happened in valid transactions.
func (a *app) events() *cobra.Command {
	var s span
	var kind string
	cmd := &cobra.Command{
		Use:   "events",
		Short: "Print the events of valid transactions",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd.Context(), func(client *gatewayclient.Client) error {
				return a.each(cmd.Context(), client, s, func(block gatewayclient.Block) error {
					return a.printEvents(cmd.OutOrStdout(), block, kind)
				})
			})
		},
	}
	s.addFlags(cmd)
	cmd.Flags().StringVar(&kind, "type", "", "events of this type alone, such as cash:Posted")
	return cmd
}

func (a *app) printEvents(w io.Writer, block gatewayclient.Block, kind string) error {
	for _, event := range block.Events() {
		if kind != "" && event.Event.Type != kind {
			continue
		}
		if err := a.printEvent(w, event); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) printEvent(w io.Writer, event gatewayclient.Event) error {
	if a.json {
		return json.NewEncoder(w).Encode(event)
	}
	_, err := fmt.Fprintf(w, "%6d  %s  %-24s  %s  %s\n", event.Block, short(event.TxID), event.Event.Type, event.Event.Subject, event.Event.Data)
	return err
}

// short is enough of a transaction identifier to tell it from others.
func short(txid string) string { return txid[:min(len(txid), 12)] }
