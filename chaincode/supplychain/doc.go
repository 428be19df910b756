// SPDX-License-Identifier: Apache-2.0

// Package supplychain is supply-chain finance: a buyer's undertaking to pay can be split, passed on to suppliers' suppliers,
// financed once, and is paid at maturity to whoever holds it.
//
// # Units and slices
//
// An undertaking of a face of N minor units is the units 1 to N, as a bill package is on the Shanghai Commercial Paper
// Exchange. A holding is a [Slice]: the units a to b. Splitting, passing on a part and merging move borders, so slices
// tile the undertaking by construction and no row of the undertaking changes: what happens to different slices of one
// undertaking happens in one block. A slice has one status and one deal, so that on each unit lies one encumbrance at
// most.
//
//	             OfferSlice              AcceptSlice
//	HELD ───────────────────▶ OFFERED ─────────────────▶ HELD by the transferee
//	 ▲ ▲                         └──DeclineSlice──▶ HELD
//	 │ │    RequestFinance                FundDeal
//	 │ HELD ──────────────▶ LOCKED ──────────────────▶ FINANCED by the financier, PLEDGED by the holder (loan),
//	 └──────UnwindDeal────────┘                        EXTINGUISHED (paid early by the obligor)
//
//	HELD, FINANCED, PLEDGED and the rest ──Distribute──▶ REDEEMED, once the whole face came in
//
// Charges telescope: the charge of the units a to b is the rounded charge of the first b less that of the first a−1, so
// that any way of cutting costs the same. Payments do too: [Discharge] has a level for the whole undertaking, and a slice
// at level l of N has got floor(l·b/N) − floor(l·(a−1)/N). Slices therefore rank pari passu, whatever was split when.
//
// # From order to undertaking
//
//	PlaceOrder ─▶ ReceiveGoods ─▶ SubmitInvoice ─▶ MATCHED ─ProposeUndertaking─▶ PROPOSED ─IssueUndertaking (another
//	person)─▶ ISSUED ─TakeUp (the payee)─▶ ACTIVE, irrevocable
//
// An invoice is matched with its order and the receipts, counting all invoices of the order: what is billed of a line
// exceeds neither what was received nor, by more than the tolerance, what was ordered. What does not match needs two
// persons of the buyer, or a correction. A conditional undertaking becomes unconditional when recorded events meet its
// conditions, or lapses after its longstop.
//
// # A deal
//
//	             QuoteDeal (in the financier's own collection), AgreeDeal      FundDeal
//	REQUESTED ─────────────────────────────────────────────────────▶ AGREED ───────────────▶ FUNDED ─▶ REPAID
//	    └──────────────UnwindDeal──────────────▶ UNWOUND ◀─────────────┘
//
// Funding is one transaction with cash: the financier's hold, whose notary is this chaincode and whose purpose is the
// deal, is paid to the seller; the slice changes hands; the lines are drawn; the invoice's tokens are financed. Cash
// refuses a hold of another amount, and then nothing happens at all. The price is that of the business date of funding.
// A round takes five transactions: request, quote, agreement, hold, funding.
//
// Credit lines are buckets, each with a share of the limit: the sum of what buckets have reserved and drawn never exceeds
// the limit, and deals of one line in one block need not meet. A deal uses the financier's line on the obligor, and its
// line on the seller where there is one, with the face less the reserve.
//
// # Financed once
//
// Within an undertaking, slices see to it. Across documents, the register does: package duplicate makes tokens of an
// invoice under keys that the keeper of the register (role regulator) alone holds, in its own collection. An invoice
// whose tokens are those of a financed one is refused when it is registered; of two that are registered, the first to be
// funded has the claim, also within one block; for ever, also after repayment. An invoice that looks like another needs
// a second person of the keeper. Endorsers check that the tokens of every epoch are there and what the entries under them
// say; that tokens are an invoice's own is the keeper's word, since only it has the keys.
//
// # Maturity
//
// Collect takes the obligor's money, by its mandate, its hold or its signature, into the programme's collection account,
// which belongs to this chaincode; Distribute pays up to 1,000 slices in one transaction. What a financed slice gets goes
// through the waterfall of its deal: costs, fees, late interest, interest, principal, guarantor, and the rest to the
// seller. The steps are two because a payer's money and the payment of a thousand holders then fail apart: the money is
// in, whoever's account is frozen.
//
// # Roles
//
//	OpenProgramme, CloseProgramme, PlaceOrder, ReceiveGoods, variance, ProposeUndertaking, IssueUndertaking, Withdraw…
//	                                              anchor-buyer, for the caller's own firm
//	SubmitInvoice, CorrectInvoice, TakeUp         supplier, of the invoice
//	SetLine, QuoteDeal                            financier, in its own name (an anchor quotes for early payment)
//	slices, requests, agreements                  whoever holds the slice
//	FundDeal                                      seller or financier of the deal
//	the register of invoices                      regulator
//	Collect, Distribute, DeclareDefault, Lapse    anyone: the result is determined, and cash decides whose money moves
//
// Who acts comes from the certificate alone: its party and its member.
//
// # Invariants
//
//   - the slices of an undertaking tile its units, with neither gap nor overlap;
//   - a unit has one encumbrance at most; extinguished and redeemed units never return;
//   - proceeds, discount, fee and reserve of a deal add up to its face;
//   - reserved and drawn of a line never exceed its limit, and all of it is free when its deals have ended;
//   - a collection divides into claims and residual exactly, in order, and fills no claim over;
//   - an obligor that pays the face has paid it to holders, to the last unit, whatever the splits;
//   - money that came in on an undertaking is what was distributed of it and what the collection account has for it;
//   - no token of a financed invoice is financed again.
//
// # Privacy
//
// Quotes are in the quoting financier's own collection: the ledger has a salted hash. The seller shows the one that it
// accepts, every endorser compares it with the hash, and the others are never seen. The register's tokens tell nobody
// anything without the keys. Events carry identifiers and states.
//
// What is public on the channel: orders, invoices, faces, holders and agreed terms, for endorsers can only check what they
// see; and amounts are on cash in any case. A downstream holder that its obligor must not recognise takes part under a
// registered party that says nothing to others, and by a certificate of that party.
//
// # Keys
//
//	programme~id   line~financier~debtor~currency   bucket~…~number   order~id   receipt~id   invoice~id
//	undertaking~id + index by obligor     discharge~undertaking   slice~undertaking~first unit + index by holder
//	deal~id   quote (private)   epoch~current   ring (private)   registration~invoice   token~class~epoch~value
//	collection~undertaking~number   distribution~undertaking~transaction
//
// # Where this differs from its models
//
// The reference for this domain has an undertaking PROPOSED, ISSUED and ACTIVE and its payments in the same record; here
// payments are in a record of their own, for otherwise each would invalidate all transfers of the block. It has a
// fingerprint REPAID and CLOSED; here a financed token stays financed, which blocks just as well and writes nothing at
// maturity.
package supplychain
