// SPDX-License-Identifier: Apache-2.0

// Package callauction finds the one price of a call auction, and who trades at it with whom.
//
// The outcome is a function of the terms, the orders and a digest of the orders alone: not of the sequence in which orders
// came or are given, and of no clock. Whoever has the orders computes the same.
//
// # The price
//
// Every price on the tick grid is a candidate. Demand at a price is what buyers with that limit or a higher one want, supply
// what sellers with that limit or a lower one offer, and the lesser of the two is the volume. The price is
//
//  1. one of those with the greatest volume;
//  2. of these, one with the least imbalance, which is the distance of demand and supply;
//  3. of these, the one nearest to the reference price.
//
// Demand falls with the price and supply rises, so that the prices left after 2 are neighbours on the grid, and the nearest
// to the reference price is one and only one: the reference price itself if it is among them, else the end towards it.
// (The principle of greatest executable volume is that of the auctions of Xetra and Euronext. They take limits alone as
// candidates, and look at the reference price last as we do; the grid takes nothing from anybody, since volume does not
// grow between limits, and the price between a lone buyer and a lone seller is then the reference price instead of one of
// their limits.)
//
// # Who trades
//
// The side with less trades in full. On the other, better limits go before worse ones; the level at which the quantity ends
// is shared in proportion to size by the largest remainder, in lots. Remainders that are equal go by SHA-256 of the session,
// the digest of all orders and the order's name, the least first. The digest is not known before the last order is in, so
// that nobody picks names that win; who comes last might pick its salt, for one lot.
//
// # What does not count
//
// An order off the tick or the lot, and every order of an owner whose own limits cross, since it would trade with itself:
// the owner cannot want that at both limits, and a trade without another is no trade (Regulation (EU) 596/2014, article 12).
// They are void, with the reason, and the auction goes on without them.
package callauction
