// SPDX-License-Identifier: Apache-2.0

package toolchain

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func program(t *testing.T, dir, name string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"), 0o755))
}

func TestOverrideIsUsedProgramByProgram(t *testing.T) {
	dir := t.TempDir()
	program(t, dir, "peer")
	tools, err := Locate(Options{FabricBin: dir, Cache: t.TempDir()})
	require.NoError(t, err)
	require.Equal(t, filepath.Join(dir, "peer"), tools.Path("peer"))
	require.NotEqual(t, filepath.Join(dir, "orderer"), tools.Path("orderer"))
	require.Equal(t, dir, tools.Dirs()[0])
}

// A release archive of Fabric unpacks to bin and config; one of fabric-ca to bin.
func TestReleaseArchiveSparesTheBuild(t *testing.T) {
	root := t.TempDir()
	bin := filepath.Join(root, "bin")
	require.NoError(t, os.MkdirAll(bin, 0o755))
	for _, m := range modules() {
		for _, name := range m.programs {
			program(t, bin, name)
		}
	}
	cache := t.TempDir()
	tools, err := Locate(Options{FabricBin: bin, Cache: cache})
	require.NoError(t, err)
	require.NotEqual(t, filepath.Join(root, "config"), tools.SampleConfig(), "there is none yet")

	require.NoError(t, os.Mkdir(filepath.Join(root, "config"), 0o755))
	for _, sample := range []string{"core.yaml", "orderer.yaml"} {
		require.NoError(t, os.WriteFile(filepath.Join(root, "config", sample), nil, 0o644))
	}
	tools, err = Ensure(t.Context(), Options{FabricBin: bin, Cache: cache})
	require.NoError(t, err)
	require.Equal(t, filepath.Join(root, "config"), tools.SampleConfig())
	built, err := os.ReadDir(cache)
	require.NoError(t, err)
	require.Empty(t, built)
}

func TestOverrideWithoutProgramsIsRefused(t *testing.T) {
	_, err := Locate(Options{FabricBin: t.TempDir(), Cache: t.TempDir()})
	require.ErrorContains(t, err, "no Fabric program in")
}

func TestKeyChangesWithEverythingThatMatters(t *testing.T) {
	m := modules()[0]
	keys := map[string]bool{m.key(): true}
	for _, change := range []func(*module){
		func(m *module) { m.mod = append([]byte("// x\n"), m.mod...) },
		func(m *module) { m.sum = append([]byte("x\n"), m.sum...) },
		func(m *module) { m.stamp = "other" },
		func(m *module) { m.release = "v9" },
	} {
		other := modules()[0]
		change(&other)
		keys[other.key()] = true
	}
	require.Len(t, keys, 5)
}

// TestPinsAgree makes sure that the release we show is the version that is pinned.
func TestPinsAgree(t *testing.T) {
	for _, m := range modules() {
		for _, p := range m.programs {
			require.Contains(t, string(m.mod), m.path+"/cmd/"+p, "tool line")
		}
		require.Contains(t, string(m.sum), m.path+" v1.")
	}
	require.Contains(t, string(fabricMod), "github.com/hyperledger/fabric v1.4.0-rc1.0.20250510200036-435a7f1a780a")
	require.Contains(t, string(fabricCAMod), "github.com/hyperledger/fabric-ca v1.5.15")
}

// tiny is a module with one program, built in a moment.
func tiny(t *testing.T, source string) module {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.org/hello\n\ngo 1.24\n", "main.go": source} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	mod := "module example.org/tiny\n\ngo 1.24\n\nrequire example.org/hello v0.0.0\n\n" +
		"replace example.org/hello => " + dir + "\n\ntool example.org/hello\n"
	return module{name: "tiny", release: "v1", mod: []byte(mod), programs: []string{"hello"}}
}

const hello = "package main\n\nfunc main() {}\n"

func TestBuildHappensOnceForManyRunners(t *testing.T) {
	cache := t.TempDir()
	var wait sync.WaitGroup
	var lock sync.Mutex
	var told []string
	tell := func(line string) {
		lock.Lock()
		defer lock.Unlock()
		told = append(told, line)
	}
	m := tiny(t, hello)
	for range 3 {
		wait.Go(func() {
			if err := (&build{m, cache, tell}).ensure(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	home := (&build{module: m, cache: cache}).home()
	require.True(t, executable(filepath.Join(home, "bin", "hello")))
	require.Equal(t, 1, strings.Count(strings.Join(told, "\n"), "built tiny"))
	leftovers, err := filepath.Glob(filepath.Join(cache, "*-building-*"))
	require.NoError(t, err)
	require.Empty(t, leftovers)
}

func TestFailedBuildLeavesNothing(t *testing.T) {
	cache := t.TempDir()
	b := &build{module: tiny(t, "package main\n\nfunc main() { undefined() }\n"), cache: cache}
	require.ErrorContains(t, b.ensure(t.Context()), "undefined: undefined")
	require.False(t, b.complete())
}

func TestBuildWithoutItsProgramsIsRefused(t *testing.T) {
	m := tiny(t, hello)
	m.programs = append(m.programs, "peer")
	b := &build{module: m, cache: t.TempDir()}
	require.ErrorContains(t, b.ensure(t.Context()), "go install made no peer")
	require.False(t, b.complete())
}

func TestInterruptedBuildLeavesNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b := &build{module: tiny(t, hello), cache: t.TempDir()}
	require.Error(t, b.ensure(ctx))
	require.False(t, b.complete())
}

func TestProgressCountsPackages(t *testing.T) {
	var told []any
	c := &packageCounter{next: time.Now().Add(-time.Second), tell: func(_ string, args ...any) { told = append(told, args...) }}
	for range 3 {
		_, err := c.Write([]byte("a\nb\n"))
		require.NoError(t, err)
	}
	require.Equal(t, []any{2}, told, "once in ten seconds")
	require.Equal(t, 6, c.packages)
}
