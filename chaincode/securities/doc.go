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
//
// # Corporate actions
//
//	ANNOUNCED ──ConfirmAction (the depository)──▶ CONFIRMED ──CloseRecord──▶ RECORD_CLOSED ──EntitlePages…, CompleteEntitlements──▶
//	ENTITLED ──FundAction──▶ FUNDED ──PayEntitlements…, ReconcileAction──▶ RECONCILED
//	each of them, before it is funded ──CancelAction──▶ CANCELLED
//
// The issuer announces, in the codes of ISO 20022 (INTR, PRED, DVCA, REDM, MCAL, PCAL, SPLF, SPLR, BONU); what a bond's terms
// say is not for anybody to announce otherwise: amount, record and payment date of a coupon come from package bond, and each
// coupon is paid once. Nobody confirms once holders can be known. The action then rests on the closed register of its record
// date, and on nothing that changes: what an account gets follows from the register's page, its tax profile of that day
// included, and from the terms of the action. So lines are not stored; the entitlement of a page is one small row with its
// sums, worked out by anybody, in any order, once. Completing adds them up: units that are entitled, and the issuer's own,
// are the supply of the record date.
//
// Amounts are fixed when the entitlements are complete, not when pages are paid. The issuer pays in exactly that, and each
// page is one transaction: its payment's row, which keeps it from being paid twice, and one settlement of cash from the
// paying account to each holder (net), to the tax agent (tax, a leg of its own) and to suspense. No row is changed by two
// pages; where the bank has made the paying, tax and suspense accounts high-volume, pages of one block do not meet, as long as
// each stripe holds a page's money. Small pages are paid together. A page has so few accounts that it always fits.
//
// Rounding (package fraction): an amount a unit is rounded once for each account, over all its lots, as the instrument's terms
// say. What the issuer owes on all units beyond that goes to a named residual account when the action is reconciled; where
// accounts get more by rounding up than all units together, the issuer pays what they get. Fractions of units under a factor
// go by their disposition. A fixed number of units is handed out or called whole, by largest remainder over all holders: the
// depository draws the line (DrawCut computes it), and the entitlements are complete only if it is the right one.
//
// Whoever cannot be paid, because its account is frozen or closed or its cash account takes no money, is named by the paying
// agent; the ledger looks whether that is so. The money is then the holder's in suspense: its custodian has it paid to the
// account's own cash account later; it falls back only if the action says when. What pledged or frozen units bring waits there
// for an order.
//
// An action that takes units (redemption, call, split) needs them to be still from its record date on: the depository halts
// the instrument (NO_MOVE) by that day, and the ledger knows since when ([Instrument].StillSince). Then the lots of the
// register are the lots of today; the page names all of them, they are spent, and what is left is made anew, as it stood, with
// lock-ups, pledges and freezes. What was set aside for settlement is free, since the trade was of other units. (A court's move
// in between makes a page fail until it is moved back.) Bonus units are given beside the lots and need no halt.
//
// A floating rate is what the bond's calculation agent published for the day and another person of the agent confirmed: the
// member is part of the publication's key, so that nobody speaks for it.
//
// Market claims: a trade with the income that was settled after the record date, or one without that was settled before,
// left it with the wrong side. Anybody has the ledger find that out, once the obligation is settled; the amount is net of the
// tax that was withheld from who got it. It is paid by the payer's consent or mandate, or waived.
//
// States PAYING and PAID of the reference are no rows here, but the number of payments: a status that each page changed would
// let one page a block be paid. There is no SHORT_FUNDED: less than what was fixed is refused.
package securities
