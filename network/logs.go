// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/consort-finance/consort/network/consortium"
)

func logs(s *settings) *cobra.Command {
	var follow bool
	var lines int
	cmd := &cobra.Command{
		Use:   "logs NODE",
		Short: "Print a node's log, such as that of northbank.peer",
		Args:  s.named("node, such as northbank.peer", (*consortium.Consortium).Nodes),
		RunE: func(cmd *cobra.Command, args []string) error {
			log, err := s.openLog(args[0])
			if err != nil {
				return err
			}
			defer log.Close()
			if err := tail(cmd.OutOrStdout(), log, lines); err != nil || !follow {
				return err
			}
			return copyGrowing(cmd.Context(), cmd.OutOrStdout(), log)
		},
	}
	cmd.Flags().BoolVarP(&follow, "follow", "f", false, "go on printing what is added, until interrupted")
	cmd.Flags().IntVarP(&lines, "lines", "n", 0, "print only the last lines, this many; 0 prints all")
	return cmd
}

// openLog opens the log of a node.
func (s *settings) openLog(node string) (*os.File, error) {
	c, err := s.open()
	if err != nil {
		return nil, err
	}
	if err := known(c, node); err != nil {
		return nil, err
	}
	log, err := os.Open(c.Spec(node).Log)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s has no log yet: it was never started", node)
	}
	if err != nil {
		return nil, fmt.Errorf("log of %s: %w", node, err)
	}
	return log, nil
}

func known(c *consortium.Consortium, node string) error {
	if nodes := c.Nodes(); !slices.Contains(nodes, node) {
		return fmt.Errorf("no node %q: there are %s", node, strings.Join(nodes, ", "))
	}
	return nil
}

// tail copies the last lines, or everything, and leaves the file at its end.
func tail(out io.Writer, log io.Reader, lines int) error {
	data, err := io.ReadAll(log)
	if err != nil {
		return fmt.Errorf("read log: %w", err)
	}
	if all := strings.SplitAfter(string(data), "\n"); lines > 0 && len(all) > lines {
		data = []byte(strings.Join(all[len(all)-lines-1:], ""))
	}
	_, err = out.Write(data)
	return err
}

// copyGrowing copies what other processes append, until interrupted.
func copyGrowing(ctx context.Context, out io.Writer, log io.Reader) error {
	ticker := time.NewTicker(200 * time.Millisecond)
	defer ticker.Stop()
	for {
		if _, err := io.Copy(out, log); err != nil {
			return fmt.Errorf("read log: %w", err)
		}
		select {
		case <-ctx.Done():
			return nil // the user has seen enough
		case <-ticker.C:
		}
	}
}
