// SPDX-License-Identifier: Apache-2.0

// Package analysis judges all chaincode of this module by the rules of package
// determinism, as a part of go test.
//
// # Layout
//
//	determinism/     the rules, one analyser each, and the policy of this repository
//	cmd/consortvet   the same rules as a command, and as a tool for go vet
//	judge.go         loads packages and gathers the findings
//
// # Invariants
//
//   - No finding in ./chaincode/....
//   - Each declared exemption is still needed.
//   - Each rule finds its sin when it is planted in a fresh module.
package analysis
