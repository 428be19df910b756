// SPDX-License-Identifier: Apache-2.0

package pack

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"

	"github.com/consort-finance/consort/network/builder"
)

// The values that a peer's builder configuration gives to every service package,
// besides [AddressKey] for each: the authority of the organisation's chaincode
// servers, and the peer's own certificate and key towards them, all PEM.
const (
	RootCertKey   = "root_cert"
	ClientCertKey = "client_cert"
	ClientKeyKey  = "client_key"
)

var notInKey = regexp.MustCompile(`[^A-Za-z0-9]`)

// AddressKey is the key of the builder configuration with the host:port of the
// server of a package: address_cash_1_0 for the label cash_1.0. Every version
// has its own, so the servers of two versions run side by side while a channel
// moves from one to the other.
func AddressKey(label string) string {
	return "address_" + notInKey.ReplaceAllString(label, "_")
}

// Service makes the package of a chaincode that runs as a service with mutual
// TLS. Dir is the directory of its main package, from which the index
// definitions are taken.
func Service(label string, dir fs.FS) (Package, error) {
	connection, err := json.Marshal(builder.Connection{
		Address:            template(AddressKey(label)),
		DialTimeout:        "10s",
		TLSRequired:        true,
		ClientAuthRequired: true,
		RootCert:           template(RootCertKey),
		ClientKey:          template(ClientKeyKey),
		ClientCert:         template(ClientCertKey),
	})
	if err != nil {
		return Package{}, fmt.Errorf("encode connection: %w", err)
	}
	files := archive{builder.ConnectionFile: connection}
	if err := files.addIndexes(dir); err != nil {
		return Package{}, fmt.Errorf("package %s: %w", label, err)
	}
	code, err := files.tarGz(gzip.NoCompression)
	if err != nil {
		return Package{}, fmt.Errorf("package %s: %w", label, err)
	}
	return seal(metadata{Type: "ccaas", Label: label}, code)
}

func template(key string) string { return "{{." + key + "}}" }
