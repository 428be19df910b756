// SPDX-License-Identifier: Apache-2.0

package builder

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strings"
	"text/template"
)

// ConnectionFile is the name of the connection description, in the package and
// in what the builder hands to the peer.
const ConnectionFile = "connection.json"

// Connection tells a peer how to reach the server of a chaincode. In a package
// its text fields are Go templates; after build they are values. Field order and
// names are those of Fabric's ccaas_builder (ccaas_builder/cmd/build/main.go).
type Connection struct {
	// Address is host:port. The host must be a name in the server's certificate.
	Address string `json:"address"`
	// DialTimeout is a Go duration such as "10s".
	DialTimeout string `json:"dial_timeout"`
	// TLSRequired makes the peer speak TLS.
	TLSRequired bool `json:"tls_required"`
	// ClientAuthRequired makes the peer present ClientCert.
	ClientAuthRequired bool `json:"client_auth_required"`
	// RootCert is the PEM certificate of the authority of the server.
	RootCert string `json:"root_cert"`
	// ClientKey is the PEM key of the peer.
	ClientKey string `json:"client_key"`
	// ClientCert is the PEM certificate of the peer.
	ClientCert string `json:"client_cert"`
}

// Expand replaces the templates of c by the values of the peer.
func (c Connection) Expand(values map[string]any) (Connection, error) {
	fields := []struct {
		name string
		text *string
	}{
		{"address", &c.Address},
		{"dial_timeout", &c.DialTimeout},
		{"root_cert", &c.RootCert},
		{"client_key", &c.ClientKey},
		{"client_cert", &c.ClientCert},
	}
	for _, field := range fields {
		text, err := expand(field.name, *field.text, values)
		if err != nil {
			return Connection{}, err
		}
		*field.text = text
	}
	return c, c.check()
}

// check refuses a connection that the peer would only reject at the first call.
func (c Connection) check() error {
	if _, _, err := net.SplitHostPort(c.Address); err != nil {
		return fmt.Errorf("address %q is not host:port: %w", c.Address, err)
	}
	if c.TLSRequired && c.RootCert == "" {
		return errors.New("tls_required needs a root_cert")
	}
	if c.ClientAuthRequired && (c.ClientKey == "" || c.ClientCert == "") {
		return errors.New("client_auth_required needs a client_key and a client_cert")
	}
	return nil
}

func expand(name, text string, values map[string]any) (string, error) {
	parsed, err := template.New(name).Option("missingkey=error").Parse(text)
	if err != nil {
		return "", fmt.Errorf("parse template of %s: %w", name, err)
	}
	var out strings.Builder
	if err := parsed.Execute(&out, values); err != nil {
		return "", fmt.Errorf("fill in %s from the peer's %s: %w", name, ConfigVariable, err)
	}
	return out.String(), nil
}

// ParseConnection reads a connection.json; unknown fields are refused, because
// the peer would silently drop them.
func ParseConnection(data []byte) (Connection, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var c Connection
	if err := decoder.Decode(&c); err != nil {
		return Connection{}, fmt.Errorf("parse %s: %w", ConnectionFile, err)
	}
	return c, nil
}
