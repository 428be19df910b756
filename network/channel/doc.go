// SPDX-License-Identifier: Apache-2.0

// Package channel creates the consortium's channel and has nodes join it.
//
// # Invariants
//
//   - The genesis block is made once, from [Plan], by Fabric's own configtxgen;
//     nodes that join later, or again, use the same block.
//   - Every organisation's anchor peer is in the genesis block. Without it the
//     gateway finds no peer of another organisation and refuses every transaction.
//   - Ordering is BFT under capability V3_0. Every organisation that orders names
//     its own endpoints, because V3_0 refuses a list for the whole channel.
//   - Lifecycle, endorsement and administration need a majority of the members.
//   - What is asked for every transaction (Readers, Writers, Endorsement) is a
//     signature policy that names the members. An ImplicitMeta policy says the same,
//     but has all signatures checked again for each member's own policy that it
//     asks (fabric common/policies/implicitmeta.go): with three members a transfer
//     cost each peer 8 checks instead of 5, with six members 27 instead of 9. The
//     price: an update that lets a member join or leave writes the three rules anew,
//     in the same update, which a majority signs as it signs any other.
//   - Joining is idempotent: a node that is in the channel is left alone.
//
// # Layout
//
// configtx.go writes the profile and runs configtxgen, orderer.go speaks the
// orderers' channel participation interface, peer.go joins peers and asks them
// whom they see, connection.go dials nodes with TLS.
package channel
