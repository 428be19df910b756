// SPDX-License-Identifier: Apache-2.0

// Package stage lets a test speak to chaincodes on [ledgertest] as people do: an actor with a certificate does
// something at an endpoint.
//
//	alice := world.Actor("NorthbankMSP", "alice", "alice")
//	receipt := stage.Do(t, alice, cash.Transfer, cash.TransferRequest{…})
//	stage.Refused(t, bob, cash.Transfer, request, cash.NotSignatory)
//	message := stage.Relayed(t, alice, "hijacker", cash.Transfer, request) // what a hostile chaincode is told
package stage
