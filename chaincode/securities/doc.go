// SPDX-License-Identifier: Apache-2.0

// Package securities is bonds, shares and fund units as tokens: their register, their market and their settlement.
//
// # Primary market
//
//	ANNOUNCED ──OpenBook (another person)──▶ BOOK_OPEN ──CloseBook──▶ BOOK_CLOSED
//	BOOK_CLOSED ──CountBook…, ScaleBook, AllocatePage…, AllocateBook──▶ ALLOCATED
//	ALLOCATED ──DeliverSubscriptions…, FinishOffering──▶ CLOSED
//	each of them, before the first delivery ──CancelOffering──▶ CANCELLED ──RefundSubscriptions…
//
// A subscription names a hold for the price of all units that it wishes for, whose notary is this chaincode. It reads the
// offering's row and the business date and writes neither, so that closing the book, or ending its last day, makes every
// subscription invalid that is under way: the end of the book is exact. It falls on a page of the book by its transaction's
// identifier, and gets the next number there: two of one block meet only on one page, and whoever reads a page from 1 to
// its count has read all of it. So nothing is scanned, and nobody can be left out.
//
// Who is eligible is found out page by page, before anything is shared. What is scarce is shared in proportion by the largest
// remainder, without one transaction that reads everything: package scaleback. The issuer names the cut, each page is
// allocated by it on its own, and the allocation stands if and only if the pages add up to what there is. Delivery is a
// transaction of up to 200 subscriptions: holds whole into an account of this chaincode, from there the price to the issuer
// and the rest back, treasury lots to the subscribers. (A module of cash executes a hold whole or not at all, so that the
// rest comes back as a payment of the same transaction.) Who is not eligible any more on that day has the money back. Once
// the last day of delivery is over, anybody frees what is left.
//
// # Secondary market
//
//	ProposeTrade, ConfirmTrade       two sides agree on the ledger
//	QuoteTrade, AcceptQuote          a quote in its maker's collection, of which the ledger has a hash
//	OpenSession … MatchSession       a call auction of sealed orders (package callauction)
//	CaptureTrades                    trades that a venue matched elsewhere, in its own sequence
//
// Each ends in a trade, and a trade in a matched pair of instructions, which settles as any other. Its reference is "TRD."
// and the trade's name, which no custodian can take before. Neither custodian gave its word, and either may hold it.
//
// An auction's orders are rows of their own, by participant and number, so that they never meet; the ledger has their hashes.
// The order itself goes to the venue outside of the ledger, which keeps it in its own collection while the session is open;
// the participant sees on the ledger whether it did ([OrderKept]). Closing the session makes orders invalid that are under
// way. The venue then matches with all orders and salts, in one transaction that reads every place where there may be one:
// an order kept and left out, one not kept and added, and one edited are refused by every endorser. What does not trade
// stays off the ledger, but for the surplus at the price and the reasons of orders that do not count; endorsers see it in
// passing. The regulator, shown the orders by the venue, has the same computed again ([RecomputeSession]). What the venue can
// do is refuse to keep an order while there is time to complain, see orders before the others do, as every operator of a call
// does, and annul the session, which the ledger shows.
//
// # Settlement
//
//	Instruct (each side's custodian) ─▶ ENTERED (PACK, NMAT) ─▶ UNMATCHED (NMAT and why) ─CorrectInstruction─▶ …
//	the second word that agrees with the first ─▶ MATCHED (MACH) and an obligation, PEND until its date is over, then PENF
//	MATCHED ──SettleInstruction──▶ SETT, in parts PAIN
//	HoldInstruction ◀▶ ReleaseInstruction (another person): matched, and not settled (PREA, PRCY, BOTH)
//	AllocateInstruction: lots, or a hold of money, set aside until a day; by both sides ─▶ locked, irrevocable
//	ReclaimInstruction: before the other side has set anything aside, or once the lock is over
//	CancelInstruction: ENTERED and UNMATCHED alone; MATCHED by both sides, one after the other (CPRC, CAND); locked, settled: never
//
// An instruction is named by its account and by what both sides call the trade. Only the account's custodian enters it, and
// each side finds the other's by its name, so that matching reads two rows, scans nothing, and nobody can take another's
// name. Both sides state alike what [Matching] has; amounts may differ by what both tolerate, and then the deliverer's counts.
// Why words do not match, and why a matched one is not settled, is said in the codes of ISO 20022 (sese.024).
//
// Settling is one transaction with cash: lots go to the receiver, and the receiver's money to the deliverer, by a hold for
// exactly this (notary securities, purpose "dvp:" and the obligation's name, which follows from the accounts and the
// reference), by a mandate (purpose "dvp"), or by the receiver's signature under the very legs. The moment of finality is the
// block. The obligation is the record of it: the key-level policy of its row asks for both custodians, the depository and the
// payer's bank, all of them, so that the receiving custodian endorses although the new lots have no policy yet. What is not
// final is on the instructions, under the policy of the chaincode. A delivery writes one row more than a transfer free of
// payment, reads three more, and meets no other delivery but in the lots and in the cash accounts.
//
// What is settled in parts is paid in proportion: of the first n units the money is rounded once, half up, and a part pays
// by how much that rises, so that the parts pay the amount exactly. Units never move ahead of their money: a part worth less
// than a cent is refused while money is still to come.
//
// # Fails
//
// At the end of each business day from the settlement date on, until it is settled or cancelled, an obligation has a side
// that fails: the one on hold (two on hold fail each other alike, and nothing is owed), or else the deliverer that has set no
// units aside, or else the receiver that has set no money aside. Each instruction keeps how it stood at the end of the days
// on which that changed, so that whoever asks later, even after the settlement, finds the same. Days before a late match are
// the side's whose word came last. RecordPenalty makes of it what the members' resolution says (SetDiscipline, after
// Delegated Regulation (EU) 2017/389): a part of the value of the missing units at the day's closing price, or of the missing
// money. RedistributePenalties pays all of a past month to those who suffered, by mandates (purpose "penalties"): what is
// collected is given out, to the cent, and the chaincode keeps nothing.
//
// # Batches
//
//	OPEN ─JoinBatch (both sides), ComputeBatch─▶ COMPUTED ─FundBatch…, VerifyBatch─▶ VERIFIED ─SettleBatch─▶ SETTLED
//	                     RejectBatch, before VERIFIED or after the last day ─▶ REJECTED ─ReturnFunding─▶ …
//
// Obligations of which both sides joined a batch settle together, in one transaction, all or none (package netting). GROSS,
// each party sets aside all that it gives. LINKED, legs are paid as they stand, by mandates, and what a party receives in the
// same moment pays for what it gives: a ring settles that nobody has a unit of. NET, positions alone move, through an account
// of this chaincode. Once it is verified a batch is irrevocable until its last day. Admissions count for each member, and
// SuggestBatch finds members that can settle together.
//
// Settlement holds: units and money are neither made nor lost; an obligation is settled if and only if its parts are delivered
// and paid, each in one transaction; a lot is locked for what has it set aside and for nothing else; what both sides have set
// aside is settled or expires; the positions of a batch add up to zero. The tests hold it under random histories.
//
//	instruction~account~reference   final~match   discipline~currency   price~instrument~day   penalty~match~day
//	batch~id   funding~batch~kind~account~asset
//
// # No continuous book
//
// There is no order book here that matches orders as they come, because it could not be fair. Price-time priority needs to
// know which order came first. A chaincode does not see its transaction's place in the order of the channel: it is executed
// before it is ordered, several at once, against the state before them. The only time that it knows is the client's own,
// which may be up to 15 minutes wrong. Where two orders would meet the same resting one, one of them is invalid, and which
// one is for whoever makes the block to say, who sees both. And the best price would be one row that all orders read and
// many write, so that all but a few orders of each block would be invalid. An auction needs no time: everybody trades at one
// price, and orders never meet. For continuous trading, a venue matches outside of the ledger, where it can, and answers for
// its sequence; CaptureTrades takes each number once and without a gap, and commits nobody who did not let the venue trade
// for it ([AuthoriseVenue]).
package securities
