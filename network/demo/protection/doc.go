// SPDX-License-Identifier: Apache-2.0

// Package protection tells the chapter of insurance: a factory is insured and burns, and its claim is decided and paid by
// people whose authority no splitting stretches; then a drought pays by itself, since independent observers agree on it,
// whichever member's keeper carries the payments out.
//
// # Who takes part
//
//	insurer            underwriter, chief, handler and expert, four people of one firm
//	buyer              whose factory is insured for 1,000,000.00 EUR
//	alice, bob         who insure their fields against drought, for 1,000.00 EUR each
//	industry, depository, regulator
//	                   whose oracles observe the rain; two of the three have to agree
//
// # Numbers
//
// The fire costs 100,000.00, of which 1,000.00 is the policyholder's own. The drought cover pays 1 % of the sum insured for
// each whole millimetre of rain below 30: at 25.1 mm, the lower of the two middle readings, four of them.
package protection
