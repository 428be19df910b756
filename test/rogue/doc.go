// SPDX-License-Identifier: Apache-2.0

// Package rogue is a hostile chaincode, written on Fabric's bare shim, without Consort's kernel: what a careless or
// malicious member could bring to the channel. The end-to-end tests deploy it twice, as a module that the members
// registered and as one that nobody knows, and show that no money comes of either.
//
// It makes whatever calls it is told to make, writes a key of its own and answers 200 whatever the others answered. So
// the transaction is valid, and everything that a callee wrote before it refused would be, too.
package rogue
