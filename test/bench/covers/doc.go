// SPDX-License-Identifier: Apache-2.0

// Package covers is what the benchmark measures of insurance.
//
// # Figures
//
//	keeper_policies_per_second   parametric policies of one drought that were evaluated and paid, 10,000 of them, each on a
//	                             cash account of its own, by two keepers of two members that compete for the work
//	keeper_single                the same rate / that of policies paid one a transaction
//	collection_single            instalments collected in batches of 500, 10,000 of them / paid one a transaction, each by
//	                             its payer's own mandate
//	treaty_conflicts             transactions that lost a race, of 200 claims on different policies under one treaty, which
//	                             were notified, acknowledged and reserved at once
//
// A policy is paid once, and a premium too: there is nothing to repeat for as long as a slice lasts, so that these are
// figures and no comparisons. What they are held against was measured in the same run, on policies of the same kind.
//
// The time of the keepers begins when the reading is final and ends when neither finds anything to do. Before it, the
// control pays other farms, out of the same fund: in each of its lanes one at a time, which is as many as meet nowhere; two
// at once in a lane would draw on one stripe, and one of them would be repeated. Batches and single payments of premiums
// take turns, A B B A, after one slice of each to warm up, and the lower of the two ratios is told. Of batches ten are on their
// way at a time, of single payments 128, all of different payers.
//
// # Books
//
// Right after the keepers, every farm must have exactly one evaluation and its account exactly the payout, and the fund must
// have lost the sum and nothing else. The treaty must bear its share of what is reserved to the cent, and what came in on
// the insurer's accounts must be the premiums and the taxes. After the last round every peer must answer the same of the
// programme, of all policies with claims and of a sample of the others, and break no law of theirs.
//
// Only the date of insurance moves, by almost a year. That of cash stays where it is, since other products' holds expire.
package covers
