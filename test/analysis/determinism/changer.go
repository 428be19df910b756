// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/token"
	"go/types"
)

// receiver is the place of the receiver among the parameters of a function.
const receiver = -1

// function is a function or method declared in the judged package.
type function struct {
	decl *ast.FuncDecl
	fn   *types.Func
	vars map[types.Object]int // named receiver and parameters, with their places
}

// functions lists what is declared in files that are not tests.
func (in *inspection) functions() []function {
	var list []function
	for _, file := range in.sources() {
		for _, d := range file.Node().(*ast.File).Decls {
			if decl, ok := d.(*ast.FuncDecl); ok && decl.Body != nil {
				list = append(list, in.function(decl))
			}
		}
	}
	return list
}

func (in *inspection) function(decl *ast.FuncDecl) function {
	fn := in.TypesInfo.Defs[decl.Name].(*types.Func)
	f := function{decl: decl, fn: fn, vars: map[types.Object]int{}}
	if recv := fn.Signature().Recv(); recv != nil {
		f.vars[recv] = receiver
	}
	for i := range fn.Signature().Params().Len() {
		f.vars[fn.Signature().Params().At(i)] = i
	}
	return f
}

// changers says which functions of the package change what their parameters
// refer to, directly or by calling one another.
type changers struct {
	*inspection
	roots roots
	known map[*types.Func]map[int]bool
}

func newChangers(in *inspection) *changers {
	list := in.functions()
	params := map[types.Object]bool{}
	for _, f := range list {
		for v := range f.vars {
			params[v] = true
		}
	}
	c := &changers{
		inspection: in,
		roots:      newRoots(in, func(v types.Object) bool { return isPackageVar(v) || params[v] }),
		known:      map[*types.Func]map[int]bool{},
	}
	for c.learn(list) {
		continue
	}
	return c
}

// learn goes over the functions once and reports whether it found something new.
func (c *changers) learn(list []function) bool {
	news := false
	for _, f := range list {
		rebound := c.rebound(f)
		for v, place := range f.vars {
			if c.known[f.fn][place] || rebound[v] || !c.changes(f, v) {
				continue
			}
			if c.known[f.fn] == nil {
				c.known[f.fn] = map[int]bool{}
			}
			c.known[f.fn][place] = true
			news = true
		}
	}
	return news
}

// rebound lists the parameters that the function assigns as a whole, as in
// names = slices.Clone(names): what they refer to later is not known.
func (c *changers) rebound(f function) map[types.Object]bool {
	found := map[types.Object]bool{}
	ast.Inspect(f.decl.Body, func(n ast.Node) bool {
		if assign, ok := n.(*ast.AssignStmt); ok && assign.Tok == token.ASSIGN {
			for _, left := range assign.Lhs {
				if id, ok := left.(*ast.Ident); ok {
					found[c.TypesInfo.Uses[id]] = true
				}
			}
		}
		return true
	})
	return found
}

// changes reports whether the function changes what the parameter refers to.
func (c *changers) changes(f function, v types.Object) bool {
	changed := false
	ast.Inspect(f.decl.Body, func(n ast.Node) bool {
		for _, e := range c.mutations(n) {
			changed = changed || c.roots.of(e) == v && c.reaches(n, e, v)
		}
		if call, ok := n.(*ast.CallExpr); ok {
			for _, e := range c.changedBy(call) {
				changed = changed || c.roots.of(e) == v
			}
		}
		return !changed
	})
	return changed
}

// changedBy lists the receiver and arguments that a call of a function of this
// package changes.
func (c *changers) changedBy(call *ast.CallExpr) []ast.Expr {
	fn, ok := c.callee(call).(*types.Func)
	if !ok {
		return nil
	}
	places := c.known[fn.Origin()]
	var changed []ast.Expr
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && places[receiver] {
		changed = append(changed, sel.X)
	}
	for i, arg := range call.Args {
		if places[i] {
			changed = append(changed, arg)
		}
	}
	return changed
}

// reaches reports whether a change of the expression is seen outside the
// function: there is a pointer, map or slice between the parameter and what is
// changed. Appending to a parameter is let pass, as its result is a new slice.
func (c *changers) reaches(n ast.Node, e ast.Expr, v types.Object) bool {
	if _, plain := ast.Unparen(e).(*ast.Ident); plain {
		call, ok := n.(*ast.CallExpr)
		return ok && isReference(v.Type()) && !c.isAppend(call)
	}
	if isReference(v.Type()) {
		return true
	}
	for inner := unwrap(ast.Unparen(e)); inner != nil; inner = unwrap(ast.Unparen(inner)) {
		if isReference(c.TypesInfo.TypeOf(inner)) {
			return true
		}
	}
	return false
}

func (c *changers) isAppend(call *ast.CallExpr) bool {
	builtin, ok := c.callee(call).(*types.Builtin)
	return ok && builtin.Name() == "append"
}
