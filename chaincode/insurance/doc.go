// SPDX-License-Identifier: Apache-2.0

// Package insurance is policies and claims: products as frozen data, policies as stacks of transactions, premiums and
// payments that move in cash in the same transaction as the right that they are for.
//
// # Products
//
//	DraftProduct      SubmitProduct        ActivateProduct (another person)   SuspendProduct
//	─────────▶ DRAFT ─────────▶ SUBMITTED ─────────▶ ACTIVE ◀──────────────────────▶ SUSPENDED
//	              ▲──ReturnProduct──┘                  └───WithdrawProduct───▶ WITHDRAWN ◀──┘
//
// A [ProductVersion] says everything as data: covers with limits, deductibles, average and coinsurance; rates, questions
// about the risk, referral limits; taxes, commission, the method of refunds, grace; how claims are dealt with and by when;
// triggers. Nothing of it changes from submission on, and each period of a policy pins the version under which it was
// written, whatever becomes of the version.
//
// A [Panel] is who takes the risk: an insurer alone, or a lead with followers (coinsurance), each with a share in parts per
// billion. Every insurer signs its line itself, and a panel never changes: other shares are another panel. What comes in
// and what goes out is divided by largest remainder.
//
// # Quotes
//
// Everything that both sides of a contract agree on takes one way: a new policy, a renewal, an endorsement, a
// reinstatement.
//
//	RequestQuote        OfferQuote                    AcceptQuote, up to a price     BindPolicy
//	────────▶ PRICED ──────────────────▶ OFFERED ─────────────────────▶ ACCEPTED ───────▶ BOUND
//	             └─beyond limits─▶ REFERRED ─ApproveQuote (another underwriter)─▲
//	PRICED, REFERRED ──DeclineQuote──▶ DECLINED      what is not bound ──WithdrawQuote──▶ WITHDRAWN
//
// The premium is a function of the product, the policy and the day. It is found anew at binding, and one above what the
// policyholder accepted is refused: a tax may have risen when a first day is moved, a premium may have been paid
// meanwhile. A draft is in the asker's own books; an offer that is over is refused by its date and needs no transaction.
// Products may be sold straight through: what is within all limits is an offer at once. An endorsement from a day before
// today is referred whatever its sums: a loss may have been since. Who asks for a new policy may say up to which price it
// accepts: an offer that comes to no more, with the insurers that the quote named, is ACCEPTED as it is made.
//
// Parametric policies are made by the hundred. ApplyForPolicies is many requests of one policyholder, each a quote of its own;
// IssuePolicies has the insurer offer what waits for an underwriter and bind up to 500 quotes of any policyholders, by the
// rules of single ones, and calls cash once, by the policyholders' mandates. Nothing is issued beyond a policyholder's word,
// and what needs a second underwriter has to have its word first. All are issued or none. A policy reads five keys and writes
// seven with two triggers. The premium of a parametric product is one instalment that is paid at once (a trigger might pay
// before it is), so that nothing is issued, renewed, changed or taken up again on credit.
//
// # Policies
//
// A [Policy] is a stack of transactions, ISSUE, ENDORSE, RENEW, CANCEL, LAPSE and REINSTATE, each with the day on which it
// takes effect and the day on which it was recorded. What was in force on one day, as known on another, is a fold of the
// stack ([Policy.InForce]); of two changes of one cover on one day the one recorded later counts, so that an endorsement
// that lies back does not undo what others changed, and one that is to end with them says until when it stands. How a
// policy stands is derived ([Policy.StatusOn]) and nowhere kept: a status that is kept has to be set by somebody.
//
// A policy is CLOSED when its cover is over, no premium is owed, no claim is open and nothing is recovered, the days in which a
// loss may be reported are over, and no trigger or audit waits. Who asks how a policy stands is told; a claim that is opened
// again takes it back.
//
// Cover that ended is taken up again without a gap, on a statement that no loss is known, or from a later day on, and that
// never gives money back. A cancellation may be advanced; putting it off takes a reinstatement. Of several periods the last
// ends first.
//
// # Premiums
//
// A period's premium is paid in instalments, each a row of its own. What is paid, less what was given back, and what is
// owed add up to what is written for the period, in premium, commission and each tax. An endorsement spreads what is owed
// over the unpaid instalments; an ending voids them.
//
//	OPEN ──PayPremium, CollectPremiums──▶ PAID      OPEN ──an ending, or nothing left──▶ VOID ──reinstatement──▶ OPEN
//	RETURNED: below zero, what was given back
//
// An instalment is paid whole; DeferPremium cuts one in two where a part is to be paid later. After its grace an instalment
// is not taken any more while cover would lapse without it: who pays after a loss would buy cover for it. LapsePolicy then
// ends cover as of the day after the grace, whoever executes it and however late.
//
// Each payment goes from the policyholder straight to everybody who gets a part: the insurers' shares of the premium less
// commission, the intermediary's commission, each tax to its account. Nobody's account stands between, so that premiums of
// different policies meet nowhere but on accounts that receive, which their bank marks as high-volume. A batch collects
// hundreds of premiums by mandate, all or none: a client takes out whose account is short, and tries again. An instalment
// carries its bill until it is paid (see [Bill]), and its policy is read when it is late alone: what else happens to a policy in
// the same block leaves a batch valid.
//
// Premiums are earned as they are charged: days count for as much as what is insured on them costs, and days without cover
// not at all. Cancellation gives back what its method does not keep (package refund): by the product's method where the
// policyholder asks for it, pro rata where the insurer gives notice or a policy lapses. Commission and taxes go back in
// proportion, but for what the product says is kept.
//
// # Purses and funds
//
// Who pays when a rule says so, without being asked again, names a [Purse]: an account with a standing mandate to this
// chaincode, or a [Fund]. Each use of a mandate is counted on one row, so that a mandate pays once a block. A fund is an
// account of this chaincode itself that an insurer registered while it was empty; its bank marks it as high-volume, and
// what it pays meets nothing. Every purse is checked, where it is named, to be its owner's: a mandate says for what
// purpose it may be used, but not for whose debts. And no payment that rests on somebody's word alone takes from a fund,
// since cash asks no consent for accounts of the chaincode: the contract refuses it for every settlement there is.
//
// A mandate ends or is revoked, and holds up whatever else is paid with it: other insurers of the panel pay in the same
// settlement. So each names another purse for itself: a policyholder by ChangePayer, an insurer of a panel by ChangePurses, a
// side of a treaty by ChangeTreatyPurse. Nothing that is owed names a purse of its own.
//
// # Indexes, oracles and keepers
//
// A parametric product pays by an index ([ParametricTerms], packages index and oracle): no claim, no adjuster. Binding a
// policy arms its triggers: each becomes a row of due work with what was insured when cover for its period closed. Nothing
// new is armed on a feed that was closed, while what is there is evaluated.
//
//	BindPolicy ─▶ DUE ─────────ExecuteDue, ExecuteDueBatch──────────▶ PAYOUT, NO_PAYOUT, PREMIUM_RETURNED, NOT_COVERED
//	               waits for its round to be FINAL or FAILED            └─RequestAudit─▶ DUE (audit) ─ExecuteDue─▶ the better of both
//
// Whoever likes executes due work, and says nothing but which: readings, sums, amounts and payees are on the ledger. The
// row of due work is why something is paid; it goes in the transaction that pays, so that two keepers at once pay once, and
// the later one is told ALREADY_DONE. An insurer that runs no keeper stops nothing: a policyholder, a regulator or an
// oracle's member runs one, and what is paid after Service.Pay days bears interest, without changing the amount.
//
// What is paid on is the least of what was insured ClosingDays before the period began and on each of its days: who sees the
// weather buys nothing, nor takes up again what ended. And who insures does not end cover then: its cancellations count when
// they were recorded by ClosingDays before the period too. When no source of a feed answers, the premium comes back in
// money. A holder who says that the index misses its field asks for an audit: a round of another feed about that policy
// alone, and the better of both readings counts, once. Where that round fails, the index stands.
//
// A batch reads four rows a policy (work, policy, premium, and that there is no evaluation) in one round trip and writes three
// (the work's end, the evaluation, and for each insurer the movement for reinsurance); products, panels and rounds are read
// once, and cash is called once. Batches of different lanes ([LaneOf]) draw on different stripes of insurers' funds and share
// no key that either writes, so that keepers at work at once do not meet.
//
// # Claims
//
//	NotifyLoss         AcknowledgeClaim             TriageClaim                          AssessClaim
//	──────▶ NOTIFIED ─────────▶ ACKNOWLEDGED ─┬────────▶ FAST_TRACK ────────────────────┬──────▶ ASSESSED
//	            │                             └─▶ INVESTIGATING ◀─documents─▶ AWAITING_DOCS ┘          │ RecommendDecision
//	            └─▶ WITHDRAWN, DUPLICATE, ENTERED_IN_ERROR                                            ▼
//	REFERRED_UP ◀─beyond the decider's authority─ PENDING_APPROVAL ─DecideClaim by another─▶ APPROVED, PARTIALLY_APPROVED, DENIED
//	APPROVED, PARTIALLY_APPROVED ─payments─▶ SETTLING ─▶ SETTLED ─CloseClaim─▶ CLOSED ─ReopenClaim─▶ REOPENED ─▶ as investigated
//	DENIED, PARTIALLY_APPROVED ─AppealClaim─▶ APPEALED ─DecideAppeal─▶ UPHELD or ASSESSED ─EscalateAppeal─▶ EXTERNAL_REVIEW
//
// A [Claim] is under the policy as it was in force on the day of the loss, as known when it was reported, within the time for
// reporting; no two claims that count are about one loss. Holds (fraud, duplicate, litigation, sanctions) stand beside the
// status and stop payments; that of a duplicate ends by its date. A denial or a reduction cites a clause, and one that was
// overturned is not held against the claim again.
//
// What the terms give is found step by step (package adjudication), and each step is kept: loss, credits, sublimit, average,
// deductible, coinsurance, limit, aggregate, other insurance. Flags of the product say where steps change places. What a
// period's claims used of deductibles and limits is one row for each cover, so that claims of different policies never meet.
//
// Authority is up to a figure for a person and a kind of act, proposed by one and granted by another person, neither being
// the one who gets it. It is measured by all that the claim comes to, with what is pending, so that nothing is gained by
// cutting an amount into pieces. Who decides is not who recommended; beyond the product's large loss another insurer of the
// panel has to agree too, to the decision and to expenses of that much. A recovery is given up, or settled for less than was
// expected, by two persons. What insurers of one loss owe each other is paid to nobody else.
//
// Reserves are movements that are never changed: outstanding is their sum less what was paid, and never below what is pending.
// A payment needs a reserve of its own kind of cost and erodes it; a final one takes back what is left, and a claim is closed
// at zero. Clocks (acknowledge, decide, inform, interim, pay) run by the product; anybody records that one has passed, and a
// payment after its day bears interest.
//
// Documents and personal records are in the collection of the member that keeps them, under random names; the ledger has
// salted hashes. Erasure purges them once no claim or order retains them, and no total changes.
//
// # Reinsurance
//
//	DraftSlip       TakeQuote         OrderFirm (another person)     CloseLines              SignDown
//	────────▶ DRAFT ────────▶ QUOTED ────────────────▶ FIRM_ORDER ─────────▶ LINES_WRITTEN ────────▶ SIGNED_DOWN
//	SIGNED_DOWN ──ConfirmLine by another person of each reinsurer, BindTreaty──▶ BOUND      WithdrawSlip before that
//	BOUND ─▶ IN_FORCE ─▶ EXPIRED ─the premium is adjusted─▶ RUN_OFF, by the date ──▶ COMMUTED or CLOSED
//
// Quotes are in the quoting reinsurer's own collection; the cedent shows the one that it takes. Lines are rows of their own;
// signed down they come to the order exactly. A bound [Treaty] is sealed by the members of its cedent and of every
// participant (ledger.SealedBy): it is not made, and nothing of it changes, without the peers of all of them, and an
// [Endorsement], by which it is amended, adjusted, commuted or closed, needs the word of each. TreatySeals tells anybody
// whether the copy of each is the treaty.
//
// A [Programme] is an insurer's treaties for lines of business and a period; no loss is of two programmes. A movement of a
// claim leaves a [CessionDue] for each insurer of the panel and touches no treaty. CedeBatch, by whoever asks for it, folds
// such rows into the programme's book, computes what every treaty recovers from the totals of all losses (package treaty),
// and posts the differences: a [Bordereau] for each treaty of which something changed. Where no treaty makes one loss depend
// on another, only the pages of the claims that moved are read. CedePremiums does the same with the stacks of policies.
//
//	CALCULATED ─NotifyBordereau─▶ NOTIFIED ─all agree, or nobody queries within the days of review─▶ BOOKED by RenderAccount
//	                                  └─QueryBordereau─▶ QUERIED ─AnswerQuery─▶ NOTIFIED ─DisputeAnswer─▶ QUERIED
//	                                                        └─SettleQuery by both sides, or ArbitrateQuery─▶ NOTIFIED or AGREED
//
// Any side of a treaty notifies, so that who owes by an account does not keep it from being rendered. A query is decided where
// cedent and reinsurer say the same of it for the same reasons, or by a regulator whose member hosts neither side. Who asked
// has then agreed to the bordereau as it is: what has to be corrected is corrected in the claim, and comes as another one.
//
// A technical account divides what is new of a treaty's totals among its lines, so that each account adds up to the totals
// and each reinsurer's parts do over time. SettleStatements nets statements of one cedent and one reinsurer, of whatever
// treaties, into one payment. Above a treaty's threshold CallCash has reinsurers pay the losses of a bordereau at once.
//
// An event is losses of a peril within the hours of the programme's clause; the cedent assigns losses to it by their hour.
// Losses that are of no event known to the programme stand alone. A commuted treaty is computed on for the sake of those
// behind it, and nothing is posted to it.
//
// On losses occurring, the days of each premium decide to which programme it belongs, so that no portfolio of unearned
// premium is transferred. There is no sliding or profit commission, and no novation of a line: both are another treaty.
//
// # Data call
//
// DataCall answers a regulator, as the ledger is, figures of a period: policies in force, written and earned premium; claims
// that were reported in it, as they stand, and what indexes paid; bands of large losses, times that have passed, losses and
// sums insured by event, and what is ceded. Premium counts where its period's version and lead do, and whole; what is earned
// is by how much it grew, so that periods add up to each policy's own account.
//
// A row tells of five policyholders at least, each counted once. One of fewer is added to others as small: of its line of
// business and insurer, then of its line of business, then of its currency; what is still too small goes into the smallest
// row there is, and where there is none the table is withheld for that currency. So nothing that was left out can be found by
// subtraction within an answer, and rows that are told add up to the ledger to the unit. No row names a party other than
// insurers. The rule is about one answer: who asks for overlapping periods or scopes can compare them, and a regulator that
// publishes figures publishes one division of them. Nor does it hide that one policyholder of several is by far the largest.
//
// An answer is of one height, whole products at a time; beyond [SurveyMost] policies it goes on in another part, whose rows
// add to the first's. Parts are of one height where no block came between, which their caller sees to.
//
// # Roles
//
//	anyone          asks, accepts, binds and pays for itself; executes due work, lapses, cedes, settles what is due
//	insurer         panels, products, underwriting, issues, claims, reserves and payments, cessions; reinsurance assumed
//	reinsurer       quotes, lines, endorsements, bordereaux, retrocession
//	oracle          observes for the feeds that name its member
//	regulator       feeds, rounds in dispute, appeals, recoveries, duplicates and queries as arbiter; data calls
//	register-keeper the register of losses, of which it can read nothing
//	governor        the business date and, by resolution, feeds
//
// # Where the reference is not followed
//
// Work that is due is keyed by its round, and rounds by the day from which on they may be ripe: ten thousand policies that
// wait for one round are one row to look at, not ten thousand. The evaluation is the claim: a claim made of it would say the
// same twice. Data that a provider relays with somebody else's signature are not taken: the provider's own certificate is
// what a feed registers. A feed's fallbacks are sources of the feed itself, so that unit, scale and rules are one.
//
// Partial payment of an instalment is no state of it: DeferPremium makes two of it, and each is paid or not. APPROVED is
// no state of a quote: who approves offers. DUE, GRACE and LAPSED are no states of instalments, since they follow from the
// date. An interim cover note is a policy of a product with a short term.
//
// Treaties have seals in place of key-level policies: one such policy would have every peer look for the policy of each row
// of insurance that is written, and premiums and claims are many. ledger.SealedBy says what each of the two keeps out.
//
// # Invariants of this part
//
//   - an active version never changes; maker and checker of a version and of a referred quote are different persons;
//   - what was recorded on a stack stays, and each transaction is one event with its number;
//   - paid less returned, and open, are what is written, in each period and each member of the charge;
//   - 0 <= earned <= written on every day, never falling as days go by, and all earned when the period has ended;
//   - a cancellation gives back no more than is paid and not earned, and never takes;
//   - the insurers of a panel get and pay their shares to the unit, whatever the splits;
//   - no price above what was accepted is ever charged;
//   - a trigger is evaluated once for a period, and audited once; it pays from nothing to the sum insured, the same whoever
//     executes it and, but for interest, whenever.
//
// # Keys of this part
//
//	fund~account   panel~id   product~id~version   quote~id
//	policy~id + index by holder, by product       instalment~policy~number + index of the unpaid by due date
//	feed~id   round~feed~subject~to~from   observation~round~source~member   awaited~day~round
//	due~round~lane~policy~trigger          evaluation~policy~trigger~to
//
// # Keys of claims
//
//	claim~id + one of a loss under a policy, index by policy   accumulator~policy~from~cover   authority~member~person~kind~currency
//	assessment, decision, appeal, reserve, payment~claim~number   coinsurance~claim~payment~insurer   recovery~id
//	evidence~claim~document   document~claim~document (private)   subject~id   personal~subject~record (private)
//	loss-epoch   loss-token~token   loss-keys (private)   duplicate~id   cession-due~insurer~claim~movement
//
// # Keys of reinsurance
//
//	programme~id + index by cedent   ceded-class~insurer~class~currency   slip~id   treaty-quote (private)   line~treaty~reinsurer
//	treaty~id (sealed)   endorsement~id   loss-event~id   window~programme~peril   assignment~programme~claim
//	book~programme   page~programme~number   place~programme~claim   ceded-policy~programme~policy   bordereau~treaty~number
//	treaty-account~treaty   statement~treaty~number~reinsurer   cash-call~treaty~bordereau~reinsurer
package insurance
