// SPDX-License-Identifier: Apache-2.0

// Package onchain is the contract of the chaincode securities: it loads, lets the rules of package securities decide,
// saves, emits and returns. Where money moves, cash is called once, with all legs, after every rule has agreed: if cash
// refuses, nothing of the transaction happens.
//
// # Concealed units
//
//	lots of an account ──ConcealUnits (owner)──▶ pool, a public account of the depository ──RevealUnits (custodian)──▶ an account
//	                                             = sealed lots: FREE ──MoveSealed (custodian)──▶ SPENT, others are FREE
//	                                               FREE ⇄ FROZEN, both ──▶ SPENT: ObeyWrit (depository, at the regulator's order)
//
// Whoever does not want the world to know what he holds conceals it. The units go into the instrument's pool, which is an
// account like any in registers, and sealed lots of as many units take their place: of each the ledger has its custodian, its
// days and a commitment, the SHA-256 of its opening, which has a salt. The opening (holder, account, units, lock-up) is in the
// own collections of the custodian, the depository and the regulator. The live sealed lots of an instrument add up to the lots of
// its pool, at all times: units enter and leave a pool in these two ways alone, and endorsers, who are shown the openings in
// transient and compare each with its commitment, refuse a move that makes or loses a unit.
//
//	                      public   custodian   other custodians   depository   regulator   further endorsers
//	conceal, reveal       all of it: account, units, day
//	holder, units, lock   –        own lots    –                  all          all         in passing, of what they endorse
//	custodian, day, lot   yes
//	admission             –        when shown  –                  keeps it     in passing  in passing
//	order of a court      once it is carried out: lot, act, document; before, the regulator's alone
//
// What leaks: that a custodian moved so many sealed lots into so many, at which custodians and when; that two moves showed one
// admission, though not whose (the hash of its key is in the read set: an investor that minds has many admissions, sealed in one
// transaction with those of others); what was concealed, and so what the first sealed lots together have. Whoever
// conceals and reveals the same odd number on the same day conceals nothing.
//
// MoveSealed is the custodian's: the certificate of the holder would be in the block. It acts on its customer's word, as it does
// when it instructs a settlement, and one transaction spends lots of one holder and account alone. Lots that go to another
// custodian need its endorsement, for nobody else writes in its collection; depository and regulator endorse every one.
//
// ConcealUnits, MoveSealed and ObeyWrit name their endorsers, for a gateway does not choose for values that go to several members'
// collections ("retry specifying trusted endorsing organizations"). Endorsers of the request finds them in instrument and
// constitution, for every client that names nobody: the witnesses, who keep openings or whose word the policies of lots ask for,
// and as few others as make a majority. None of those is a custodian, unless nothing of a holder is in the request; where that
// leaves too few, or the chaincode has another policy than a majority, and for off-line signing, the client is told them
// (EndorsingOrganisations in Go, --endorse on the command line). An endorser sees all of a transaction, and its peer has the
// openings of what is made until its transient store is purged: whoever does not want the receiving custodian to know what stays
// behind cuts the lot first, by a move of which that custodian has nothing at all. RevealUnits is public, and needs no names.
//
// A sealed lot is under the policy: depository and (custodian or regulator). The public could not see that a
// custodian alone had put a greater number behind its commitment, as it would with a lot, so that none alone may write;
// all that happens to sealed lots has the depository's endorsement anyway. Private copies prove nothing: each member can write
// its own collection alone. What counts is the commitment, and PoolProof finds copies that are not what was committed to.
//
// A receiver's admission is a row of a random name in the depository's collection, which only the depository writes; endorsers
// compare what they are shown with its hash, and no row is read whose key tells who. The registry is not asked on the ledger,
// for the same reason: the depository asks at its own peer. Where a class has a limit, the depository takes a slot of it by
// number (TakeSealedSlot), sealed with a hash of the investor, so that one slot has one investor. That each has one is the
// depository's word, which the regulator, who sees all openings, can check. Such a slot stays taken; and no slot of anybody is
// released on a register that shows units in a pool. A cap errs to the strict side.
//
// Orders: the regulator leaves one in its own collection (IssueWrit), so that nobody is warned, and the depository carries it
// out, in front of all endorsers: its hash in that collection is the regulator's word. The order has the commitment of the new
// lot in it. It moves a whole lot, to another custodian if its own does not endorse, and what is frozen arrives frozen.
//
// Income on the pool's units goes to the pool's cash account. SealedHoldings of the record date says at the depository's peer
// whose it is, and the depository pays it on in cash; who withholds tax for whom is on its statement, so that the pool's own
// profile had better withhold nothing. A redemption of all units is such income too, and sealed lots of an instrument that
// has matured are claims to it and no more. An action that leaves other numbers of units (SPLF, SPLR, PCAL, BONU) is
// refused for a register in which the pool has units: they are revealed before its record date. Orders on ordinary lots,
// settlement, auctions and pledges do not reach into a pool.
//
// PurgeOpenings has the caller's member forget spent lots, once their day is over. The public rows stay: a commitment whose
// salt nobody has any more says nothing of anybody, and the sums of what is live are proved without it.
//
//	pool~instrument     sealedlot~instrument~transaction~number + index of the live by custodian     execution~order
//	in own collections: opening~instrument~transaction~number     sealedadmission~random name     writ~order
package onchain
