// SPDX-License-Identifier: Apache-2.0

// Package toolchain provides the programs of Hyperledger Fabric and fabric-ca,
// built from source once and kept in the user's cache.
//
// # Purpose
//
// A consortium runs on the real peer, orderer and fabric-ca-server. They come
// through Go's module proxy: two small modules under modules/ pin each upstream
// by version and every dependency by checksum, apart from each other and from
// our own go.mod, because their dependencies fight. The files are called
// fabric.mod and fabricca.mod rather than go.mod so that they can be embedded,
// which does not work across the boundary of a module.
//
// # Cache
//
//	<user cache>/consort/<module>-<key>/bin/peer …        the programs
//	<user cache>/consort/<module>-<key>/sampleconfig/…    Fabric's default core.yaml and orderer.yaml
//	<user cache>/consort/<module>.lock                    held while building
//
// The key is a hash of the pinned files, the Go version, the platform and the
// build flags. A build happens in a directory beside the final one and is
// renamed when complete, so that a stopped build leaves nothing half done; two
// runs that need the same build wait for each other. A second run builds nothing.
//
// # Refreshing the pins
//
// Copy a .mod file to go.mod in an empty directory, change the version, run
// `go mod tidy`, and copy go.mod and go.sum back under their names here.
package toolchain
