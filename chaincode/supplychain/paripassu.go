// SPDX-License-Identifier: Apache-2.0

package supplychain

import "math/bits"

// Partial payments are shared by all units of an undertaking alike, however it is cut, before a payment or between two. A
// share of a level L for the units a to b of N that is rounded by itself does not add up; floor(L·b/N) − floor(L·(a−1)/N)
// adds up for every cut, but may fall as L rises: a holder that was paid a cent would owe it back. What adds up and never
// falls is an order in which units are paid, one at a time: unit 1 + (l·step mod N) is the one that the payment's unit
// number l pays, where step has no divisor in common with N and is near N divided by the golden ratio, so that
// consecutive units of a payment go to places far apart. A slice's part of a level then is how many of its units are
// among the first L, which is within some cents of its exact share (a two-dimensional sequence strays from evenness by
// the logarithm of its length at least, W. M. Schmidt 1972: no rule that never falls is within a cent), and when the
// whole is paid, every unit is.
type pariPassu struct {
	face, step uint64
}

// goldenNum and goldenDen are consecutive Fibonacci numbers, whose quotient is the golden ratio to 17 digits.
const (
	goldenNum = 1_836_311_903
	goldenDen = 2_971_215_073
)

// candidates bounds the steps that are compared.
const candidates = 64

// pariPassuOf chooses, among the steps next to the golden one that have no divisor in common with the face, the most even:
// the one with the least sum of partial quotients, which bounds how far a part may be from its exact share.
func pariPassuOf(face int64) pariPassu {
	n := uint64(face)
	high, low := bits.Mul64(n, goldenNum)
	first, _ := bits.Div64(high, low, goldenDen)
	best, least := uint64(1), n
	for step := max(first, 1); step < min(first+candidates, n); step++ {
		if sum, coprime := unevenness(step, n); coprime && sum < least {
			best, least = step, sum
		}
	}
	return pariPassu{face: n, step: best}
}

// unevenness is the sum of the partial quotients of a/b, and whether a and b have no divisor in common.
func unevenness(a, b uint64) (sum uint64, coprime bool) {
	for b != 0 {
		sum += a / b
		a, b = b, a%b
	}
	return sum, a == 1
}

// part is what units have got when the whole is paid up to a level. Beyond the face, where late interest may lead, the
// order begins anew.
func (p pariPassu) part(units Units, level int64) int64 {
	laps, rest := uint64(level)/p.face, uint64(level)%p.face
	return int64(laps)*units.Size() + int64(p.among(rest, uint64(units.To))-p.among(rest, uint64(units.From-1)))
}

// due is what a holder of units gets as the level rises.
func (p pariPassu) due(units Units, from, to int64) int64 {
	return p.part(units, to) - p.part(units, from)
}

// unpaid is what of the slice's face was not paid yet.
func (s Slice) unpaid(u Undertaking) int64 {
	face := u.Face.Amount.Minor()
	return pariPassuOf(face).due(s.Units, s.Level.Minor(), face)
}

// among counts the l below level for which l·step mod face is below units: the remainder is below units exactly when
// ⌊l·step/face⌋ differs from ⌊(l·step − units)/face⌋.
func (p pariPassu) among(level, units uint64) uint64 {
	return level + floorSum(level, p.face, p.step, 0) - floorSum(level, p.face, p.step, p.face-units)
}

// floorSum is the sum of ⌊(a·i + b)/m⌋ for i from 0 to n−1, modulo 2⁶⁴, by the steps of Euclid's algorithm on a and m.
func floorSum(n, m, a, b uint64) (sum uint64) {
	for {
		if a >= m {
			sum += triangle(n) * (a / m)
			a %= m
		}
		if b >= m {
			sum += n * (b / m)
			b %= m
		}
		high, low := bits.Mul64(a, n)
		low, carry := bits.Add64(low, b, 0)
		high += carry
		if high == 0 && low < m {
			return sum
		}
		n, b = bits.Div64(high, low, m)
		m, a = a, m
	}
}

// triangle is n·(n−1)/2, modulo 2⁶⁴.
func triangle(n uint64) uint64 {
	if n == 0 {
		return 0
	}
	if n%2 == 0 {
		return n / 2 * (n - 1)
	}
	return n * ((n - 1) / 2)
}
