// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
)

// loop is the judgement of one range over a map.
//
// The result is the same in any order if every variable from outside that the
// body changes is changed in one commutative way only (the tally), is not read
// in the body otherwise, and no exit of the loop can skip part of a tally.
type loop struct {
	*inspection
	stmt  *ast.RangeStmt
	key   types.Object
	tally map[types.Object]string // how each outside variable is changed
	reads map[types.Object]bool   // every variable that an expression reads
	lists map[types.Object]bool   // collected slices; true while only keys went in
	exits map[string]bool         // the texts of early exits
	inner int                     // depth of nested loops and switches, whose break is their own
	why   string                  // the first offence
}

// orderFree returns "" if the loop gives the same result in any order, and the
// offence otherwise.
func orderFree(in *inspection, at inspector.Cursor, stmt *ast.RangeStmt) string {
	l := &loop{
		inspection: in, stmt: stmt,
		tally: map[types.Object]string{},
		reads: map[types.Object]bool{},
		lists: map[types.Object]bool{},
		exits: map[string]bool{},
	}
	if id, ok := stmt.Key.(*ast.Ident); ok {
		l.key = in.TypesInfo.ObjectOf(id)
	}
	if stmt.Tok == token.ASSIGN && stmt.Key != nil {
		return "the last key stays in " + types.ExprString(stmt.Key)
	}
	l.block(stmt.Body.List)
	l.conclude(at)
	return l.why
}

// conclude checks what only the whole body shows.
func (l *loop) conclude(at inspector.Cursor) {
	for _, v := range inSourceOrder(l.tally) {
		if l.reads[v] {
			l.offend("%s is read while it changes", v.Name())
		}
	}
	if len(l.exits) > 1 {
		l.offend("which way it leaves depends on the order")
	}
	if len(l.exits) > 0 && len(l.tally) > 0 {
		l.offend("it leaves with only part of the work done")
	}
	for _, v := range inSourceOrder(l.lists) {
		if !l.sortedNext(at, v, l.lists[v]) {
			l.offend("%s is not sorted right after the loop", v.Name())
		}
	}
}

// inSourceOrder lists variables as they are declared, so that the same loop
// always gets the same finding.
func inSourceOrder[V any](vars map[types.Object]V) []types.Object {
	return slices.SortedFunc(maps.Keys(vars), func(a, b types.Object) int {
		return cmp.Compare(a.Pos(), b.Pos())
	})
}

func (l *loop) offend(format string, args ...any) {
	if l.why == "" {
		l.why = fmt.Sprintf(format, args...)
	}
}

// within reports whether the object is declared in the loop, and so lives for
// one iteration.
func (l *loop) within(v types.Object) bool {
	return v != nil && l.stmt.Pos() <= v.Pos() && v.Pos() < l.stmt.End()
}

// count notes that the variable is changed in the given way.
func (l *loop) count(v types.Object, way string) {
	if v == nil {
		l.offend("what it changes cannot be told")
		return
	}
	if before, seen := l.tally[v]; seen && before != way {
		l.offend("%s is changed in two ways", v.Name())
	}
	l.tally[v] = way
}

// exit notes an early way out.
func (l *loop) exit(text string) { l.exits[text] = true }

// target returns the variable or field that an assignment to the expression
// changes.
func (l *loop) target(e ast.Expr) types.Object {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return l.TypesInfo.ObjectOf(e)
	case *ast.SelectorExpr:
		return l.TypesInfo.Uses[e.Sel]
	case *ast.StarExpr:
		return l.target(e.X)
	case *ast.IndexExpr:
		return l.target(e.X)
	}
	return nil
}

// isKey reports whether the expression is the loop's own key, different in every
// iteration.
func (l *loop) isKey(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && l.key != nil && l.TypesInfo.Uses[id] == l.key
}
