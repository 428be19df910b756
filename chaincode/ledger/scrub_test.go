// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestSentencesAreBoundedAndKeepSecrets(t *testing.T) {
	open, secret := &session{}, &session{transient: map[string][]byte{"a": []byte(`"secret"`), "b": []byte(`1`)}}
	require.Equal(t, "no secret here", open.scrub("no secret here"))
	require.Equal(t, concealed, secret.scrub("no secret here"))
	require.Equal(t, "nothing here", secret.scrub("nothing here"))
	long := strings.Repeat("é", sentenceSizeMax)
	require.LessOrEqual(t, len(open.scrub(long)), sentenceSizeMax+len("…"))
	require.True(t, utf8.ValidString(open.scrub("a"+long)))
	require.Equal(t, concealed, secret.scrub(long), "too long to be looked through")
}
