// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
)

const writeFresh = "pass it as an argument, keep it on the ledger, or build it where it is declared"

// checkGlobals refuses package variables that change after initialisation: what
// one transaction leaves there the next one reads, and every endorser has run
// different ones.
func checkGlobals(in *inspection) {
	g := &globals{newChangers(in)}
	in.each(g.checkChange,
		(*ast.AssignStmt)(nil), (*ast.IncDecStmt)(nil), (*ast.RangeStmt)(nil),
		(*ast.CallExpr)(nil), (*ast.UnaryExpr)(nil))
	in.each(g.checkDeclared, (*ast.ValueSpec)(nil))
}

type globals struct{ *changers }

// checkChange refuses a change of a package variable, its address, and a call
// that changes it, except during initialisation.
func (g *globals) checkChange(at inspector.Cursor) {
	if initialising(at) {
		return
	}
	for _, e := range g.mutations(at.Node()) {
		if v := g.roots.assigned(e); isPackageVar(v) {
			g.refuse(at, "package variable %s changes after init, so endorsers that ran other transactions differ: %s", v.Name(), writeFresh)
		}
	}
	switch n := at.Node().(type) {
	case *ast.UnaryExpr:
		if v := g.roots.of(n.X); n.Op == token.AND && isPackageVar(v) {
			g.refuse(at, "the address of package variable %s lets others change it: pass a copy", v.Name())
		}
	case *ast.CallExpr:
		for _, e := range g.changedBy(n) {
			if v := g.roots.of(e); isPackageVar(v) {
				g.refuse(at, "%s changes package variable %s: %s", types.ExprString(n.Fun), v.Name(), writeFresh)
			}
		}
	}
}

// initialising reports whether the code runs before main: in func init or in the
// declaration of a package variable, and in no function literal, which may be
// kept and called later.
func initialising(at inspector.Cursor) bool {
	for outer := range at.Enclosing((*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		decl, ok := outer.Node().(*ast.FuncDecl)
		return ok && decl.Recv == nil && decl.Name.Name == "init"
	}
	return true
}

// checkDeclared refuses package variables that are made to change: locks, atomic
// counters, pools and lazily computed values.
func (g *globals) checkDeclared(at inspector.Cursor) {
	spec := at.Node().(*ast.ValueSpec)
	for _, name := range spec.Names {
		v := g.TypesInfo.Defs[name]
		if !isPackageVar(v) {
			continue
		}
		if shared := g.shared(v.Type(), map[types.Type]bool{}); shared != "" {
			g.refuse(at, "package variable %s holds a %s, which is there to change: %s", v.Name(), shared, writeFresh)
		}
		g.checkLazy(at, v)
	}
}

func (g *globals) checkLazy(at inspector.Cursor, v types.Object) {
	for call := range at.Preorder((*ast.CallExpr)(nil)) {
		switch name := qualified(g.callee(call.Node().(*ast.CallExpr))); name {
		case "sync.OnceFunc", "sync.OnceValue", "sync.OnceValues":
			g.refuse(at, "package variable %s is computed on first use by %s: compute it where it is declared", v.Name(), name)
		}
	}
}

// shared names a type of package sync, sync/atomic or a buffer inside the type,
// or answers "". Types of other modules are taken at their word.
func (g *globals) shared(t types.Type, seen map[types.Type]bool) string {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	if seen[t] {
		return ""
	}
	seen[t] = true
	if named, ok := types.Unalias(t).(*types.Named); ok && named.Obj().Pkg() != nil {
		path := named.Obj().Pkg().Path()
		if changing[path] || changing[path+"."+named.Obj().Name()] {
			return named.Obj().Pkg().Name() + "." + named.Obj().Name()
		}
		if !g.policy.governs(path) {
			return ""
		}
	}
	return g.sharedInside(t, seen)
}

func (g *globals) sharedInside(t types.Type, seen map[types.Type]bool) string {
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for f := range u.Fields() {
			if found := g.shared(f.Type(), seen); found != "" {
				return found
			}
		}
	case *types.Array:
		return g.shared(u.Elem(), seen)
	case *types.Slice:
		return g.shared(u.Elem(), seen)
	case *types.Map:
		return g.shared(u.Elem(), seen)
	}
	return ""
}

// changing lists packages and types whose values are made to change.
var changing = map[string]bool{
	"sync": true, "sync/atomic": true, "container/list": true, "container/ring": true,
	"bytes.Buffer": true, "strings.Builder": true,
	"golang.org/x/sync/singleflight": true, "golang.org/x/sync/semaphore": true,
}
