// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/inspector"
)

// forbidden maps an import path to what to write instead. It covers the packages
// below the path too, unless they are in harmless.
var forbidden = map[string]string{
	"C":             "write it in Go: C reaches the whole machine",
	"crypto/rand":   "derive ids from the transaction id, and take salts from the transient map",
	"math/rand":     "derive ids from the transaction id, and take salts from the transient map",
	"hash/maphash":  "use crypto/sha256: maphash is seeded afresh in every process",
	"io/ioutil":     "pass the bytes in the request: each endorser has its own disk",
	"net":           "pass the answer in the request: each endorser would get its own",
	"os":            "pass the value in the request or keep it in the ledger configuration: each endorser has its own machine",
	"path/filepath": "use path: filepath follows this machine's conventions",
	"plugin":        "import the package: a plugin differs from machine to machine",
	"syscall":       "pass the value in the request: each endorser has its own machine",
	"testing":       "move it to a test file: a chaincode server must not link the test framework",
	"unsafe":        "write it without pointers: memory layout is not part of the agreement",
}

// harmless lists packages below a forbidden path that compute and nothing else.
var harmless = map[string]bool{
	"net/mail":  true,
	"net/netip": true,
	"net/url":   true,
}

// checkHost refuses packages that reach outside the transaction. Of package
// runtime only the errors of a recovered panic may be used.
func checkHost(in *inspection) {
	in.each(func(at inspector.Cursor) {
		switch n := at.Node().(type) {
		case *ast.ImportSpec:
			in.checkImport(at, n)
		case *ast.Ident:
			name := qualified(in.TypesInfo.Uses[n])
			if strings.HasPrefix(name, "runtime.") && name != "runtime.Error" {
				in.refuse(at, "%s tells about this machine: the scheduler and the memory differ on every endorser, leave them to main", name)
			}
		}
	}, (*ast.ImportSpec)(nil), (*ast.Ident)(nil))
}

func (in *inspection) checkImport(at inspector.Cursor, spec *ast.ImportSpec) {
	path, err := strconv.Unquote(spec.Path.Value)
	if err != nil || harmless[path] {
		return
	}
	if advice, ok := insteadOf(path); ok {
		in.refuse(at, "import of %s reaches outside the transaction: %s", path, advice)
	}
}

func insteadOf(path string) (string, bool) {
	for {
		if advice, ok := forbidden[path]; ok {
			return advice, true
		}
		slash := strings.LastIndexByte(path, '/')
		if slash < 0 {
			return "", false
		}
		path = path[:slash]
	}
}
