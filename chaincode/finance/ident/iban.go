// SPDX-License-Identifier: Apache-2.0

package ident

import "strings"

// IBAN is an international bank account number, ISO 13616, in its electronic form.
type IBAN struct{ code }

// ibanKind names the type in errors.
const ibanKind = "IBAN"

// ParseIBAN reads a country, two check digits and the BBAN with the length and structure of the country.
func ParseIBAN(text string) (IBAN, error) {
	const longest = 34
	if len(text) < 4 || len(text) > longest {
		return IBAN{}, refuse(ibanKind, text, "length", "%d characters, want 5 to %d", len(text), longest)
	}
	if err := capitals(ibanKind, text); err != nil {
		return IBAN{}, err
	}
	if !isDigit(text[2]) || !isDigit(text[3]) {
		return IBAN{}, refuse(ibanKind, text, "structure", "want two check digits after the country")
	}
	if err := ibanStructure(text); err != nil {
		return IBAN{}, err
	}
	if err := check97(ibanKind, text, text[4:]+text[:4]); err != nil {
		return IBAN{}, err
	}
	return IBAN{code{text}}, nil
}

// NewIBAN puts the country and its check digits before a BBAN.
func NewIBAN(country, bban string) (IBAN, error) {
	if err := capitals(ibanKind, country+bban); err != nil {
		return IBAN{}, err
	}
	return ParseIBAN(country + checkDigits97(bban+country) + bban)
}

// MustIBAN is ParseIBAN for constants in source code; it panics on a bad text.
func MustIBAN(text string) IBAN { return must(ParseIBAN(text)) }

// Country returns the ISO 3166 code of the bank's country.
func (i IBAN) Country() string {
	if i.IsZero() {
		return ""
	}
	return i.text[:2]
}

// BBAN returns the national account number.
func (i IBAN) BBAN() string {
	if i.IsZero() {
		return ""
	}
	return i.text[4:]
}

// UnmarshalText reads an IBAN.
func (i *IBAN) UnmarshalText(text []byte) error { return decode(i, text, ParseIBAN) }

// UnmarshalJSON reads a JSON string.
func (i *IBAN) UnmarshalJSON(data []byte) error { return decodeJSON(ibanKind, data, i) }

// ibanStructure checks the BBAN against its country's row of the registry.
func ibanStructure(text string) error {
	country := text[:2]
	_, after, found := strings.Cut(ibanRegistry, "\n"+country+" ")
	if !found {
		return refuse(ibanKind, text, "country", "%s is not in the IBAN registry", country)
	}
	pattern, _, _ := strings.Cut(after, "\n")
	length := 4
	for rest := pattern; rest != ""; {
		run, _, tail := nextRun(rest)
		length, rest = length+run, tail
	}
	if len(text) != length {
		return refuse(ibanKind, text, "length", "%d characters, want %d in %s", len(text), length, country)
	}
	at := 4
	for rest := pattern; rest != ""; {
		run, allowed, tail := nextRun(rest)
		if bad := first(text[:at+run], allowed, at); bad >= 0 {
			return refuse(ibanKind, text, "structure", "wrong kind of character at position %d, want %s in %s",
				bad+1, pattern, country)
		}
		at, rest = at+run, tail
	}
	return nil
}

// nextRun reads "12c…": a length, the kind of character, and what follows.
func nextRun(pattern string) (length int, allowed func(byte) bool, tail string) {
	at := 0
	for ; isDigit(pattern[at]); at++ {
		length = length*10 + int(pattern[at]-'0')
	}
	switch pattern[at] {
	case 'n':
		allowed = isDigit
	case 'a':
		allowed = isUpper
	default:
		allowed = upperOrDigit
	}
	return length, allowed, pattern[at+1:]
}
