// SPDX-License-Identifier: Apache-2.0

package duplicate

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Normal is what a printed number is compared by: NFKC, capitals, letters and digits only, no leading zeros.
// "Inv. 2024/07" and "ＩＮＶ-2024-07" are one number; a number of zeros alone is "0".
func Normal(text string) string {
	kept := strings.Map(keep, capitals(text))
	if trimmed := strings.TrimLeft(kept, "0"); trimmed != "" || kept == "" {
		return trimmed
	}
	return "0"
}

// spellings are the texts of which one stays equal when somebody drops or adds punctuation, and one when somebody drops
// or adds zeros in front of any run of digits: "2024-0012" and "20240012" agree in the one, "2024-12" in the other.
func spellings(text string) []string {
	both := []string{Normal(text), padless(capitals(text))}
	slices.Sort(both)
	return slices.Compact(both)
}

// padless drops the zeros in front of each run of digits, and what is neither letter nor digit.
func padless(text string) string {
	var out strings.Builder
	inside := false
	for _, r := range text {
		digit := r >= '0' && r <= '9'
		inside = digit && (inside || r != '0')
		if inside || !digit && keep(r) >= 0 {
			out.WriteRune(r)
		}
	}
	if out.Len() == 0 {
		return "0"
	}
	return out.String()
}

func capitals(text string) string {
	return norm.NFKC.String(strings.ToUpper(norm.NFKC.String(text)))
}

func keep(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return r
	}
	return -1
}
