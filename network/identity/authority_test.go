// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// fakeCA answers like a fabric-ca-server, from a script, and notes what it was
// asked. The real server is exercised by package consortium's TestNetwork.
type fakeCA struct {
	t      *testing.T
	asked  []string
	bodies []map[string]any
	refuse map[string]int // path to status
}

func (f *fakeCA) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.asked = append(f.asked, r.URL.Path)
	var body map[string]any
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		f.t.Error(err)
	}
	f.bodies = append(f.bodies, body)
	if status := f.refuse[r.URL.Path]; status != 0 {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(`{"success":false,"result":null,"errors":[{"code":20,"message":"Authentication failure"}]}`))
		return
	}
	_, _ = fmt.Fprintf(w, `{"success":true,"result":{"Cert":%q},"errors":[]}`, f.issue())
}

// issue gives a certificate with the attributes that were registered last, in
// PEM in base64.
func (f *fakeCA) issue() string {
	attributes := map[string]any{"hf.Type": "client"}
	for _, body := range f.bodies {
		listed, _ := body["attrs"].([]any)
		for _, each := range listed {
			a := each.(map[string]any)
			attributes[a["name"].(string)] = a["value"]
		}
	}
	extension, err := json.Marshal(map[string]any{"attrs": attributes})
	require.NoError(f.t, err)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(f.t, err)
	template := &x509.Certificate{
		SerialNumber:    big.NewInt(1),
		ExtraExtensions: []pkix.Extension{{Id: attributeExtension, Value: extension}},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(f.t, err)
	return base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

// serve gives an authority of a fake server.
func serve(t *testing.T) (*fakeCA, *Authority) {
	fake := &fakeCA{t: t, refuse: map[string]int{}}
	server := httptest.NewTLSServer(fake)
	t.Cleanup(server.Close)
	s := Server{Organisation: Organisation{Name: "northbank", MSPID: "NorthbankMSP", Dir: t.TempDir()}}
	require.NoError(t, s.Configure())
	root := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	require.NoError(t, writeFiles(file{s.CARoot(), root, 0o644}, file{s.tlsRoot(), root, 0o644}))
	c, err := newClient(strings.TrimPrefix(server.URL, "https://"), s.CARoot())
	require.NoError(t, err)
	return fake, &Authority{server: s, client: c, secret: "secret", roots: roots{root, root}}
}

func TestEnrolWritesAWholeMSPOnce(t *testing.T) {
	fake, a := serve(t)
	h := a.server.User("maker")
	maker := Person{Name: "maker", Type: "client", Attributes: map[string]string{"consort.role": "governor"}}
	require.NoError(t, a.Enrol(t.Context(), h, maker))
	require.Equal(t, []string{"/api/v1/enroll", "/api/v1/register", "/api/v1/enroll"}, fake.asked, "the registrar first")
	require.Equal(t, "ca-northbank", fake.bodies[1]["caname"])
	require.Equal(t, []any{map[string]any{"name": "consort.role", "value": "governor", "ecert": true}}, fake.bodies[1]["attrs"])
	for _, name := range []string{"cacerts/ca.pem", "tlscacerts/tlsca.pem", "signcerts/cert.pem", "keystore/key.pem", "config.yaml"} {
		require.FileExists(t, filepath.Join(h.MSP(), name))
	}
	info, err := os.Stat(h.Key())
	require.NoError(t, err)
	require.EqualValues(t, 0o600, info.Mode().Perm())

	require.NoError(t, a.Enrol(t.Context(), h, maker))
	require.Len(t, fake.asked, 3, "an enrolment that is there is kept")

	maker.Attributes = map[string]string{"consort.role": "regulator"}
	err = a.Enrol(t.Context(), h, maker)
	require.EqualError(t, err, "maker is enrolled with attributes map[consort.role:governor], not map[consort.role:regulator]: enrol a new name instead")
}

func TestRepeatedRegistrationIsNoError(t *testing.T) {
	fake, a := serve(t)
	fake.refuse["/api/v1/register"] = http.StatusConflict
	require.NoError(t, a.Enrol(t.Context(), a.server.User("maker"), Person{Name: "maker", Type: "client"}))
}

func TestRefusedEnrolmentSaysWhy(t *testing.T) {
	fake, a := serve(t)
	fake.refuse["/api/v1/enroll"] = http.StatusUnauthorized
	err := a.Enrol(t.Context(), a.server.User("maker"), Person{Name: "maker", Type: "client"})
	require.ErrorContains(t, err, "fabric-ca error 20: Authentication failure")
	require.NoFileExists(t, a.server.User("maker").Certificate())
}

func TestTLSCertificatesAreOneIdentity(t *testing.T) {
	fake, a := serve(t)
	require.NoError(t, a.EnrolTLS(t.Context(), a.server.Peer().TLS, Hosts()))
	require.NoError(t, a.EnrolTLS(t.Context(), a.server.Orderer().TLS, Hosts()))
	require.Equal(t, []string{"/api/v1/enroll", "/api/v1/reenroll", "/api/v1/reenroll"}, fake.asked)
	require.Equal(t, "tlsca-northbank", fake.bodies[2]["caname"])
	require.Equal(t, "tls", fake.bodies[2]["profile"])
	require.FileExists(t, a.server.Orderer().TLS.Key)
}

func TestConfigurationKeepsTheRegistrarsSecret(t *testing.T) {
	s := Server{Organisation: Organisation{Name: "northbank", Dir: t.TempDir()}, Port: 7054, Operations: 7055}
	require.NoError(t, s.Configure())
	first, err := s.secret()
	require.NoError(t, err)
	require.Len(t, first, 32)
	require.NoError(t, s.Configure())
	second, err := s.secret()
	require.NoError(t, err)
	require.Equal(t, first, second)

	data, err := os.ReadFile(s.configFile())
	require.NoError(t, err)
	var config struct {
		Address string
		Port    int
		TLS     struct{ Enabled bool }
		CA      struct{ Name string }
		Signing struct{ Default struct{ Expiry string } }
	}
	require.NoError(t, yaml.Unmarshal(data, &config))
	require.Equal(t, Host, config.Address)
	require.Equal(t, 7054, config.Port)
	require.True(t, config.TLS.Enabled)
	require.Equal(t, "ca-northbank", config.CA.Name)
	require.Equal(t, "17520h", config.Signing.Default.Expiry)
}
