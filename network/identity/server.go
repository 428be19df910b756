// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"
	"time"
)

// Server is an organisation's fabric-ca-server.
type Server struct {
	Organisation
	Port       int
	Operations int // port
}

// Address is where the server answers, host:port.
func (s Server) Address() string { return fmt.Sprintf("%s:%d", Host, s.Port) }

// OperationsAddress is where health is asked, host:port.
func (s Server) OperationsAddress() string { return fmt.Sprintf("%s:%d", Host, s.Operations) }

// Arguments start the server once [Server.Configure] has run.
func (s Server) Arguments() []string { return []string{"start", "--home", s.CAHome()} }

func (s Server) enrolmentCA() string { return "ca-" + s.Name }
func (s Server) tlsCA() string       { return "tlsca-" + s.Name }

func (s Server) tlsHome() string    { return filepath.Join(s.CAHome(), "tls") }
func (s Server) tlsRoot() string    { return filepath.Join(s.tlsHome(), "ca-cert.pem") }
func (s Server) secretFile() string { return filepath.Join(s.CAHome(), "registrar.secret") }
func (s Server) configFile() string { return filepath.Join(s.CAHome(), configName) }

const configName = "fabric-ca-server-config.yaml"

// firstIdentity is the one that a CA knows from its configuration.
type firstIdentity struct {
	name, ca string
	holder   Holder
}

// registrar may add identities to the enrolment CA.
func (s Server) registrar() firstIdentity {
	return firstIdentity{"registrar", s.enrolmentCA(), s.holder(filepath.Join("ca", "registrar"))}
}

// tlsIdentity is the organisation itself at its TLS CA.
func (s Server) tlsIdentity() firstIdentity {
	return firstIdentity{s.Name, s.tlsCA(), s.holder(filepath.Join("ca", "tls", "registrar"))}
}

// Configure writes the server's configuration and, the first time, the
// registrar's secret.
func (s Server) Configure() error {
	secret, err := s.secret()
	if errors.Is(err, os.ErrNotExist) {
		secret, err = newSecret()
		if err == nil {
			err = writeFiles(file{s.secretFile(), []byte(secret), 0o600})
		}
	}
	if err != nil {
		return fmt.Errorf("registrar's secret: %w", err)
	}
	main := s.config(s.registrar(), secret)
	main.Port, main.Operations = s.Port, s.OperationsAddress()
	second := s.config(s.tlsIdentity(), secret)
	return writeFiles(
		file{s.configFile(), main.render(), 0o600},
		file{filepath.Join(s.tlsHome(), configName), second.render(), 0o600},
	)
}

func (s Server) secret() (string, error) {
	data, err := os.ReadFile(s.secretFile())
	return strings.TrimSpace(string(data)), err
}

func newSecret() (string, error) {
	data := make([]byte, 16)
	if _, err := rand.Read(data); err != nil {
		return "", err
	}
	return hex.EncodeToString(data), nil
}

func (s Server) config(first firstIdentity, secret string) caConfig {
	return caConfig{
		CA: first.ca, Organisation: s.Name, Registrar: first.name, Secret: secret,
		Hosts: Hosts(), Expiry: fmt.Sprintf("%dh", int(Validity/time.Hour)),
	}
}

// caConfig is the part of fabric-ca's configuration that is not its default.
// Port is zero for a second CA of the same server.
type caConfig struct {
	CA, Organisation, Registrar, Secret, Expiry, Operations string
	Hosts                                                   []string
	Port                                                    int
}

func (c caConfig) render() []byte {
	var out bytes.Buffer
	if err := caTemplate.Execute(&out, c); err != nil {
		panic(err) // the template and its data are both in this file
	}
	return out.Bytes()
}

var caTemplate = template.Must(template.New("ca").Parse(`# Written by the consortium runner.
version: 1.5.15
{{- if .Port}}
address: 127.0.0.1
port: {{.Port}}
tls:
  enabled: true
cafiles:
  - tls/fabric-ca-server-config.yaml
operations:
  listenAddress: {{.Operations}}
metrics:
  provider: prometheus
{{- end}}
ca:
  name: {{.CA}}
registry:
  maxenrollments: -1
  identities:
    - name: {{.Registrar}}
      pass: {{.Secret}}
      type: client
      affiliation: ""
      attrs:
        hf.Registrar.Roles: "*"
        hf.Registrar.DelegateRoles: "*"
        hf.Registrar.Attributes: "*"
        hf.Revoker: true
        hf.GenCRL: true
db:
  type: sqlite3
  datasource: fabric-ca-server.db
affiliations: {}
signing:
  default:
    usage: [digital signature]
    expiry: {{.Expiry}}
  profiles:
    tls:
      usage: [digital signature, key encipherment, key agreement, server auth, client auth]
      expiry: {{.Expiry}}
csr:
  cn: {{.CA}}
  keyrequest: {algo: ecdsa, size: 256}
  names:
    - {O: {{.Organisation}}}
  hosts:
{{- range .Hosts}}
    - "{{.}}"
{{- end}}
  ca:
    expiry: 131400h
    pathlength: 0
bccsp:
  default: SW
  sw:
    hash: SHA2
    security: 256
    filekeystore:
      keystore: msp/keystore
cfg:
  identities:
    passwordattempts: 10
`))
