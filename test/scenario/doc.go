// SPDX-License-Identifier: Apache-2.0

// Package scenario plays stories that read like banking days. The same files are played on a ledger in the process, by
// this package's own test, and on a real network, by the end-to-end tests: both must answer alike.
//
// # A story
//
// A story is a txtar archive. Its text is the script, one step a line, and its files are what the steps say and expect.
// A step names who acts, as member/person, the endpoint and the file of the request:
//
//	do northbank/alice cash:Transfer rent.json                       must succeed
//	do northbank/alice cash:Transfer rent.json as RENT-11            under that reference
//	refuse INSUFFICIENT_FUNDS northbank/alice cash:Transfer rent.json   must be refused with that code
//	ask southbank/bob cash:Balance bob.json gives paid.json          must be answered so
//	adopt cash:PauseModule pause.json                                proposed, voted for by a majority and carried out
//	# what happens, and why
//
// An answer fits when it has everything that the file has: members of objects may be missing in the file, items of
// lists may not. In files and references $S is a name of this play's own, $TODAY and $TOMORROW are business dates of
// cash. Before the first step the euro, the module probe and the parties are there, and accounts named as the steps
// before opened them; each step waits until all peers know what the one before did.
package scenario
