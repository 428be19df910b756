// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/constant"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
)

// printers lists the functions of fmt and log that print all their arguments,
// with the index of the first.
var printers = map[string]int{
	"fmt.Sprint": 0, "fmt.Sprintln": 0, "fmt.Print": 0, "fmt.Println": 0,
	"fmt.Fprint": 1, "fmt.Fprintln": 1, "fmt.Append": 1, "fmt.Appendln": 1,
}

// checkAddresses refuses printing memory addresses: %p, and values that fmt can
// only show as an address. Other verbs print a nested pointer as an address too.
func checkAddresses(in *inspection) {
	in.each(func(at inspector.Cursor) {
		call := at.Node().(*ast.CallExpr)
		if first, ok := printers[qualified(in.callee(call))]; ok && first < len(call.Args) {
			in.checkPrinted(at, call.Args[first:], nil)
			return
		}
		if format := in.formatIndex(call); format >= 0 {
			in.checkFormatted(at, call, format)
		}
	}, (*ast.CallExpr)(nil))
}

// formatIndex returns the index of the format string of a call to a function
// that ends in (string, ...any), or -1.
func (in *inspection) formatIndex(call *ast.CallExpr) int {
	sig, ok := in.TypesInfo.TypeOf(call.Fun).(*types.Signature)
	last := 0
	if ok {
		last = sig.Params().Len() - 1
	}
	if !ok || !sig.Variadic() || last < 1 || len(call.Args) < last {
		return -1
	}
	rest, ok := sig.Params().At(last).Type().(*types.Slice)
	if !ok || !isEmptyInterface(rest.Elem()) || !isString(sig.Params().At(last-1).Type()) {
		return -1
	}
	return last - 1
}

func isEmptyInterface(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	return ok && iface.Empty()
}

func isString(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsString != 0
}

func (in *inspection) checkFormatted(at inspector.Cursor, call *ast.CallExpr, format int) {
	value := in.TypesInfo.Types[call.Args[format]].Value
	if value == nil || value.Kind() != constant.String {
		in.checkPrinted(at, call.Args[format+1:], nil)
		return
	}
	in.checkPrinted(at, call.Args[format+1:], verbs(constant.StringVal(value)))
}

// checkPrinted judges arguments one by one with their verbs, if those are known.
func (in *inspection) checkPrinted(at inspector.Cursor, args []ast.Expr, verbs []rune) {
	for i, arg := range args {
		verb := 'v'
		if i < len(verbs) {
			verb = verbs[i]
		}
		if verb == 'p' || verb != 'T' && showsAddress(in.TypesInfo.TypeOf(arg)) {
			in.refuse(at, "printing %s shows a memory address, which differs on every endorser: print the value it points to, or give its type a String method",
				types.ExprString(arg))
			return
		}
	}
}

// verbs lists the verb for each argument of a format. A * takes an argument too;
// after an explicit index the rest is unknown.
func verbs(format string) []rune {
	var list []rune
	inVerb := false
	for _, c := range format {
		switch {
		case c == '%':
			inVerb = !inVerb
		case !inVerb:
		case c == '[':
			return list
		case c == '*':
			list = append(list, c)
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
			list, inVerb = append(list, c), false
		}
	}
	return list
}
