// SPDX-License-Identifier: Apache-2.0

// Command bench compares Consort with a contract that does nothing, with code as beginners write it, and with itself at
// work one piece at a time, on one real network and in one run:
//
//	go run ./test/bench [--product cash|supplychain|securities|insurance] [--json] [--rounds 8] [--slice 2500ms]
//
// Absolute rates of a shared machine say little, ratios of neighbours in time do: package trial has the method, with the
// control that makes a run void. After the last round every peer's balances must be equal and add up to what was issued,
// or the run is void.
//
// # Products
//
// Packages payments (cash), receivables (supplychain), bonds (securities) and covers (insurance) say what they compare and
// why it is a fair comparison. Another product is one package that has a [trial.Product], and a line in the function products.
//
// # Result
//
// The JSON object has the lower ends of 95 % intervals in ratios, each with median, goal and whether it was reached in
// estimates; what was counted rather than compared in figures, with the goal and whether it was kept; and rates, lost
// races and processor time by workload.
package main
