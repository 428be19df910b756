// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The command works as the tool of go vet: it passes innocent chaincode, and
// fails on a sin with its file, line and advice.
func TestGoVet(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the command")
	}
	tool := filepath.Join(t.TempDir(), "consortvet")
	if out, err := exec.Command("go", "build", "-o", tool, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	if out, err := vet(t, tool, "package sin\n\nvar x = 1\n"); err != nil {
		t.Errorf("innocent package: %v\n%s", err, out)
	}
	out, err := vet(t, tool, "package sin\n\nvar x = 1.5\n")
	if err == nil || !strings.Contains(out, "sin.go:3:") || !strings.Contains(out, "finance/money") {
		t.Errorf("sinful package: %v\n%s", err, out)
	}
}

// vet runs go vet with the tool over a module of one chaincode package.
func vet(t *testing.T, tool, source string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	pkg := filepath.Join(dir, "chaincode", "sin")
	if err := os.MkdirAll(pkg, 0o750); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		filepath.Join(dir, "go.mod"): "module github.com/consort-finance/consort\n\ngo 1.26\n",
		filepath.Join(pkg, "sin.go"): source,
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "vet", "-vettool="+tool, "./...")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}
