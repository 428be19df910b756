// SPDX-License-Identifier: Apache-2.0

// Package scaleback shares an issue among subscribers who want more than there is: in proportion to what each wants, rounded
// down, and the units left over one each to those who lost the largest fraction by it. This is the largest remainder of
// package split, in the form that package fraction has of it, which needs no one transaction with all subscriptions in it.
//
// What a claim gets depends on the pool, the claim itself and a [Cut]: the last claim, in the sequence of lost fractions, that
// gets a unit more. Given the cut, each claim is decided by itself, in any page and any order. A cut need not be trusted: the
// more claims are before it, the more is given, so that the shares add up to the pool for the right cut and for those alone
// that give everybody the same.
//
// Fractions that are equal go by the tie of the claim, the least first: a hash with something in it that nobody knew while
// claims could still be made.
package scaleback
