// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTokenProvesTheRequest verifies a token as fabric-ca does.
func TestTokenProvesTheRequest(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	for range 20 { // half of all signatures would have a high s
		got, err := token([]byte("certificate"), key, "POST", "/api/v1/register", []byte(`{"id":"maker"}`))
		require.NoError(t, err)
		certificate, signature, found := strings.Cut(got, ".")
		require.True(t, found)
		encode := base64.StdEncoding.EncodeToString
		require.Equal(t, encode([]byte("certificate")), certificate)
		payload := "POST." + encode([]byte("/api/v1/register")) + "." + encode([]byte(`{"id":"maker"}`)) + "." + certificate
		der, err := base64.StdEncoding.DecodeString(signature)
		require.NoError(t, err)
		digest := sha256.Sum256([]byte(payload))
		require.True(t, ecdsa.VerifyASN1(&key.PublicKey, digest[:], der))
		var pair struct{ R, S *big.Int }
		_, err = asn1.Unmarshal(der, &pair)
		require.NoError(t, err)
		require.LessOrEqual(t, pair.S.Cmp(new(big.Int).Rsh(key.Params().N, 1)), 0, "Fabric refuses a high s")
	}
}

func TestSecretsDifferByName(t *testing.T) {
	a := &Authority{secret: "s"}
	b := &Authority{secret: "t"}
	require.Equal(t, a.secretOf("maker"), a.secretOf("maker"))
	require.NotEqual(t, a.secretOf("maker"), a.secretOf("checker"))
	require.NotEqual(t, a.secretOf("maker"), b.secretOf("maker"))
}
