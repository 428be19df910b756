// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/consort-finance/consort/network/consortium"
)

var errNotRunning = errors.New("not every node runs: `up` starts what does not")

func status(s *settings) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show every node: whether it runs and is well, where it listens, its height",
		Long:  "Show every node. The exit code is 0 only if all nodes of Fabric run and are well.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := s.open()
			if err != nil {
				return err
			}
			state := c.Status(cmd.Context())
			if asJSON {
				encoder := json.NewEncoder(cmd.OutOrStdout())
				encoder.SetIndent("", "  ")
				err = encoder.Encode(state)
			} else {
				err = table(cmd.OutOrStdout(), state)
			}
			if err == nil && !state.Running {
				err = errNotRunning
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

func table(out io.Writer, s consortium.Status) error {
	fmt.Fprintf(out, "channel %s in %s\n\n", s.Channel, s.Dir)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NODE\tSTATE\tPID\tADDRESS\tHEIGHT\tPROBLEM")
	for _, n := range s.Nodes {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", n.Node, n.State, number(n.PID), n.Address, number(n.Height), n.Problem)
	}
	return w.Flush()
}

// number leaves out what is not known.
func number[N int | uint64](n N) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatUint(uint64(n), 10)
}
