// SPDX-License-Identifier: Apache-2.0

package arch

import (
	"fmt"
	"slices"
)

const (
	apd         = "github.com/cockroachdb/apd/v3"
	shim        = "github.com/hyperledger/fabric-chaincode-go"
	contractAPI = "github.com/hyperledger/fabric-contract-api-go"
	protos      = "github.com/hyperledger/fabric-protos-go-apiv2"
	protobuf    = "google.golang.org/protobuf"
	grpc        = "google.golang.org/grpc"
	strictJSON  = "github.com/go-json-experiment/json" // encoding/json lets duplicate names pass
)

// closed lists, for each ring of chaincode, the third-party modules that it may
// import. Rings that are not listed are open: they may import any but the shim,
var closed = map[ring][]string{
	finance:  {apd},
	protocol: {strictJSON},
	product:  {},
	ledger:   {shim, protos, protobuf, grpc},
	onchain:  {},
	server:   {},
}

// testModules may be imported by every test file.
var testModules = []string{"github.com/stretchr/testify", "pgregory.net/rapid"}

// Modules checks that third-party modules stay where they belong, and that the
// shim is imported by the ledger alone: ledgertest plays the peer on its other
// side, and the test area may compare with it.
func Modules(r *Repo) []Finding {
	var found []Finding
	r.files(func(f *File) {
		from := placeOf(folderOf(f)).ring
		for _, spec := range f.Syntax.Imports {
			path := importPath(spec)
			if _, ours := ourFolder(path); ours || standard(path) || admits(from, path, f.Test) {
				continue
			}
			found = append(found, Finding{f.Path, r.line(spec.Pos()), fmt.Sprintf("%s must not import %s", from, path)})
		}
	})
	return found
}

func admits(from ring, path string, inTest bool) bool {
	if from == test || from == ledgertest || inTest && ofModule(path, testModules) {
		return true
	}
	if allowed, ok := closed[from]; ok {
		return ofModule(path, allowed)
	}
	return !ofModule(path, []string{shim, contractAPI})
}

func ofModule(path string, modules []string) bool {
	return slices.ContainsFunc(modules, func(m string) bool { return within(path, m) })
}
