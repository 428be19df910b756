// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"maps"
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// scrub takes a sentence away that quotes a transient value. Rules word their refusals themselves and may quote what they
// refuse; what came in transient must not come out in a message, which peers and gateways log.
func (s *session) scrub(sentence string) string {
	for _, name := range sorted(s.transient) {
		if protocol.Quotes(sentence, s.transient[name]) {
			return "the private values of the request are refused"
		}
	}
	return sentence
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
