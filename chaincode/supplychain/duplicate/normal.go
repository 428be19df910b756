// SPDX-License-Identifier: Apache-2.0

package duplicate

import (
	"slices"
	"strings"
	"unicode"
)

// Normal is what a printed number is compared by: capitals and digits only, full width made half width, look-alikes of
// other alphabets made Latin, no leading zeros. "Inv. 2024/07" and "ＩＮＶ-2024-07" are one number; a number of zeros
// alone is "0". Fault: INVOICE_INVALID for a character that numbers are not printed with.
func Normal(text string) (string, error) {
	plain, ok := fold(text)
	if !ok {
		return "", InvoiceInvalid.New("a number has a character that is compared with nothing")
	}
	return unpadded(plain), nil
}

// normal is Normal of a number that was validated before.
func normal(text string) string {
	plain, _ := fold(text)
	return unpadded(plain)
}

func unpadded(plain string) string {
	kept := strings.Map(keep, plain)
	if trimmed := strings.TrimLeft(kept, "0"); trimmed != "" || kept == "" {
		return trimmed
	}
	return "0"
}

// spellings are the texts of which one stays equal when somebody drops or adds punctuation, and one when somebody drops
// or adds zeros in front of any run of digits: "2024-0012" and "20240012" agree in the one, "2024-12" in the other.
func spellings(text string) []string {
	plain, _ := fold(text)
	both := []string{unpadded(plain), padless(plain)}
	slices.Sort(both)
	return slices.Compact(both)
}

// padless drops the zeros in front of each run of digits, and what is neither letter nor digit.
func padless(plain string) string {
	var out strings.Builder
	inside := false
	for _, r := range plain {
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

func keep(r rune) rune {
	if r >= 0x80 || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
		return r
	}
	return -1
}

// fold writes a number in capitals and half width. It knows every character that it lets pass, so that no two spellings
// of one number are let pass as two: invisible characters, combining marks and compatibility forms are refused.
func fold(text string) (plain string, ok bool) {
	ok = true
	plain = strings.Map(func(r rune) rune {
		folded, known := character(r)
		ok = ok && known
		return folded
	}, text)
	return plain, ok
}

// lookalikes are capitals of the Greek and Cyrillic alphabets, and latin the Latin capitals that look the same.
const (
	lookalikes = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХ"
	latin      = "ABEZHIKMNOPTYXABEKMHOPCTYX"
)

// character is a character as it is compared.
func character(r rune) (folded rune, known bool) {
	switch {
	case r >= 0xff01 && r <= 0xff5e: // full width
		return character(r - 0xff01 + '!')
	case r >= ' ' && r <= '~':
		return unicode.ToUpper(r), true
	case r == 0xa0 || r == 0x3000 || r >= 0x2010 && r <= 0x2015 || r == 0x2212 || r == '№': // spaces, dashes, number sign
		return ' ', true
	case r >= 'Α' && r <= 'Ω' || r >= 'α' && r <= 'ω' || r >= 'А' && r <= 'я' || r == 'Ё' || r == 'ё':
		capital := unicode.ToUpper(r)
		if at := slices.Index([]rune(lookalikes), capital); at >= 0 {
			capital = rune(latin[at])
		}
		return capital, true
	}
	// Hiragana, katakana, Chinese characters and Korean syllables.
	return r, r >= 'ぁ' && r <= 'ゖ' || r >= 'ァ' && r <= 'ヺ' || r >= 0x4e00 && r <= 0x9fff || r >= 0xac00 && r <= 0xd7a3
}
