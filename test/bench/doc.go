// SPDX-License-Identifier: Apache-2.0

// Command bench compares Consort's payments with a contract that does nothing and with a token written as beginners
// write it, on one real network and in one run:
//
//	go run ./test/bench [--json] [--rounds 8] [--slice 2500ms]
//
// # Method
//
// Absolute rates of a shared machine say little, ratios of neighbours in time do. A round goes through all comparisons;
// each runs its two workloads A B B A, a slice each from an idle network to an idle network, which gives two pairs of
// neighbours. The median over the pairs of all rounds is reported with a 95 % bootstrap interval, of which the lower
// end counts. Only valid transactions count. One comparison is of a workload with itself under another name: when its
// median is off by more than 5 %, the run is void. After the last round every peer's balances must be equal and add up
// to what was issued, or the run is void.
//
// # Ratios
//
//	transfer_noop     transfers over many accounts / contract that does nothing
//	hot_credit_naive  payments to one high-volume account / read-modify-write of one row
//	hot_debit_naive   payments from one high-volume account / read-modify-write of one row
//	batch_single      payments in batches of 1,000 / transfers, both in payments
//	settle_transfer   payments that a module settles, with the payer's consent / transfers
package main
