// SPDX-License-Identifier: Apache-2.0

// Package listing tells the chapter of securities: a bond is listed, subscribed, delivered against payment, traded, and
// repaid with its coupon to whoever held it at the end of the record date; nothing moves without the holder's custodian. Between
// the trade and the record date alice conceals what she has, and some of it gets to bob with nothing about it on the ledger.
//
// # Who takes part
//
//	buyer                    the issuer: two people, since who announces an offering does not open its book
//	depository               operator, who keeps the register, and the pool of what is concealed in the depository's own name
//	northbank, southbank     custodians of the investors, and northbank the paying agent
//	alice, bob               investors; carol is one whom nobody admitted to the bond
//
// # Numbers
//
// The bond is 500 units of 1,000.00 EUR at 4 % a year, paid half-yearly, and runs half a year, so that a unit brings 20.00
// of interest, a quarter of which is withheld, and its 1,000.00 back. Alice and bob want 300 units each, which is a hundred
// more than there are.
package listing
