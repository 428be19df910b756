// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/types"
)

// method is a method of the judged package.
type method struct {
	decl *ast.FuncDecl
	fn   *types.Func
	recv types.Object // nil when it has no name
}

// methods lists the methods declared in files that are not tests.
func (in *inspection) methods() []method {
	var list []method
	for _, file := range in.sources() {
		for _, d := range file.Node().(*ast.File).Decls {
			decl, ok := d.(*ast.FuncDecl)
			if !ok || decl.Recv == nil || decl.Body == nil {
				continue
			}
			m := method{decl: decl, fn: in.TypesInfo.Defs[decl.Name].(*types.Func)}
			if names := decl.Recv.List[0].Names; len(names) == 1 {
				m.recv = in.TypesInfo.Defs[names[0]]
			}
			list = append(list, m)
		}
	}
	return list
}

// changers finds the methods of the package that change what their receiver
// refers to, directly or by calling one another.
func (in *inspection) changers(r roots) map[*types.Func]bool {
	found := map[*types.Func]bool{}
	list := in.methods()
	for before := -1; before < len(found); {
		before = len(found)
		for _, m := range list {
			if m.recv != nil && in.changes(m, r, found) {
				found[m.fn] = true
			}
		}
	}
	return found
}

func (in *inspection) changes(m method, r roots, known map[*types.Func]bool) bool {
	changed := false
	ast.Inspect(m.decl.Body, func(n ast.Node) bool {
		for _, e := range in.mutations(n) {
			changed = changed || r.of(e) == m.recv && in.reaches(e, m.recv)
		}
		if call, ok := n.(*ast.CallExpr); ok {
			changed = changed || in.callsOn(call, m.recv, r, known)
		}
		return !changed
	})
	return changed
}

// callsOn reports whether the call is of a known method on the variable.
func (in *inspection) callsOn(call *ast.CallExpr, v types.Object, r roots, known map[*types.Func]bool) bool {
	fn, ok := in.callee(call).(*types.Func)
	if !ok || !known[fn.Origin()] {
		return false
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && r.of(sel.X) == v
}

// reaches reports whether a change of the expression is seen outside the method:
// the receiver is a pointer, map or slice and the change is behind it, or a value
// and the change is behind a reference in it.
func (in *inspection) reaches(e ast.Expr, recv types.Object) bool {
	if _, plain := ast.Unparen(e).(*ast.Ident); plain {
		return isReference(recv.Type()) && !isPointer(recv.Type())
	}
	if isReference(recv.Type()) {
		return true
	}
	for inner := unwrap(ast.Unparen(e)); inner != nil; inner = unwrap(ast.Unparen(inner)) {
		if isReference(in.TypesInfo.TypeOf(inner)) {
			return true
		}
	}
	return false
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}
