// SPDX-License-Identifier: Apache-2.0

package analysis

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/consort-finance/consort/test/analysis/determinism"
)

const module = "module github.com/consort-finance/consort\n\ngo 1.26\n"

// sins are planted one by one in an innocent contract. Each must be found by its
// rule, on its line.
var sins = []struct{ rule, imports, body string }{
	{"address", `"fmt"`, `_ = fmt.Sprintf("%p", c)`},
	{"clock", `"time"`, `_ = time.Now()`},
	{"clock", `"time"`, `_ = time.Unix(0, 0)`},
	{"concurrency", ``, `go func() {}()`},
	{"concurrency", ``, `_ = make(chan int)`},
	{"concurrency", ``, `select {}`},
	{"encoding", `"encoding/gob"`, `_ = gob.NewEncoder(nil)`},
	{"float", ``, `_ = 0.1`},
	{"float", ``, `var f float64; _ = f`},
	{"float", `"strconv"`, `_, _ = strconv.ParseFloat("1", 64)`},
	{"globals", ``, `counter++`},
	{"globals", ``, `balances["a"] = 1`},
	{"globals", ``, `_ = &counter`},
	{"host", `_ "os"`, ``},
	{"host", `_ "math/rand"`, ``},
	{"host", `_ "crypto/rand"`, ``},
	{"host", `_ "net/http"`, ``},
	{"host", `_ "unsafe"`, ``},
	{"maporder", ``, `for k := range balances { println(k) }`},
	{"maporder", `"maps"`, `for k := range maps.Keys(balances) { println(k) }`},
	{"state", ``, `c.last = "a"`},
}

// contract builds the source; the import stands on line 5 and the body on line 17.
func contract(imports, body string) string {
	return strings.Join([]string{
		"package onchain", "",
		"import (", "\t_ \"strings\"", "\t" + imports, ")", "",
		"var counter int", "",
		"var balances = map[string]int{}", "",
		"type Contract struct{ last string }", "",
		"func read() (int, int) { return counter, len(balances) }", "",
		"func (c *Contract) Transfer() {", "\t" + body, "}", "",
	}, "\n")
}

func plant(t *testing.T, source string) []Finding {
	t.Helper()
	dir := t.TempDir()
	pkg := filepath.Join(dir, "chaincode", "planted", "onchain")
	write(t, filepath.Join(dir, "go.mod"), module)
	write(t, filepath.Join(pkg, "contract.go"), source)
	found, err := Judge(dir, determinism.House, "./chaincode/...")
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestInnocentContractPasses(t *testing.T) {
	if found := plant(t, contract("", "")); len(found) > 0 {
		t.Errorf("innocent contract: %v", found)
	}
}

func TestPlantedSinsAreFound(t *testing.T) {
	for _, sin := range sins {
		t.Run(sin.rule+" "+sin.imports+sin.body, func(t *testing.T) {
			t.Parallel()
			found := plant(t, contract(sin.imports, sin.body))
			for _, f := range found {
				if f.Rule == sin.rule && blames(f, sin.body == "") {
					return
				}
			}
			t.Errorf("not found; findings: %v", found)
		})
	}
}

// blames reports whether the finding points at the planted line: the import, the
// body, or for a changed receiver the method around it.
func blames(f Finding, imported bool) bool {
	want := 17
	switch {
	case imported:
		want = 5
	case f.Rule == "state":
		want = 16
	}
	return f.Place.Line == want && f.Place.Filename == "chaincode/planted/onchain/contract.go"
}

func TestBrokenCodeIsAnError(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), module)
	write(t, filepath.Join(dir, "chaincode", "x", "x.go"), "package x\n\nvar a int = \"b\"\n")
	if _, err := Judge(dir, determinism.House, "./chaincode/..."); err == nil {
		t.Error("code that does not compile was judged")
	}
	if _, err := Judge(dir, determinism.House, "./network/..."); err == nil {
		t.Error("a pattern without packages was judged")
	}
}
