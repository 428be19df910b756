// SPDX-License-Identifier: Apache-2.0

package analysis

import (
	"path/filepath"
	"sync"
	"testing"

	"github.com/consort-finance/consort/test/analysis/determinism"
)

// All chaincode obeys the rules, and each exemption is still needed.
func TestChaincodeIsDeterministic(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	policy, unused := watched(determinism.House)
	found, err := Judge(root, policy, "./chaincode/...")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Error(f)
	}
	for _, e := range unused() {
		t.Errorf("exemption from %s in %s %s %s is not needed: remove it from house.go", e.Rule, e.Package, e.File, e.Func)
	}
}

// watched returns the policy, and a function that lists the exemptions that were
// not made use of.
func watched(policy determinism.Policy) (determinism.Policy, func() []determinism.Exemption) {
	var (
		mu   sync.Mutex
		used = map[determinism.Exemption]bool{}
	)
	policy.Exempted = func(e determinism.Exemption) {
		mu.Lock()
		defer mu.Unlock()
		used[e] = true
	}
	return policy, func() []determinism.Exemption {
		var unused []determinism.Exemption
		for _, e := range policy.Exemptions {
			if !used[e] {
				unused = append(unused, e)
			}
		}
		return unused
	}
}
