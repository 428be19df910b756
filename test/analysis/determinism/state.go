// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/inspector"
)

// checkContractState refuses methods of a contract that change the contract. The
// value lives as long as the chaincode server: what one transaction leaves in it,
// the next one reads, on this endorser alone.
func checkContractState(in *inspection) {
	if !slices.Contains(strings.Split(in.Pkg.Path(), "/"), "onchain") {
		return
	}
	c := newChangers(in)
	for _, f := range in.functions() {
		if c.known[f.fn][receiver] && servesTransactions(f.fn) {
			at := in.find(f.decl)
			in.refuse(at, "%s changes its receiver, which outlives the transaction on this endorser alone: keep it on the ledger or in a local variable", declaredIn(at))
		}
	}
}

// servesTransactions reports whether the method belongs to a Contract or is
// given the transaction as its first parameter.
func servesTransactions(fn *types.Func) bool {
	sig := fn.Signature()
	if typeName(sig.Recv().Type()) == "Contract" {
		return true
	}
	return sig.Params().Len() > 0 && typeName(sig.Params().At(0).Type()) == "Tx"
}

// find returns the cursor of a declaration.
func (in *inspection) find(decl *ast.FuncDecl) inspector.Cursor {
	for _, file := range in.sources() {
		if at, ok := file.FindNode(decl); ok {
			return at
		}
	}
	panic("determinism: a function without a file")
}
