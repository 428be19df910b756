// SPDX-License-Identifier: Apache-2.0

// Package treaty computes what reinsurers owe a cedent: quota shares, surpluses, facultative cessions, excess of loss per
// risk and per event, and stop loss, in the order in which they inure.
//
// A [Programme] is the treaties of one cedent for one period. [Programme.Recover] takes every loss of the period as it
// stands, and answers what each treaty recovers of each loss, once of what is paid and once of what is incurred; what is
// outstanding is the difference. Nothing is ever added to an earlier result: whoever posts entries posts the difference
// between two answers, so that a reserve that falls and money that comes back by subrogation reverse through every layer
// to the last cent, and the order in which losses were heard of does not matter.
//
// # One treaty
//
// Of a loss x of a risk in an event, and of all losses of the period:
//
//	c = ⌊ceded share × x⌋                                       for each loss
//	r = clip(Σ c of the risk in the event − risk attachment, 0, risk limit)
//	e = clip(Σ r of the event − occurrence attachment, 0, occurrence limit)
//	a = clip(Σ e of the period − aggregate deductible, 0, aggregate limit)
//	recovery = ⌊placed share × a⌋
//
// The ceded share applies BEFORE attachments and limits, which are expressed on it; the placed share is what reinsurers
// have signed of the whole and applies LAST. Confusing the two is the commonest mistake in cessions; the Oasis Loss
// Modelling Framework (validation/reinsurance1) distinguishes them as CededPercent and PlacedPercent, and its test units
// are among the tests here. There are two roundings, both down: of the ceded share of one loss and of the placed share of
// all. Rounded down, the shares of several treaties never add up to more than the loss; rounded half up, two halves of a
// cent would be two cents.
//
// Each step is monotone and moves by at most what its input moves, so the recovery does too.
//
// # Attribution
//
// The total of a treaty does not depend on any order. How much of it belongs to which loss does, where deductible or
// limit of the period bite: losses come in the order of the day on which they were agreed, those not agreed yet last, and
// of one day by name. A loss has the total of the losses up to itself less the total of those before it. The parts add up
// to the total, each is between nothing and the loss, and the parts of all treaties of one priority are together never
// more than the loss. The same rule gives the next priority what it sees of each loss.
//
// # Inuring
//
// Treaties of a lower priority number are for the benefit of those of a higher: the latter see what the former left. All
// treaties of one priority see the same. Proportional treaties leave sums insured too: a surplus after a facultative
// cession counts its lines on what is left of the sum insured. Treaties of one priority must not be able to cede a loss
// twice; [Programme.Validate] refuses such programmes.
//
// # Surplus
//
// A line is as much as the cedent retains; a treaty of five lines cedes up to five times the retention ON TOP of it. HMRC's
// General Insurance Manual (GIM8050) computes its third policy, of 100,000 with a retention of 10,000 and five lines, as if
// the retention were one of the five. That reading is not taken: the Chartered Insurance Institute's M97 adds the cession
// to the retention, Guidewire's surplus from 1 to 5 million over a retention of 1 million has four lines, and the sum that
// the trade calls the capacity of a surplus, lines × retention, is what reinsurers bear. Who means the other writes four
// lines.
//
// # Reinstatements
//
// A layer of limit L with n reinstatements bears L × (1 + n) in the period. What it bears up to n × L is reinstated, and
// each reinstatement costs its own percentage of the layer's premium, pro rata to the part of L that it restores and,
// where agreed, to the time for which it is restored ([Terms.ReinstatementPremium]). It too is computed from totals, and
// again when the premium is adjusted.
//
// # Limits as they are printed
//
// Some sources print a layer's limit as its width, "40,000 excess of 10,000", others as its top, "50,000 excess of 10,000"
// with 40,000 to bear (HMRC GIM8080, OpenQuake). [Layer.LimitIs] says which; nothing is guessed.
package treaty
