// SPDX-License-Identifier: Apache-2.0

package ident

// BIC is a business identifier code, ISO 9362:2022: a prefix of four characters, a country, two characters
// and optionally a branch of three (BICFIDec2014Identifier of ISO 20022).
type BIC struct{ code }

// bicKind names the type in errors.
const bicKind = "BIC"

// ParseBIC reads 8 or 11 capitals or digits with a country at positions 5 and 6.
func ParseBIC(text string) (BIC, error) {
	if len(text) != 8 && len(text) != 11 {
		return BIC{}, refuse(bicKind, text, "length", "%d characters, want 8 or 11", len(text))
	}
	if err := capitals(bicKind, text); err != nil {
		return BIC{}, err
	}
	if country := text[4:6]; !isCountry(country) {
		return BIC{}, refuse(bicKind, text, "country", "%s is no country of ISO 3166", country)
	}
	return BIC{code{text}}, nil
}

// MustBIC is ParseBIC for constants in source code; it panics on a bad text.
func MustBIC(text string) BIC { return must(ParseBIC(text)) }

// Party returns the first eight characters, which name the business without its branch. DEUTDEFF and
// DEUTDEFFXXX are one party.
func (b BIC) Party() string {
	if b.IsZero() {
		return ""
	}
	return b.text[:8]
}

// Branch returns the last three characters; XXX, the head office, when the code has only eight.
func (b BIC) Branch() string {
	switch {
	case b.IsZero():
		return ""
	case len(b.text) == 8:
		return "XXX"
	}
	return b.text[8:]
}

// Country returns the ISO 3166 code.
func (b BIC) Country() string {
	if b.IsZero() {
		return ""
	}
	return b.text[4:6]
}

// UnmarshalText reads a BIC.
func (b *BIC) UnmarshalText(text []byte) error { return decode(b, text, ParseBIC) }

// UnmarshalJSON reads a JSON string.
func (b *BIC) UnmarshalJSON(data []byte) error { return decodeJSON(bicKind, data, b) }
