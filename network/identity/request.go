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
	key     []byte // PKCS #8 in PEM, which Fabric reads
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
	encoded, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("encode key of %s: %w", name, err)
	}
	request, err := x509.CreateCertificateRequest(rand.Reader, requestTemplate(name, hosts), key)
	if err != nil {
		return nil, fmt.Errorf("certificate request of %s: %w", name, err)
	}
	return &keyRequest{
		key:     pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded}),
		request: string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: request})),
	}, nil
}

func requestTemplate(name string, hosts []string) *x509.CertificateRequest {
	template := &x509.CertificateRequest{Subject: pkix.Name{CommonName: name}}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	return template
}
