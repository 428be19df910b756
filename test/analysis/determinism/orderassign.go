// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/token"
	"go/types"
)

// commutative lists the integer operators that give the same in any order, with
// the ones that may be mixed under one name.
var commutative = map[token.Token]string{
	token.ADD_ASSIGN: "sum", token.SUB_ASSIGN: "sum",
	token.MUL_ASSIGN: "product",
	token.OR_ASSIGN:  "union", token.AND_ASSIGN: "intersection",
	token.XOR_ASSIGN: "parity", token.AND_NOT_ASSIGN: "difference",
}

func (l *loop) assign(s *ast.AssignStmt) {
	if s.Tok != token.ASSIGN && s.Tok != token.DEFINE {
		l.pure(s.Rhs[0])
		l.reduce(s.Lhs[0], s.Tok)
		return
	}
	for i, left := range s.Lhs {
		var right ast.Expr // nil: one call or lookup answers several
		if len(s.Rhs) == len(s.Lhs) {
			right = s.Rhs[i]
		}
		l.set(left, right)
	}
	if len(s.Rhs) != len(s.Lhs) {
		l.pure(s.Rhs[0])
	}
}

// reduce judges x op= e.
func (l *loop) reduce(left ast.Expr, op token.Token) {
	l.pureIndex(left)
	basic, ok := l.TypesInfo.TypeOf(left).Underlying().(*types.Basic)
	way, commutes := commutative[op]
	if !ok || basic.Info()&types.IsInteger == 0 || !commutes {
		l.offend("%s is built up in the order of the map", types.ExprString(left))
		return
	}
	if v := l.target(left); !l.local(left) {
		l.count(v, way)
	}
}

// local reports whether the expression is a variable of one iteration.
func (l *loop) local(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && (id.Name == "_" || l.within(l.TypesInfo.ObjectOf(id)))
}

// set judges left = right.
func (l *loop) set(left, right ast.Expr) {
	if l.local(left) {
		l.pure(right)
		return
	}
	if index, ok := ast.Unparen(left).(*ast.IndexExpr); ok && isMap(l.TypesInfo.TypeOf(index.X)) {
		l.put(index, right)
		return
	}
	switch way := l.accumulates(left, right); {
	case way != "":
		l.count(l.target(left), way)
	default:
		l.offend("%s keeps what the last iteration happens to leave", types.ExprString(left))
	}
}

// put judges m[index] = right: each iteration its own key, or a constant.
func (l *loop) put(left *ast.IndexExpr, right ast.Expr) {
	l.pure(left.Index)
	l.pure(right)
	switch {
	case l.isKey(left.Index) && right != nil:
		l.count(l.target(left.X), "one entry for each key")
	case l.constant(right) && !l.ranged(left.X):
		l.count(l.target(left.X), "mark "+types.ExprString(right))
	default:
		l.offend("two iterations may write the same entry of %s", types.ExprString(left.X))
	}
}

// ranged reports whether the expression is the map that the loop ranges over.
func (l *loop) ranged(e ast.Expr) bool {
	return l.target(e) == l.target(l.stmt.X)
}

func (l *loop) constant(e ast.Expr) bool {
	if e == nil {
		return false
	}
	tv := l.TypesInfo.Types[e]
	lit, empty := e.(*ast.CompositeLit)
	return tv.Value != nil || tv.IsNil() || empty && len(lit.Elts) == 0
}

// accumulates names the commutative way in which x = right changes x, or "".
func (l *loop) accumulates(left, right ast.Expr) string {
	if l.constant(right) {
		return "flag " + types.ExprString(right)
	}
	call, ok := right.(*ast.CallExpr)
	if !ok {
		return ""
	}
	builtin, ok := l.callee(call).(*types.Builtin)
	if !ok {
		return ""
	}
	switch builtin.Name() {
	case "append":
		return l.collect(left, call)
	case "min", "max":
		return l.extreme(left, call, builtin.Name())
	}
	return ""
}

// collect judges s = append(s, e…), which needs a sort after the loop.
func (l *loop) collect(left ast.Expr, call *ast.CallExpr) string {
	id, ok := left.(*ast.Ident)
	if !ok || !isNamed(call.Args[0], id.Name) || call.Ellipsis.IsValid() {
		return ""
	}
	v := l.TypesInfo.ObjectOf(id)
	keysOnly, seen := l.lists[v]
	keysOnly = keysOnly || !seen
	for _, e := range call.Args[1:] {
		l.pure(e)
		keysOnly = keysOnly && l.isKey(e)
	}
	l.lists[v] = keysOnly
	return "list"
}

// extreme judges x = max(x, e…).
func (l *loop) extreme(left ast.Expr, call *ast.CallExpr, name string) string {
	self := false
	for _, e := range call.Args {
		if types.ExprString(e) == types.ExprString(left) {
			self = true
			continue
		}
		l.pure(e)
	}
	if !self {
		return ""
	}
	return name
}
