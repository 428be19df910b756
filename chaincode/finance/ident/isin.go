// SPDX-License-Identifier: Apache-2.0

package ident

// ISIN is an international securities identification number, ISO 6166.
//
// Its check digit misses some slips, by the design of the standard: letters are two digits, so AU0000XVGZA3
// and AU0000VXGZA3 are both valid, as are GB0009090902 and GB0009900902 (09 and 90 exchanged).
type ISIN struct{ code }

// isinKind names the type in errors.
const isinKind = "ISIN"

// isinPrefixes are the prefixes beyond countries: ISO 3166 reserved codes and those of ISO 6166 annex A and
// the Association of National Numbering Agencies. AN, no country any more, is on securities still alive.
const isinPrefixes = "AN EU EZ QS QT XA XB XC XD XF XK XS XT"

// ParseISIN reads a prefix, nine capitals or digits, and a check digit.
func ParseISIN(text string) (ISIN, error) {
	if err := shape(isinKind, text, 12); err != nil {
		return ISIN{}, err
	}
	if prefix := text[:2]; !listed(isinPrefixes, prefix) && !isCountry(prefix) {
		return ISIN{}, refuse(isinKind, text, "prefix", "%s is neither a country nor a prefix of ISO 6166", prefix)
	}
	if want := doubleAddDouble(text[:11]); text[11] != want {
		return ISIN{}, refuse(isinKind, text, "check digit", "%c, want %c", text[11], want)
	}
	return ISIN{code{text}}, nil
}

// NewISIN completes the number of a national numbering agency, such as a SEDOL, WKN or CUSIP: it is filled
// with zeros on the left to nine characters and gets its check digit.
func NewISIN(prefix, national string) (ISIN, error) {
	const nine = "000000000"
	if len(national) > len(nine) || len(prefix) != 2 {
		return ISIN{}, refuse(isinKind, prefix, "length", "prefix of %d and national number of %d characters, want 2 and at most 9",
			len(prefix), len(national))
	}
	body := prefix + nine[len(national):] + national
	if err := capitals(isinKind, body); err != nil {
		return ISIN{}, err
	}
	return ParseISIN(body + string(doubleAddDouble(body)))
}

// MustISIN is ParseISIN for constants in source code; it panics on a bad text.
func MustISIN(text string) ISIN { return must(ParseISIN(text)) }

// Prefix returns the country or other prefix.
func (i ISIN) Prefix() string {
	if i.IsZero() {
		return ""
	}
	return i.text[:2]
}

// UnmarshalText reads an ISIN.
func (i *ISIN) UnmarshalText(text []byte) error { return decode(i, text, ParseISIN) }

// UnmarshalJSON reads a JSON string.
func (i *ISIN) UnmarshalJSON(data []byte) error { return decodeJSON(isinKind, data, i) }

// doubleAddDouble returns the check digit of ISO 6166 annex C: letters become two digits; from the right,
// every other digit is doubled, beginning with the last; the digits of all are added up to a multiple of 10.
func doubleAddDouble(body string) byte {
	sum, double := 0, true
	add := func(digit int) {
		if double {
			digit *= 2
		}
		sum += digit/10 + digit%10
		double = !double
	}
	for i := len(body) - 1; i >= 0; i-- {
		v := value(body[i])
		add(v % 10)
		if v >= 10 {
			add(v / 10)
		}
	}
	return '0' + byte((10-sum%10)%10)
}
