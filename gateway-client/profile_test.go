// SPDX-License-Identifier: Apache-2.0

package gatewayclient_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// pair makes a certificate and its key as PEM.
func pair(t *testing.T, name string) (certificate, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	require.NoError(t, err)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8})
}

// write makes a file and its directories.
func write(t *testing.T, content []byte, path ...string) string {
	t.Helper()
	file := filepath.Join(path...)
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
	require.NoError(t, os.WriteFile(file, content, 0o600))
	return file
}

// mspDirectory has a certificate, its key and a key of somebody else.
func mspDirectory(t *testing.T, directory string) string {
	t.Helper()
	certificate, key := pair(t, "alice")
	_, other := pair(t, "other")
	write(t, certificate, directory, "signcerts", "cert.pem")
	write(t, other, directory, "keystore", "a_sk")
	write(t, key, directory, "keystore", "b_sk")
	return directory
}

// signs proves that an identity's key is its certificate's.
func signs(t *testing.T, id gatewayclient.Identity) {
	t.Helper()
	digest := sha256.Sum256([]byte("message"))
	signature, err := id.Sign(digest[:])
	require.NoError(t, err)
	certificate, err := id.X509()
	require.NoError(t, err)
	require.True(t, ecdsa.VerifyASN1(certificate.PublicKey.(*ecdsa.PublicKey), digest[:], signature))
}

func TestReadMSPFindsTheKeyOfTheCertificate(t *testing.T) {
	id, err := gatewayclient.ReadMSP("NorthbankMSP", mspDirectory(t, t.TempDir()))
	require.NoError(t, err)
	require.Equal(t, "NorthbankMSP", id.MSP)
	signs(t, id)
}

func TestReadMSPTellsWhatIsMissing(t *testing.T) {
	directory := mspDirectory(t, t.TempDir())
	require.NoError(t, os.Remove(filepath.Join(directory, "keystore", "b_sk")))
	_, err := gatewayclient.ReadMSP("M", directory)
	require.ErrorContains(t, err, "keystore: private key is not that of the certificate of alice")
	require.NoError(t, os.RemoveAll(filepath.Join(directory, "keystore")))
	_, err = gatewayclient.ReadMSP("M", directory)
	require.ErrorContains(t, err, "keystore: no such file or directory; name a PEM file or a directory of them")
	_, err = gatewayclient.ReadMSP("M", t.TempDir())
	require.ErrorContains(t, err, "signcerts: no such file or directory; name a PEM file or a directory of them")
}

func TestReadWallet(t *testing.T) {
	certificate, key := pair(t, "alice")
	entry := map[string]any{
		"credentials": map[string]any{"certificate": string(certificate), "privateKey": string(key)},
		"mspId":       "NorthbankMSP", "type": "X.509", "version": 1,
	}
	read := func() (gatewayclient.Identity, error) {
		content, err := json.Marshal(entry)
		require.NoError(t, err)
		return gatewayclient.ReadWallet(write(t, content, t.TempDir(), "alice.id"))
	}
	id, err := read()
	require.NoError(t, err)
	require.Equal(t, "NorthbankMSP", id.MSP)
	signs(t, id)

	entry["mspId"] = ""
	_, err = read()
	require.ErrorContains(t, err, `alice.id: mspId is missing; write "mspId":"<MSP identifier>"`)
	entry["type"] = "HSM-X.509"
	_, err = read()
	require.ErrorContains(t, err, `type "HSM-X.509" version 1 is unknown`)
}

const connectionYAML = `
name: consort
client:
  organization: northbank
channels:
  finance: {}
organizations:
  northbank: {mspid: NorthbankMSP, peers: [peer0.northbank, peer1.northbank]}
  southbank: {mspid: SouthbankMSP, peers: [peer0.southbank]}
  empty: {mspid: EmptyMSP, peers: []}
peers:
  peer0.northbank:
    url: grpcs://localhost:7051
    tlsCACerts: {pem: "PEM0"}
    grpcOptions: {ssl-target-name-override: peer0.northbank}
  peer1.northbank:
    url: grpcs://localhost:7151
    tlsCACerts: {path: tls/ca.pem}
    grpcOptions: {hostnameOverride: peer1.northbank, grpc.keepalive_time_ms: 1000}
  peer0.southbank:
    url: grpc://localhost:8051
`

func TestReadConnection(t *testing.T) {
	directory := t.TempDir()
	write(t, []byte("PEM1"), directory, "tls", "ca.pem")
	file := write(t, []byte(connectionYAML), directory, "connection.yaml")
	profile, err := gatewayclient.ReadConnection(file, "")
	require.NoError(t, err)
	require.Equal(t, gatewayclient.Profile{
		Identity: gatewayclient.Identity{MSP: "NorthbankMSP"}, Channel: "finance",
		Peers: []gatewayclient.Peer{
			{Name: "peer0.northbank", Address: "localhost:7051", ServerName: "peer0.northbank", Roots: []byte("PEM0")},
			{Name: "peer1.northbank", Address: "localhost:7151", ServerName: "peer1.northbank", Roots: []byte("PEM1")},
		},
	}, profile)
	south, err := gatewayclient.ReadConnection(file, "SouthbankMSP")
	require.NoError(t, err)
	require.True(t, south.Peers[0].Plain)
}

func TestReadConnectionTellsWhatIsMissing(t *testing.T) {
	for want, change := range map[string][2]string{
		"client.organization is missing; write one of empty, northbank, southbank": {"organization: northbank", "organization:"},
		"organizations.eastbank is missing; there are empty, northbank, southbank": {"organization: northbank", "organization: eastbank"},
		"organizations.empty.peers is empty; list a key of peers":                  {"organization: northbank", "organization: empty"},
		"organizations.northbank.mspid is missing":                                 {"mspid: NorthbankMSP, ", ""},
		"peers.peer2.northbank is missing; organizations.northbank.peers names it": {"peer1.northbank]", "peer2.northbank]"},
		"peers.peer0.northbank: url is missing; write grpcs://host:port":           {"url: grpcs://localhost:7051", "url:"},
		"peers.peer0.northbank: tlsCACerts is missing; write tlsCACerts.pem or":    {`tlsCACerts: {pem: "PEM0"}`, ""},
		"peers.peer1.northbank: tlsCACerts.path: open ":                            {"tls/ca.pem", "tls/other.pem"},
		"connection.yaml: yaml: ":                                                  {"name: consort", "name: ["},
	} {
		directory := t.TempDir()
		write(t, []byte("PEM1"), directory, "tls", "ca.pem")
		content := strings.Replace(connectionYAML, change[0], change[1], 1)
		_, err := gatewayclient.ReadConnection(write(t, []byte(content), directory, "connection.yaml"), "")
		require.ErrorContains(t, err, want)
	}
}

func environment(variables map[string]string) func(string) string {
	return func(name string) string { return variables[name] }
}

func TestReadEnvironmentOfThePeerCommand(t *testing.T) {
	roots, _ := pair(t, "ca")
	directory := t.TempDir()
	variables := map[string]string{
		"CHANNEL_NAME":                     "finance",
		"CORE_PEER_LOCALMSPID":             "NorthbankMSP",
		"CORE_PEER_MSPCONFIGPATH":          mspDirectory(t, filepath.Join(directory, "msp")),
		"CORE_PEER_ADDRESS":                "localhost:7051",
		"CORE_PEER_TLS_ENABLED":            "true",
		"CORE_PEER_TLS_ROOTCERT_FILE":      write(t, roots, directory, "ca.crt"),
		"CORE_PEER_TLS_SERVERHOSTOVERRIDE": "peer0.northbank",
	}
	profile, err := gatewayclient.ReadEnvironment(environment(variables))
	require.NoError(t, err)
	require.NoError(t, profile.Validate())
	require.Equal(t, "NorthbankMSP", profile.Identity.MSP)
	require.Equal(t, gatewayclient.Peer{Name: "localhost:7051", Address: "localhost:7051", ServerName: "peer0.northbank", Roots: roots}, profile.Peers[0])
	signs(t, profile.Identity)

	for missing, want := range map[string]string{
		"CORE_PEER_LOCALMSPID":        "MSP_ID is missing; set it or CORE_PEER_LOCALMSPID",
		"CORE_PEER_MSPCONFIGPATH":     "who signs is missing; set CERT_PATH and KEY_DIRECTORY_PATH, CRYPTO_PATH or CORE_PEER_MSPCONFIGPATH",
		"CORE_PEER_ADDRESS":           "PEER_ENDPOINT is missing; set it or CORE_PEER_ADDRESS to host:port",
		"CORE_PEER_TLS_ROOTCERT_FILE": "TLS_CERT_PATH is missing; set it or CORE_PEER_TLS_ROOTCERT_FILE",
	} {
		kept := variables[missing]
		delete(variables, missing)
		_, err := gatewayclient.ReadEnvironment(environment(variables))
		require.ErrorContains(t, err, want)
		variables[missing] = kept
	}
}

func TestReadEnvironmentOfTheSamples(t *testing.T) {
	roots, _ := pair(t, "ca")
	root := t.TempDir()
	msp := mspDirectory(t, filepath.Join(root, "users", "User1@org1.example.com", "msp"))
	write(t, roots, root, "peers", "peer0.org1.example.com", "tls", "ca.crt")
	variables := map[string]string{
		"CHANNEL_NAME": "mychannel", "MSP_ID": "Org1MSP", "CRYPTO_PATH": root,
		"PEER_ENDPOINT": "dns:///localhost:7051", "PEER_HOST_ALIAS": "peer0.org1.example.com",
	}
	profile, err := gatewayclient.ReadEnvironment(environment(variables))
	require.NoError(t, err)
	require.Equal(t, "localhost:7051", profile.Peers[0].Address)
	require.Equal(t, roots, profile.Peers[0].Roots)
	signs(t, profile.Identity)

	delete(variables, "CRYPTO_PATH")
	variables["CERT_PATH"] = filepath.Join(msp, "signcerts")
	variables["KEY_DIRECTORY_PATH"] = filepath.Join(msp, "keystore")
	variables["TLS_CERT_PATH"] = write(t, roots, root, "tls.pem")
	explicit, err := gatewayclient.ReadEnvironment(environment(variables))
	require.NoError(t, err)
	require.Equal(t, profile.Identity.Certificate, explicit.Identity.Certificate)
}

func TestProfileTellsWhatIsMissing(t *testing.T) {
	certificate, key := pair(t, "alice")
	id, err := gatewayclient.NewIdentity("M", certificate, key)
	require.NoError(t, err)
	good := gatewayclient.Profile{
		Identity: id, Channel: "finance",
		Peers: []gatewayclient.Peer{{Name: "peer0", Address: "localhost:7051", Roots: certificate}},
	}
	require.NoError(t, good.Validate())
	for want, spoil := range map[string]func(*gatewayclient.Profile){
		"the MSP identifier is missing; set MSP_ID": func(p *gatewayclient.Profile) { p.Identity.MSP = "" },
		"the certificate is missing":                func(p *gatewayclient.Profile) { p.Identity.Certificate = nil },
		"no peer is named":                          func(p *gatewayclient.Profile) { p.Peers = nil },
		"the channel is missing; set CHANNEL_NAME":  func(p *gatewayclient.Profile) { p.Channel = "" },
		`address "localhost" is not host:port`:      func(p *gatewayclient.Profile) { p.Peers[0].Address = "localhost" },
		"its TLS authority is missing":              func(p *gatewayclient.Profile) { p.Peers[0].Roots = nil },
		"its TLS authority is no PEM certificate":   func(p *gatewayclient.Profile) { p.Peers[0].Roots = []byte("x") },
		"some peers speak TLS and some do not": func(p *gatewayclient.Profile) {
			p.Peers = append(p.Peers, gatewayclient.Peer{Address: "localhost:1", Plain: true})
		},
		"expired on": func(p *gatewayclient.Profile) { p.Identity.Certificate = expired(t) },
	} {
		profile := good
		profile.Peers = append([]gatewayclient.Peer(nil), good.Peers...)
		spoil(&profile)
		require.ErrorContains(t, profile.Validate(), want)
	}
}

func expired(t *testing.T) []byte {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "old"},
		NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: time.Now().Add(-time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	require.NoError(t, err)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}
