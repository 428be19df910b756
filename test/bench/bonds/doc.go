// SPDX-License-Identifier: Apache-2.0

// Package bonds is what the benchmark measures of securities.
//
// # Ratios
//
//	delivery_transfer   trades settled against payment, one transaction each / the same lots moved free of payment
//	delivery_separate   trades settled against payment, one transaction each / as four transactions: the buyer sets money
//	                    aside, the seller puts the lot in escrow, takes the money, and the lot goes to the buyer
//
// Trades are instructed and matched, and their money is set aside, before the time of a slice begins: what is compared is
// the settlement. Of the four transactions all are in the time, since each of them is what settlement consists of there.
//
// # Figures
//
//	transfer_conflicts          transactions that lost a race, of 200 at once out of one account
//	coupon_holders_per_second   holders that were paid a coupon, 100,000 of them, each on a cash account of its own, while
//	                            trades settled
//	coupon_trades_per_second    trades that settled meanwhile
//	coupon_conflicts            pages and trades that lost a race meanwhile
//	cap_table_seconds           the cap table of all these holders, read page by page from one peer
//
// Who trades meanwhile has its units from the treasury, after the record date. Where traders are holders too, a page of the
// coupon and a trade may meet on an account, and one of the two is tried again; that is not measured.
//
// The coupon's end is its reconciliation, which is refused unless net, tax and rest are what was funded; afterwards the
// paying account has what it had before.
//
// # Books
//
// After the last round every peer must answer that live lots are the supply, and that each trade's units and money moved
// together.
package bonds
