// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
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

func goldenRule(t *testing.T, name string) *analysis.Analyzer {
	t.Helper()
	for _, a := range Analyzers(golden) {
		if a.Name == name {
			return a
		}
	}
	t.Fatalf("no rule %q", name)
	return nil
}

// Each package under testdata has a file of sins, marked with what must be said
// about them, and a file of the same work done well.
func TestRules(t *testing.T) {
	packages := map[string]string{
		"address": "address", "clock": "clock", "concurrency": "concurrency",
		"encoding": "encoding", "float": "float", "globals": "globals",
		"host": "host", "maporder": "maporder", "state": "asset/onchain",
	}
	for _, r := range rules() {
		t.Run(r.name, func(t *testing.T) {
			dir, ok := packages[r.name]
			if !ok {
				t.Fatalf("rule %s has no package under testdata", r.name)
			}
			analysistest.Run(t, analysistest.TestData(), goldenRule(t, r.name), "chaincode/"+dir)
		})
	}
}

func TestExemptionsHoldWhereDeclaredOnly(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), goldenRule(t, "clock"), "chaincode/exempt")
	analysistest.Run(t, analysistest.TestData(), goldenRule(t, "host"), "chaincode/exempt/cmd/exempt")
}

func TestUngovernedCodeIsNotJudged(t *testing.T) {
	for _, pkg := range []string{"gateway", "chaincode/ledger/ledgertest", "chaincode/tests"} {
		analysistest.Run(t, analysistest.TestData(), goldenRule(t, "clock"), pkg)
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
