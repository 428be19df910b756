// SPDX-License-Identifier: Apache-2.0

// Package ledgertest is a Hyperledger Fabric 3.1 in one process, for tests and for the client's memory
// transport. It runs real shim.Chaincode implementations and behaves, in what a chaincode or a client can
// notice, as peers, orderer and gateway do; where it copies a rule, the comment names the file of Fabric
// or of the shim that the rule was read in.
//
//	w := ledgertest.New(ledgertest.Seed(7), ledgertest.Orgs("NorthbankMSP", "SouthbankMSP"))
//	w.Deploy("cash", func(msp string) shim.Chaincode { return newContract() })
//	alice := w.Identity("NorthbankMSP", "alice", map[string]string{"consort.role": "teller"})
//	result, err := w.Invoke(alice, ledgertest.Proposal{Chaincode: "cash", Args: args})
//
// # What is the same
//
//   - Execution: no chaincode sees its own writes, nor those of one it called; callee writes stay when the
//     callee fails and the caller does not; re-entrance is refused; a call into another channel writes
//     nothing; only the outermost event is kept; a panic ends the chaincode server until Restart.
//   - Endorsement: every endorser executes and the answers are compared; the gateway's choice of
//     endorsers follows from what was read and written; 4xx and 5xx are an EndorseError without payload.
//   - Commit: endorsement policies of the called and of the written chaincodes, of collections and of
//     keys; transaction ids used twice; versions read; ranges scanned again.
//   - Private data: hashes for all, values for members, implicit collections, blockToLive, purge.
//   - Admission: expired or foreign certificates, wrong NodeOU, clocks more than 15 minutes apart.
//
// # What is not
//
// One peer stands for each organisation. Signatures of endorsers are not made, those of clients are only
// checked in a world made with Signed. There is no gossip, no block timeout, no size limit, no system
// chaincode, no CouchDB, and Init is never called, as for definitions without --init-required. Write sets
// of long scans keep the reads that a peer would fold into a Merkle summary; the sequence of a chaincode
// definition is checked at commit although the namespace _lifecycle is not in the read set.
//
// # Cost
//
// A transfer with two reads, two writes and two endorsers takes some 25 µs of one core (BenchmarkTransfer)
// and leaves about 1.5 KB in memory, since every version of every key and every block are kept.
//
// # Determinism
//
// Certificates (ECDSA P-256 with RFC 6979 signatures), nonces, transaction ids, read-write sets and blocks
// follow from the seed and from the calls, in their order, as long as one goroutine makes them. The clock
// stands still until Advance moves it.
//
// # Layout
//
// world, organisation, identity, proposal: who is there and what they ask. stub*, query*, iterator,
// batch, call: what a chaincode talks to. simulation, result, rwset: what its execution leaves. admission,
// endorse, plan, policy: peers and gateway. order, validate, commit, block: the chain. space in state.go
// keeps all versions of all keys, which serves lagging peers and history alike.
package ledgertest
