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
			show := table
			if asJSON {
				show = object
			}
			return report(cmd, c, show)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

// report shows what runs; it is an error when not everything does.
func report(cmd *cobra.Command, c *consortium.Consortium, show func(io.Writer, consortium.Status) error) error {
	state := c.Status(cmd.Context())
	if err := show(cmd.OutOrStdout(), state); err != nil {
		return err
	}
	if !state.Running {
		return errNotRunning
	}
	return nil
}

// object writes one JSON object.
func object(out io.Writer, s consortium.Status) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(s)
}

// table writes a line for each node.
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
