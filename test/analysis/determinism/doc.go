// SPDX-License-Identifier: Apache-2.0

// Package determinism refuses, in chaincode, the Go that makes two honest
// endorsers disagree.
//
// # Purpose
//
// A Fabric transaction is executed once by every endorser and is valid only if
// the read and write sets agree byte for byte. A local clock, a random number, a
// rounding that depends on the processor, the order of a map, the address of a
// variable, or a value left behind by an earlier transaction makes them differ:
// at best the transaction fails now and then, at worst a single endorser writes
// what nobody else would have written. None of it shows in a test with one peer.
//
// # Layout
//
// Each rule is an [analysis.Analyzer] in a file of its own, so that a finding
// names its rule and any driver (go vet -vettool, multichecker, the test beside
// this folder) can run them:
//
//	float        float and complex numbers                         float.go
//	clock        time.Now and everything else that reads a clock   clock.go
//	host         packages that reach outside the transaction       host.go
//	concurrency  go statements, channels, select                   concurrency.go
//	maporder     map order that may reach the result               maporder.go, mapsort.go, order*.go
//	address      printing memory addresses                         address.go
//	encoding     encoders whose bytes are not stable               encoding.go
//	globals      package variables that change after init          globals.go, mutation.go, alias.go, changer.go
//	state        fields of a contract that change                  state.go
//
// A [Policy] says which packages are governed and which exemptions hold; each
// [Exemption] carries its reason. [House] is the policy of this repository.
//
// # Invariants
//
//   - Every finding says what to write instead.
//   - Test files are never judged; they may use clocks and goroutines.
//   - A rule leans to refusing: where it cannot see that code is harmless it
//     says so, and the plain way of writing it is accepted.
//
// # Limits
//
// The rules look at one package at a time. What a call into another package does
// with what a package variable refers to is not followed; handing out the address
// of a variable with & is refused for that reason, a variable that is a pointer
// already is not.
package determinism
