// SPDX-License-Identifier: Apache-2.0

// Package builder is the external chaincode builder of a consortium's peers.
//
// A peer hands every installed package to its external builders as three
// programs in one directory: bin/detect decides whether the package is theirs,
// bin/build prepares it, bin/release publishes what the peer needs to run it
// (Fabric, docs/source/cc_launcher.md). For chaincode as a service nothing is
// compiled: the package carries a connection.json whose text fields are Go
// templates, and build fills them in from the peer's own configuration. So one
// package, and with it one package id, serves every organisation, while
// addresses, certificates and keys never leave the peer that owns them.
//
// # Configuration
//
// The peer names its values in the environment variable
// CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG, as Fabric's own ccaas_builder does: a
// flat JSON object. Two forms are accepted: the object itself, or the path of a
// file that holds it. The file form lets a peer learn of a new chaincode without
// a restart, and keeps the key out of the process list.
//
// # Invariants
//
//   - A template that names a value the peer does not have fails the
//     installation; nothing is ever expanded to an empty or placeholder text.
//   - TLS is never relaxed: what connection.json requires stays required.
//   - Files with the expanded key are written with mode 0600.
//
// The peer keeps the output of build for as long as the package is installed, so
// a changed address or certificate needs the package to be built again.
package builder
