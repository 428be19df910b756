// SPDX-License-Identifier: Apache-2.0

// Package topology reads the one file that declares a consortium: who takes
// part, who orders, which channel they share and which chaincodes run on it.
//
// # File
//
//	name: consort                 # optional; names the network in logs
//	channel:
//	  name: finance
//	  clock: real                 # or simulated: the business date may roll freely
//	  batch: {messages: 500, bytes: 10 MiB, interval: 200ms}
//	  bft: {forward: 500ms, complain: 2s, heartbeat: 4s}
//	organisations:
//	  - name: northbank
//	    mspid: NorthbankMSP       # optional; this is what the name gives
//	    orderer: true
//	    identities:
//	      - {name: maker, roles: [account-servicer]}
//	      - {name: alice, party: alice}  # a customer; type: admin makes administrators
//	chaincodes:
//	  - name: cash
//	    path: ./chaincode/cash/cmd/cash
//	    version: "1.0"
//	    sequence: 1
//	    policy: OutOf(2, 'northbank.peer', 'southbank.peer', 'regulator.peer')
//	    collections: ./chaincode/cash/cmd/cash/collections_config.json
//
// # Invariants
//
// A [Topology] that [Parse] returned can be started: names are unique and fit
// for DNS, MSP identifiers are unique, at least one organisation orders, every
// organisation that a policy names takes part, durations satisfy the SmartBFT
// library's own order (forward <= complain <= auto-remove, resend <= view
// change). A file that breaks a rule is refused with all its mistakes at once,
// each with its line and with what to write instead ([Error]).
//
// # Layout
//
// [Topology] and its parts are in topology.go, the YAML reader that keeps line
// numbers in reader.go, one file per part of the document beside it, policies
// in policy.go.
package topology
