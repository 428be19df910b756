// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/binary"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// attributeOID is the certificate extension in which fabric-ca puts attributes (fabric-ca lib/attrmgr).
func attributeOID() asn1.ObjectIdentifier { return asn1.ObjectIdentifier{1, 2, 3, 4, 5, 6, 7, 8, 1} }

// organisation is one member of the channel: its certificate authority and its peer.
type organisation struct {
	msp    string
	key    *ecdsa.PrivateKey
	ca     *x509.Certificate
	serial int64
}

// deriveKey makes a P-256 key from the seed and a label, always the same.
func deriveKey(seed uint64, label string) *ecdsa.PrivateKey {
	for attempt := uint64(0); ; attempt++ {
		h := sha256.New()
		var word [16]byte
		binary.BigEndian.PutUint64(word[:8], seed)
		binary.BigEndian.PutUint64(word[8:], attempt)
		h.Write(word[:])
		h.Write([]byte(label))
		// A digest outside the group's order, one in 2^32, is refused: then the next attempt serves.
		if key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), h.Sum(nil)); err == nil {
			return key
		}
	}
}

// issuerName is the name of an authority that was given none.
func issuerName(msp string) *pkix.Name {
	domain := strings.ToLower(strings.TrimSuffix(msp, "MSP"))
	return &pkix.Name{CommonName: "ca." + domain, Organization: []string{domain}, Country: []string{"CH"}}
}

func newOrganisation(seed uint64, msp string, name *pkix.Name, now time.Time) (*organisation, error) {
	key := deriveKey(seed, "ca "+msp)
	if name == nil {
		name = issuerName(msp)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: *name,
		NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(20, 0, 0),
		IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	// A nil source of randomness makes ECDSA signatures deterministic (RFC 6979).
	der, err := x509.CreateCertificate(nil, template, template, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("certificate authority of %s: %w", msp, err)
	}
	ca, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("certificate authority of %s: %w", msp, err)
	}
	return &organisation{msp: msp, key: key, ca: ca, serial: 1}, nil
}

// issue signs a certificate; the caller holds the world's lock, since serial numbers count up.
func (o *organisation) issue(template *x509.Certificate, key *ecdsa.PrivateKey) ([]byte, error) {
	o.serial++
	template.SerialNumber = big.NewInt(o.serial)
	return x509.CreateCertificate(nil, template, o.ca, key.Public(), o.key)
}
