// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
)

// totalSorts leave equal elements indistinguishable, so any element may have
// been collected.
var totalSorts = map[string]bool{
	"slices.Sort": true, "sort.Strings": true, "sort.Ints": true,
}

// funcSorts compare with a function, under which different elements may tie and
// keep their random order. Map keys are unique, which is as near to a total order
// as can be seen from here.
var funcSorts = map[string]bool{
	"slices.SortFunc": true, "slices.SortStableFunc": true,
	"sort.Slice": true, "sort.SliceStable": true,
}

// sortedNext reports whether the first use of the variable after the statement
// sorts it, in the same block as the statement.
func (in *inspection) sortedNext(stmt inspector.Cursor, v types.Object, keysOnly bool) bool {
	use, ok := in.firstUse(stmt.Parent(), v, stmt.Node().End())
	if !ok {
		return false
	}
	call, ok := use.Parent().Node().(*ast.CallExpr)
	if !ok || len(call.Args) == 0 || call.Args[0] != use.Node() {
		return false
	}
	name := qualified(in.callee(call))
	if !totalSorts[name] && (!keysOnly || !funcSorts[name]) {
		return false
	}
	sorting := use.Parent().Parent() // the expression statement
	return sorting.Parent() == stmt.Parent()
}

// firstUse finds the first name of the variable after pos, in source order.
func (in *inspection) firstUse(within inspector.Cursor, v types.Object, pos token.Pos) (inspector.Cursor, bool) {
	for at := range within.Preorder((*ast.Ident)(nil)) {
		if at.Node().Pos() > pos && in.TypesInfo.Uses[at.Node().(*ast.Ident)] == v {
			return at, true
		}
	}
	return inspector.Cursor{}, false
}

// keysSorted reports whether the call of reflect's MapKeys at the cursor is
// assigned to a variable that is sorted next.
func (in *inspection) keysSorted(at inspector.Cursor) bool {
	assignment := callOf(at).Parent()
	assign, ok := assignment.Node().(*ast.AssignStmt)
	if !ok || len(assign.Lhs) != 1 {
		return false
	}
	id, ok := assign.Lhs[0].(*ast.Ident)
	return ok && in.sortedNext(assignment, in.TypesInfo.ObjectOf(id), true)
}
