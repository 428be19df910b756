// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
			show := printResult
			if asJSON {
				show = encodeResult
			}
			return errors.Join(show(cmd.OutOrStdout(), result, failure, time.Since(start)), failure)
		},
	}
	cmd.Flags().StringVar(&chapter, "chapter", "", "tell this chapter alone")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object on standard output at the end; progress goes to standard error")
	return cmd
}

func encodeResult(to io.Writer, result *demo.Result, failure error, took time.Duration) error {
	return json.NewEncoder(to).Encode(demo.Summarise(result, failure, took))
}

func printResult(to io.Writer, result *demo.Result, _ error, took time.Duration) error {
	if result == nil {
		return nil // nothing was told
	}
	if err := result.Print(to); err != nil {
		return err
	}
	_, err := fmt.Fprintf(to, "\n%.1f s in all; the network goes on running: `status` shows it, `down` stops it\n", took.Seconds())
	return err
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
