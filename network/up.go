// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"
)

func up(s *settings) *cobra.Command {
	var nodesOnly bool
	cmd := &cobra.Command{
		Use:   "up",
		Short: "Start the consortium, or what of it does not run",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			start := time.Now()
			c, err := s.start(cmd, nodesOnly)
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
