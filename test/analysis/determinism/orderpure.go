// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/token"
	"go/types"
)

// pureBuiltins compute and change nothing.
var pureBuiltins = map[string]bool{
	"len": true, "cap": true, "min": true, "max": true, "make": true, "new": true,
}

// purePackages have package-level functions that compute and change nothing.
// Their methods (strings.Builder, bytes.Buffer) are not meant.
var purePackages = map[string]bool{
	"bytes": true, "cmp": true, "errors": true, "strconv": true, "strings": true,
	"unicode": true, "unicode/utf8": true,
}

// pureFunctions are the others that a map range may call.
var pureFunctions = map[string]bool{
	"fmt.Sprint": true, "fmt.Sprintf": true, "maps.Clone": true,
	"slices.Clone": true, "slices.Concat": true, "slices.Contains": true,
	"slices.Equal": true, "slices.Index": true, "slices.Max": true, "slices.Min": true,
	"time.Time.After": true, "time.Time.Before": true, "time.Time.Equal": true,
}

// call judges an expression statement: delete and nothing else.
func (l *loop) call(e ast.Expr) {
	call, ok := e.(*ast.CallExpr)
	if !ok || !l.isDelete(call) {
		l.offend("%s happens in the order of the map", types.ExprString(e))
		return
	}
	l.pure(call.Args[1])
	if l.ranged(call.Args[0]) && !l.isKey(call.Args[1]) {
		l.offend("it deletes entries that may or may not have been visited")
	}
	l.count(l.target(call.Args[0]), "delete")
}

func (l *loop) isDelete(call *ast.CallExpr) bool {
	builtin, ok := l.callee(call).(*types.Builtin)
	return ok && builtin.Name() == "delete"
}

// pureIndex judges the index in a[i] op= e; the variable itself is the target.
func (l *loop) pureIndex(left ast.Expr) {
	if index, ok := ast.Unparen(left).(*ast.IndexExpr); ok {
		l.pure(index.Index)
	}
}

// pure judges an expression: it may read, and call what has no effects.
func (l *loop) pure(e ast.Expr) {
	if e == nil {
		return
	}
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			l.reads[l.TypesInfo.Uses[n]] = true
		case *ast.FuncLit:
			l.offend("a function literal whose calls cannot be followed")
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				l.offend("a channel receive")
			}
		case *ast.CallExpr:
			if !l.effectless(n) {
				l.offend("%s may have effects", types.ExprString(n.Fun))
			}
		}
		return l.why == ""
	})
}

// effectless reports whether the call converts, or calls a function known to
// have no effects.
func (l *loop) effectless(call *ast.CallExpr) bool {
	if l.TypesInfo.Types[call.Fun].IsType() {
		return true
	}
	switch callee := l.callee(call).(type) {
	case *types.Builtin:
		return pureBuiltins[callee.Name()]
	case *types.Func:
		if callee.Pkg() == nil { // error.Error
			return true
		}
		path, method := callee.Pkg().Path(), callee.Signature().Recv() != nil
		return pureFunctions[qualified(callee)] ||
			purePackages[path] && !method ||
			l.policy.pure(path)
	}
	return false
}
