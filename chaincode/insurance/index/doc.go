// SPDX-License-Identifier: Apache-2.0

// Package index says what a parametric cover pays when an index has a value: rainfall, area yield, intensity of an
// earthquake, delay of a flight.
//
// A reading is what a final oracle round found: an integer in the unit and scale of the feed (tenths of a millimetre,
// kilograms a hectare, minutes), and for flights how it ended. [Terms] are data of a product; they make an amount of a
// reading and of what is insured. Nothing else enters: no adjuster, no keeper, no date.
//
//	payout
//	  max ┤▔▔▔▔▔▔╲                    Linear: in proportion between strike and exit,
//	      │       ╲                           or a share for each whole step beyond the strike (a tick)
//	      │        ╲                  Steps:  a share from each of a few values on
//	    0 ┤         ╲▁▁▁▁▁▁▁▁▁        Flight: by the delay or the outcome, and by what the flight's history and the
//	      └───┬─────┬─────────▶ index         premium allow
//	         exit  strike
//
// An index may be relative: the yield of a harvest against the average of former ones, say. Reading and reference then
// stay integers, and their quotient is never rounded.
//
// # Phases
//
// A cover may have several phases, such as sowing, flowering and harvest, each with a period, a feed and terms of its own.
// Each pays by itself, as soon as its own reading is final. The shares that they pay at most add up to the sum insured at
// most.
//
// # Invariants
//
//   - a payout is at least nothing and at most the share of the sum insured that the terms name;
//   - it never falls when the index gets worse;
//   - it is nothing at the strike and on its good side, and the most at the exit and beyond;
//   - the payouts of all phases are at most the sum insured;
//   - it is one exact quotient of integers, rounded down to the minor unit, once.
//
// # Sources
//
// The linear form and the test vectors of area yield are those of Etherisc's AYII product (gif-contracts b89548e), whose
// published amounts carry a truncation of 2^-24; here they are exact. The table of delays is that of Etherisc's FlightLib
// (gif-next 495114db), which takes a flight that is still in the air for one without a payout; here that is no reading at
// all. Phases follow ICICI Lombard's rainfall covers.
package index
