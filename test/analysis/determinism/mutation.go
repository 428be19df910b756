// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// inPlace lists functions that change what their first argument refers to.
var inPlace = map[string]bool{
	"maps.Copy": true, "maps.DeleteFunc": true, "maps.Insert": true,
	"slices.Compact": true, "slices.CompactFunc": true, "slices.Delete": true,
	"slices.DeleteFunc": true, "slices.Insert": true, "slices.Replace": true,
	"slices.Reverse": true, "slices.Sort": true, "slices.SortFunc": true,
	"slices.SortStableFunc": true,
	"sort.Ints":             true, "sort.Slice": true, "sort.SliceStable": true, "sort.Sort": true,
	"sort.Stable": true, "sort.Strings": true,
}

var inPlaceBuiltins = map[string]bool{"append": true, "clear": true, "copy": true, "delete": true}

// mutatorPrefixes begin the names of methods of other packages that change their
// receiver.
var mutatorPrefixes = []string{
	"Delete", "Grow", "Load", "Lock", "Push", "RLock", "Reset", "Scan", "Set",
	"Store", "Swap", "Unmarshal", "Write",
}

// mutations lists the expressions that the node changes: left sides, arguments
// changed in place, receivers of methods that change them.
func (in *inspection) mutations(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			return n.Lhs
		}
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			return present(n.Key, n.Value)
		}
	case *ast.CallExpr:
		return in.changedByCall(n)
	}
	return nil
}

func present(list ...ast.Expr) []ast.Expr {
	var kept []ast.Expr
	for _, e := range list {
		if e != nil {
			kept = append(kept, e)
		}
	}
	return kept
}

func (in *inspection) changedByCall(call *ast.CallExpr) []ast.Expr {
	switch callee := in.callee(call).(type) {
	case *types.Builtin:
		if inPlaceBuiltins[callee.Name()] {
			return call.Args[:1]
		}
	case *types.Func:
		if inPlace[qualified(callee)] {
			return call.Args[:1]
		}
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && in.foreignMutator(callee) {
			return []ast.Expr{sel.X}
		}
	}
	return nil
}

// foreignMutator guesses whether a method of a package from outside changes its
// receiver: by its name, or because it answers the receiver (z.Add(x, y) of
// math/big). In governed packages such names mean the ledger: a table's Delete
// changes the table's rows in a transaction, not the table.
func (in *inspection) foreignMutator(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	if recv == nil || fn.Pkg() == nil || in.policy.governs(fn.Pkg().Path()) {
		return false
	}
	ptr, ok := recv.Type().(*types.Pointer)
	if !ok {
		return false
	}
	for _, prefix := range mutatorPrefixes {
		if strings.HasPrefix(fn.Name(), prefix) {
			return true
		}
	}
	results := fn.Signature().Results()
	return results.Len() > 0 && types.Identical(results.At(0).Type(), ptr) &&
		!strings.HasPrefix(fn.Name(), "With")
}
