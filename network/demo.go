// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/consort-finance/consort/network/demo"
)

func demonstrate(s *settings) *cobra.Command {
	var chapter string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Start the consortium and show what it can do, step by step; leave it running",
		Long: `Start the consortium, or what of it does not run, and tell a story on it: every step is a
real transaction of somebody whom the consortium file names, refused frauds included.
Then the books are read from every member's peer and checked. The exit code is 0 only
if all steps succeeded and all invariants hold. The network is left running, and the
story can be told on it again.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			start := time.Now()
			result, failure := s.demonstrate(cmd, chapter)
			if asJSON {
				summary := demo.Summarise(result, failure, time.Since(start))
				return errors.Join(json.NewEncoder(cmd.OutOrStdout()).Encode(summary), failure)
			}
			if result != nil {
				if err := result.Print(cmd.OutOrStdout()); err != nil {
					return errors.Join(err, failure)
				}
				fmt.Fprintf(cmd.OutOrStdout(), "\n%.1f s in all; the network goes on running: `status` shows it, `down` stops it\n", time.Since(start).Seconds())
			}
			return failure
		},
	}
	cmd.Flags().StringVar(&chapter, "chapter", "", "tell this chapter alone")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object on standard output at the end; progress goes to standard error")
	return cmd
}

func (s *settings) demonstrate(cmd *cobra.Command, chapter string) (*demo.Result, error) {
	if err := demo.Known(chapter); err != nil {
		return nil, err
	}
	network, err := s.start(cmd, false)
	if err != nil {
		return nil, err
	}
	return demo.Run(cmd.Context(), network, chapter, demo.NewPrinter(cmd.ErrOrStderr()))
}
