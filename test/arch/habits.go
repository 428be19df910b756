// SPDX-License-Identifier: Apache-2.0

package arch

import (
	"go/ast"
	"go/token"
	"regexp"
)

// unfinished finds marks of unfinished work in comments. XXX is a currency.
var unfinished = regexp.MustCompile(`\b(TODO|FIXME)\b`)

// Habits checks that no test hides behind a skip, that no mark of unfinished work
// stays, and that no code waits by sleeping.
func Habits(r *Repo) []Finding {
	var found []Finding
	r.files(func(f *File) {
		found = append(found, marks(r, f)...)
		found = append(found, skips(r, f)...)
		if !f.Test {
			found = append(found, sleeps(r, f)...)
		}
	})
	return found
}

func marks(r *Repo, f *File) []Finding {
	var found []Finding
	for _, group := range f.Syntax.Comments {
		for _, c := range group.List {
			if mark := unfinished.FindString(c.Text); mark != "" {
				found = append(found, Finding{f.Path, r.line(c.Pos()), mark + ": finish it, or write an issue"})
			}
		}
	}
	return found
}

// skips finds calls of Skip that do not stand under if testing.Short().
func skips(r *Repo, f *File) []Finding {
	if !imports(f, "testing") {
		return nil
	}
	var found []Finding
	var short []ast.Node // bodies of if testing.Short()
	ast.Inspect(f.Syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt:
			if asksShort(n.Cond) {
				short = append(short, n.Body)
			}
		case *ast.CallExpr:
			if isSkip(n) && !inside(n, short) {
				found = append(found, Finding{f.Path, r.line(n.Pos()), "a test skips only under if testing.Short()"})
			}
		}
		return true
	})
	return found
}

// asksShort reports whether the condition holds only if testing.Short() does.
func asksShort(cond ast.Expr) bool {
	switch c := ast.Unparen(cond).(type) {
	case *ast.CallExpr:
		return isCall(c, "testing", "Short")
	case *ast.BinaryExpr:
		return c.Op == token.LAND && (asksShort(c.X) || asksShort(c.Y))
	}
	return false
}

// isSkip reports whether the call is of a test's Skip, Skipf or SkipNow.
func isSkip(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	_, plain := sel.X.(*ast.Ident)
	switch sel.Sel.Name {
	case "Skip", "Skipf", "SkipNow":
		return plain
	}
	return false
}

func inside(n ast.Node, bodies []ast.Node) bool {
	for _, b := range bodies {
		if b.Pos() <= n.Pos() && n.End() <= b.End() {
			return true
		}
	}
	return false
}

func sleeps(r *Repo, f *File) []Finding {
	var found []Finding
	name := importName(f, "time")
	ast.Inspect(f.Syntax, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && name != "" && isSelector(sel, name, "Sleep") {
			found = append(found, Finding{f.Path, r.line(sel.Pos()), "wait for a condition with a deadline instead of sleeping"})
		}
		return true
	})
	return found
}

func isCall(call *ast.CallExpr, pkg, name string) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && isSelector(sel, pkg, name)
}

func isSelector(sel *ast.SelectorExpr, pkg, name string) bool {
	id, ok := sel.X.(*ast.Ident)
	return ok && id.Name == pkg && sel.Sel.Name == name
}

func imports(f *File, path string) bool { return importName(f, path) != "" }

// importName returns the name by which a file knows a package of one path
// element, or "".
func importName(f *File, path string) string {
	for _, spec := range f.Syntax.Imports {
		if importPath(spec) != path {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return path
	}
	return ""
}
