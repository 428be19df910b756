// SPDX-License-Identifier: Apache-2.0

package ident

import "fmt"

// UETR is a unique end-to-end transaction reference: a UUID of version 4 (RFC 9562) in small letters, the
// UUIDv4Identifier of ISO 20022.
type UETR struct{ code }

// uetrKind names the type in errors.
const uetrKind = "UETR"

// ParseUETR reads xxxxxxxx-xxxx-4xxx-[89ab]xxx-xxxxxxxxxxxx.
func ParseUETR(text string) (UETR, error) {
	const length = 36
	if len(text) != length {
		return UETR{}, refuse(uetrKind, text, "length", "%d characters, want %d", len(text), length)
	}
	for at := range length {
		hyphen := at == 8 || at == 13 || at == 18 || at == 23
		if hyphen != (text[at] == '-') || !hyphen && !isHex(text[at]) {
			return UETR{}, refuse(uetrKind, text, "character", "%q at position %d, want 0-9, a-f or the hyphens of a UUID",
				text[at], at+1)
		}
	}
	if text[14] != '4' {
		return UETR{}, refuse(uetrKind, text, "version", "%c, want 4", text[14])
	}
	if variant := text[19]; variant < '8' || variant > 'b' {
		return UETR{}, refuse(uetrKind, text, "variant", "%c, want 8, 9, a or b", variant)
	}
	return UETR{code{text}}, nil
}

// NewUETR makes a reference of 16 bytes, of which it keeps all but the six bits of version and variant. The
// caller supplies the randomness; a chaincode has none.
func NewUETR(random [16]byte) UETR {
	random[6] = random[6]&0x0f | 0x40
	random[8] = random[8]&0x3f | 0x80
	return UETR{code{fmt.Sprintf("%x-%x-%x-%x-%x",
		random[:4], random[4:6], random[6:8], random[8:10], random[10:])}}
}

// MustUETR is ParseUETR for constants in source code; it panics on a bad text.
func MustUETR(text string) UETR { return must(ParseUETR(text)) }

// UnmarshalText reads a UETR.
func (u *UETR) UnmarshalText(text []byte) error { return decode(u, text, ParseUETR) }

// UnmarshalJSON reads a JSON string.
func (u *UETR) UnmarshalJSON(data []byte) error { return decodeJSON(uetrKind, data, u) }

func isHex(c byte) bool { return isDigit(c) || 'a' <= c && c <= 'f' }
