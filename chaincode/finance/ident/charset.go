// SPDX-License-Identifier: Apache-2.0

package ident

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

func upperOrDigit(c byte) bool { return isUpper(c) || isDigit(c) }

// first returns the index, from start on, of the first byte that is not allowed, or -1.
func first(text string, allowed func(byte) bool, start int) int {
	for i := start; i < len(text); i++ {
		if !allowed(text[i]) {
			return i
		}
	}
	return -1
}

// shape refuses a text that has not the given length or has a character outside 0-9 and A-Z.
func shape(kind, text string, length int) error {
	if len(text) != length {
		return refuse(kind, text, "length", "%d characters, want %d", len(text), length)
	}
	return capitals(kind, text)
}

// capitals refuses a character outside 0-9 and A-Z.
func capitals(kind, text string) error {
	if at := first(text, upperOrDigit, 0); at >= 0 {
		return refuse(kind, text, "character", "%q at position %d, want 0-9 or A-Z", text[at], at+1)
	}
	return nil
}

// value returns 0 to 35 for 0-9 and A-Z, the numbering of ISO 7064 and ISO 6166.
func value(c byte) int {
	if isDigit(c) {
		return int(c - '0')
	}
	return int(c-'A') + 10
}
