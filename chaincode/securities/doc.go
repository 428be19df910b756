// SPDX-License-Identifier: Apache-2.0

// Package securities is bonds, shares and fund units as tokens: their register, their market and their settlement.
//
// # Instruments
//
//	ProposeInstrument        ApproveTerms             OpenPrimary       ActivateInstrument       MatureInstrument
//	─────────────────▶ DRAFT ────────────▶ APPROVED ─────────────▶ OPEN ─────────────────▶ ACTIVE ───────────────▶ MATURED
//	                     └───WithdrawInstrument──┴──▶ WITHDRAWN      │  DefaultInstrument      │                        │
//	                                                                 │  ACTIVE, MATURED ──▶ DEFAULTED                   │
//	OPEN, ACTIVE, MATURED, DEFAULTED ⇄ HALTED                        └────────────CloseInstrument, no unit left─────────┴──▶ CLOSED
//
// An issuer proposes terms; the depository that they name approves them, and of a public offer the regulator too, by their
// hash. Terms never change within a version: others are a version of their own, which is in force when it is approved. What
// rows are endorsed by, and what amounts are computed from, stays in all versions: depository, regulator, currency, nominal.
// The issuer's member is neither depository nor regulator of its own instrument.
//
// A halt has a level: NO_TRADE stops what is agreed, NO_MOVE what moves, NO_WRITE issues, redemptions and corporate actions
// too. Orders of courts are carried out at any level, but for a recovery of lots, which waits until units may move.
//
// # Lots
//
// Units of an instrument are in lots. A lot is made once, in one account, and spent once, whole; new lots have its units. A
// spent lot stays where it is, with the business date on which it was spent, so that the lots are the dated journal of all that
// happened, and holdings of any day that is over are computed from them and never change. Nothing has a balance: what
// happens to different lots of one account, issuer or instrument never meets. A transaction names the lots that it spends;
// SuggestInputs finds them beforehand. What is to be sold to many is issued in many lots, and SplitLot makes more of one.
//
//	FREE ──▶ LOCKED or PLEDGED, for a reference ──▶ FREE, or SPENT for that reference alone
//	each of them ──an order──▶ FROZEN ──another order──▶ as before
//	FREE, past its lock-up ──▶ SPENT
//
// Everything goes through [Moves], one for each transaction: units that go in come out, no lot is spent twice, and new lots
// have the strictest lock-up of those that they come from, so that cutting and joining launder none. The rules that decide a
// move are one list ([Move.Obstacles]), which CheckTransfer answers in full. Units that move under an order keep what lies on
// them, a freeze included ([Moves.Enforce]).
//
// A lot's row is under a policy of its own: whatever becomes of it the account's custodian endorses, or depository and
// regulator together where an order is carried out against the custodian's will. The policy is set when the lot is made and
// never changes, and names of lots never come back, since Fabric forgets the policy of a deleted row and invalidates
// transactions on a row whose policy changed in their block. It replaces the chaincode's policy for the lot that is spent;
// the new lots are under the chaincode's, so that the custodian alone moves nothing.
//
// # Who may hold
//
// Each investor is admitted to an instrument by the depository, in a class, until a day, if it meets the policy of the terms
// (package parties). It is the investor that is admitted, with all its accounts. A class may have a limit: it then has as many
// slots, each a row, and who is admitted takes one by its number, so that the limit is exact without a counter. Whoever is
// not admitted, or no more, may sell. A slot is free again when a closed register of the day on which the admission ended, or
// a later one, shows the investor without units: it can get none any more, so that this stays true. Lowering a limit takes
// nobody's slot. An alias is an investor of its own: its host answers for who is behind it.
//
// # The register
//
// Every transaction reads the business date, and rolling it invalidates what is under way: a day ends exactly. After it the
// depository counts the register in pages (CountRegister), each of named lots in a part of the register. Every lot must have
// been there at the end of the day, and is in one part only; pages of a register do not overlap. CloseRegister asks for one
// thing more: that the pages add up to the supply of that day. Since nothing was counted twice, nothing was left out. No
// transaction scans, and trading goes on. Closed registers are what corporate actions pay by; a holding has the owner and the
// tax profile that its account has when the page is counted.
//
// The supply is kept in 256 stripes, each with what was made and redeemed on which date. Redemptions of different pages of a
// register write different ones. Stripes keep the changes of 400 days apart, and one sum of what is older.
//
// The buckets of the register are the first two bytes of the SHA-256 of an account's name: of a small instrument one page has
// all of them, of one with a million holders a page has a few.
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
// What an order of a court keeps a side from is not its fail: such days and frozen units do not count (see [Stops]).
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
// Whoever cannot be paid, because its account is closed or its cash account takes no money, is named by the paying agent; the
// ledger looks whether that is so. The money is then the holder's in suspense: its custodian has it paid to the account's own
// cash account later; it falls back only if the action says when, and never while the account is frozen.
//
// What orders hold back nobody names. A row for each custodian has its accounts that are frozen, or that another took the
// place of; one for each instrument has how many units are frozen lot by lot. Orders write them (the latter also a conversion of
// frozen lots), a payment reads them once, and of a freeze and a payment in one block the later one is invalid. The income of
// such an account waits in suspense. So does, in proportion and rounded up, that of frozen units, dividends and coupons too,
// or an issuer could empty them for its friends; what a bonus gives beside them is frozen. What redeemed units bring that were
// pledged or frozen waits as well, of an account that has others too no more than their part. An instrument's own freeze holds
// payments back at NO_WRITE alone.
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
//
// # Collateral
//
// A pledge leaves the units where they are:
//
//	OfferPledge ─▶ OFFERED ──AcceptPledge (the secured party)──▶ ACTIVE ──DefaultPledge──▶ DEFAULTED ──AppropriatePledged, BuyPledged──▶ REALISED
//	OFFERED ──EndPledgeOffer──▶ WITHDRAWN                          └───────DischargePledge──────┴──▶ DISCHARGED
//
// Which lots secure a claim is on the lots, PLEDGED for "pledge:" and the name, so that what corporate actions make of them is
// pledged too. Income goes where it goes without a pledge: coupons and dividends to the pledgor, the money of a redemption to
// suspense. ReleasePledged frees lots by the secured party, and by who has them once the pledge is over. A substitution is asked
// for by the pledgor, or who took its place, agreed to by the secured party in the same words, and refused by the ledger where
// what comes in is worth less than what goes out. After a default and its notice, in business days of the terms' calendar, the secured party takes
// units at the closing price of the business day before, which nobody chooses: as many whole units as are worth no more than
// what is left of the claim, their value rounded up. Or it offers them to a third party, which takes them by its own
// transaction, at no less than a part of the closing price that the terms name and no more units than the claim needs; the
// secured party gets what is left of the claim, the pledgor the rest.
//
// A repo transfers title (GMRA); it is a term repo in one instrument:
//
//	ProposeRepo ─▶ PROPOSED ──AgreeRepo──▶ AGREED ──SettleOnLeg──▶ ONLEG_SETTLED ──SettleOffLeg──▶ OFFLEG_SETTLED
//	                  │                      │           CallMargin │▲ MeetMargin   (AgreeRepoSwap leaves it as it is)
//	                  └──────CancelRepo──────┤                      ▼│
//	                   CANCELLED, EXPIRED ◀──┘              MARGIN_CALLED ──SettleOffLeg──▶ OFFLEG_SETTLED
//	ONLEG_SETTLED, MARGIN_CALLED ──DeclareRepoDefault──▶ DEFAULTED ──CloseOutRepo──▶ CLOSED_OUT ──PayCloseOut──▶ paid
//
// No amount is passed in. The purchase price follows from a closing price and from what covers it: a haircut h lends value × (1 - h),
// an initial margin m value ÷ m, rounded down; both are kept as what they are, for they give other exposures too. Interest is price
// × rate × days ÷ 360 or 365, for the days between the two legs as they were settled, rounded once, half up. The exposure at the
// closing price of the business day before is what is owed less the value after the haircut, or what is owed times the margin less
// the value, less cash margin, rounded towards zero. All of it is called for where it is above the threshold and not below the
// least transfer. Margin in money is remembered and comes off the repurchase price; margin in units is collateral like the
// other. What is given back are equivalent units: any lots past their lock-up. Before the repurchase date that takes the
// seller's hold for exactly this. Income whose record date falls between the legs is passed on ([Passing]), net of the tax that
// was withheld from the buyer, due on the day of the action's payment and collected by mandate not before, paid once. Where a
// call, the repurchase or the income was missed and its grace is over, the repo ends: everything is valued at the closing price of
// the day of the default, and one net amount is left, whoever defaulted.
//
// Each leg is one transaction with cash, by hold (purpose "repo:", the name, a dot and the leg), mandate ("repo") or signature.
// The repo's row says what is to be done, under the chaincode's policy. Its book is the record of finality, as an obligation
// is: its row asks for both custodians, the depository and both banks. A pledge's row, and that of a sale, ask for the custodians
// and the depository; the regulator stands in for a pledgor's custodian that refuses.
//
//	pledge~id   pledgesale~pledge~buyer   repo~id   repobook~id   manufactured~repo~action   unitaction~instrument
//	pledge and repo + indexes by the account that gave (given) and by the one that received (received)
//
//	OfferPledge, ProposePledgeSwap                                             owner of the pledged lots
//	AcceptPledge, ReleasePledged, DischargePledge, AgreePledgeSwap, DefaultPledge,
//	AppropriatePledged, SellPledged, WithdrawPledgedSale                       owner of the secured account
//	BuyPledged                                                                 owner of the buying account
//	ProposeRepo, AgreeRepo, CancelRepo, CallMargin, DeclareRepoDefault, CloseOutRepo   either side, each of its own
//	SettleOnLeg, ProposeRepoSwap                                               the seller
//	SettleOffLeg, AgreeRepoSwap                                                the buyer
//	MeetMargin                                                                 who was called
//	RaiseManufactured, RestateRepo; PayManufactured, PayCloseOut by the payer's consent   anyone
//
// What differs from the GMRA: cash margin bears no interest, margin is for each repo and not for all between two parties, an
// open repo without an end is not known. SUBSTITUTED and MET of the reference are movements in the book, and no states. The
// depository of the first collateral keeps endorsing when there is other collateral. Bonus units are not pledged; the secured party
// looks after itself.
//
// A split, bonus, call or redemption over an open repo changes what is given back (GMRA, Equivalent Securities): see [Restating].
// A closing price counts only for units that are with or without a split as its are (PRICE_NOT_ALIKE), for pledges too.
//
// # Enforcement
//
//	GiveCourtOrder            CosignCourtOrder             ExecuteCourtOrder, page by page
//	────────────────▶ ORDERED ─────────────────▶ COSIGNED ─────────────────────────────▶ EXECUTED ──another order──▶ REVERSED
//	                     └──WithdrawCourtOrder, nothing done yet──┴──▶ WITHDRAWN
//
// An order of a court or an authority names its legal document by hash, and is of one kind: FREEZE (an account, units of an
// instrument in an account, or an instrument), UNFREEZE, TRANSFER or RECOVERY. Each is a power of its own: what is frozen stays
// frozen wherever an order, a split or a call takes it, until an order that names that very freeze ends it.
//
// The regulator of the instrument gives the order, and the instrument's depository agrees: two members, and never one person.
// A freeze is urgent and takes nothing from anybody, so that another person of the regulator may agree to it instead; to end
// one takes the depository. Accounts are of no instrument: an account is under the regulator of an instrument of which it has,
// or had, a lot, which the order names as evidence. Either member carries the order out. The policy of a lot lets these two
// endorse in place of its custodian, so that a custodian that refuses is not needed, and one that is willing does not suffice
// where the order is not agreed to. A freeze of the account first keeps its units from moving away before the pages come.
//
// A frozen account neither gives nor receives; a change that its owner waits for is dropped, so that income goes nowhere else. A
// halt under an order is a member of its own on the instrument (Stay): resuming the instrument does not end it. Of a lot that
// is frozen in part, the rest is a lot of its own.
//
// A transfer moves named units of named lots, up to what the order says, in pages that each have a number. The receiver is
// admitted, or a court's account: units come only to whom a place in its class is kept, so that a cap cannot be breached, needs
// no mark that it is, and holds up no order either, since a court's account takes what nobody else can. Whoever owns that, units
// leave it by an order alone: it neither sells, pledges nor conceals. A transfer is reversed by one back, into an account that
// may be closed or frozen by then.
//
// A recovery puts an account in the place of a lost one, of the same owner or of the successor whom the order names. From its
// first page on, lots or none, the lost account is closed for good and gives nothing ([Account].Successor); a freeze of it is
// on the new one. Whole lots follow in pages, of every instrument that the same two members answer for; other members give an
// order of their own to the same account. What waits in suspense on the lost account, or could not be paid on it later, is paid
// to the new one's cash account by its custodian. While an instrument's units are still its lots wait, since an event may count
// on them; if they are redeemed meanwhile, the money waits in suspense. Admissions are the investor's and need not follow.
//
// Pledges go with the units, and are realised where those are, unless in a court's account. A lock for a settlement or a batch
// does not, for it is on the very lot, and no other account's trade could ever take it off. So a pending trade of a closed,
// frozen or emptied account is not settled (ACCOUNT_REFUSED, LOT_ENCUMBERED, LOT_SPENT); it is called off by both sides, or
// what was set aside is reclaimed once its lock is over, and the new account trades anew. Subscriptions of a closed account
// are refunded, its orders in an auction do not count. Nothing is paid twice, since instructions and subscriptions stay with
// the account for which they were entered.
//
// What encumbered units brought is freed by an order for exactly that amount (UNFREEZE of INCOME), by ReleaseSuspense. Every
// step of an order is an event with the member, its role and the document.
//
// There is no reversal of a recovery: it is undone by another recovery, from the new account to a third one.
//
//	court~order + index by instrument and by account     barred~custodian     frozen~instrument
//
// # Concealed units
//
// Whoever does not want the world to know what he holds conceals it: his units go into the instrument's pool, an account like any
// in registers, and as many are in sealed lots, of which the ledger has custodian, days and a commitment alone. Package onchain
// says who sees what, who endorses, and what leaks.
//
// # Roles
//
//	GiveCourtOrder, WithdrawCourtOrder                            regulator of the instrument
//	CosignCourtOrder, ExecuteCourtOrder                           its depository or its regulator
//	ProposeInstrument, ProposeTerms, OpenPrimary, RequestIssue, CancelUnits    issuer, for its own instruments
//	ActivateInstrument, DefaultInstrument, CloseInstrument, DecideIssue, AdmitInvestor(s), EndAdmission, ReleaseSlot,
//	CountRegister, CloseRegister, OpenPool, TakeSealedSlot, SealAdmissions, EndSealedAdmissions, ObeyWrit
//	                                                              depository of the instrument
//	IssueWrit, WithdrawWrit                                       regulator of the instrument
//	MoveSealed, RevealUnits                                       custodian of the sealed lots
//	ApproveTerms, HaltInstrument, ResumeInstrument                its depository or its regulator
//	WithdrawInstrument                                            its issuer or its depository
//	OpenAccount(s), ConfirmAccount, CloseAccount                  custodian of the account
//	ChangeAccount, TransferUnits, SplitLot, SweepLots, ConcealUnits   owner of the account
//	MatureInstrument and every query                              anyone
//
// # Invariants
//
//   - the live lots of an instrument are its supply, on every day;
//   - a lot has at least one unit, is spent once at most, and is never changed or deleted after that;
//   - in each transaction as many units go in as come out, what is issued and redeemed added;
//   - what is locked, pledged or frozen is spent for what has it alone, or under an order, and a freeze stays on it;
//   - no move shortens a lock-up;
//   - of a class with a limit there are at most as many investors, counted as investors and not as accounts;
//   - a register closes if and only if it has all that was held at the end of its day;
//   - the live sealed lots of an instrument are what is in its pool, and each is spent once at most;
//   - cap tables, statements and registers of a day that is over are computed from the lots and never change;
//   - terms never change within a version.
//
// # Keys
//
//	instrument~id + unique by ISIN     terms~instrument~version     issue~id     issuance~instrument     supply~instrument~stripe
//	account~id     admission~instrument~party     slot~instrument~class~number
//	lot~instrument~stripe~bucket~transaction.number + index of the live by account
//	page~instrument~day~first bucket   tally~instrument~day~first bucket   register~instrument~day
//
// # Where this differs from the usual design
//
// End-of-day positions, and journal rows beside the lots, are not stored: a spent lot that stays has the same in it, in one
// row in place of three. A snapshot needs no freeze and no scan, for its completeness is proved by its sum.
//
// Admission is checked when units are received. Whose admission ended is not made to sell.
//
// # What is not here
//
// Moving an account to another custodian: its lots are transferred to an account there. Netting of what one investor holds at
// several custodians: its accounts are its own to add up. Old lots are not pruned: they are the proof of every register.
package securities
