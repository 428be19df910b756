// SPDX-License-Identifier: Apache-2.0

// Command network runs a Hyperledger Fabric consortium on this machine.
//
//	go run ./network up          # start it, or what of it does not run
//	go run ./network demo        # show what it can do, step by step, and check its books
//	go run ./network status
//	go run ./network down        # stop it; --purge removes it
//	go run ./network --help
//
// It is a thin layer of commands, one file each, over the packages below it:
//
//	topology     the consortium file
//	toolchain    Fabric's programs, built once
//	identity     certificate authorities and what they issue
//	channel      genesis block, joining, discovery
//	process      native processes
//	port         ports that stay a network's own
//	consortium   all of it together, as a library
//	builder      the external builder that peers run
//	lifecycle    chaincode packages, approvals, servers
//	founding     the charter, and the consortium that is founded under it
//	desk         people of the network at their own member's peer
//	demo         the story that is told on a running network
//	audit        its books, read from every peer
//
// A command writes its result to standard output and what it is doing to
// standard error. A failure is a clear message and exit code 1.
package main
