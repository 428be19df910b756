// SPDX-License-Identifier: Apache-2.0

// Package bond is debt as terms and arithmetic: what a bond promises, per unit of its nominal, and when. It is pure.
//
// Terms are data that an issuer proposes and a depository approves; they never change within a version. Names of fields
// follow ICMA's Bond Data Taxonomy where it has one.
//
//   - [Terms.Coupons] cuts the life into [Coupon] periods (package date: stubs, roll days, end of month) with the days of
//     payment, record and ex-coupon by the calendar of the terms. An amortising bond's coupon accrues on the part that is
//     still outstanding (Factor), and its repayments fall on coupon dates.
//   - [PerUnit] is an exact amount that one unit gets: factors and a year fraction, never rounded on the way. An account's
//     amount is that of all its units, rounded once ([PerUnit.Of]); rounding lot by lot pays somebody with nine lots of
//     1.00 at 1.5 % eighteen hundredths where fourteen are due.
//   - From the ex-coupon date on, accrued interest is what has accrued less the whole coupon, which is below zero: the
//     seller keeps the coupon and the buyer is compensated for the days to come. So accrued interest before and after
//     differ by the coupon exactly, under every day count. (QuantLib counts the days to come instead, which is the same
//     where days are actual; Strata subtracts, as is done here.)
//   - A zero-coupon bond accrues nothing that is paid on top of its price.
//
// A floating rate comes from an index that an agent publishes: either the fixing for the period (a term rate such as
// EURIBOR), or the growth between two levels of a compounded index (SOFR Index, SONIA Compounded Index) over the period,
// by the year, rounded as the terms say. The margin is added, then the floor and the cap apply.
package bond
