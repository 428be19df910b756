// SPDX-License-Identifier: Apache-2.0

// Command rogue serves a hostile chaincode, written on Fabric's bare shim, without Consort's kernel: what a careless or
// malicious member could bring to the channel. The end-to-end tests deploy it as a module and show that no money comes
// of it. Its functions take whole argument lists of other chaincodes as JSON arrays of strings.
//
//	twice    [call, call]  makes both calls to cash in one transaction and answers 200 whatever they answered
//	swallow  [call]        makes the call, writes a key of its own and answers 200 whatever the call answered
package main
