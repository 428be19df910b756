// SPDX-License-Identifier: Apache-2.0

package main

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/network/topology"
)

//go:embed consortium.yaml
var defaultTopology []byte

// settings are the flags that every command shares.
type settings struct {
	dir       string
	topology  string
	fabricBin string
}

// root is the whole command line. Each command is in a file of its own.
func root() *cobra.Command {
	s := &settings{}
	cmd := &cobra.Command{
		Use:           "network",
		Short:         "Run a Hyperledger Fabric consortium on this machine",
		SilenceErrors: true, // main prints the one line
		SilenceUsage:  true,
		Long: `Run a real Hyperledger Fabric consortium on this machine: per member a certificate
authority, a peer and for some a BFT orderer, as native processes with TLS.
Fabric is built from source once, into the user's cache directory.`,
	}
	cmd.SetFlagErrorFunc(flagError)
	flags := cmd.PersistentFlags()
	flags.StringVar(&s.dir, "dir", ".consort", "directory of the network: keys, ledgers, logs")
	flags.StringVar(&s.topology, "topology", "", "consortium file, or `small` for the built-in one of three members (default: the built-in consortium.yaml)")
	flags.StringVar(&s.fabricBin, "fabric-bin", "", "directory whose Fabric programs are used instead of built ones")
	cmd.AddCommand(deploy(s), packageChaincode(s), up(s), down(s), status(s), logs(s), env(s), demonstrate(s))
	return cmd
}

// declared is the topology that the flags ask for; nil means whatever the
// directory holds already.
func (s *settings) declared() (*topology.Topology, error) {
	switch s.topology {
	case "":
		if _, err := consortium.Open(s.dir); err == nil {
			return nil, nil
		}
		return topology.Parse("consortium.yaml", defaultTopology)
	case "small":
		return topology.Small(), nil
	}
	return topology.Load(s.topology)
}

// open attaches to the network that the flags name.
func (s *settings) open() (*consortium.Consortium, error) {
	c, err := consortium.Open(s.dir)
	if err != nil {
		return nil, fmt.Errorf("%w", err)
	}
	return c, nil
}

// named takes one name as the only argument; somebody who gives none is told which there are.
func (s *settings) named(what string, names func(*consortium.Consortium) []string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		if c, err := s.open(); err == nil {
			return fmt.Errorf("name one %s: there are %s", what, strings.Join(names(c), ", "))
		}
		return fmt.Errorf("name one %s", what)
	}
}

// flagError says which flags there are to somebody who mistyped one.
func flagError(cmd *cobra.Command, err error) error {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return fmt.Errorf("%w: `%s` has %s", err, cmd.CommandPath(), strings.Join(names, ", "))
}
