// SPDX-License-Identifier: Apache-2.0

// Package oracle finds out a fact of the world on which a parametric cover pays: how much it rained, what a district
// harvested, how late a flight was.
//
// A [Feed] says who observes what: providers, their unit and scale, the versions of the data sets that count, how many have
// to agree and how closely. A round of a feed is about one subject in one period. Providers sign their [Observation]s with
// their own certificates, each as a row of its own, so that they never meet; [Feed.Advance] folds them into the [Round].
//
//	period      reporting window                   challenge window
//	─────────┬───────────────────────────────┬────────────────────────────┬──────▶ business date
//	SCHEDULED│ OPEN ──Advance: quorum────────▶ PROVISIONAL ───────────────▶ FINAL
//	         │  │ │                               │ Challenge                ▲
//	         │  │ └Advance: spread too wide, ──▶ DISPUTED ──Arbitrate────────┤
//	         │  │  outcomes differ                │    └─silence: a challenge fails
//	         │  └─Advance: no quorum──────────────┴─▶ OPEN at the next source ── none left ─▶ FAILED
//
// States turn by the business date. Where nothing has to be counted they do so without any transaction: a period ends, an
// unchallenged reading becomes final. Where something has, anybody may call Advance, and what comes of it depends on the
// rows and the date alone.
//
// # Why providers are what they are
//
//   - Within a source no two providers are of one member, and no two have their data from one upstream: a quorum of them
//     is that many organisations and that many origins.
//   - A version of a data set is pinned: preliminary data that are revised later are another version.
//   - An observation says that something is over. One of a flight in the air, or before the period has ended, is refused;
//     it is not taken for "nothing happened".
//   - A window closes when every provider has reported, or with its last day. It does not close at the quorum, which would
//     let whoever comes last choose among the first.
//   - An even number of observations has a middle by a rule that the feed fixes; see [MedianRule].
//   - A source that does not answer gives way to the next one; when all have, the round fails, and premiums are returned.
//   - No arbiter of the member that hosts who challenged a reading decides about it.
//   - An arbiter who stays silent stops nothing: a challenge then fails, and a dispute among providers goes to the next
//     source.
//
// # Invariants
//
//   - a reading is final only after the period, the reporting window or the last report, and the challenge window;
//   - a final or failed round never changes again;
//   - every reading that no arbiter gave lies between the least and the greatest observation, which are no further apart
//     than the feed allows;
//   - every round ends: by date alone, within windows that the feed states.
package oracle
