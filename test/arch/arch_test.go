// SPDX-License-Identifier: Apache-2.0

package arch

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// The repository obeys every rule.
func TestRepository(t *testing.T) {
	repo, err := Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			for _, f := range rule.Check(repo) {
				t.Error(f)
			}
		})
	}
	for _, f := range LongFiles(repo) {
		t.Logf("near the limit: %s", f)
	}
}

// Each rule finds in its archive exactly what the archive says, and each archive
// has something to find.
func TestRulesCanFail(t *testing.T) {
	for _, rule := range Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			archive, err := txtar.ParseFile(filepath.Join("testdata", rule.Name+".txtar"))
			if err != nil {
				t.Fatal(err)
			}
			got, want := check(t, rule, archive), expected(archive)
			if len(want) == 0 {
				t.Fatal("the archive expects nothing")
			}
			if !slices.Equal(got, want) {
				t.Errorf("found:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

func check(t *testing.T, rule Rule, archive *txtar.Archive) []string {
	t.Helper()
	fsys, err := txtar.FS(archive)
	if err != nil {
		t.Fatal(err)
	}
	repo, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range rule.Check(repo) {
		found = append(found, f.String())
	}
	slices.Sort(found)
	return found
}

// expected reads the archive's comment: one finding a line, # for remarks.
func expected(archive *txtar.Archive) []string {
	var want []string
	for line := range strings.Lines(string(archive.Comment)) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") {
			want = append(want, line)
		}
	}
	slices.Sort(want)
	return want
}

func TestLongFilesAreListed(t *testing.T) {
	source := "package long\n" + strings.Repeat("\n", longFile)
	repo := &Repo{Packages: []*Package{{Dir: "test", Files: []*File{{Path: "test/long.go", Source: []byte(source)}}}}}
	if got := LongFiles(repo); len(got) != 1 {
		t.Errorf("a file of %d lines: %v", longFile+1, got)
	}
}
