// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// target is a program to compile.
type target struct {
	mainDir string // the main package, relative to the module's root
	program string // the file to write
}

// dir is the package as the go command takes it.
func (t target) dir() string { return "./" + path.Clean(filepath.ToSlash(t.mainDir)) }

// compile builds main packages of the module at root. A program replaces an older
// one only when all have compiled; running processes keep the old one.
//
// One go command builds as many as it can: side by side they would each compile
// what they share. Symbols are left out, which halves the time to link; panics
// still name their lines. The same source gives the same program on any machine.
func compile(ctx context.Context, root string, targets ...target) error {
	for _, batch := range batches(targets) {
		if err := compileBatch(ctx, root, batch); err != nil {
			return err
		}
	}
	return nil
}

// batches splits targets so that in each no two programs of different packages
// have the same name: the go command names them after the package's directory.
func batches(targets []target) [][]target {
	var all [][]target
	for len(targets) > 0 {
		names := map[string]string{}
		var batch, rest []target
		for _, t := range targets {
			name := path.Base(t.dir())
			if taken, there := names[name]; there && taken != t.dir() {
				rest = append(rest, t)
				continue
			}
			names[name] = t.dir()
			batch = append(batch, t)
		}
		all = append(all, batch)
		targets = rest
	}
	return all
}

func compileBatch(ctx context.Context, root string, batch []target) error {
	made, err := os.MkdirTemp(filepath.Dir(batch[0].program), ".building-")
	if err != nil {
		return fmt.Errorf("compile: %w", err)
	}
	defer os.RemoveAll(made)
	if err := seed(made, batch); err != nil {
		return err
	}
	arguments := []string{"build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", made + string(filepath.Separator)}
	flags := len(arguments)
	for _, t := range batch {
		arguments = append(arguments, t.dir())
	}
	command := exec.CommandContext(ctx, "go", arguments...)
	command.Dir = root
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	if err := command.Run(); err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return errors.New("the go command is not in PATH: install Go")
		}
		return fmt.Errorf("compile %s: %w\n%s", strings.Join(arguments[flags:], " "), err, strings.TrimSpace(said.String()))
	}
	return place(made, batch)
}

// seed gives the go command the programs that are there: it links those alone that have become stale, and linking is
// most of the time that a build takes. They are copies, because a program may be running.
func seed(made string, batch []target) error {
	for _, t := range batch {
		there, err := os.ReadFile(t.program)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(made, path.Base(t.dir())), there, 0o755)
		}
		if err != nil {
			return fmt.Errorf("compile %s: %w", t.dir(), err)
		}
	}
	return nil
}

// place puts the compiled programs where they belong. Targets of the same package
// share one file.
func place(made string, batch []target) error {
	for _, t := range batch {
		fresh := t.program + ".new"
		if err := os.Link(filepath.Join(made, path.Base(t.dir())), fresh); err != nil {
			return fmt.Errorf("compile %s: %w", t.dir(), err)
		}
		if err := os.Rename(fresh, t.program); err != nil {
			return fmt.Errorf("compile %s: %w", t.dir(), err)
		}
	}
	return nil
}
