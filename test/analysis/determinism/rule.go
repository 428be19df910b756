// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
)

// rule is one thing that chaincode may not do.
type rule struct {
	name  string
	doc   string
	check func(*inspection)
}

func rules() []rule {
	return []rule{
		{"address", "refuse printing memory addresses", checkAddresses},
		{"clock", "refuse local clocks, timers and time zones", checkClocks},
		{"concurrency", "refuse goroutines, channels and select", checkConcurrency},
		{"encoding", "refuse encoders whose bytes are not stable", checkEncodings},
		{"float", "refuse floating-point numbers", checkFloats},
		{"globals", "refuse package variables that change after init", checkGlobals},
		{"host", "refuse packages that reach outside the transaction", checkHost},
		{"maporder", "refuse map order that may reach the result", checkMapOrder},
		{"state", "refuse contract fields that change", checkContractState},
	}
}

// Analyzers returns one analyser for each rule, under the policy.
func Analyzers(policy Policy) []*analysis.Analyzer {
	var all []*analysis.Analyzer
	for _, r := range rules() {
		all = append(all, analyzer(policy, r))
	}
	return all
}

func analyzer(policy Policy, r rule) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:     r.name,
		Doc:      r.doc + " in chaincode: endorsers must agree byte for byte",
		Requires: []*analysis.Analyzer{inspect.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			if policy.governs(pass.Pkg.Path()) {
				r.check(&inspection{Pass: pass, policy: policy, rule: r.name})
			}
			return nil, nil
		},
	}
}

// inspection is one rule at work on one package.
type inspection struct {
	*analysis.Pass
	policy Policy
	rule   string
}

// refuse reports the node unless the policy exempts its place.
func (in *inspection) refuse(at inspector.Cursor, format string, args ...any) {
	node := at.Node()
	place := in.Fset.Position(node.Pos())
	if in.policy.exempts(in.rule, in.Pkg.Path(), place, declaredIn(at)) {
		return
	}
	in.ReportRangef(node, format, args...)
}

// sources yields a cursor for each file that is not a test.
func (in *inspection) sources() []inspector.Cursor {
	var files []inspector.Cursor
	root := in.ResultOf[inspect.Analyzer].(*inspector.Inspector).Root()
	for file := range root.Preorder((*ast.File)(nil)) {
		name := in.Fset.Position(file.Node().Pos()).Filename
		if !strings.HasSuffix(name, "_test.go") {
			files = append(files, file)
		}
	}
	return files
}

// each calls visit for every node of the example types in files that are not
// tests, parents before children.
func (in *inspection) each(visit func(inspector.Cursor), examples ...ast.Node) {
	for _, file := range in.sources() {
		for at := range file.Preorder(examples...) {
			visit(at)
		}
	}
}

// declaredIn names the declared function around the cursor, "Name" or
// "Type.Name", or "" at package level.
func declaredIn(at inspector.Cursor) string {
	for outer := range at.Enclosing((*ast.FuncDecl)(nil)) {
		decl := outer.Node().(*ast.FuncDecl)
		if base := receiverBase(decl); base != "" {
			return base + "." + decl.Name.Name
		}
		return decl.Name.Name
	}
	return ""
}

// receiverBase names the type that a method is declared on, or "".
func receiverBase(decl *ast.FuncDecl) string {
	if decl.Recv == nil || len(decl.Recv.List) == 0 {
		return ""
	}
	typ := decl.Recv.List[0].Type
	for {
		switch t := typ.(type) {
		case *ast.StarExpr:
			typ = t.X
		case *ast.IndexExpr:
			typ = t.X
		case *ast.IndexListExpr:
			typ = t.X
		case *ast.Ident:
			return t.Name
		default:
			return ""
		}
	}
}

// qualified names a package-level object as "path.Name", and a method as
// "path.Type.Name", so that tables can list what they refuse.
func qualified(obj types.Object) string {
	if obj == nil || obj.Pkg() == nil {
		return ""
	}
	if fn, ok := obj.(*types.Func); ok {
		if recv := fn.Signature().Recv(); recv != nil {
			return obj.Pkg().Path() + "." + typeName(recv.Type()) + "." + obj.Name()
		}
	}
	if obj.Parent() != obj.Pkg().Scope() {
		return ""
	}
	return obj.Pkg().Path() + "." + obj.Name()
}

func typeName(t types.Type) string {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return named.Obj().Name()
	}
	return ""
}
