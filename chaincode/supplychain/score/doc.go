// SPDX-License-Identifier: Apache-2.0

// Package score assesses how a party pays, from the records of its payments and nothing else.
//
// Each payment has a number of days by which it was late or early, and the table of the policy gives these days points.
// The score is the mean of the points, weighted by money and rounded half up. Whoever has the records computes the same
// score to the point: an [Assessment] lists each record with its points, and those that did not count with the reason,
// and names the policy, the party, the currency and the business date. [Assessment.Verify] computes it again.
//
//	payment records ──Assess(policy, party, currency, date)──▶ Assessment ──Verify──▶ the same, or SCORE_MISMATCH
//	                                                              └──Fresh──▶ still good, or SCORE_STALE
//
// What counts: payments that fell due within the policy's window. A debt that is past due and not paid counts with the
// days that it is late so far; one that is not due counts once it is paid. Amounts of other currencies and what a party
// owes itself do not count. A score needs a least number of payments to a least number of creditors; otherwise the
// assessment says so and has no score, which is not the same as a bad one.
//
// An anchor is assessed by how it pays its undertakings, a supplier by how it pays what it owes: repurchases after
// recourse, and advances. It is one rule for both, since a record names who owed.
//
// # Source
//
// The default table has the values that Dun & Bradstreet publishes of its payment-history scale: 100 is paid 30 days
// early, 80 on terms, 70 fifteen days late, and so on to 20 at 120 days; with 85, 57, 49 and 45 in between from its
// value chart; three experiences of two suppliers at least, weighted by money. The chart is no straight line between
// these points, so the table is one of steps: a payment has the points of the first row whose days it keeps to. Beyond
// 120 days the scale says 0 to 19, and a payment has none. The scale's name is a trade mark, and what is computed here
// is not that score.
package score
