// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/consort-finance/consort/network/consortium"
)

func env(s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "env ORG",
		Short: "Print the environment with which Fabric's own peer command works as a member's administrator",
		Long: `Print shell exports with which Fabric's own tools work against this network, as the
administrator of a member:

  eval "$(go run ./network env northbank)"
  peer channel getinfo -c $CHANNEL_NAME`,
		Args: s.named("organisation, such as northbank", (*consortium.Consortium).Orgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.export(cmd.OutOrStdout(), args[0])
		},
	}
}

// export writes a member's environment in the language of POSIX shells.
func (s *settings) export(to io.Writer, organisation string) error {
	c, err := s.open()
	if err != nil {
		return err
	}
	variables, err := c.Env(organisation)
	if err != nil {
		return err
	}
	for _, variable := range variables {
		name, value, _ := strings.Cut(variable, "=")
		fmt.Fprintf(to, "export %s=%s\n", name, quote(value))
	}
	return nil
}

// quote makes a word of any text for every POSIX shell.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
