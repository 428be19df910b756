// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/go/analysis/passes/inspect"
)

// golden is the policy of the packages under testdata.
var golden = Policy{
	Root:   "chaincode",
	Exempt: []string{"ledger/ledgertest"},
	Pure:   []string{"finance"},
	Exemptions: []Exemption{
		{Rule: "clock", Package: "exempt", File: "exempt.go", Func: "LocalClock", Reason: "declared"},
		{Rule: "clock", Package: "exempt", File: "exempt.go", Func: "Server.Serve", Reason: "declared"},
		{Rule: "clock", Package: "exempt", File: "exempt.go", Func: "LocalClockElsewhere", Reason: "another file"},
		{Rule: "host", Package: "*/cmd/*", Reason: "declared"},
	},
}

// goldens maps each package under testdata to the rule that it is about.
var goldens = map[string]string{
	"chaincode/address":           "address",
	"chaincode/asset/onchain":     "state",
	"chaincode/clock":             "clock",
	"chaincode/concurrency":       "concurrency",
	"chaincode/encoding":          "encoding",
	"chaincode/float":             "float",
	"chaincode/globals":           "globals",
	"chaincode/host":              "host",
	"chaincode/maporder":          "maporder",
	"chaincode/exempt":            "clock", // two functions are exempt, two are not
	"chaincode/exempt/cmd/exempt": "host",  // exempt
	"chaincode/ledger/ledgertest": "clock", // exempt as a whole
	"chaincode/tests":             "host",  // a test file is not judged, nor the main that go test makes
	"gateway":                     "clock", // outside the governed tree
}

// byPackage applies to each package the rule that it is about, so that all can be
// loaded at once.
func byPackage() *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "golden", Doc: "apply the rule that the package is about",
		Requires: []*analysis.Analyzer{inspect.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			about := goldens[strings.TrimSuffix(pass.Pkg.Path(), ".test")]
			for _, a := range Analyzers(golden) {
				if a.Name == about {
					return a.Run(pass)
				}
			}
			return nil, fmt.Errorf("package %s is about no rule", pass.Pkg.Path())
		},
	}
}

// Each package under testdata has a file of sins, marked with what must be said
// about them, and a file of the same work done well.
func TestRules(t *testing.T) {
	found := map[string]int{}
	patterns := slices.Sorted(maps.Keys(goldens))
	for _, result := range analysistest.Run(t, analysistest.TestData(), byPackage(), patterns...) {
		found[goldens[result.Pass.Pkg.Path()]] += len(result.Diagnostics)
	}
	for _, r := range rules() {
		if found[r.name] == 0 {
			t.Errorf("rule %s found nothing: it needs a package under testdata", r.name)
		}
	}
}

func TestEveryExemptionHasAReason(t *testing.T) {
	names := map[string]bool{}
	for _, r := range rules() {
		names[r.name] = true
	}
	for _, e := range House.Exemptions {
		if e.Reason == "" || e.Package == "" || !names[e.Rule] {
			t.Errorf("exemption %+v needs a known rule, a package and a reason", e)
		}
	}
}
