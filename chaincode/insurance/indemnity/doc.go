// SPDX-License-Identifier: Apache-2.0

// Package indemnity divides one loss among those who bear it: several insurers of it ([Contribute]), and insurer and insured
// when a third party pays ([Distribute]).
//
// # Contribution
//
// Nobody is paid more than the loss, however many policies cover it. What each insurer would owe if it were the only one is
// its liability; as long as the liabilities together do not exceed the loss, each bears its own. Otherwise they share it:
//
//	INDEPENDENT_LIABILITY  in proportion to the liabilities
//	BY_LIMITS              in proportion to the limits, each at most its liability; the rest goes to the others
//	EQUAL_SHARES           in equal parts, each at most its liability; the rest goes to the others
//
// The last two are the method of ISO's CGL form (section IV, condition 4c): equal shares if every insurer's policy permits
// it, by limits otherwise. PRC law divides in proportion to the sums insured (Insurance Law, on double insurance), which is
// BY_LIMITS.
//
// # Recoveries
//
//	MADE_WHOLE     the insured's uninsured loss first, then what the insurer paid
//	PRO_RATA       in proportion to both
//	INSURER_FIRST  what the insurer paid first
//
// Which rule counts differs by jurisdiction and is a term of the product. What comes in beyond both is the insured's. The
// division is one of totals, so that several receipts come to the same as one.
package indemnity
