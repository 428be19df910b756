// SPDX-License-Identifier: Apache-2.0

package ident

import "strings"

// USCC is a Chinese unified social credit code (统一社会信用代码), GB 32100-2015: registering authority,
// category, six digits of the administrative division, nine characters of the organisation code
// (GB 11714) and a check character.
type USCC struct{ code }

// usccKind names the type in errors.
const usccKind = "USCC"

// usccAlphabet is 0-9 and the capitals without I, O, S, V and Z; a character's value is its position.
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// ParseUSCC reads 18 characters of the alphabet with a correct check character.
func ParseUSCC(text string) (USCC, error) {
	if err := shape(usccKind, text, 18); err != nil {
		return USCC{}, err
	}
	if err := usccCharacters(text); err != nil {
		return USCC{}, err
	}
	if want := usccCheck(text[:17]); text[17] != want {
		return USCC{}, refuse(usccKind, text, "check character", "%c, want %c", text[17], want)
	}
	return USCC{code{text}}, nil
}

// NewUSCC appends the check character to the 17 before it.
func NewUSCC(body string) (USCC, error) {
	if err := shape(usccKind, body, 17); err != nil {
		return USCC{}, err
	}
	if err := usccCharacters(body); err != nil {
		return USCC{}, err
	}
	return ParseUSCC(body + string(usccCheck(body)))
}

// MustUSCC is ParseUSCC for constants in source code; it panics on a bad text.
func MustUSCC(text string) USCC { return must(ParseUSCC(text)) }

// Division returns the six digits of the administrative division (GB/T 2260).
func (u USCC) Division() string {
	if u.IsZero() {
		return ""
	}
	return u.text[2:8]
}

// Organisation returns the nine characters of the organisation code (GB 11714).
func (u USCC) Organisation() string {
	if u.IsZero() {
		return ""
	}
	return u.text[8:17]
}

// UnmarshalText reads a USCC.
func (u *USCC) UnmarshalText(text []byte) error { return decode(u, text, ParseUSCC) }

// UnmarshalJSON reads a JSON string.
func (u *USCC) UnmarshalJSON(data []byte) error { return decodeJSON(usccKind, data, u) }

func usccCharacters(text string) error {
	known := func(c byte) bool { return strings.IndexByte(usccAlphabet, c) >= 0 }
	if at := first(text, known, 0); at >= 0 {
		return refuse(usccKind, text, "character", "%c at position %d; I, O, S, V and Z are not used", text[at], at+1)
	}
	if at := first(text[:8], isDigit, 2); at >= 0 {
		return refuse(usccKind, text, "structure", "%c at position %d, want a digit of the division", text[at], at+1)
	}
	return nil
}

// usccCheck returns the check character of 17 characters: the weights are the powers of 3 modulo 31, and
// the weighted sum with the check value is a multiple of 31.
func usccCheck(body string) byte {
	sum, weight := 0, 1
	for i := range len(body) {
		sum += strings.IndexByte(usccAlphabet, body[i]) * weight
		weight = weight * 3 % 31
	}
	return usccAlphabet[(31-sum%31)%31]
}
