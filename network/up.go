// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/consort-finance/consort/network/consortium"
)

func up(s *settings) *cobra.Command {
	var nodesOnly bool
	cmd := &cobra.Command{
		Use:   "up",
		Short: "Start the consortium, or what of it does not run",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			declared, err := s.declared()
			if err != nil {
				return err
			}
			options := consortium.Options{
				Dir: s.dir, Topology: declared, FabricBin: s.fabricBin,
				Progress: func(line string) { fmt.Fprintln(cmd.ErrOrStderr(), line) },
			}
			if !nodesOnly {
				chaincodes, err := s.chaincodes(cmd)
				if err != nil {
					return err
				}
				options.Prepare, options.Deploy = chaincodes.Prepare, chaincodes.Deploy
			}
			start := time.Now()
			c, err := consortium.Up(cmd.Context(), options)
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%d members on channel %s in %s, up in %.1f s\n",
				len(c.Orgs()), c.Channel(), c.Dir(), time.Since(start).Seconds())
			return nil
		},
	}
	cmd.Flags().BoolVar(&nodesOnly, "nodes-only", false, "deploy no chaincode: for a network that others deploy to")
	return cmd
}
