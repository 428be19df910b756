// SPDX-License-Identifier: Apache-2.0

package protocol

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// IsName tells whether a text is 1 to 64 letters, digits, dots, dashes and underscores, the first a letter or a digit. It is asked
// for each of the thousand accounts and mandates of a batch.
func IsName(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case i > 0 && (c == '.' || c == '-' || c == '_'):
		default:
			return false
		}
	}
	return 0 < len(text) && len(text) <= 64
}

// ValidateName refuses a name that somebody chose for a record unless [IsName] accepts it. The noun says of what.
func ValidateName(noun, name string) error {
	if !IsName(name) {
		return fmt.Errorf("%s %q is not 1 to 64 letters, digits, dots, dashes or underscores", noun, Excerpt(name))
	}
	return nil
}

// Distinct lists names in the order of their first mention, each once. An empty one is that of nothing and is left out.
func Distinct[N comparable](names ...N) []N {
	var none N
	var kept []N
	seen := make(map[N]bool, len(names))
	for _, name := range names {
		if name != none && !seen[name] {
			seen[name] = true
			kept = append(kept, name)
		}
	}
	return kept
}

// Excerpt keeps a refused megabyte out of the sentence that refuses it.
func Excerpt(text string) string {
	const longest = 40
	if len(text) <= longest {
		return text
	}
	return text[:longest] + "…"
}

// IsSHA256 tells whether a text is a SHA-256 in 64 lower-case hex digits.
func IsSHA256(text string) bool {
	sum, err := hex.DecodeString(text)
	return err == nil && len(sum) == sha256.Size && hex.EncodeToString(sum) == text
}
