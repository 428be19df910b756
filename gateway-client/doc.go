// SPDX-License-Identifier: Apache-2.0

// Package gatewayclient lets a back office drive Consort's chaincodes: typed calls, exactly-once effects, typed
// events. The directory is named gateway-client; a hyphen can't be in a package name.
//
//	client, err := gatewayclient.Connect(ctx, profile)
//	receipt, err := gatewayclient.Do(ctx, client, cash.Transfer, request, gatewayclient.Reference("INV-4711"))
//
// [Do] calls any endpoint, [Submit] tells also where the transaction was committed. Whom to connect to and as whom is a
// [Profile], read from a connection profile, an MSP directory, a wallet or the environment.
//
// # Exactly once over networks that deliver at least once
//
// A transaction goes through phases: propose, endorse, submit, commit. Each has a deadline and an error type of its own.
//
//   - Nothing was ordered when endorsing fails ([EndorseError]): a busy or lagging peer is asked again, a refusal by
//     the chaincode (a [protocol.Fault]) is final.
//   - The endorsed envelope is put into the [Outbox] before it is submitted. From then on its fate is unknown until a
//     block tells: the identical bytes are submitted again, which is harmless because a transaction id commits once, and
//     nothing new is proposed.
//   - A transaction that lost a race (MVCC_READ_CONFLICT, PHANTOM_READ_CONFLICT) had no effect. It is proposed again
//     under the same client reference, by which the chaincode recognises a repetition.
//   - When the deadline passes without an answer, [UnknownOutcomeError] says so and the envelope stays in the outbox.
//     [Client.Recover] resolves it, in this process or, with a [Directory], in the next one.
//
// # One block stream
//
// A peer's gateway serves 500 calls at a time, those that wait for a commit included, so this client asks for no commit
// status: one stream of filtered blocks per channel resolves all its transactions. It reconnects from the next block.
//
// # Layout
//
//	profile.go identity.go connection.go environment.go   whom to connect to and as whom
//	transport.go                                          what the client asks of a network
//	fabric*.go                                            a Fabric peer's gateway as a Transport
//	client.go do.go submit.go settle.go draft.go          the phases of a transaction
//	commit.go outbox.go directory.go recover.go           what became of it
//	block.go event.go                                     blocks, and typed events of valid transactions
//
// The package memory holds the second Transport, a ledger inside the process.
package gatewayclient
