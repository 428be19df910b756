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
// belongs to it. Without a key the identity cannot sign, which [Prepare] does not need.
func ReadMSP(msp, directory string) (Identity, error) {
	certificate, err := firstFile(filepath.Join(directory, "signcerts"))
	if err != nil {
		return Identity{}, fmt.Errorf("MSP directory %s: %w; it needs signcerts/<certificate>.pem", directory, err)
	}
	return readPair(msp, certificate, filepath.Join(directory, "keystore"))
}

// readPair reads a certificate file and looks for its key, in a file or in any file of a directory.
func readPair(msp, certificateFile, keyPath string) (Identity, error) {
	certificate, err := os.ReadFile(certificateFile)
	if err != nil {
		return Identity{}, fmt.Errorf("certificate: %w", err)
	}
	files, err := filesAt(keyPath)
	if err != nil {
		return Identity{}, fmt.Errorf("private key: %w; name a PEM file or a directory of them", err)
	}
	failure := errors.New("private key: " + keyPath + " is empty")
	for _, file := range files {
		key, err := os.ReadFile(file)
		if err != nil {
			return Identity{}, fmt.Errorf("private key: %w", err)
		}
		id, err := NewIdentity(msp, certificate, key)
		if err == nil {
			return id, nil
		}
		failure = fmt.Errorf("%s: %w", file, err)
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
	if entry.Type != "X.509" || entry.Version != 1 {
		return Identity{}, fmt.Errorf(`wallet %s: type %q version %d is unknown; "type":"X.509","version":1 is read`, file, entry.Type, entry.Version)
	}
	if entry.MSP == "" {
		return Identity{}, fmt.Errorf(`wallet %s: mspId is missing; write "mspId":"<MSP identifier>"`, file)
	}
	id, err := NewIdentity(entry.MSP, []byte(entry.Credentials.Certificate), []byte(entry.Credentials.PrivateKey))
	if err != nil {
		return Identity{}, fmt.Errorf("wallet %s: credentials: %w", file, err)
	}
	return id, nil
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

func firstFile(directory string) (string, error) {
	files, err := filesAt(directory)
	if err != nil {
		return "", err
	}
	if len(files) == 0 {
		return "", fmt.Errorf("%s is empty", directory)
	}
	return files[0], nil
}

// filesAt lists a directory's regular files in order of name, or the one file that path names.
func filesAt(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, entry := range entries {
		if !entry.IsDir() {
			files = append(files, filepath.Join(path, entry.Name()))
		}
	}
	return files, nil
}
