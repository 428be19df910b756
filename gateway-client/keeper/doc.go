// SPDX-License-Identifier: Apache-2.0

// Package keeper has parametric covers evaluated and paid without a human hand.
//
// A chaincode does nothing by itself: somebody has to submit a transaction when a round of oracles is ripe. A [Keeper] does
// so unattended, at any member's, and any number of them may run at once. It asks its peer which rounds are awaited, has the
// windows counted that are over, and names the work that waits for final rounds, a few hundred policies a transaction. It
// says nothing about amounts, readings or payees: all of that is on the ledger, and chaincode computes it.
//
//	AwaitedRounds ─▶ Round ─▶ window over ─▶ AdvanceRound
//	                       └▶ final, failed ─▶ DueWork, lane by lane ─▶ ExecuteDueBatch
//
// # What may go wrong
//
//   - Another keeper was faster: the work is gone, or the transaction lost a race. Both are success.
//   - A piece of work is refused, say because its payee's account is frozen: the batch is halved until the piece is alone,
//     the others are paid, and the piece is tried again later and later.
//   - The network is away, or the outcome of a transaction unknown: the pass ends, and the next one, after a pause that
//     doubles, begins with what the ledger says is still due. Nothing is remembered that could be wrong.
//   - The keeper is killed: what it had submitted takes effect or does not, and whoever comes next sees which.
//
// # Lanes
//
// Work is in lanes ([insurance.Lanes]) by policy. Keepers begin at different ones, and walk them in an order in which the
// remainder by 2, by 4 and by 8 changes as seldom as possible, so that two keepers take disjoint pages and, where insurers
// pay from high-volume funds, draw on different rows of cash.
package keeper
