// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// participation stands for an orderer's admin interface.
func participation(t *testing.T, handle http.HandlerFunc) *OrdererAdmin {
	server := httptest.NewTLSServer(handle)
	t.Cleanup(server.Close)
	return &OrdererAdmin{strings.TrimPrefix(server.URL, "https://"), server.Client()}
}

func TestJoinSendsTheBlockOnce(t *testing.T) {
	joined := false
	admin := participation(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodGet && !joined:
			w.WriteHeader(http.StatusNotFound)
		case r.Method == http.MethodGet:
			_, _ = w.Write([]byte(`{"name":"finance","status":"active","consensusRelation":"consenter","height":7}`))
		case joined:
			t.Error("joined twice")
		default:
			part, _, err := r.FormFile("config-block")
			if err != nil {
				t.Error(err)
				return
			}
			block, _ := io.ReadAll(part)
			joined = string(block) == "block"
			w.WriteHeader(http.StatusCreated)
		}
	})
	require.NoError(t, admin.Join(t.Context(), "finance", []byte("block")))
	require.True(t, joined)
	require.NoError(t, admin.Join(t.Context(), "finance", []byte("block")))
	got, err := admin.Participation(t.Context(), "finance")
	require.NoError(t, err)
	require.Equal(t, Participation{"finance", "active", "consenter", 7}, got)
}

func TestJoinSaysWhatTheOrdererAnswered(t *testing.T) {
	admin := participation(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid join block"}`))
	})
	err := admin.Join(t.Context(), "finance", []byte("x"))
	require.EqualError(t, err, `join channel finance: orderer answered 400: {"error":"invalid join block"}`)
}
