// SPDX-License-Identifier: Apache-2.0

// Package netting says what has to move, and what has to be there, when many obligations to deliver and to pay settle
// together. It knows no ledger: parties, assets and quantities come in, the same go out.
//
// An obligation is a [Leg]: a party owes another a quantity of an asset, be it a security or a currency. A trade that
// settles whole or not at all is a bundle of legs. There are three ways to settle a set of bundles:
//
//	GROSS   each party has to have all that it gives, before anything arrives (model 1 of the BIS's "Delivery versus
//	        payment in securities settlement systems", 1992, trade by trade)
//	LINKED  every leg moves as it stands, all in one step, so that a party needs only what it gives more than it gets:
//	        technical netting, as T2S does it; each trade stays the trade that it was
//	NET     each party has one position in each asset, and that alone moves (model 3 of the same report: all or nothing)
//
// LINKED and NET need the same from everybody. What differs is what is owed in between: in LINKED every leg is
// performed, in NET the positions replace the legs.
//
//	A ──100──▶ B        nobody has any: GROSS fails at the first leg,
//	▲          │        LINKED performs the three,
//	└─100─ C ◀─100      NET has nothing to move
//
// Invariant: in every asset the positions of all parties add up to zero, whatever the legs are.
package netting
