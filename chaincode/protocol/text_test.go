// SPDX-License-Identifier: Apache-2.0

package protocol_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/protocol"
)

func TestTextForPeopleShowsWhatItSays(t *testing.T) {
	require.NoError(t, protocol.ValidateText("name", "Müller & Söhne 株式会社 بنك", 64))
	for name, text := range map[string]string{
		"empty": "", "too long": strings.Repeat("a", 65), "new line": "a\nb", "escape": "a\x1b[31mb",
		"right-to-left override": "pay \u202eecila", "isolate": "a\u2066b", "left-to-right mark": "a\u200eb",
	} {
		require.Error(t, protocol.ValidateText("name", text, 64), name)
	}
}
