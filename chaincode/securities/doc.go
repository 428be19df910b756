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
package securities
