// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/network/founding"
	"github.com/consort-finance/consort/network/lifecycle"
	"github.com/consort-finance/consort/network/topology"
)

// chaincodes are the settings with which the chaincode of a topology is deployed,
// from the module that the working directory is in. The servers are told the
// charter that their members agree to.
func (s *settings) chaincodes(cmd *cobra.Command, t *topology.Topology) (lifecycle.Chaincodes, error) {
	root, err := topology.ModuleRoot(".")
	if err != nil {
		return lifecycle.Chaincodes{}, err
	}
	charter, err := founding.Hash(t)
	if err != nil {
		return lifecycle.Chaincodes{}, err
	}
	return lifecycle.Chaincodes{
		Root: root, Charter: charter,
		Progress: func(line string) { fmt.Fprintln(cmd.ErrOrStderr(), line) },
	}, nil
}

func deploy(s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "deploy [NAME]",
		Short: "Rebuild a chaincode and swap its servers; without NAME, list the chaincodes",
		Long: `Rebuild a chaincode from the working directory's source and replace its servers,
one organisation after the other. The package id and the definition stay, so no
member has to approve anything. When the source does not compile, the servers
that run go on. To change the definition, raise the sequence in the consortium
file and run up.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := s.open()
			if err != nil {
				return err
			}
			if len(args) == 0 {
				return listChaincodes(cmd, c.Topology())
			}
			return s.swap(cmd, c, args[0])
		},
	}
}

func (s *settings) swap(cmd *cobra.Command, c *consortium.Consortium, name string) error {
	chaincodes, err := s.chaincodes(cmd, c.Topology())
	if err != nil {
		return err
	}
	return chaincodes.Swap(cmd.Context(), c, name)
}

func listChaincodes(cmd *cobra.Command, t *topology.Topology) error {
	table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tVERSION\tSEQUENCE\tSOURCE")
	for _, c := range t.Chaincodes {
		fmt.Fprintf(table, "%s\t%s\t%d\t%s\n", c.Name, c.Version, c.Sequence, c.Path)
	}
	return table.Flush()
}
