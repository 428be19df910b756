// SPDX-License-Identifier: Apache-2.0

// Package refund tells what an insurer keeps of a premium when cover ends before its time, and what it gives back.
//
//   - PRO_RATA keeps the premium of the days that are over;
//   - PRO_RATA_PENALTY gives back a part of what pro rata would, such as 90 %;
//   - SHORT_PERIOD keeps what a table says for the time that is over: by days, or by months where a begun month counts.
//
// The day on which cover ends is not covered: 219 days are over when cover of 1 January ends on 8 August. What is kept is
// rounded once, half up, to the minor unit; what is given back is the rest, so that both add up to the premium always.
package refund
