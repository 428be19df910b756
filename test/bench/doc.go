// SPDX-License-Identifier: Apache-2.0

// Command bench compares Consort's payments with a contract that does nothing and with a token written as beginners
// write it, on one real network and in one run:
//
//	go run ./test/bench [--json] [--rounds 12] [--slice 4s]
//
// # Method
//
// Absolute rates of a shared machine say little, ratios measured side by side do. A round runs every workload for one
// slice, each from an idle network to an idle network, in an order that turns from round to round; a ratio is taken
// within a round, and the median over the rounds is reported with a 95 % bootstrap interval, of which the lower end
// counts. Only valid transactions count. The workload that does nothing runs twice a round under two names: when the
// median ratio of the two is off by more than 5 %, the run is void. After the last round every peer's balances must be
// equal and add up to what was issued, or the run is void.
//
// # Ratios
//
//	transfer_noop     transfers over many accounts / contract that does nothing
//	hot_credit_naive  payments to one high-volume account / read-modify-write of one row
//	hot_debit_naive   payments from one high-volume account / read-modify-write of one row
//	batch_single      payments in batches of 1,000 / transfers, both in payments
//	settle_transfer   payments that a module settles, with the payer's consent / transfers
package main
