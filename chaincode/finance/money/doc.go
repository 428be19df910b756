// SPDX-License-Identifier: Apache-2.0

// Package money is amounts of money: integer minor units of an ISO 4217 currency.
//
//   - Currency is a code of the ISO 4217 table shipped here as data (AsOf says of which day); a value that
//     is not in the table cannot be made.
//   - Amount is a signed number of minor units (cents, yen, fils), checked on every operation.
//   - Money is an Amount of a Currency; arithmetic across currencies is refused with a MismatchError.
//
// # Bounds
//
// An Amount is at most 999,999,999,999,999,999 minor units (MinorMax), either way. That is the total of 18
// digits that ISO 20022 allows in an amount (ActiveCurrencyAndAmount, totalDigits 18), so whatever is
// held can be reported. It leaves room for a national system of small units: 10¹⁸ dong are some fifty times
// the broad money of Viet Nam, and 10¹⁸ sen are 10¹⁶ rupiah, the order of Indonesia's. It fits int64,
// which keeps Add a machine addition and a comparison.
//
// # Forms
//
//	Amount  JSON "10000", text 10000: minor units; a JSON number, '+', a leading zero, an exponent, "-0" are refused
//	Money   JSON {"amount":"10000","currency":"EUR"}; text "100.00 EUR" for people, command lines and files
//
// # Rounding
//
// Only Mul, MulRatio and Convert round, once, in the mode that the caller names. There is no division:
// money is divided by package split, which loses nothing.
//
// The zero Amount is 0. The zero Currency and the zero Money are "none": they are refused in JSON, so an
// optional field carries the omitzero option.
package money
