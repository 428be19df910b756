// SPDX-License-Identifier: Apache-2.0

// Package ledger is the kernel of Consort's chaincodes: between Fabric's shim and a contract it puts what Fabric does
// not do by itself. It is the only package that imports the shim.
//
// A contract is a value with one exported method an endpoint:
//
//	func (c *Contract) Transfer(tx *ledger.Tx, req cash.TransferRequest) (*cash.Receipt, error)
//	func (c *Contract) Balance(q *ledger.Query, req cash.AccountID) (*cash.Balance, error)
//
// [New] binds contract and endpoints and answers every mismatch between them as an error. [Main] serves the result.
//
// # What the kernel guarantees
//
//   - Reads see the transaction's own writes: writes are buffered and go out once, in key order, when the method has
//     succeeded. GetState of Fabric never shows them (fabric core/ledger/kvledger/txmgmt/txmgr/query_executor.go).
//   - A called chaincode that answers anything but 200 fails the whole transaction, whatever the method makes of the
//     error: Fabric keeps a failed callee's writes if its caller succeeds.
//   - One mutating call a callee and transaction: a second one would see the state before the first and make money.
//     [Call] refuses it at the caller; the callee refuses it too, for callers that are not built on this package.
//   - [protocol.Facts.Via] is the chaincode that the signed proposal's header extension names, refused unless the
//     payload names the same. Fabric never compares the two and the payload alone can be forged.
//   - A [Tx] has point reads only; scans, pages and history, which Fabric does not check again or which forbid
//     writes, need a [Query], and a Query has nothing to write with.
//   - A change takes direct calls alone, unless its endpoint says FromChaincodes: the signer of a transaction is the same at
//     any depth, and any chaincode could otherwise act in the name of whoever calls it.
//   - Times: the client's timestamp is refused when it is more than [ClockSkewMax] from the member's own clock, and
//     no state is ever derived from that clock. Rules read [BusinessDate].
//   - One event a transaction, with the events of called chaincodes folded in.
//   - Strict requests: exact function names, exact numbers of arguments, [protocol.Unmarshal], Validate; a panic is
//     answered and the process lives.
//   - Refusals answer a 4xx status and "CODE: sentence"; texts of defects stay in the member's own log.
//   - Batched reads are checked to be complete, the write batch is finished and checked here.
//   - Key-level policies are built by hand, with alternatives where they are needed, checked, round-tripped and set once,
//     when the row is created.
//   - A row of a table with [SealedBy] is made, changed and removed by all of its members together, each of which has a copy
//     that nobody else can change.
//   - The principal is (MSP, certificate); a role counts when the certificate claims it and the registry lets the
//     member hold it.
//   - A client reference takes effect once at its member and party: see [protocol.Reference].
//
// # Why not contract-api
//
// fabric-contract-api-go v2 finds a function without regard to the case of its first letter but its schema with, so
// that the schema check can be walked around; dereferences nil on a certificate whose attribute extension is
// malformed; leaves two goroutines behind for every call with bad arguments; takes null, "" and surplus arguments;
// and panics when a method's parameter is a named string. With its serializer, names, identity, recovery and metadata
// replaced nothing of it would be left, so this package stands on the shim directly. Tools that ask for
// org.hyperledger.fabric:GetMetadata get contract-api's format, made from the endpoints.
//
// # Keys
//
// Every row is at a composite key: table name, then the attributes of its [Key]. Index and unique rows are at
// "table.index". Tables of the kernel begin with an underscore:
//
//	_once        (MSP, party if any, reference)   what a client reference did: hash of the request, result, transaction
//	_date        ("current")                      the business date
//	_resolution  (resolution)                     resolutions of the members that were carried out
//
// Values are canonical JSON with docType, schema version v and the members of the Go type; with [KeyApart] without docType and
// the members that are the key, which begins with the table's name. A "table.index" entry ends with the key of its row and
// holds how many attributes that is, a unique one holds that key.
//
// # What stays outside the state
//
// A Chaincode keeps two bounded tables in memory: certificates already read, and nested calls already seen. They can
// only refuse or save time; two endorsers with different tables still answer the same bytes or one of them refuses.
package ledger
