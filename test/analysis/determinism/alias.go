// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
)

// roots finds the variable behind an expression, also through a local name for
// it: after m := table, m["a"] = 1 changes table.
type roots struct {
	info    *types.Info
	aliases map[types.Object]types.Object
}

// newRoots gathers the local names in the files for maps, slices and pointers
// held by variables that matter.
func newRoots(in *inspection, matters func(types.Object) bool) roots {
	r := roots{info: in.TypesInfo, aliases: map[types.Object]types.Object{}}
	in.each(func(at inspector.Cursor) {
		assign := at.Node().(*ast.AssignStmt)
		for i, left := range assign.Lhs {
			if len(assign.Rhs) == len(assign.Lhs) {
				r.alias(left, assign.Rhs[i], matters)
			}
		}
	}, (*ast.AssignStmt)(nil))
	return r
}

func (r roots) alias(left, right ast.Expr, matters func(types.Object) bool) {
	id, ok := left.(*ast.Ident)
	if !ok || !isReference(r.info.TypeOf(right)) {
		return
	}
	name, behind := r.info.ObjectOf(id), r.of(right)
	if name != nil && !isPackageVar(name) && behind != nil && matters(behind) {
		r.aliases[name] = behind
	}
}

func isReference(t types.Type) bool {
	if t == nil {
		return false // the x.(type) of a type switch
	}
	switch t.Underlying().(type) {
	case *types.Map, *types.Slice, *types.Pointer:
		return true
	}
	return false
}

// of returns the variable that holds what the expression names, or nil.
func (r roots) of(e ast.Expr) types.Object {
	e = ast.Unparen(e)
	if id, ok := e.(*ast.Ident); ok {
		obj := r.info.ObjectOf(id)
		if behind, ok := r.aliases[obj]; ok {
			return behind
		}
		return obj
	}
	if sel, ok := e.(*ast.SelectorExpr); ok && isPackageVar(r.info.Uses[sel.Sel]) {
		return r.info.Uses[sel.Sel] // other.Var
	}
	if inner := unwrap(e); inner != nil {
		return r.of(inner)
	}
	return nil
}

// assigned returns the variable that an assignment to the expression changes.
// Assigning to a local name itself only binds it anew.
func (r roots) assigned(e ast.Expr) types.Object {
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		return r.info.ObjectOf(id)
	}
	return r.of(e)
}

// unwrap takes off one field, element, slice or indirection, or answers nil.
func unwrap(e ast.Expr) ast.Expr {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		return e.X
	case *ast.IndexExpr:
		return e.X
	case *ast.SliceExpr:
		return e.X
	case *ast.StarExpr:
		return e.X
	case *ast.TypeAssertExpr:
		return e.X
	case *ast.UnaryExpr:
		return e.X
	}
	return nil
}

func isPackageVar(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && !v.IsField() && v.Pkg() != nil && v.Parent() == v.Pkg().Scope()
}
