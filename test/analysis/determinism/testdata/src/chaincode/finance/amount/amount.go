// SPDX-License-Identifier: Apache-2.0

// Package amount stands in for the pure packages of ring 0.
package amount

type Amount struct{ minor int64 }

func (a Amount) Neg() Amount { return Amount{-a.minor} }

func (a Amount) IsZero() bool { return a.minor == 0 }
