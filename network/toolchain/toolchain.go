// SPDX-License-Identifier: Apache-2.0

package toolchain

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// Toolchain finds the programs by name.
type Toolchain struct {
	cache    string
	override string            // the user's own programs; may be empty
	homes    map[string]string // program to the directory of its build
	config   string            // directory of Fabric's sample configuration
}

// Options say where programs come from.
type Options struct {
	FabricBin string              // programs found here are used instead of built ones
	Cache     string              // instead of the user's cache directory
	Progress  func(format string) // told what takes long; may be nil
}

// Ensure builds what is not in the cache yet, and nothing of a module whose programs the user has all of.
func Ensure(ctx context.Context, options Options) (*Toolchain, error) {
	t, err := Locate(options)
	if err != nil {
		return nil, err
	}
	for _, m := range modules() {
		if t.overrides(m) {
			continue
		}
		if err := (&build{m, t.cache, options.Progress}).ensure(ctx); err != nil {
			return nil, fmt.Errorf("build %s %s: %w", m.name, m.release, err)
		}
	}
	return t, nil
}

// Locate says where programs are, or would be, without building any.
func Locate(options Options) (*Toolchain, error) {
	cache, err := cacheDir(options.Cache)
	if err != nil {
		return nil, err
	}
	if err := checkOverride(options.FabricBin); err != nil {
		return nil, err
	}
	t := &Toolchain{cache: cache, override: options.FabricBin, homes: map[string]string{}}
	for _, m := range modules() {
		home := (&build{module: m, cache: cache}).home()
		for _, program := range m.programs {
			t.homes[program] = filepath.Join(home, "bin")
		}
		switch {
		case len(m.samples) == 0:
		case t.overrides(m):
			t.config = t.ownConfig()
		default:
			t.config = filepath.Join(home, "sampleconfig")
		}
	}
	return t, nil
}

// overrides tells that the user's directory has all programs of a module, and its samples where there are any.
func (t *Toolchain) overrides(m module) bool {
	if t.override == "" {
		return false
	}
	for _, program := range m.programs {
		if !executable(filepath.Join(t.override, program)) {
			return false
		}
	}
	for _, sample := range m.samples {
		if _, err := os.Stat(filepath.Join(t.ownConfig(), filepath.Base(sample))); err != nil {
			return false
		}
	}
	return true
}

// ownConfig is where Fabric's release archives have core.yaml and orderer.yaml: in config, beside bin.
func (t *Toolchain) ownConfig() string { return filepath.Join(filepath.Dir(t.override), "config") }

// checkOverride refuses a directory that was meant to hold programs and holds none.
func checkOverride(dir string) error {
	if dir == "" {
		return nil
	}
	for _, m := range modules() {
		for _, program := range m.programs {
			if executable(filepath.Join(dir, program)) {
				return nil
			}
		}
	}
	return fmt.Errorf("no Fabric program in %s: name the directory that holds peer and orderer", dir)
}

// Path is the program to run for a name such as "peer".
func (t *Toolchain) Path(program string) string {
	if t.override != "" {
		if path := filepath.Join(t.override, program); executable(path) {
			return path
		}
	}
	return filepath.Join(t.homes[program], program)
}

// SampleConfig is the directory of Fabric's default core.yaml and orderer.yaml.
func (t *Toolchain) SampleConfig() string { return t.config }

// Dirs are the directories to put in PATH, first match first.
func (t *Toolchain) Dirs() []string {
	var dirs []string
	if t.override != "" {
		dirs = append(dirs, t.override)
	}
	for _, m := range modules() {
		dirs = append(dirs, t.homes[m.programs[0]])
	}
	return dirs
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

func cacheDir(dir string) (string, error) {
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return "", fmt.Errorf("cache directory: %w", err)
		}
		dir = filepath.Join(user, "consort")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("cache directory: %w", err)
	}
	return dir, nil
}
