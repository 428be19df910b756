// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/network/topology"
)

var (
	copyLine  = regexp.MustCompile(`(?m)^COPY ([a-z. ]+) (\S+)$`)
	buildLine = regexp.MustCompile(`(?m)^RUN .*go build .* (\./chaincode/\S+)$`)
)

// TestDockerfileCopiesAllThatItCompiles holds each product's Dockerfile against
// what its main package imports from this module.
func TestDockerfileCopiesAllThatItCompiles(t *testing.T) {
	declared, err := topology.Parse("consortium.yaml", defaultTopology)
	require.NoError(t, err)
	var products int
	for _, c := range declared.Chaincodes {
		if !strings.HasPrefix(c.Path, "./chaincode/") {
			continue // made for tests
		}
		products++
		data, err := os.ReadFile(filepath.Join("..", c.Path, "Dockerfile"))
		require.NoError(t, err)
		file := string(data)
		built := buildLine.FindStringSubmatch(file)
		require.NotNil(t, built, c.Name)
		require.Equal(t, c.Path, built[1])
		require.Contains(t, file, "\nUSER nonroot\n")
		require.Contains(t, file, "\nEXPOSE 9999\n")
		for _, imported := range moduleImports(t, c.Path) {
			require.True(t, copied(file, imported), "%s: the Dockerfile does not copy %s", c.Name, imported)
		}
	}
	require.NotZero(t, products)
}

// copied tells whether a COPY of the build stage covers a directory.
func copied(file, dir string) bool {
	for _, line := range copyLine.FindAllStringSubmatch(file, -1) {
		if dir == line[1] || strings.HasPrefix(dir, line[1]+"/") {
			return true
		}
	}
	return false
}

// moduleImports are the directories of this module that a package is compiled
// from, relative to the root.
func moduleImports(t *testing.T, path string) []string {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{if and .Module .Module.Main}}{{.ImportPath}}{{end}}", path)
	list.Dir = ".."
	out, err := list.Output()
	require.NoError(t, err)
	var dirs []string
	for line := range strings.FieldsSeq(string(out)) {
		dirs = append(dirs, strings.TrimPrefix(line, "github.com/consort-finance/consort/"))
	}
	return dirs
}
