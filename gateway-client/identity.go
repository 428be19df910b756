// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/hyperledger/fabric-gateway/pkg/identity"
)

// Sign signs a digest (SHA-256). It may ask a hardware module or another machine.
type Sign func(digest []byte) ([]byte, error)

// Identity is who signs: a certificate that the member's authority issued and a way to sign with its key.
type Identity struct {
	// MSP is the identifier of the member organisation.
	MSP string
	// Certificate is the PEM of the signing certificate.
	Certificate []byte
	// Sign may be nil when all signatures are made elsewhere; see [Prepare].
	Sign Sign
}

// X509 parses the certificate.
func (id Identity) X509() (*x509.Certificate, error) {
	certificate, err := identity.CertificateFromPEM(id.Certificate)
	if err != nil {
		return nil, fmt.Errorf("certificate of %s: %w", id.MSP, err)
	}
	return certificate, nil
}

// inTime refuses a certificate that peers would refuse for its dates.
func (id Identity) inTime() error {
	certificate, err := id.X509()
	if err != nil {
		return err
	}
	if now := time.Now(); now.After(certificate.NotAfter) {
		return fmt.Errorf("certificate of %s of %s expired on %s; enrol again", certificate.Subject.CommonName, id.MSP, certificate.NotAfter.Format(time.RFC3339))
	}
	return nil
}

// NewIdentity makes an identity of PEM texts. The key must be the certificate's.
func NewIdentity(msp string, certificate, key []byte) (Identity, error) {
	parsed, err := identity.CertificateFromPEM(certificate)
	if err != nil {
		return Identity{}, fmt.Errorf("certificate: %w", err)
	}
	private, err := identity.PrivateKeyFromPEM(key)
	if err != nil {
		return Identity{}, fmt.Errorf("private key: %w", err)
	}
	if !paired(parsed, private) {
		return Identity{}, fmt.Errorf("private key is not that of the certificate of %s", parsed.Subject.CommonName)
	}
	sign, err := identity.NewPrivateKeySign(private)
	if err != nil {
		return Identity{}, fmt.Errorf("private key: %w", err)
	}
	return Identity{MSP: msp, Certificate: certificate, Sign: sign}, nil
}

// ReadMSP reads an identity from an MSP directory: the first certificate in signcerts and, in keystore, the key that
// belongs to it.
func ReadMSP(msp, directory string) (Identity, error) {
	id, err := readPair(msp, filepath.Join(directory, "signcerts"), filepath.Join(directory, "keystore"))
	if err != nil {
		return Identity{}, fmt.Errorf("MSP directory %s: %w", directory, err)
	}
	return id, nil
}

// readPair reads a certificate, from a file or the first one of a directory, and the key that belongs to it, from a
// file or any one of a directory.
func readPair(msp, certificatePath, keyPath string) (Identity, error) {
	certificates, err := contents(certificatePath)
	if err != nil {
		return Identity{}, fmt.Errorf("certificate: %w", err)
	}
	keys, err := contents(keyPath)
	if err != nil {
		return Identity{}, fmt.Errorf("private key: %w", err)
	}
	var failure error
	for _, key := range keys {
		id, err := NewIdentity(msp, certificates[0], key)
		if err == nil {
			return id, nil
		}
		failure = fmt.Errorf("%s: %w", keyPath, err)
	}
	return Identity{}, failure
}

// walletFile is the wallet entry that the older SDKs wrote as <label>.id.
type walletFile struct {
	Credentials struct {
		Certificate string `json:"certificate"`
		PrivateKey  string `json:"privateKey"`
	} `json:"credentials"`
	MSP     string `json:"mspId"`
	Type    string `json:"type"`
	Version int    `json:"version"`
}

// ReadWallet reads an identity from a wallet file <label>.id of the older SDKs.
func ReadWallet(file string) (Identity, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return Identity{}, fmt.Errorf("wallet: %w", err)
	}
	var entry walletFile
	if err := json.Unmarshal(content, &entry); err != nil {
		return Identity{}, fmt.Errorf("wallet %s: %w", file, err)
	}
	id, err := entry.identity()
	if err != nil {
		return Identity{}, fmt.Errorf("wallet %s: %w", file, err)
	}
	return id, nil
}

func (w walletFile) identity() (Identity, error) {
	if w.Type != "X.509" || w.Version != 1 {
		return Identity{}, fmt.Errorf(`type %q version %d is unknown; "type":"X.509","version":1 is read`, w.Type, w.Version)
	}
	if w.MSP == "" {
		return Identity{}, errors.New(`mspId is missing; write "mspId":"<MSP identifier>"`)
	}
	return NewIdentity(w.MSP, []byte(w.Credentials.Certificate), []byte(w.Credentials.PrivateKey))
}

func paired(certificate *x509.Certificate, key crypto.PrivateKey) bool {
	switch private := key.(type) {
	case *ecdsa.PrivateKey:
		return private.PublicKey.Equal(certificate.PublicKey)
	case ed25519.PrivateKey:
		return private.Public().(ed25519.PublicKey).Equal(certificate.PublicKey)
	default:
		return false
	}
}

// contents reads a file, or all files of a directory in the order of their names: at least one.
func contents(path string) ([][]byte, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("%w; name a PEM file or a directory of them", err)
		}
		return [][]byte{content}, nil
	}
	var all [][]byte
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		content, err := os.ReadFile(filepath.Join(path, entry.Name()))
		if err != nil {
			return nil, err
		}
		all = append(all, content)
	}
	if len(all) == 0 {
		return nil, errors.New(path + " is empty")
	}
	return all, nil
}
