// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/network/consortium"
)

// run gives what a command line prints and its error.
func run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	cmd := root()
	cmd.SetArgs(args)
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	err := cmd.ExecuteContext(t.Context())
	return out.String(), err
}

func TestWrongCommandLinesSayWhatToWrite(t *testing.T) {
	empty := t.TempDir()
	wrong := filepath.Join(empty, "wrong.yaml")
	require.NoError(t, os.WriteFile(wrong, []byte("channel: {name: finance}\norganisation: []\n"), 0o600))
	tests := map[string]struct {
		args []string
		want string
	}{
		"no network":      {[]string{"status", "--dir", empty}, "start one with `up`"},
		"nothing to stop": {[]string{"down", "--dir", empty}, "no network in " + empty},
		"no node":         {[]string{"logs", "--dir", empty}, "name one node, such as northbank.peer"},
		"no organisation": {[]string{"env", "--dir", empty}, "name one organisation"},
		"unknown flag":    {[]string{"up", "--dri", "x"}, "`network up` has --dir,"},
		"unknown command": {[]string{"stauts"}, "status"},
		"missing file":    {[]string{"up", "--topology", filepath.Join(empty, "none.yaml")}, "no such file"},
		"wrong file":      {[]string{"up", "--topology", wrong}, `wrong.yaml:2: consortium: unknown field "organisation"`},
		"no programs":     {[]string{"up", "--nodes-only", "--dir", empty + "/new", "--fabric-bin", empty}, "no Fabric program in " + empty},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := run(t, test.args...)
			require.ErrorContains(t, err, test.want)
			require.NoDirExists(t, filepath.Join(empty, "new"))
		})
	}
}

func TestDefaultTopologyIsTheFileBesideThisProgram(t *testing.T) {
	s := &settings{dir: t.TempDir()}
	declared, err := s.declared()
	require.NoError(t, err)
	require.Len(t, declared.Organisations, 6)
	s.topology = "small"
	declared, err = s.declared()
	require.NoError(t, err)
	require.Len(t, declared.Organisations, 3)
}

func TestQuoteSurvivesAShell(t *testing.T) {
	for _, text := range []string{"plain", "two words", "it's", "$HOME `id` \"x\"", ""} {
		out, err := exec.CommandContext(t.Context(), "sh", "-c", "printf %s "+quote(text)).Output()
		require.NoError(t, err)
		require.Equal(t, text, string(out))
	}
}

func TestTail(t *testing.T) {
	const log = "one\ntwo\nthree\n"
	for lines, want := range map[int]string{0: log, 1: "three\n", 2: "two\nthree\n", 9: log} {
		var out bytes.Buffer
		require.NoError(t, tail(&out, strings.NewReader(log), lines))
		require.Equal(t, want, out.String())
	}
}

func TestFollowingALogEndsWithTheInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out bytes.Buffer
	require.NoError(t, copyGrowing(ctx, &out, strings.NewReader("added\n")))
	require.Equal(t, "added\n", out.String())
}

func TestTableShowsWhyANodeIsUnwell(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, table(&out, consortium.Status{Channel: "finance", Dir: "/x", Nodes: []consortium.NodeStatus{
		{Node: "northbank.peer", State: consortium.Running, PID: 7, Address: "127.0.0.1:1", Height: 5},
		{Node: "northbank.orderer", State: consortium.Unwell, PID: 8, Problem: "health: no answer"},
	}}))
	require.Contains(t, out.String(), "channel finance in /x")
	require.Contains(t, out.String(), "northbank.peer     running  7    127.0.0.1:1  5")
	require.Contains(t, out.String(), "health: no answer")
}
