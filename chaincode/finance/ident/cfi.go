// SPDX-License-Identifier: Apache-2.0

package ident

import "strings"

// CFI is a classification of financial instruments, ISO 10962:2021, for what is issued, lent or pledged here:
// collective investment vehicles (C), debt (D), equities (E), financing (L) and other assets (M). The
// categories of derivatives, rights and strategies are not carried and are refused.
type CFI struct{ code }

// cfiKind names the type in errors.
const cfiKind = "CFI"

// cfiGroups is, for each category and group, the letters of the four attributes. X, not applicable or not
// known, goes everywhere; "-" is an attribute that the group does not define.
const cfiGroups = `
CB COM GIJ - QSUY
CE COM GIJ BCDEFKLMRV SU
CF COM GIJ BEHIMP QSUY
CH ADELMNRS - - -
CI COM GIJ BCDEFKLMRV QSUY
CM - - - QSUY
CP COM GIJ BCDEFKLMRV QSUY
CS CMO BGLM BMR SU
DA FVZ CGJNOPQSTU ABCDEFGLPQRT BMNR
DB CFKVZ CGJNOPQSTU ABCDEFGLPQRT BMNR
DC FKVZ CGJNOPQSTU ABCDEFGLPQRT BMNR
DD ABCGMNTWY CFVZ CGJNOPQSTU ABCDEFGLPQRT
DE ABCDEM DFMVY CMRST BCDIMNST
DG FVZ CGJNOPQSTU ABCDEFGLPQRT BMNR
DM BMP - - BMNR
DN FVZ CGJNOPQSTU ABCDEFGLPQRT BMNR
DS ABCDM DFMVY FMV BCDIMNST
DT FKVZ CGJNOPQSTU ABCDEFGLPQRT BMNR
DW FKVZ CGJNOPQSTU ABCDEFGLPQRT BMNR
DY FKVZ CGJNOPQSTU - BMNR
EC ENRV TU FOP BMNR
ED CFLMPS BDNR ACFNPQU BMNR
EF ENRV ACEGNRT ACFNPQU BMNR
EL ENRV TU FOP BMNR
EM - - - BMNR
EP ENRV ACEGNRT ACFNPQU BMNR
ES ENRV TU FOP BMNR
EY ABCDEM DMY EFMV BCDGIMNST
LL ABJKMNPST - - CP
LR CGS FNOT - DHT
LS CDEGKLMPTW NOT - DFHT
MC ABHMSUW TU - BMNR
MM EIMNPRST - - -
`

// ParseCFI reads six capitals: category, group and four attributes.
func ParseCFI(text string) (CFI, error) {
	if err := shape(cfiKind, text, 6); err != nil {
		return CFI{}, err
	}
	_, after, found := strings.Cut(cfiGroups, "\n"+text[:2]+" ")
	if !found {
		return CFI{}, refuse(cfiKind, text, "group", "%s is no group of the categories C, D, E, L and M", text[:2])
	}
	row, _, _ := strings.Cut(after, "\n")
	for i, letters := range strings.Fields(row) {
		if got := text[2+i]; got != 'X' && strings.IndexByte(letters, got) < 0 {
			return CFI{}, refuse(cfiKind, text, "attribute", "%c at position %d, want X or one of %s", got, i+3, letters)
		}
	}
	return CFI{code{text}}, nil
}

// MustCFI is ParseCFI for constants in source code; it panics on a bad text.
func MustCFI(text string) CFI { return must(ParseCFI(text)) }

// Group returns the category and the group, such as DB for bonds and ES for common shares.
func (c CFI) Group() string {
	if c.IsZero() {
		return ""
	}
	return c.text[:2]
}

// UnmarshalText reads a CFI.
func (c *CFI) UnmarshalText(text []byte) error { return decode(c, text, ParseCFI) }

// UnmarshalJSON reads a JSON string.
func (c *CFI) UnmarshalJSON(data []byte) error { return decodeJSON(cfiKind, data, c) }
