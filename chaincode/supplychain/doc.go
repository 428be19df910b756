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
//	PLEDGED ──Repurchase, at any time──▶ HELD by the borrower;  FINANCED ──Repurchase, after CallRecourse──▶ HELD by the seller
//	HELD, FINANCED, PLEDGED and the rest ──Distribute──▶ REDEEMED, once the whole face came in
//	whatever is live, unless it is disputed ──FreezeSlice──▶ FROZEN ──UnfreezeSlice──▶ as before
//
// An arbiter (role regulator) freezes units under an order: nothing happens to them until it ends, and what the obligor
// pays on them waits in the collection account. Whatever lay on them lies on them still.
//
// Charges telescope: the charge of the units a to b is the rounded charge of the first b less that of the first a−1, so
// that any way of cutting costs the same. Payments do not: the telescoped part of a payment may fall when the payment
// grows, and a holder would owe back what it got. Units are paid in a fixed order instead, scattered over the whole, and
// a slice gets as many units of a payment as are its own in that order (see pariPassu). Slices therefore rank pari passu
// to within cents, whatever was split when, nobody ever owes anything back, and who holds units of a paid undertaking
// was paid each of them.
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
// A financier sells a funded deal on to another: OfferDeal names buyer and price, and BuyDeal moves the buyer's money, the
// paper, the claims, the recourse to the seller and the use of credit lines in one transaction, if the deal is still as
// the buyer knows it. The former financier answers for nothing any more.
//
// Credit lines are buckets, each with a share of the limit: the sum of what buckets have reserved and drawn never exceeds
// the limit, and deals of one line in one block need not meet. A deal uses the financier's line on the obligor, and its
// line on the seller where there is one, with the face less the reserve.
//
// # Financed once
//
// Within an undertaking, slices see to it. Across documents, the register does: package duplicate makes tokens of an
// invoice under keys that the keeper of the register (role register-keeper) alone holds, in its own collection. An invoice
// whose tokens are those of a financed one is refused when it is registered; of two that are registered, the first to be
// funded has the claim, also within one block; for ever, also after repayment. An invoice that looks like another needs
// a second person of the keeper. Endorsers check that the tokens of every epoch are there and what the entries under them
// say; that tokens are an invoice's own is the keeper's word, since only it has the keys.
//
// # Auctions
//
//	OpenSale ─▶ CommitBid … (until a date) ─▶ RevealBid … (until another) ─▶ AwardSale ─▶ AGREED, or REQUESTED again
//
// Units may instead be sold by sealed bids (package auction). Bids are salted commitments; they are revealed to endorsers,
// which check them, and handed to the seller; the ledger keeps neither. The seller awards with all that were revealed:
// leaving one out is refused, and the winner is a function of the bids and the lines. Who does not reveal has lost, and
// pays the penalty that the seller set: every bidder deposits it, by a hold in favour of the seller whose notary is this
// chaincode and whose purpose is "bid:" and the deal; after the award SettleDeposits pays those of the silent to the
// seller and gives the others back. That is not part of the award: a deposit that a regulator froze stops neither the
// award nor the others. While a deal is on sale, its seller takes no other quote and does not withdraw.
//
// # Maturity
//
// Collect takes the obligor's money, by its mandate, its hold or its signature, into the programme's collection account,
// which belongs to this chaincode; Distribute pays up to 1,000 slices in one transaction. What a financed slice gets goes
// through the waterfall of its deal: costs of enforcement that an arbiter awarded, fees, late interest, interest,
// principal, guarantor, and the rest to the seller. The steps are two because a payer's money and the payment of a
// thousand holders then fail apart: the money is in, whoever's account is frozen. Where many undertakings are paid at
// once, the bank that keeps the collection account marks it as high-volume.
//
// What an obligor pays later than the programme's grace bears interest from the due date on, at the programme's late rate:
// Collect takes it along, and it is shared as payments are, by all units in their order, so that holders get it with
// nobody complaining. What falls on financed units goes through their deal's waterfall; what a financier charges its
// seller for lateness is in the deal's own terms.
//
// Whatever changes what an obligor owes leaves a movement; Rollforward adds an obligor's up, from an opening through what
// was confirmed, paid and fell away to a closing, as buyers in supplier finance programmes disclose it (FASB ASU 2022-04).
// It is of faces, without late interest.
//
// # What may go wrong
//
// The obligor's credit: a financier with recourse calls on its seller once the paper is overdue, and the seller pays and
// has its paper back; one without bears the loss and writes it off, unless a guarantor that it chooses pays on the
// ninetieth day after the due date, who then ranks behind it in what still comes in.
//
// The seller's own doing: for a breach of its warranties or a fraud a financier comes back to the seller without recourse
// too, before the due date or after. It claims on evidence, whose hash the ledger keeps; the seller pays and has its paper
// back, or waits for an arbiter (role regulator), who upholds the claim or dismisses it, and dismissed evidence is not
// heard again. The seller then owes all that is owed on the deal, without a rebate for days that are not over. As with
// every recourse the ledger records the claim and takes no money from a seller that gave neither mandate nor hold.
//
//	FUNDED ──CallRecourse──▶ RECOURSE_CALLED ──Repurchase (the seller)──▶ REPAID, the paper is the seller's again
//	  ▲────DecideRecourse: dismissed────┘  └─DecideRecourse: upheld─▶ RECOURSE_CALLED, owed from that day on
//
// The goods: the obligor disputes units, which are then withheld. It proves its claim within 60 days or the dispute
// lapses; either side may give in; on evidence, an arbiter (role regulator) decides. For the buyer, the units are
// extinguished, and the financier comes back to the seller for what neither the reserve nor the other units bring, with
// recourse or without. For the supplier, the obligor pays what it withheld, and the units go on. A dispute raised within
// 90 days after the due date suspends the guarantee, and after 180 days none is heard. Where the programme does not keep
// defences, only the first payee's own paper is disputed.
//
//	RaiseDispute ─▶ OPEN ─ProveDispute─▶ EVIDENCED ─ConcedeDispute, DecideDispute─▶ FOR_BUYER, FOR_SUPPLIER
//	                 └──LapseDispute──▶ FOR_SUPPLIER, or FOR_SUPPLIER_UNPAID ─PayArrears─▶ FOR_SUPPLIER
//
// # Goods and conditions
//
// Events of goods (package trace) are recorded by the hash of GS1's Core Business Vocabulary 2.0, with what a trace needs
// of them. A condition of an undertaking is decided on all recorded events of its items, which are found by point reads,
// so that nobody chooses which to show, and counts the word of the recorders that it names.
//
// # Assessments
//
// Each collection and each repurchase leaves a payment record. AssessFirm makes a score of all records of a party, and of
// what it still owes (package score), and lists them; whoever has the records computes the same. A party's assessment is
// shown to itself and to whom it gave leave; whoever the party hands its assessment has its own peer compute it again
// (VerifyScore), which refuses one that is older than the policy allows or that the ledger has overtaken.
//
// # Roles
//
//	OpenProgramme, CloseProgramme, PlaceOrder, ReceiveGoods, variance, ProposeUndertaking, IssueUndertaking, Withdraw…
//	                                              anchor-buyer, for the caller's own firm
//	SubmitInvoice, CorrectInvoice, TakeUp         supplier, of the invoice
//	SetLine, QuoteDeal                            financier, in its own name (an anchor quotes for early payment)
//	slices, requests, agreements                  whoever holds the slice
//	FundDeal                                      seller or financier of the deal
//	the register of invoices                      register-keeper
//	DecideDispute, DecideRecourse, AwardCosts, FreezeSlice, UnfreezeSlice
//	                                              regulator, as arbiter
//	OfferDeal, BuyDeal                            financier: of the deal, and who was offered it
//	RaiseDispute, ProveDispute                    anchor-buyer, the obligor
//	ConcedeDispute                                the obligor, or the first payee
//	CallRecourse, CallGuarantee, WriteOff         financier of the deal; Repurchase its seller
//	GiveGuarantee                                 insurer or financier
//	OpenSale, AwardSale, CancelSale               the holder who sells; CommitBid and RevealBid financiers
//	Collect, Distribute, DeclareDefault, Lapse    anyone: the result is determined, and cash decides whose money moves
//
// Who acts comes from the certificate alone: its party and its member, together. Where somebody acts as a firm for the first
// time, the registry has to say that this member hosts it.
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
//   - no token of a financed invoice is financed again;
//   - without recourse, a seller answers for dilution, breach and fraud, and never for the obligor's credit;
//   - the movements of an obligor add up to what is outstanding on its undertakings.
//
// The tests hold them under random histories; [Books.Audit] checks them on a ledger.
//
// # Privacy
//
// Quotes are in the quoting financier's own collection: the ledger has a salted hash. The seller shows the one that it
// accepts, every endorser compares it with the hash, and the others are never seen. Losing bids are not on the ledger.
// The register's tokens tell nobody anything without the keys. Events of goods are kept by their hash and what a trace
// needs. Events of this chaincode carry identifiers and states.
//
// Items, quantities and prices of orders and invoices are on no block either: an order's book is sealed under a salt, and
// whoever changes it shows it to the endorsers ([OrderBook]). Buyer and supplier each keep the book; every change of it is
// a function that both can carry out.
//
// What is public on the channel: who trades with whom, totals of invoices, faces, holders' parties, agreed terms and
// credit lines; amounts are on cash in any case. Endorsers see what they check, so that the members whom a client asks to
// endorse learn the lines of an order, an accepted quote or a revealed bid in passing.
//
// A holder that the obligor must not recognise takes part under an alias (package parties): the channel, and every event,
// sees that somebody hosted by a member holds the paper, its host knows who that is, and at presentation the holder shows
// salt and identifier, which the obligor's own peer verifies. One alias for each undertaking links nothing with anything
// else. An alias is nobody's supplier in an order that is to be financed, since the register compares legal entities.
// Rules that keep two sides apart compare parties: a firm may be on both sides of a transfer or a deal under an alias, an
// alias has payment records of its own, and its host answers for what it is used for.
//
// # Keys
//
//	programme~id   line~financier~debtor~currency   bucket~…~number   order~id   receipt~id   invoice~id
//	undertaking~id + index by obligor     discharge~undertaking   slice~undertaking~first unit + index by holder
//	deal~id + index by undertaking   quote (private)   epoch~current   ring (private)   registration~invoice   token~class~epoch~value
//	collection~undertaking~number   distribution~undertaking~transaction   payment~obligor~id   disclosure~of~to
//	dispute~id   guarantee~undertaking~guarantor   sale~deal   event~hash   mention~item   movement~obligor~currency~date~transaction
//
// # What is not here
//
// Closing tokens at repayment: a financed token stays financed for ever. The usual statement of the rule has a state
// CLOSED after repayment that blocks as well; it would write every token of an invoice at maturity and tell nobody more.
//
// Another account for paper that is held: it is paid to the account with which its holder took it up or over. Who could
// change that could redirect a payment, which is how such frauds are done, and an account of cash has no end.
//
// Foreclosure of pledged paper: what comes in on it goes to the lender first in any case, and the rest is the borrower's.
package supplychain
