// SPDX-License-Identifier: Apache-2.0

package jsontext_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/consort-finance/consort/chaincode/finance/internal/jsontext"
	"github.com/stretchr/testify/require"
)

type text string

func (t *text) UnmarshalText(b []byte) error { *t = text(b); return nil }

func TestDecodeReadsStringsOnly(t *testing.T) {
	var got text
	require.NoError(t, jsontext.Decode([]byte(`"a\u0062"`), &got))
	require.Equal(t, text("ab"), got)

	for _, bad := range []string{``, `null`, `1`, `true`, `[]`, `{}`} {
		require.ErrorIs(t, jsontext.Decode([]byte(bad), &got), jsontext.ErrNotString, bad)
	}
	err := jsontext.Decode([]byte(`"a" "b"`), &got)
	require.Error(t, err)
	require.False(t, errors.Is(err, jsontext.ErrNotString))
}

func TestEncode(t *testing.T) {
	require.Equal(t, `"EUR"`, string(jsontext.Encode("EUR")))
}

func TestExcerptIsBounded(t *testing.T) {
	require.Equal(t, "short", jsontext.Excerpt("short"))
	require.LessOrEqual(t, len(jsontext.Excerpt(strings.Repeat("9", 1<<20))), 24+len("…"))
}
