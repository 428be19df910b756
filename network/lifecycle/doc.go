// SPDX-License-Identifier: Apache-2.0

// Package lifecycle puts chaincodes on a running consortium: it packages,
// builds, serves, installs, approves and commits them.
//
// # How it goes
//
//	Prepare   before the peers start: the chaincode builder
//	Deploy    every server gets an address and a certificate, every peer's builder is
//	          told; servers are built once and started, one for every chaincode and
//	          organisation; meanwhile each organisation's own administrator
//	          installs the package on its peer and approves the definition; once
//	          all have, the definition is committed under the channel's policy,
//	          MAJORITY LifecycleEndorsement; then every peer is asked whether it
//	          reaches its servers and finds endorsers
//	Swap      one chaincode is built anew and its servers are replaced, organisation
//	          by organisation, under the same package id: no lifecycle change
//
// All of it does only what is missing, so it also repairs: servers that died are
// started again, approvals that are missing are given.
//
// # Invariants
//
//   - No organisation acts for another: installation and approval are signed by
//     the administrator of the organisation, over a connection to its own peer.
//   - A server accepts TLS connections only from a certificate of its own
//     organisation's TLS authority, and its key never leaves the organisation's
//     directory. Peers check the server's host name.
//   - A definition that differs from the committed one under the same sequence is
//     refused before anything is sent, with the number to write.
//   - A chaincode that does not compile leaves its running servers alone.
//   - An address, once given, stays: a peer remembers it with the package.
package lifecycle
