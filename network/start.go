// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/network/founding"
)

// start brings the network up as far as nodes, or as far as a consortium that is open for business.
func (s *settings) start(cmd *cobra.Command, nodesOnly bool) (*consortium.Consortium, error) {
	options, err := s.options(cmd, nodesOnly)
	if err != nil {
		return nil, err
	}
	c, err := consortium.Up(cmd.Context(), options)
	if err != nil || nodesOnly {
		return c, err
	}
	return c, founding.Found(cmd.Context(), c, options.Progress)
}

func (s *settings) options(cmd *cobra.Command, nodesOnly bool) (consortium.Options, error) {
	declared, err := s.declared()
	if err != nil {
		return consortium.Options{}, err
	}
	options := consortium.Options{
		Dir: s.dir, Topology: declared, FabricBin: s.fabricBin,
		Progress: func(line string) { fmt.Fprintln(cmd.ErrOrStderr(), line) },
	}
	if nodesOnly {
		return options, nil
	}
	if declared == nil {
		c, err := s.open()
		if err != nil {
			return options, err
		}
		declared = c.Topology()
	}
	chaincodes, err := s.chaincodes(cmd, declared)
	options.Prepare, options.Deploy = chaincodes.Prepare, chaincodes.Deploy
	return options, err
}
