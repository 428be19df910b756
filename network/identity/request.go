// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"net"
)

// keyRequest is a fresh key and the request for its certificate.
type keyRequest struct {
	key     *ecdsa.PrivateKey
	request string // PKCS #10 in PEM
}

// newRequest makes a P-256 key, the curve that every Fabric MSP accepts, and
// asks for a certificate in the enrolment name, which fabric-ca demands as the
// common name.
func newRequest(name string, hosts []string) (*keyRequest, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("key of %s: %w", name, err)
	}
	template := &x509.CertificateRequest{Subject: pkix.Name{CommonName: name}}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, template, key)
	if err != nil {
		return nil, fmt.Errorf("certificate request of %s: %w", name, err)
	}
	block := &pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}
	return &keyRequest{key, string(pem.EncodeToMemory(block))}, nil
}

// keyPEM is the key in PKCS #8, which Fabric reads.
func (k *keyRequest) keyPEM() ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(k.key)
	if err != nil {
		return nil, fmt.Errorf("encode key: %w", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}
