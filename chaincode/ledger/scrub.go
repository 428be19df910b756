// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"maps"
	"slices"
	"strings"

	"github.com/consort-finance/consort/chaincode/protocol"
)

const (
	// sentenceSizeMax bounds a refusal's sentence, in bytes.
	sentenceSizeMax = 1000
	// concealed stands for a sentence that quotes a private value.
	concealed = "the private values of the request are refused"
)

// scrub takes a sentence away that quotes a transient value. Rules word their refusals themselves and may quote what they
// refuse; what came in transient must not come out in a message, which peers and gateways log.
func (s *session) scrub(sentence string) string {
	if len(s.transient) > 0 && len(sentence) > sentenceSizeMax {
		return concealed
	}
	for _, name := range sorted(s.transient) {
		if protocol.Quotes(sentence, s.transient[name]) {
			return concealed
		}
	}
	return shorten(sentence)
}

// shorten keeps a sentence from echoing a large argument.
func shorten(sentence string) string {
	if len(sentence) <= sentenceSizeMax {
		return sentence
	}
	return strings.ToValidUTF8(sentence[:sentenceSizeMax], "") + "…"
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
