// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The command passes innocent chaincode and fails on a sin with its file, line
// and advice, both as the tool of go vet and on its own. Test files, and the main
// package that go test makes of them, are not judged.
func TestCommand(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the command")
	}
	tool := filepath.Join(t.TempDir(), "consortvet")
	if out, err := exec.Command("go", "build", "-o", tool, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	ways := map[string][]string{
		"go vet": {"go", "vet", "-vettool=" + tool, "./..."},
		"alone":  {tool, "./..."},
	}
	for name, command := range ways {
		t.Run(name, func(t *testing.T) {
			if out, err := run(t, command, "package sin\n\nvar x = 1\n"); err != nil {
				t.Errorf("innocent package: %v\n%s", err, out)
			}
			out, err := run(t, command, "package sin\n\nvar x = 1.5\n")
			if err == nil || !strings.Contains(out, "sin.go:3:") || !strings.Contains(out, "finance/money") {
				t.Errorf("sinful package: %v\n%s", err, out)
			}
		})
	}
}

const testFile = "package sin\n\nimport (\n\t\"testing\"\n\t\"time\"\n)\n\nfunc TestX(t *testing.T) { _ = time.Now() }\n"

// run runs the command in a module of one chaincode package.
func run(t *testing.T, command []string, source string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	pkg := filepath.Join(dir, "chaincode", "sin")
	if err := os.MkdirAll(pkg, 0o750); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		filepath.Join(dir, "go.mod"):      "module github.com/consort-finance/consort\n\ngo 1.26\n",
		filepath.Join(pkg, "sin.go"):      source,
		filepath.Join(pkg, "sin_test.go"): testFile,
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}
