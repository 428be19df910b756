// SPDX-License-Identifier: Apache-2.0

// Package arch checks the shape of the repository: who imports whom, where
// things are, how long they are and what they are called.
//
// # Rules
//
// Each rule is a pure function from a parsed [Repo] to its findings, in a file of
// its own:
//
//	arrows     imports follow the rings                             ring.go, arrows.go
//	modules    third-party modules stay where they belong           modules.go
//	cycles     top-level areas do not import one another in a ring  cycles.go
//	toplevel   the top level is fixed                               toplevel.go
//	docs       one package comment, in doc.go                       docs.go
//	lengths    files and functions are short                        lengths.go
//	names      no package is a drawer for the rest                  names.go
//	licence    the licence line is the first of each file           licence.go
//	habits     no hidden skips, marks of unfinished work or sleeps  habits.go
//	gomod      Fabric itself stays out of our module                gomod.go
//
// # Rings
//
//	ring 0   chaincode/finance/…            the standard library and apd
//	ring 1   chaincode/protocol/…           ring 0
//	ring 2   chaincode/<product>/…          rings 0 and 1, other products' ring 2
//	ring 3   chaincode/ledger/…             rings 0 and 1; the only importer of Fabric's shim
//	ring 4   chaincode/<product>/onchain    rings 0 to 3
//	         chaincode/<product>/cmd/…      its own onchain package and the ledger
//	ring 4'  gateway-client/…               rings 0 to 2
//	         network/                       rings 0 to 2 and the gateway client
//	         test/                          all
//
// A product is any folder of chaincode that is not finance, protocol or ledger,
// so a new one is covered from its first file. Test files may import more, see
// arrows.go.
//
// # Proofs
//
// testdata holds small repositories that break the rules, as txtar archives. The
// comment of an archive lists the findings that its rule must make of it, all of
// them; a rule without an archive fails the test.
package arch
