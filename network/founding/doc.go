// SPDX-License-Identifier: Apache-2.0

// Package founding makes a consortium of a network whose chaincodes are deployed, so that business can begin at once.
//
// The charter is what the topology says: its members, the roles of their identities, and that more than half of the
// members make a resolution. Every member's chaincode servers are told its hash before it is proposed, so that each
// endorser refuses any other. Then a governor of the first member founds the consortium, and the business dates of the
// chaincodes begin with today.
//
// # Invariants
//
//   - [Found] does only what is missing: a consortium is founded once, a business date is begun once and never moved.
//   - The constitution that is on the ledger is never changed here. Roles that the topology has gained since the
//     founding are told; the members grant them by resolution.
package founding
