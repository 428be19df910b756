// SPDX-License-Identifier: Apache-2.0

// Package story is what chapters of the demonstration are told with: people who act on a real network, steps that each
// say in a line what happens, and refusals that have to come.
//
// A step that fails ends its chapter. A step is one sentence, said beforehand, and a remark on what came of it.
//
// # Invariants
//
//   - Whoever acts does so through their own member's peer, as soon as that peer has the block of the step before: no
//     step depends on how fast blocks travel.
//   - Identifiers carry the [Stage]'s run, so that a story can be told on the same network again.
package story
