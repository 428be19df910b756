// SPDX-License-Identifier: Apache-2.0

package ident

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The worked example of the universal loan identifier, 12 CFR 1003 appendix C, which uses the check digits of
// the LEI: 10Bx939c5543TqA1144M999143X leaves 60 and ends in 38. The regulation ignores case.
func TestCheckDigits97(t *testing.T) {
	const loan = "10BX939C5543TQA1144M999143X"
	require.Equal(t, 60, remainder97(loan+"00"))
	require.Equal(t, "38", checkDigits97(loan))
	require.Equal(t, 1, remainder97(loan+"38"))
}

// GB 32100-2015 counts a weighted sum of 1640 for 91350100M000100Y4, 28 modulo 31, and so a 3.
func TestUSCCCheck(t *testing.T) {
	require.Equal(t, byte('3'), usccCheck("91350100M000100Y4"))
}
