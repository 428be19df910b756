// SPDX-License-Identifier: Apache-2.0

package arch

import (
	"bytes"
	"fmt"
	"go/ast"
	"maps"
	"slices"
)

const (
	maxFile     = 400 // lines of a file
	longFile    = 300 // lines from which a file is worth a look
	maxFunc     = 60  // lines of a function
	shortFunc   = 20  // nine of ten functions of an area are shorter
	shortInTen  = 9
	fewestFuncs = 10 // an area with fewer functions has no share to speak of
)

// Lengths checks that files and functions are short. Generated files do not
// count; the share of short functions is taken without test files, whose tables
// are long.
func Lengths(r *Repo) []Finding {
	var found []Finding
	shares := map[string]*share{}
	r.files(func(f *File) {
		if f.Generated {
			return
		}
		if n := lines(f); n > maxFile {
			found = append(found, Finding{f.Path, 0, fmt.Sprintf("%d lines; a file has at most %d", n, maxFile)})
		}
		found = append(found, longFuncs(r, f)...)
		if !f.Test {
			shareOf(shares, area(f.Path)).count(r, f)
		}
	})
	for _, top := range slices.Sorted(maps.Keys(shares)) {
		if s := shares[top]; s.all >= fewestFuncs && s.short*10 < s.all*shortInTen {
			found = append(found, Finding{top, 0, fmt.Sprintf("%d of %d functions have under %d lines; nine of ten must", s.short, s.all, shortFunc)})
		}
	}
	return found
}

// LongFiles lists files that come near the limit.
func LongFiles(r *Repo) []Finding {
	var found []Finding
	r.files(func(f *File) {
		if n := lines(f); n > longFile && n <= maxFile && !f.Generated {
			found = append(found, Finding{f.Path, 0, fmt.Sprintf("%d lines", n)})
		}
	})
	return found
}

func lines(f *File) int { return bytes.Count(f.Source, []byte("\n")) }

func longFuncs(r *Repo, f *File) []Finding {
	var found []Finding
	for decl := range funcs(f) {
		if n := r.span(decl); n > maxFunc {
			found = append(found, Finding{f.Path, r.line(decl.Pos()), fmt.Sprintf("%s has %d lines; a function has at most %d", decl.Name.Name, n, maxFunc)})
		}
	}
	return found
}

// funcs yields the declared functions of a file.
func funcs(f *File) func(func(*ast.FuncDecl) bool) {
	return func(yield func(*ast.FuncDecl) bool) {
		for _, d := range f.Syntax.Decls {
			if decl, ok := d.(*ast.FuncDecl); ok && !yield(decl) {
				return
			}
		}
	}
}

// span counts the lines from func to the closing brace.
func (r *Repo) span(decl *ast.FuncDecl) int {
	return r.line(decl.End()) - r.line(decl.Type.Pos()) + 1
}

// share counts the short functions of an area.
type share struct{ short, all int }

func shareOf(shares map[string]*share, top string) *share {
	if shares[top] == nil {
		shares[top] = &share{}
	}
	return shares[top]
}

func (s *share) count(r *Repo, f *File) {
	for decl := range funcs(f) {
		s.all++
		if r.span(decl) < shortFunc {
			s.short++
		}
	}
}
