// SPDX-License-Identifier: Apache-2.0

// Package protocol is the language that Consort's chaincodes and their callers share. It knows nothing of Fabric.
//
// A transaction is a typed value, stated once:
//
//	var Transfer = protocol.Submit[TransferRequest, Receipt]("cash:Transfer").
//		By(role.Anyone).
//		Doc("Moves money from one account to another.")
//
// The contract that carries it out, other chaincodes that call it, the client, the command line, the tests and
// the access matrix all read that declaration. [SubmitEndpoint] and [EvaluateEndpoint] are different types, so that
// submitting a query, or paging inside a write, does not compile.
//
// # On the wire
//
// A call has the arguments [name, request, reference]: the endpoint's exact name, the request as strict JSON
// ([Encode], [Decode]), and for a top-level Submit the client's reference, under which a repetition is answered
// with the first result and never applied twice. Request fields tagged `transient:"name"` never enter the
// arguments: they travel in the proposal's transient map, which is not written to any block. No such name is that of another
// field, and a request that declares one is refused where its endpoint is declared.
//
// The client's gateway chooses who endorses. A request that writes to the private collections of several members names them
// itself ([Witnessed]), because a gateway cannot.
//
// # Faults
//
// A refusal is a [Fault]: a stable upper-case code, a status between 400 and 499 and one sentence, carried through
// Fabric as the response message "CODE: sentence", because a peer's gateway drops the payload of a refusal.
//
// # Events
//
// Fabric keeps one event a transaction, that of the outermost chaincode. All events of a transaction, those of called
// chaincodes included, travel in one [Envelope].
package protocol
