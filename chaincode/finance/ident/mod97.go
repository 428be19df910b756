// SPDX-License-Identifier: Apache-2.0

package ident

import "fmt"

// remainder97 reads a text of 0-9 and A-Z as a number, letters as 10 to 35, modulo 97: ISO 7064
// MOD 97-10. A text with correct check digits leaves 1.
func remainder97(text string) int {
	remainder := 0
	for i := range len(text) {
		v := value(text[i])
		if v >= 10 {
			remainder = (remainder*100 + v) % 97
		} else {
			remainder = (remainder*10 + v) % 97
		}
	}
	return remainder
}

// checkDigits97 returns the two check digits to append to a text, 02 to 98.
func checkDigits97(text string) string {
	return fmt.Sprintf("%02d", 98-remainder97(text+"00"))
}

// check97 refuses a text, rearranged so that its check digits come last, that does not end in them.
// The digits 00, 01 and 99 leave 1 as well as 97, 98 and 02 do, but are never issued.
func check97(kind, text, rearranged string) error {
	if got := remainder97(rearranged); got != 1 {
		return refuse(kind, text, "check digits", "remainder %d, want 1", got)
	}
	body, digits := rearranged[:len(rearranged)-2], rearranged[len(rearranged)-2:]
	if want := checkDigits97(body); digits != want {
		return refuse(kind, text, "check digits", "%s is never issued, want %s", digits, want)
	}
	return nil
}
