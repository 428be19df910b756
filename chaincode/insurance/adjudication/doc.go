// SPDX-License-Identifier: Apache-2.0

// Package adjudication makes of a loss what an insurer owes for it, by terms that are data and in an order that is
// published, and says of every step what it took and under which clause.
//
// # The order
//
//	LOSS           the adjusted loss; or BENEFIT: so much a day; or STAGED: a share of the sum insured by degree of damage
//	CREDITS        less salvage that the insured keeps, and other credits
//	SUBLIMIT       at most so much of this item
//	AVERAGE        × sum insured / (required share × value at the loss), where that is less than one
//	DEDUCTIBLE     what the insured bears first; several, in the order of the terms
//	COINSURANCE    the insurer's share of what is left
//	OUT_OF_POCKET  what the insured bears in a period by deductible and coinsurance, capped
//	LIMIT          at most so much a claim
//	AGGREGATE      at most what is left of the limit of all claims of the period
//	CONTRIBUTION   less what other insurers bear of the same loss
//	PRIOR          less what was paid before: what is due now
//
// Conventions differ, so two flags move steps, and [Terms.Order] answers the order that terms have:
//
//   - AverageBeforeDeductible: ISO's CP 00 10 and most property wordings take the deductible off the averaged loss; without
//     the flag it is taken off the loss first;
//   - DeductibleErodesLimit: min(loss, limit) − deductible, as OpenQuake models it, and LIMIT goes before DEDUCTIBLE;
//     without the flag, min(loss − deductible, limit), as ISO words it.
//
// Average multiplies the loss. A seminar that multiplied the limit instead, and had a fully insured total loss paid short
// (FC&S question 422-10499), is in the tests as what must not come out. Limiting before averaging would come to the same, so
// terms that say so are refused. A sublimit is not a limit here: it says how much of an item counts as a loss.
//
// # Rounding
//
// Each step rounds once, to whole minor units, in the mode of the product; a factor such as that of average is never
// rounded by itself.
//
// # Levels
//
// Terms apply to an item, to all items under a cover, to all that a claim has under a policy. [Assess] carries a claim
// through such levels: at each, the items of a group are added up, go through the group's terms, and what comes out is
// divided over the items again in proportion to what they brought, by largest remainder in minor units, so that payments by item
// always add up to the claim's and none receives more than it brought. (Loss models divide by binary floating point and
// publish 88,164,164.38 where cents are to add up.)
//
// # Accumulators
//
// What claims of one period share — an aggregate deductible, an aggregate limit, an out-of-pocket cap, a number of events —
// comes in as what the claims before have used, and goes out as what this one uses besides. A claim that is assessed again
// gives back first what it used.
package adjudication
