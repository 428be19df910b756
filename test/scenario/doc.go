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
//	do northbank/buyer supplychain:PlaceOrder order.json with lines.json   with a file of what endorsers alone are shown
//	also northbank/carol cash:Transfer other.json                    at the same time as the line before
//	refuse INSUFFICIENT_FUNDS northbank/alice cash:Transfer rent.json   must be refused with that code, and leave no block
//	rival DOUBLE_FINANCING northbank/financier supplychain:FundDeal one.json   all such lines in a row are endorsed before
//	                     any is submitted: one must succeed, the others are tried again and must be refused with their code
//	ask southbank/bob cash:Balance bob.json gives paid.json          must be answered so
//	ask northbank/financier supplychain:Quote deal.json keeps quote  the answer is kept for later files
//	has $S.bob 700.00 EUR                                            what is posted on an account
//	holds $S.bob 50 $S.bond                                          units of an instrument in an account of securities
//	adopt cash:PauseModule pause.json                                proposed, voted for by a majority and carried out
//	seal bid.json keeps digest                                       by which somebody commits to the bid or order in the file
//	day 60                                                           the business date is 60 days after the story's first
//	play bill NAME=first PRICE=1000                                  the steps of parts/bill.txtar, $NAME and $PRICE put in
//	# what happens, and why
//
// With an apostrophe behind the name, as in northbank/maker', somebody acts by a second certificate of the same name.
//
// An answer fits when it has everything that the file has: members of objects may be missing in the file, items of
// lists may not. In files, references and accounts $S is a name of this play's own, $DAY the story's first day, $TODAY and
// $TOMORROW business dates of cash, $DAY+60 and $TODAY+3 days after them, and ${quote/terms} is that part of what is kept as
// quote, in JSON; ${book/items/0} is the first of a list. Where that is a text, %{trade/match} is the same without quotation
// marks, to be put into another text.
//
// Before the first step the euro, the modules, the parties and the register of invoices are there, and accounts named as
// the steps before opened them; each step waits until all peers know what the one before did. Nobody else may act
// meanwhile, except while a story refuses nothing.
//
// # Layout
//
//	script.go parse.go part.go    stories as they are written
//	word.go                       what stands for something else in them
//	play.go call.go deed.go       steps being carried out; calls and races; what is no call
package scenario
