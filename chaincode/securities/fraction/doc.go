// SPDX-License-Identifier: Apache-2.0

// Package fraction rounds what is handed out on positions, by rules that an event states. It is pure.
//
//   - R1: what is so much a unit is computed for all units of an account and rounded once (package bond, PerUnit). What
//     the payer paid in beyond the sum goes to a named account.
//   - R2: new units are a factor of old ones ([Factor]); what becomes of a fraction is said by a [Disposition] of ISO 20022
//     (DISF): rounded down, up or to the nearest, or paid in cash.
//   - R3: a fixed number of units is handed out whole ([Pool]): each account gets its share rounded down, and what is left
//     goes one by one to the largest fractions. This is how bonus shares are distributed in China, where ties are broken
//     by the system at random; here they are broken by a hash of event, register and account, which nobody can choose
//     beforehand, since the register's hash is known only when its day is over.
//
// R3 is over all accounts at once, which no transaction can read. But which accounts get one more is a matter of one
// number: where in the order of fractions the line is drawn ([Cut]). Whoever has all positions computes it ([Pool.Cut]);
// each page of the register is then worked out by itself, and the sum over all pages is the pool if, and only if, the cut
// is the right one: a higher line leaves units over, a lower one hands out too many. Rounding half up instead of R3 can hand out
// more than there is: 5 units over seven equal holders become 7.
package fraction
