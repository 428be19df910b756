// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// scrubSizeMin is the length from which a text counts as a private value; shorter ones are in every sentence.
const scrubSizeMin = 3

// scrub takes a sentence away that quotes a transient value. Rules word their refusals themselves and may quote what they
// refuse; what came in transient must not come out in a message, which peers and gateways log.
func (s *session) scrub(sentence string) string {
	for _, name := range sorted(s.transient) {
		if quotes(sentence, s.transient[name]) {
			return "the private values of the request are refused"
		}
	}
	return sentence
}

// quotes tells whether a sentence holds a text or number of a JSON document, or the document when it is none.
func quotes(sentence string, document []byte) bool {
	decoder := jsontext.NewDecoder(bytes.NewReader(document), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	for {
		token, err := decoder.ReadToken()
		if err != nil {
			rest := string(bytes.TrimSpace(document[decoder.InputOffset():]))
			return len(rest) >= scrubSizeMin && strings.Contains(sentence, rest)
		}
		kind, text := token.Kind(), token.String()
		if (kind == '"' || kind == '0') && len(text) >= scrubSizeMin && strings.Contains(sentence, text) && !isName(decoder) {
			return true
		}
	}
}

// isName tells whether the token just read was a member's name, which is no secret.
func isName(decoder *jsontext.Decoder) bool {
	kind, length := decoder.StackIndex(decoder.StackDepth())
	return kind == '{' && length%2 == 1
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
