// SPDX-License-Identifier: Apache-2.0

package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strings"
)

// Module is the import path of the repository.
const Module = "github.com/consort-finance/consort"

// Repo is the parsed repository. Paths are relative to its root, with slashes.
type Repo struct {
	Fset     *token.FileSet
	Top      []string // names at the top level
	GoMod    []byte
	Packages []*Package
}

// Package is a folder of Go files, test files included.
type Package struct {
	Dir   string
	Files []*File
}

// File is a parsed Go file.
type File struct {
	Path      string
	Source    []byte
	Syntax    *ast.File
	Test      bool // name ends in _test.go
	Generated bool
}

// Finding is one breach of a rule.
type Finding struct {
	Path string
	Line int // 0: the whole file or folder
	Text string
}

// String gives "path:line: text".
func (f Finding) String() string {
	if f.Line == 0 {
		return f.Path + ": " + f.Text
	}
	return fmt.Sprintf("%s:%d: %s", f.Path, f.Line, f.Text)
}

// Load parses the repository. Folders that the go command ignores, and modules
// of their own below the root, are left out.
func Load(fsys fs.FS) (*Repo, error) {
	repo := &Repo{Fset: token.NewFileSet()}
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("top level: %w", err)
	}
	for _, e := range entries {
		repo.Top = append(repo.Top, e.Name())
	}
	if repo.GoMod, err = fs.ReadFile(fsys, "go.mod"); err != nil {
		return nil, fmt.Errorf("go.mod: %w", err)
	}
	err = fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return repo.visit(fsys, name, e)
	})
	if err != nil {
		return nil, fmt.Errorf("packages: %w", err)
	}
	return repo, nil
}

func (r *Repo) visit(fsys fs.FS, name string, e fs.DirEntry) error {
	if e.IsDir() {
		if name != "." && (ignored(e.Name()) || ownModule(fsys, name)) {
			return fs.SkipDir
		}
		return nil
	}
	if path.Ext(name) != ".go" || ignored(e.Name()) {
		return nil
	}
	return r.add(fsys, name)
}

func ignored(base string) bool {
	return strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") ||
		base == "testdata" || base == "vendor"
}

func ownModule(fsys fs.FS, dir string) bool {
	_, err := fs.Stat(fsys, path.Join(dir, "go.mod"))
	return err == nil
}

// add parses a file into its package; files come folder by folder.
func (r *Repo) add(fsys fs.FS, name string) error {
	source, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	syntax, err := parser.ParseFile(r.Fset, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	pkg := r.folder(path.Dir(name))
	pkg.Files = append(pkg.Files, &File{
		Path: name, Source: source, Syntax: syntax,
		Test:      strings.HasSuffix(name, "_test.go"),
		Generated: ast.IsGenerated(syntax),
	})
	return nil
}

func (r *Repo) folder(dir string) *Package {
	for _, pkg := range r.Packages {
		if pkg.Dir == dir {
			return pkg
		}
	}
	pkg := &Package{Dir: dir}
	r.Packages = append(r.Packages, pkg)
	return pkg
}

// files calls visit for every file.
func (r *Repo) files(visit func(*File)) {
	for _, pkg := range r.Packages {
		for _, f := range pkg.Files {
			visit(f)
		}
	}
}

// line returns the line of a node.
func (r *Repo) line(pos token.Pos) int { return r.Fset.Position(pos).Line }

// area returns the top-level folder of a path.
func area(name string) string {
	top, _, _ := strings.Cut(name, "/")
	return top
}
