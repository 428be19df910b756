// SPDX-License-Identifier: Apache-2.0

package ident

// LEI is a legal entity identifier, ISO 17442.
//
// Its check digits catch every wrong digit or letter and every exchange of neighbours but three: 1B and B1,
// 2M and M2, 3X and X3 are the same number, since letters count as 10 to 35. The same holds for an IBAN.
type LEI struct{ code }

// leiKind names the type in errors.
const leiKind = "LEI"

// ParseLEI reads 18 capitals or digits and two check digits.
func ParseLEI(text string) (LEI, error) {
	if err := shape(leiKind, text, 20); err != nil {
		return LEI{}, err
	}
	if at := first(text, isDigit, 18); at >= 0 {
		return LEI{}, refuse(leiKind, text, "structure", "%q at position %d, want a check digit", text[at], at+1)
	}
	if err := check97(leiKind, text, text); err != nil {
		return LEI{}, err
	}
	return LEI{code{text}}, nil
}

// NewLEI appends the check digits to the 18 characters that an issuer assigned.
func NewLEI(assigned string) (LEI, error) {
	if err := shape(leiKind, assigned, 18); err != nil {
		return LEI{}, err
	}
	return ParseLEI(assigned + checkDigits97(assigned))
}

// MustLEI is ParseLEI for constants in source code; it panics on a bad text.
func MustLEI(text string) LEI { return must(ParseLEI(text)) }

// UnmarshalText reads an LEI.
func (l *LEI) UnmarshalText(text []byte) error { return decode(l, text, ParseLEI) }

// UnmarshalJSON reads a JSON string.
func (l *LEI) UnmarshalJSON(data []byte) error { return decodeJSON(leiKind, data, l) }
