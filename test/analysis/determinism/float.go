// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
)

const writeDecimal = "write an integer of minor units (finance/money) or an exact decimal (finance/decimal)"

// checkFloats refuses every expression, name and literal of a floating-point or
// complex type. The Go specification lets a compiler fuse x*y + z without the
// rounding in between, and gc does so on arm64 and not on amd64: two endorsers
// on different machines get different sums.
func checkFloats(in *inspection) {
	for _, file := range in.sources() {
		line := 0 // one finding a line is enough
		file.Inspect(nil, func(at inspector.Cursor) bool {
			if !in.isFloat(at.Node()) {
				return !in.decodesAny(at)
			}
			if here := in.Fset.Position(at.Node().Pos()).Line; here != line {
				line = here
				in.refuse(at, "floating point is rounded differently on different machines: %s", writeDecimal)
			}
			return false
		})
	}
}

func (in *inspection) isFloat(n ast.Node) bool {
	expr, ok := n.(ast.Expr)
	if !ok {
		return false
	}
	if lit, ok := expr.(*ast.BasicLit); ok && (lit.Kind == token.FLOAT || lit.Kind == token.IMAG) {
		return true // also where it is converted to an integer at once
	}
	if tv, ok := in.TypesInfo.Types[expr]; ok && holdsFloat(tv.Type) {
		return true
	}
	id, ok := expr.(*ast.Ident)
	if !ok {
		return false
	}
	obj := in.TypesInfo.ObjectOf(id)
	return obj != nil && holdsFloat(obj.Type())
}

// holdsFloat looks through tuples, so that f, err := x.Float64() is seen.
func holdsFloat(t types.Type) bool {
	switch t := t.(type) {
	case nil:
		return false
	case *types.Tuple:
		for v := range t.Variables() {
			if holdsFloat(v.Type()) {
				return true
			}
		}
		return false
	}
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&(types.IsFloat|types.IsComplex) != 0
}

var decoders = map[string]bool{
	"encoding/json.Unmarshal":    true,
	"encoding/json/v2.Unmarshal": true,
	jsonV2 + ".Unmarshal":        true,
}

// decodesAny refuses json.Unmarshal into an interface, which makes a float64 of
// every number without the word float appearing anywhere.
func (in *inspection) decodesAny(at inspector.Cursor) bool {
	call, ok := at.Node().(*ast.CallExpr)
	if !ok || !decoders[qualified(in.callee(call))] || len(call.Args) < 2 {
		return false
	}
	ptr, ok := in.TypesInfo.TypeOf(call.Args[1]).Underlying().(*types.Pointer)
	if !ok || !holdsInterface(ptr.Elem()) {
		return false
	}
	in.refuse(at, "decoding a JSON number into an interface makes it a float64: decode into a struct, or use a json.Decoder with UseNumber")
	return true
}

// holdsInterface does not mean type parameters: what they stand for is judged
// where it is declared.
func holdsInterface(t types.Type) bool {
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return false
	}
	switch t := t.Underlying().(type) {
	case *types.Interface:
		return true
	case *types.Map:
		return holdsInterface(t.Elem())
	case *types.Slice:
		return holdsInterface(t.Elem())
	}
	return false
}

// callee returns the function or variable that is called, or nil.
func (in *inspection) callee(call *ast.CallExpr) types.Object {
	fun := ast.Unparen(call.Fun)
	switch f := fun.(type) {
	case *ast.IndexExpr:
		fun = f.X
	case *ast.IndexListExpr:
		fun = f.X
	}
	switch f := fun.(type) {
	case *ast.Ident:
		return in.TypesInfo.Uses[f]
	case *ast.SelectorExpr:
		return in.TypesInfo.Uses[f.Sel]
	}
	return nil
}
