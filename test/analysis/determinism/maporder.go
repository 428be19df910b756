// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
)

const writeSorted = "write for _, k := range slices.Sorted(maps.Keys(m))"

// checkMapOrder refuses map order wherever it may reach the result. A range over
// a map passes only when its body gives the same result in any order, see
// [orderFree].
func checkMapOrder(in *inspection) {
	in.each(func(at inspector.Cursor) {
		switch n := at.Node().(type) {
		case *ast.RangeStmt:
			in.checkMapRange(at, n)
		case *ast.Ident:
			in.checkMapIterator(at, qualified(in.TypesInfo.Uses[n]))
		}
	}, (*ast.RangeStmt)(nil), (*ast.Ident)(nil))
}

func (in *inspection) checkMapRange(at inspector.Cursor, loop *ast.RangeStmt) {
	if !isMap(in.TypesInfo.TypeOf(loop.X)) {
		return
	}
	if why := orderFree(in, at, loop); why != "" {
		in.refuse(at, "map order is random and may reach the result (%s): %s", why, writeSorted)
	}
}

// isMap reports whether values of the type, or of any type that a type parameter
// stands for, are maps.
func isMap(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Map:
		return true
	case *types.Interface:
		if _, ok := types.Unalias(t).(*types.TypeParam); !ok {
			return false
		}
		for e := range u.EmbeddedTypes() {
			if mapTerm(e) {
				return true
			}
		}
	}
	return false
}

func mapTerm(t types.Type) bool {
	if union, ok := t.(*types.Union); ok {
		for term := range union.Terms() {
			if isMap(term.Type()) {
				return true
			}
		}
		return false
	}
	return isMap(t)
}

// wrappers names, for each iterator in map order, the calls that make an order
// of it, or a map again. Values may tie under a comparison, so they need the
// natural order; keys are unique.
var wrappers = map[string]map[string]bool{
	"maps.Keys": {
		"slices.Sorted": true, "slices.SortedFunc": true, "slices.SortedStableFunc": true,
	},
	"maps.Values":                  {"slices.Sorted": true},
	"maps.All":                     {"maps.Collect": true, "maps.Insert": true},
	"golang.org/x/exp/maps.Keys":   {},
	"golang.org/x/exp/maps.Values": {},
	"reflect.Value.MapKeys":        {},
	"reflect.Value.MapRange":       {},
	"reflect.Value.Seq":            {},
	"reflect.Value.Seq2":           {},
	"sync.Map.Range":               {},
}

// checkMapIterator refuses a function that answers in map order, unless its
// result is sorted at once.
func (in *inspection) checkMapIterator(at inspector.Cursor, name string) {
	allowed := wrappers[name]
	if allowed == nil || in.wrapped(at, allowed) {
		return
	}
	if name == "reflect.Value.MapKeys" && in.keysSorted(at) {
		return
	}
	in.refuse(at, "%s answers in random order: %s", short(name), writeSorted)
}

// wrapped reports whether the function at the cursor is called as an argument of
// one of the allowed calls.
func (in *inspection) wrapped(at inspector.Cursor, allowed map[string]bool) bool {
	outer, ok := callOf(at).Parent().Node().(*ast.CallExpr)
	return ok && allowed[qualified(in.callee(outer))]
}

// callOf climbs from the name of a function to its call, or stays.
func callOf(name inspector.Cursor) inspector.Cursor {
	at := name
	for {
		parent := at.Parent()
		switch n := parent.Node().(type) {
		case *ast.SelectorExpr, *ast.IndexExpr, *ast.IndexListExpr, *ast.ParenExpr:
			at = parent
			continue
		case *ast.CallExpr:
			if n.Fun == at.Node() {
				return parent
			}
		}
		return name
	}
}
