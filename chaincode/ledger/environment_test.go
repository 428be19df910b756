// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// variables looks names up in a map.
func variables(values map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, set := values[name]
		return value, set
	}
}

func TestWrongEnvironmentsAreNamed(t *testing.T) {
	files := newTLSFiles(t)
	for _, test := range []struct {
		name   string
		values map[string]string
		words  []string
	}{
		{"nothing", nil, []string{"CHAINCODE_ID is not set"}},
		{"everything", map[string]string{"CHAINCODE_SERVER_ADDRESS": ":0", "CONSORT_CLOCK": "sundial"},
			[]string{"CHAINCODE_ID", `CONSORT_CLOCK is "sundial"`, "CHAINCODE_TLS_CERT and CHAINCODE_TLS_KEY", "CHAINCODE_CLIENT_CA_CERT must"}},
		{"charter", map[string]string{"CHAINCODE_ID": "x", "CONSORT_CHARTER": "abc"}, []string{"CONSORT_CHARTER"}},
		{"switch", map[string]string{"CHAINCODE_ID": "x", "CHAINCODE_SERVER_ADDRESS": ":0", "CHAINCODE_TLS_DISABLED": "yes"},
			[]string{`CHAINCODE_TLS_DISABLED is "yes"`}},
		{"files", map[string]string{"CHAINCODE_ID": "x", "CHAINCODE_SERVER_ADDRESS": ":0", "CHAINCODE_TLS_KEY": "absent",
			"CHAINCODE_TLS_CERT": files.cert, "CHAINCODE_CLIENT_CA_CERT": "absent"}, []string{"CHAINCODE_TLS_KEY", "CHAINCODE_CLIENT_CA_CERT"}},
		{"authority", map[string]string{"CHAINCODE_ID": "x", "CHAINCODE_SERVER_ADDRESS": ":0", "CHAINCODE_TLS_KEY": files.key,
			"CHAINCODE_TLS_CERT": files.cert, "CHAINCODE_CLIENT_CA_CERT": files.key}, []string{"holds no PEM certificate"}},
	} {
		_, err := ReadEnvironment(variables(test.values))
		require.Error(t, err, test.name)
		for _, word := range test.words {
			require.ErrorContains(t, err, word, test.name)
		}
	}
}

func TestRightEnvironmentsAreRead(t *testing.T) {
	files := newTLSFiles(t)
	charter := strings.Repeat("0a", 32)
	env, err := ReadEnvironment(variables(map[string]string{
		"CORE_CHAINCODE_ID_NAME": "cash:1", "CHAINCODE_SERVER_ADDRESS": "127.0.0.1:0", "CHAINCODE_TLS_KEY": files.key,
		"CHAINCODE_TLS_CERT": files.cert, "CHAINCODE_CLIENT_CA_CERT": files.cert,
		"CONSORT_CLOCK": "simulated", "CONSORT_CHARTER": charter,
	}))
	require.NoError(t, err)
	require.Equal(t, "cash:1", env.ID)
	require.True(t, env.House.Simulated)
	require.Equal(t, charter, env.House.Charter)
	require.WithinDuration(t, time.Now(), env.House.Now(), time.Minute)
	require.Equal(t, tls.RequireAndVerifyClientCert, env.TLS.ClientAuth)

	env, err = ReadEnvironment(variables(map[string]string{"CHAINCODE_ID": "a", "CORE_CHAINCODE_ID_NAME": "b"}))
	require.NoError(t, err, "launched by a peer")
	require.Equal(t, "a", env.ID)
	require.Nil(t, env.TLS)
	env, err = ReadEnvironment(variables(map[string]string{"CHAINCODE_ID": "a", "CHAINCODE_SERVER_ADDRESS": ":0", "CHAINCODE_TLS_DISABLED": "true"}))
	require.NoError(t, err)
	require.Nil(t, env.TLS)
}

// tlsFiles are a self-signed certificate for 127.0.0.1, good for both ends, and its key.
type tlsFiles struct{ cert, key string }

func newTLSFiles(t *testing.T) tlsFiles {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "chaincode"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	dir := t.TempDir()
	files := tlsFiles{filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")}
	require.NoError(t, os.WriteFile(files.cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	require.NoError(t, os.WriteFile(files.key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER}), 0o600))
	return files
}
