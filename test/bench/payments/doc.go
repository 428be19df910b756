// SPDX-License-Identifier: Apache-2.0

// Package payments is what the benchmark compares of cash, with a contract that does nothing and with a token written as
// beginners write it.
//
//	transfer_noop     transfers over many accounts / contract that does nothing
//	hot_credit_naive  payments to one high-volume account / read-modify-write of one row
//	hot_debit_naive   payments from one high-volume account / read-modify-write of one row
//	batch_single      payments in batches of 1,000 / transfers, both in payments
//	settle_transfer   payments that a module settles, with the payer's consent / transfers
package payments
