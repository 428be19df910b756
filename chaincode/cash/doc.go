// SPDX-License-Identifier: Apache-2.0

// Package cash is tokenised deposits: money that banks issue to the accounts which they service, and the cash leg of
// everything that other chaincodes settle.
//
// A rule is a pure function: it takes rows as they were, a request and the facts of the transaction, and answers rows as
// they are to be, events, or a fault and nothing. Rules about balances are methods of [Book], which holds every row that
// a transaction reads; movements are netted per account, and each row is written once.
//
// # Money
//
// A bank's liability account shows below zero what the bank issued; every other account is never below zero; a movement
// takes from one account what it gives another. So the balances of a currency always add up to zero, and what banks
// issued is what holders have. Deposits of one currency are worth the same whichever bank issued them: what one bank
// owes another because its customers paid the other's is the difference between what it issued and what it services
// ([Totals]), and is settled between banks outside of this chaincode.
//
//	          RequestMint            ApproveMint (another person of the bank, within the attested reserve)
//	nothing ─────────────▶ REQUESTED ─────────────▶ APPROVED
//	                           └──RejectMint──▶ REJECTED
//
// A redemption is a hold in favour of the bank's liability account: RequestRedeem makes it, ApproveRedeem burns,
// RejectRedeem releases, and after its due date anybody expires it.
//
// # Holds
//
//	          CreateHold          ExecuteHold, Settle, ApproveRedeem (until the last date, not while frozen)
//	nothing ─────────────▶ ACTIVE ─────────────▶ EXECUTED   the rest is released
//	                          ├──ReleaseHold, Settle, RejectRedeem (the notary, at any time)──▶ RELEASED
//	                          └──ExpireHold (anybody, after the last date)──▶ EXPIRED
//
// The payee is fixed when the hold is made, and the payer has no way to end it before it expires. A notary is the
// signatory of an account, a member, or a module. Partial execution is for notaries who call directly: a module executes
// a hold in full, so that executing it is the same write however often it is tried.
//
// # Settlement through other chaincodes
//
// Settle is the only change that another chaincode may ask for, once a transaction and with all legs. The signer of a
// transaction is the same at any depth of calls, so a signature alone counts for nothing there:
//
//  1. called directly, the signer must be signatory of every account that pays;
//  2. called through a chaincode, the chaincode in which the signed transaction began must be a registered [Module] that
//     is not paused, the transaction must have begun in one of its entry points, each leg must be of a kind, in a currency
//     and below a cap that the members granted, and each payer must have consented: by a hold whose notary is the module,
//     by a [Mandate] to the module for the purpose, or by signing arguments that carry [ConsentTo] exactly these legs;
//     the module's own accounts need no consent but are debited in no other way;
//  3. everything else is refused.
//
// A settlement has a name, which is carried out once for each chaincode.
//
// # High-volume accounts
//
// Two transactions that change one row in one block cannot both be valid. A high-volume account's row never changes:
// its money is on stripes, and what it receives becomes a new row of its own ([Credit]). Credits read nothing that
// changes and never meet. A debit draws on the stripe that its reference names ([FirstStripe]): as many debits with
// consecutive references as there are stripes fit into one block while each stripe suffices; where one is short, the
// next ones are drawn too, and where all are short the debit is refused even if credits wait. Consolidate moves named
// credits onto stripes; it meets debits of the stripes that it writes, and credits never.
//
//	credit (blind insert) ──Consolidate──▶ stripes ──▶ debits
//
// # What the members have to know
//
//   - A payment to an ordinary account changes its row, so that whoever pays it a cent in every block can make the owner's
//     own payments invalid. A high-volume account does not have this: its bank can make it one at any time.
//   - Names of accounts, holds, mandates and mints are whoever's takes them first. An IBAN is not: the members assign bank
//     codes to banks by resolution (AssignBankCode), and a bank opens accounts under its own codes alone.
//   - One governor alone may end the business day as soon as the next one has begun somewhere on Earth, and what expires
//     on that day expires then. Give holds and mandates a day more than they need.
//   - A module's cap counts for a leg, not for a transaction or a day. A module must not call a chaincode that its caller
//     names: cash sees in which chaincode a transaction began, not through which others it came.
//   - An attested reserve is one attester's word, and any member with the role replaces it.
//   - The person who asks and the person who approves differ by common name at one member. A member that enrols one human
//     under two names has no dual control.
//
// # Roles
//
//	SetCurrency, RegisterModule, PauseModule, ResumeModule       governor, carrying out a resolution
//	RollBusinessDate                                             governor
//	FreezeAccount, UnfreezeAccount, FreezeParty, UnfreezeParty   regulator
//	OpenAccount, OpenAccounts, MarkHighVolume, RequestMint, ApproveMint, RejectMint, ApproveRedeem, RejectRedeem
//	                                                             account-servicer, of the bank concerned
//	AttestReserve                                                reserve-attester, of another member than the bank
//	Transfer, TransferBatch, Settle, CreateHold, RequestRedeem, GrantMandate, RevokeMandate
//	                                                             the signatory of the account that pays
//	ExecuteHold, ReleaseHold                                     the hold's notary
//	ExpireHold and every query                                   anyone
//	Consolidate                                                  the account's signatory or its servicer
//
// The signatory of an account is an identity of the party that owns it, certified by the member that hosts the party.
//
// # Invariants
//
//   - in each currency all balances add up to zero, liability accounts included;
//   - posted less held is never below zero, on any account or stripe;
//   - held is the sum of the active holds;
//   - the entries of each transaction balance;
//   - a hold is resolved once and never executed for more than its amount;
//   - a client's reference and a settlement's name take effect once;
//   - no function makes money by being called twice in one transaction;
//   - when money is issued, all that the bank issued is within its attested reserve, and the attestation fresh.
//
// # Keys
//
//	bankcode~country~code         servicer
//	currency~code                 terms                              module~name       what a chaincode may do
//	account~id                    + unique by iban, index by owner   freeze~party      order under which a party is frozen
//	stripe~account~number         money of high-volume accounts      credit~account~txid   money on its way there
//	posting~txid                  all legs of a transaction          entry~account~date~txid   an account's journal
//	hold~id                       + index by payer, by payee         mandate~id        + index by payer
//	settlement~chaincode~name     which settlements were made        mint~id           + index of the pending by bank
//	reserve~bank~code             what backs a bank's deposits
//
// # What is not here
//
// Overdrafts and limits by period: banks grant them in their own books and move money here. Closing accounts: an empty
// account costs nothing and its name stays taken, as an IBAN does. Seizure: a regulator freezes; moving somebody's
// money without consent needs powers that differ by country. Reversal: whoever received returns the money by a payment
// of its own, and history stays. Statements with running balances: read models make them from blocks, in block order,
// which a key cannot have without a counter that all payments would have to share.
package cash
