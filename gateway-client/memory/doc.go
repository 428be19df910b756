// SPDX-License-Identifier: Apache-2.0

// Package memory is a ledger inside the process as a transport of the client: whole stories run without a network.
//
//	network := memory.New(world)
//	client, err := network.Client(ctx, world.Identity("NorthbankMSP", "alice", nil))
//
// The ledger is [ledgertest.World], which executes the real chaincodes and validates as Fabric's peers do. A [Network]
// adds what a World leaves to its driver: blocks are cut with every submission, or some time after the first pending
// one ([Every]); signatures of clients are checked; envelopes are bytes that another client can submit again.
//
// This is the only package of the client that knows the test ledger.
package memory
