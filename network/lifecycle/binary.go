// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// compile builds a main package of the module at root. The program replaces an
// older one only when it compiled; running processes keep the old one. Symbols
// are left out, which halves the time to link; panics still name their lines.
func compile(ctx context.Context, root, mainDir, program string) error {
	if err := os.MkdirAll(filepath.Dir(program), 0o700); err != nil {
		return fmt.Errorf("compile %s: %w", mainDir, err)
	}
	fresh := program + ".new"
	command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", fresh, "./"+filepath.ToSlash(filepath.Clean(mainDir)))
	command.Dir = root
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	if err := command.Run(); err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return errors.New("the go command is not in PATH: install Go")
		}
		return fmt.Errorf("compile %s: %w\n%s", mainDir, err, strings.TrimSpace(said.String()))
	}
	if err := os.Rename(fresh, program); err != nil {
		return fmt.Errorf("compile %s: %w", mainDir, err)
	}
	return nil
}
