// SPDX-License-Identifier: Apache-2.0

// Package auction sells a receivable to the financier that finances it at the least cost, by sealed bids.
//
// A bid is a rate and fees. A financier first commits to it: the SHA-256 of a salt of at least 128 bits and the bid in
// canonical JSON, which names auction and bidder, so that nobody can hand in another's commitment as its own, and
// nobody can find the rate by trying all rates. When commitments are closed, bids are revealed; whoever does not reveal
// has lost, and owes the penalty of the terms. The award depends on the revealed bids, the commitments' order and the
// financiers' limits alone, so every endorser finds the same winner.
//
//	            Commit (bidder)              Reveal (bidder)
//	             ┌────┐                       ┌────┐
//	Open ──────▶ OPEN ── last day to commit ─▶ CLOSED ── last day to reveal, or all revealed ──Award──▶ AWARDED, NO_AWARD
//	              └──Cancel (seller, no commitment yet)──▶ CANCELLED
//
// OPEN turns CLOSED by the business date alone: no transaction does it, and none can delay it.
//
// # Ranking
//
// By all-in cost, which is the discount and all fees: what the seller gives up, not the rate it is told. The discount
// is the bank discount, face × rate × year fraction, or the true discount, face − face ÷ (1 + rate × fraction); each is
// rounded half up, once, and telescopes over the units of the root receivable, so that the parts of a receivable cost
// together what the whole costs. Equal costs rank by the order in which commitments came. A bid above the reserve rate,
// or whose cost would eat up the face, is not eligible. The first eligible bidder that has the limit wins; there are no partial fills: whoever wants to sell
// to several financiers splits the receivable and holds an auction for each part, as bills of the Shanghai Commercial
// Paper Exchange are split.
//
// # Sources
//
// Commit and reveal follow the sealed-bid auction of Hyperledger's fabric-samples, whose bids carry no salt and can be
// guessed; Fabric's documentation of private data asks for a random salt for that reason. Ranking by cost to who bears
// it, bids only within a financier's limit, and bids that only the seller sees, are those of India's TReDS platforms
// (Reserve Bank of India, Guidelines for the Trade Receivables Discounting System).
package auction
