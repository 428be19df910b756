// SPDX-License-Identifier: Apache-2.0

// Package pack makes chaincode packages: the <label>.tar.gz that members install
// on their peers and approve by its package id, label:sha256 of the file.
//
// Two kinds exist. [Service] is chaincode as a service: it says only how a peer
// finds the values with which it reaches its own organisation's server.
// [Source] is the source with all that it imports, as the stock command
// peer lifecycle chaincode package --lang golang would write it, for members
// whose peers build chaincode themselves.
//
// # Invariants
//
//   - A package holds no key, no certificate and no address.
//   - The same input gives the same bytes wherever and whenever it is made:
//     entries are sorted, times and owners are zero, modes are fixed. So members
//     can each make the package and compare ids instead of trusting a file.
//     A service package is stored uncompressed and does not depend on the Go
//     release either; a source package is compressed and does.
//
// # Layout
//
//	metadata.json   {"type":"ccaas"|"golang","label":"cash_1.0"}
//	code.tar.gz     ccaas:  connection.json and META-INF
//	                golang: src/{go.mod,go.sum,vendor,…} and META-INF
//
// META-INF holds CouchDB index definitions only (Fabric,
// internal/ccmetadata/validators.go).
package pack
