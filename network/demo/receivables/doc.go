// SPDX-License-Identifier: Apache-2.0

// Package receivables tells the chapter of supply-chain finance: an anchor buyer's undertaking is split and passed on
// through three tiers of suppliers, two banks finance parts of it, and at maturity whoever holds it is paid to the cent. An
// invoice that was financed is offered to another bank, in vain.
//
// # Who takes part
//
//	buyer                          the anchor: two people, since who proposes does not issue
//	supplier, foundry, toolmaker   three tiers: the first holds the undertaking first
//	northbank, southbank           their financiers, in the banks' own names
//	regulator                      keeper and supervisor, the two people of the register of invoices
//
// Certificates say where each of them is hosted, so that the story is the same on every topology that names them.
//
// # Units
//
// The undertaking is of 1,000,000.00 EUR, its units the cents 1 to 100,000,000: the supplier keeps and sells 60,000,001
// to 100,000,000, the foundry keeps 1 to 20,000,000, the toolmaker has the rest and sells half of it.
package receivables
