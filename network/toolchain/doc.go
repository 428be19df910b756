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
// # An older database
//
// One dependency of Fabric's is replaced: goleveldb by the version that Fabric 2.5 has. Since the one that Fabric 3.1 names
// (20220721), whoever writes a table borrows a buffer of a table's size, 2 MiB, from the pool from which readers take theirs
// (leveldb/table/writer.go, NewWriter and Close; leveldb/util/buffer_pool.go), and the cache of blocks, 8 MiB, charges a block
// by its buffer (leveldb/table/reader.go, readBlockCached). The index of a table, 60 to 280 KB, then counts as 2 MiB: four of
// them fill the cache. Counted at a peer with 25 tables and 80 settlements a second: 400 to 1,500 indexes read and unpacked
// a second, some every 0.7 ms, a fifth of all processor time of the network with the reads that needed them; with the
// older version a third of that. Files and interfaces are the same, so that members may run either. Pull request 410 of
// syndtr/goleveldb would mend it.
//
// # Refreshing the pins
//
// Copy a .mod file to go.mod in an empty directory, change the version, run
// `go mod tidy`, and copy go.mod and go.sum back under their names here.
package toolchain
