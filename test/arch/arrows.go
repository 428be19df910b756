// SPDX-License-Identifier: Apache-2.0

package arch

import (
	"fmt"
	"go/ast"
	"slices"
	"strconv"
)

// arrows lists, for each ring, the rings that it may import. Onchain packages
// and servers in a list are those of the same product only.
var arrows = map[ring][]ring{
	finance:    {finance},
	protocol:   {finance, protocol},
	product:    {finance, protocol, product},
	ledger:     {finance, protocol, ledger},
	ledgertest: {finance, protocol, ledger, ledgertest},
	onchain:    {finance, protocol, product, ledger, onchain},
	server:     {ledger, onchain},
	client:     {finance, protocol, product, client},
	memory:     {finance, protocol, product, client, memory, ledgertest},
	network:    {finance, protocol, product, client, network},
	test: {
		finance, protocol, product, ledger, ledgertest, onchain, server,
		client, memory, network, test,
	},
}

// testArrows lists what test files may import besides: contracts are tested on
// ledgertest together with the contracts that they call, and the client over the
// memory transport. Onchain packages here are those of any product.
var testArrows = map[ring][]ring{
	ledger:     {ledgertest},
	ledgertest: {product, onchain},
	onchain:    {ledgertest, onchain},
	server:     {finance, protocol, product, ledgertest, onchain},
	client:     {ledger, ledgertest, onchain, memory},
	memory:     {ledger, onchain},
	network:    {ledgertest, onchain, memory},
}

// Arrows checks that imports inside the repository follow the rings.
func Arrows(r *Repo) []Finding {
	var found []Finding
	r.files(func(f *File) {
		from := placeOf(folderOf(f))
		for _, spec := range f.Syntax.Imports {
			dir, ours := ourFolder(importPath(spec))
			if !ours || follows(from, placeOf(dir), f.Test) {
				continue
			}
			found = append(found, Finding{f.Path, r.line(spec.Pos()),
				fmt.Sprintf("%s must not import %s (%s)", from.ring, dir, placeOf(dir).ring)})
		}
	})
	return found
}

// follows reports whether an import goes along an arrow.
func follows(from, to place, inTest bool) bool {
	if inTest && slices.Contains(testArrows[from.ring], to.ring) {
		return true
	}
	if !slices.Contains(arrows[from.ring], to.ring) {
		return false
	}
	ownOnly := to.ring == onchain || to.ring == server
	return !ownOnly || from.ring == test || from.product == to.product
}

func importPath(spec *ast.ImportSpec) string {
	path, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return spec.Path.Value // the parser has refused it before
	}
	return path
}
