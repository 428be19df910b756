// SPDX-License-Identifier: Apache-2.0

package arch

import (
	"path"
	"strings"
)

// ring says which part of the design a package belongs to.
type ring string

const (
	finance    ring = "finance"
	protocol   ring = "protocol"
	product    ring = "a product"
	ledger     ring = "ledger"
	ledgertest ring = "ledgertest"
	onchain    ring = "an onchain package"
	server     ring = "a chaincode server"
	client     ring = "the gateway client"
	memory     ring = "the memory transport"
	network    ring = "the network"
	test       ring = "a test package"
	elsewhere  ring = "a package outside the design"
)

// place is a package's ring, and its product where it has one.
type place struct {
	ring    ring
	product string
}

// placeOf classifies a folder of the repository by its path alone.
func placeOf(dir string) place {
	switch area(dir) {
	case "chaincode":
		return placeInChaincode(strings.Split(dir, "/")[1:])
	case "gateway-client":
		if within(dir, "gateway-client/memory") {
			return place{ring: memory}
		}
		return place{ring: client}
	case "network":
		return place{ring: network}
	case "test":
		return place{ring: test}
	}
	return place{ring: elsewhere}
}

// placeInChaincode takes the path below chaincode, element by element.
func placeInChaincode(elems []string) place {
	if len(elems) == 0 {
		return place{ring: elsewhere}
	}
	switch elems[0] {
	case "finance":
		return place{ring: finance}
	case "protocol":
		return place{ring: protocol}
	case "ledger":
		if len(elems) > 1 && elems[1] == "ledgertest" {
			return place{ring: ledgertest}
		}
		return place{ring: ledger}
	}
	p := place{ring: product, product: elems[0]}
	if len(elems) > 1 && elems[1] == "onchain" {
		p.ring = onchain
	}
	if len(elems) > 1 && elems[1] == "cmd" {
		p.ring = server
	}
	return p
}

func within(dir, tree string) bool {
	return dir == tree || strings.HasPrefix(dir, tree+"/")
}

// ourFolder returns the folder of an import path of this module.
func ourFolder(importPath string) (string, bool) {
	if importPath == Module {
		return ".", true
	}
	return strings.CutPrefix(importPath, Module+"/")
}

// standard reports whether the import path is of the standard library: its
// first element has no dot.
func standard(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return !strings.Contains(first, ".")
}

func folderOf(f *File) string { return path.Dir(f.Path) }
