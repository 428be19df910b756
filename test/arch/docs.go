// SPDX-License-Identifier: Apache-2.0

package arch

import (
	"fmt"
	"path"
	"strings"
)

// Docs checks that each package has one package comment, and in doc.go.
func Docs(r *Repo) []Finding {
	var found []Finding
	for _, pkg := range r.Packages {
		found = append(found, checkDocs(r, pkg)...)
	}
	return found
}

func checkDocs(r *Repo, pkg *Package) []Finding {
	var found []Finding
	documented := false
	for _, f := range pkg.Files {
		doc := f.Syntax.Doc
		if doc == nil {
			continue
		}
		line := r.line(doc.Pos())
		switch text := doc.Text(); {
		case path.Base(f.Path) != "doc.go":
			found = append(found, Finding{f.Path, line, "the package comment belongs into doc.go; leave a blank line before package"})
		case wellBegun(text, f.Syntax.Name.Name):
			documented = true
		default:
			found = append(found, Finding{f.Path, line, fmt.Sprintf("the package comment does not begin with %q", beginning(f.Syntax.Name.Name))})
		}
	}
	if !documented && len(found) == 0 {
		found = append(found, Finding{Path: pkg.Dir, Text: "no doc.go with a package comment"})
	}
	return found
}

// wellBegun reports whether the comment begins as godoc has it. Main packages
// begin with Command.
func wellBegun(text, name string) bool {
	return strings.HasPrefix(text, beginning(name)+" ")
}

func beginning(name string) string {
	if name == "main" {
		return "Command"
	}
	return "Package " + name
}
