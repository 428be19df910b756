// SPDX-License-Identifier: Apache-2.0

package protocol

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// quoteSizeMin is the length from which a text counts as quoted; shorter ones are in every sentence.
const quoteSizeMin = 3

// Quotes tells whether a sentence holds a text or number of a JSON document, or the document itself when it is not
// JSON. Names of members are no secret and do not count.
func Quotes(sentence string, document []byte) bool {
	decoder := jsontext.NewDecoder(bytes.NewReader(document), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	for {
		token, err := decoder.ReadToken()
		if err != nil {
			return holds(sentence, string(bytes.TrimSpace(document[decoder.InputOffset():])))
		}
		kind, text := token.Kind(), token.String()
		if (kind == '"' || kind == '0') && !isName(decoder) && holds(sentence, text) {
			return true
		}
	}
}

// holds looks for a text as it is and as a sentence quotes it with %q.
func holds(sentence, text string) bool {
	if len(text) < quoteSizeMin {
		return false
	}
	quoted := strconv.Quote(text)
	return strings.Contains(sentence, text) || strings.Contains(sentence, quoted[1:len(quoted)-1])
}

// isName tells whether the token just read was a member's name, which is no secret.
func isName(decoder *jsontext.Decoder) bool {
	kind, length := decoder.StackIndex(decoder.StackDepth())
	return kind == '{' && length%2 == 1
}
