// SPDX-License-Identifier: Apache-2.0

package toolchain

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"runtime"
	"strings"
)

//go:embed modules/fabric.mod
var fabricMod []byte

//go:embed modules/fabric.sum
var fabricSum []byte

//go:embed modules/fabricca.mod
var fabricCAMod []byte

//go:embed modules/fabricca.sum
var fabricCASum []byte

// module is one upstream: its pinned files and the programs built from it.
type module struct {
	name     string // in the cache and in progress lines
	release  string // the upstream's own name of the pinned version
	path     string // import path
	mod, sum []byte
	programs []string
	samples  []string // configuration files to keep, relative to the module
	stamp    string   // linker variable for the release; empty when the source has it
}

// modules are the upstreams that a consortium needs.
func modules() []module {
	return []module{
		{
			name: "fabric", release: "v3.1.1", path: "github.com/hyperledger/fabric",
			mod: fabricMod, sum: fabricSum,
			programs: []string{"peer", "orderer", "configtxgen", "configtxlator", "osnadmin", "discover", "ledgerutil"},
			samples:  []string{"sampleconfig/core.yaml", "sampleconfig/orderer.yaml"},
			stamp:    "github.com/hyperledger/fabric/common/metadata.Version",
		},
		{
			name: "fabric-ca", release: "v1.5.15", path: "github.com/hyperledger/fabric-ca",
			mod: fabricCAMod, sum: fabricCASum,
			programs: []string{"fabric-ca-server", "fabric-ca-client"},
		},
	}
}

// flags are the same for everyone, so that they are part of the key. Paths are
// trimmed and symbols left out: the programs are a third smaller.
func (m module) flags() []string {
	linker := "-s -w"
	if m.stamp != "" {
		linker += " -X " + m.stamp + "=" + m.release
	}
	return []string{"-trimpath", "-ldflags=" + linker}
}

// key names a build: everything that could make its result different.
func (m module) key() string {
	h := sha256.New()
	fmt.Fprintln(h, runtime.Version(), runtime.GOOS, runtime.GOARCH, strings.Join(m.flags(), " "))
	h.Write(m.mod)
	h.Write(m.sum)
	return m.release + "-" + runtime.Version() + "-" + runtime.GOOS + "-" + runtime.GOARCH + "-" + hex.EncodeToString(h.Sum(nil))[:12]
}
