// SPDX-License-Identifier: Apache-2.0

// Package audit checks the books of a whole consortium: it reads every balance from every member's own peer and trusts
// none of them.
//
// # Invariants that it checks
//
//	conservation               in each currency, what customers and modules have is what banks have issued
//	no-negative-balance        nobody but an issuer is below zero, and nobody's holds exceed what is there
//	holds-equal-held           what an account has set aside is the sum of its active holds
//	journal-explains-balances  every balance is the sum of its journal
//	peers-agree                every peer answers the same sums, accounts and undertakings
//	same-blocks                every peer has the same number of blocks and the same last block's hash
//	tiling                     slices tile their undertaking, with neither gap nor overlap
//	single-encumbrance         on each unit of an undertaking lies one encumbrance at most
//	waterfall-exact            deals and collections are divided to the last unit; what is left is on the account at least
//	supply-is-lots             live lots of an instrument are its supply, today and on every record date
//	lots-sound                 each lot is spent once, and encumbered for what waits for it alone
//	delivery-versus-payment    units and money of each trade moved in the same transactions, once
//	income-exact               what holders got, tax, suspense and rest are what a corporate action was funded with
//	premium-exact              what is paid and what is open is the premium that is written
//	claims-exact               what is paid and reserved on claims is the sum of payments and reserve movements
//	within-limits              nothing is paid or pending beyond what is payable, reserved or insured
//	cessions-exact             what is kept and what is ceded is the loss; bordereaux and technical accounts add up to it
//
// # How
//
// The sums are cash:Totals, page by page. The accounts are those of every party in the registry and of every registered
// module; undertakings, instruments, policies and programmes are all that there are. Each product judges its own books
// ([securities.Books], [insurance.PolicyBooks], [supplychain.Books]), and where one is not deployed, its laws hold of nothing.
// A ledger that moves meanwhile is no ground for a judgement: the audit is then refused. [Totals] checks the sums alone, and
// a [Reader] reads the books of single things, for tests and benchmarks.
package audit
