// SPDX-License-Identifier: Apache-2.0

// Package consortium runs a whole Hyperledger Fabric consortium on this machine:
// per member a certificate authority, a peer and, for some, a BFT orderer, all of
// them native processes with TLS, on one channel.
//
//	c, err := consortium.Up(ctx, consortium.Options{Dir: ".consort", Topology: t})
//	…
//	maker, err := c.Identity("northbank", "maker")
//	peer, err := c.Peer("northbank")
//
// # Invariants
//
//   - [Up] is idempotent: it makes what is missing, starts what does not run and
//     leaves the rest alone. After processes were killed it brings the network
//     back with its ledgers.
//   - One runner at a time works on a directory; a second waits for the lock.
//   - Ports are chosen once and kept (package port), so certificates, the genesis
//     block and every configuration stay right.
//   - After [Consortium.Down] no process of the network is left, chaincode
//     servers included: whatever has a PID file in run/ is stopped.
//   - A network's members, orderers and channel settings are fixed by its first
//     start. A topology that differs in them is refused; identities and chaincodes
//     may be added.
//
// # Directory
//
//	state.json        ports, and what the network was made from (0600, replaced atomically)
//	topology.yaml     the topology, as last given
//	lock              held by the runner that works on the directory
//	orgs/<org>/…      keys, configuration and ledgers of one member (package identity)
//	channel/          configtx.yaml and the genesis block
//	builder/          the external builder's programs, named in every peer's core.yaml
//	logs/<node>.log   run/<node>.pid
//
// A node is called <org>.ca, <org>.orderer, <org>.peer or <org>.<chaincode>.
package consortium
