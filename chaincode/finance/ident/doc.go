// SPDX-License-Identifier: Apache-2.0

// Package ident is the identifiers of finance as types that cannot hold an invalid value.
//
//	LEI   legal entity               ISO 17442        20 characters, check digits mod 97-10
//	ISIN  security                   ISO 6166         12 characters, check digit by double-add-double
//	CFI   class of a security        ISO 10962        6 letters from the table of the group
//	IBAN  bank account               ISO 13616        per-country length and structure, mod 97-10
//	BIC   bank or business           ISO 9362         8 or 11 characters with a country
//	UETR  payment, end to end        ISO 20022        UUID version 4 in small letters
//	USCC  Chinese organisation       GB 32100-2015    18 characters, check character mod 31
//
// Each type wraps an unexported text, so Parse… is the only way in: whoever holds an LEI holds a checked
// one. The values are comparable and can be map keys; they travel as text, in JSON as a string.
//
// Parsing is strict: electronic form, no spaces, letters in the case of the standard. Two spellings of
// one account would otherwise be two keys of a ledger.
//
// An Error names the standard's rule that failed, what was found and what was wanted. It shows at most the
// first four characters of the input, because an account number is personal data and errors are logged.
//
// The zero value is "none" (IsZero). It is refused in JSON, so an optional field carries omitzero.
//
// A valid identifier is well formed, not necessarily issued: check digits catch slips of the hand, and
// ISIN's misses some (see ISIN). Whether an entity or account exists is asked of a register.
package ident
