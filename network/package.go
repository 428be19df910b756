// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/template"

	"github.com/spf13/cobra"

	"github.com/consort-finance/consort/network/lifecycle/pack"
	"github.com/consort-finance/consort/network/topology"
)

// packageOptions are the flags of the package command.
type packageOptions struct{ language, out string }

func packageChaincode(s *settings) *cobra.Command {
	o := packageOptions{}
	cmd := &cobra.Command{
		Use:   "package NAME",
		Short: "Write the package of a chaincode for a member's own Fabric",
		Long: `Write the package of a chaincode for a member's own Fabric, and print its package
id and the stock peer commands that deploy it (network/DEPLOY.md explains them).
The package is the same wherever it is made, so members can compare ids.

  ccaas   chaincode as a service with mutual TLS, for Fabric's ccaas_builder
  golang  the source with all that it imports, for peers that build it themselves`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			t, err := s.catalogue()
			if err != nil {
				return err
			}
			c, err := t.Chaincode(args[0])
			if err != nil {
				return err
			}
			return o.run(cmd.Context(), cmd.OutOrStdout(), t, c)
		},
	}
	cmd.Flags().StringVar(&o.language, "lang", "ccaas", "kind of package: ccaas or golang")
	cmd.Flags().StringVar(&o.out, "out", ".", "directory to write the package to")
	return cmd
}

// catalogue is the topology whose chaincodes the flags speak of: that of the
// network when there is one. Nothing has to run.
func (s *settings) catalogue() (*topology.Topology, error) {
	t, err := s.declared()
	if err != nil || t != nil {
		return t, err
	}
	c, err := s.open()
	if err != nil {
		return nil, err
	}
	return c.Topology(), nil
}

func (o packageOptions) run(ctx context.Context, to io.Writer, t *topology.Topology, c topology.Chaincode) error {
	root, err := topology.ModuleRoot(".")
	if err != nil {
		return err
	}
	if err := t.CheckChaincodes(root); err != nil {
		return err
	}
	made, err := o.make(ctx, root, c)
	if err != nil {
		return err
	}
	file, err := o.write(made)
	if err != nil {
		return err
	}
	collections, err := o.collections(c)
	if err != nil {
		return err
	}
	return nextSteps.Execute(to, map[string]any{
		"File": file, "ID": made.ID(), "Channel": t.Channel.Name, "Chaincode": c, "Collections": collections,
		"Service": o.language == "ccaas", "AddressKey": pack.AddressKey(made.Label),
	})
}

func (o packageOptions) make(ctx context.Context, root string, c topology.Chaincode) (pack.Package, error) {
	label := pack.Label(c.Name, c.Version)
	switch o.language {
	case "ccaas":
		return pack.Service(label, os.DirFS(filepath.Join(root, filepath.FromSlash(c.Path))))
	case "golang":
		return pack.Source(ctx, label, root, c.Path)
	}
	return pack.Package{}, errors.New("--lang: write ccaas or golang")
}

// write puts the package where the flags say.
func (o packageOptions) write(made pack.Package) (string, error) {
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return "", fmt.Errorf("write package: %w", err)
	}
	file := filepath.Join(o.out, made.FileName())
	if err := os.WriteFile(file, made.Bytes, 0o644); err != nil {
		return "", fmt.Errorf("write package: %w", err)
	}
	return file, nil
}

// collections is the file with the chaincode's private data collections, empty
// when it has none. Those that stand in the consortium file are written beside
// the package.
func (o packageOptions) collections(c topology.Chaincode) (string, error) {
	if len(c.Collections) == 0 {
		return c.CollectionsFile, nil
	}
	data, err := json.MarshalIndent(c.Collections, "", "  ")
	if err != nil {
		return "", fmt.Errorf("write collections: %w", err)
	}
	file := filepath.Join(o.out, c.Name+"_collections_config.json")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		return "", fmt.Errorf("write collections: %w", err)
	}
	return file, nil
}

//go:embed package.txt
var nextStepsText string

var nextSteps = template.Must(template.New("package").Parse(nextStepsText))
