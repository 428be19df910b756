// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

func env(s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "env ORG",
		Short: "Print the environment with which Fabric's own peer command works as a member's administrator",
		Long: `Print shell exports with which Fabric's own tools work against this network, as the
administrator of a member:

  eval "$(go run ./network env northbank)"
  peer channel getinfo -c $CHANNEL_NAME`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				return nil
			}
			if c, err := s.open(); err == nil {
				return fmt.Errorf("name one organisation: there are %s", strings.Join(c.Orgs(), ", "))
			}
			return errors.New("name one organisation")
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := s.open()
			if err != nil {
				return err
			}
			variables, err := c.Env(args[0])
			if err != nil {
				return err
			}
			for _, variable := range variables {
				name, value, _ := strings.Cut(variable, "=")
				fmt.Fprintf(cmd.OutOrStdout(), "export %s=%s\n", name, quote(value))
			}
			return nil
		},
	}
}

// quote makes a word of any text for every POSIX shell.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
