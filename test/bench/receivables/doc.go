// SPDX-License-Identifier: Apache-2.0

// Package receivables is what the benchmark measures of supply-chain finance.
//
// # Ratios
//
//	maturity_single    slices paid by maturity runs / slices paid one a transaction
//	duplicate_growth   checks of an invoice among 100,000 registered ones / among 100
//
// A maturity run takes the obligor's payment and pays all 1,000 slices of an undertaking, each to an account of its own,
// in one transaction. Paying slices one by one is measured without the obligor's payments, which come in before the time
// is taken: the control has the advantage.
//
// A check is what an endorser does to register an invoice. It is measured on [ledgertest], in this process, since what is
// asked is whether the contract's own work grows with the register: checks a second of processor time. A state database's
// reads are some of that work, and their number is a figure.
//
// # Figures
//
//	financing_transactions   from a request to a funded deal, counted from the ledger
//	transfer_conflicts       transactions that lost a race, of all offers and acceptances of the slices of each of a few
//	                         undertakings, 200 on their way at a time, counted from the ledger
//	duplicate_reads_growth   keys that a check reads among 100,000 registered invoices, less those among 100
//
// # Books
//
// After the last round each undertaking is paid in full, and every peer must answer that all its slices are redeemed, that
// they tile it, and that what came in is what was paid out.
package receivables
