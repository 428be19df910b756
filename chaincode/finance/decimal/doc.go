// SPDX-License-Identifier: Apache-2.0

// Package decimal is exact decimal arithmetic for rates, prices, quantities and year fractions.
//
// A Decimal has at most 38 digits, at most 38 of them after the point. Add, Sub and Mul are exact or
// fail with ErrOverflow; nothing is ever rounded silently. Division and rounding name their scale and
// their Rounding mode, so that each monetary line is rounded once, in the open.
//
// Invariants:
//   - no binary floating point anywhere;
//   - one value, one representation: 1.50 is stored and written as 1.5, so == compares values, a
//     Decimal can be a map key, and the JSON of equal values is equal byte for byte;
//   - the zero value is 0;
//   - JSON is a string; a JSON number is refused, since readers of other languages would pass it
//     through a binary float.
//
// Ratio is an exact fraction of two integers: day counts return it, and Ratio.Of multiplies it with
// decimals under one single rounding (face × rate × days / basis).
//
// Wide integers come from apd.BigInt, which keeps 128 bits without an allocation.
package decimal
