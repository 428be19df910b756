// SPDX-License-Identifier: Apache-2.0

// Package date is the calendar of finance: civil dates, holidays, rolls, schedules and day counts.
//
//   - Date is a day without a clock or a zone, 1900-01-01 to 9999-12-31. A chaincode never asks what day it
//     is; the business date of its ledger is passed in.
//   - Calendar is holidays as data with the span it knows about. Asked about a day outside the span it
//     refuses, because "no holiday listed" and "not published yet" are different answers.
//   - Convention moves a date that is no business day (following, modified following, …).
//   - Schedule cuts the life of a bond or loan into Periods, with stubs only where they are asked for.
//   - DayCount turns a Period into an exact year fraction, a decimal.Ratio. A convention that needs a fact
//     the Period lacks (coupon period, frequency, termination date) refuses with ErrMissingFact.
//
// The first day of a period counts, the last does not. Names and codes are those of ISO 20022 and of the
// ISDA definitions; the sources stand beside each rule.
package date
