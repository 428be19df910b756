// SPDX-License-Identifier: Apache-2.0

// Package split divides what is indivisible below a unit: cents over creditors, shares over holders, a
// charge over the slices of a receivable. The parts always sum to the whole.
//
// Two rules:
//
//   - LargestRemainder (Hamilton's method) divides a total by weights. Each part gets its exact share
//     rounded down; the units left over go one each to the parts that lost the largest remainder, a tie to
//     the lowest index. Order the parts by something stable (an account, an interval start), for the
//     order decides ties.
//   - Telescope charges an interval of numbered units with the difference of two rounded cumulative
//     charges. However a whole is cut into intervals, now or later, the charges of the pieces sum to the
//     charge of the whole; rounding every piece by itself does not.
//
// A total may be negative, as in a reversal: it splits into the negatives of the parts of its opposite.
package split
