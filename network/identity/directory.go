// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"fmt"
	"os"
	"path/filepath"
)

// nodeOUs lets the MSP tell roles apart by the organisational unit that
// fabric-ca writes from the identity's type. Without it a peer could not be
// required by an endorsement policy.
const nodeOUs = `NodeOUs:
  Enable: true
  ClientOUIdentifier:
    Certificate: cacerts/ca.pem
    OrganizationalUnitIdentifier: client
  PeerOUIdentifier:
    Certificate: cacerts/ca.pem
    OrganizationalUnitIdentifier: peer
  AdminOUIdentifier:
    Certificate: cacerts/ca.pem
    OrganizationalUnitIdentifier: admin
  OrdererOUIdentifier:
    Certificate: cacerts/ca.pem
    OrganizationalUnitIdentifier: orderer
`

// roots are an organisation's two root certificates in PEM.
type roots struct{ enrolment, tls []byte }

// writeVerifying makes an MSP directory without a key.
func writeVerifying(dir string, r roots) error {
	return writeFiles(
		file{filepath.Join(dir, "cacerts", "ca.pem"), r.enrolment, 0o644},
		file{filepath.Join(dir, "tlscacerts", "tlsca.pem"), r.tls, 0o644},
		file{filepath.Join(dir, "config.yaml"), []byte(nodeOUs), 0o644},
	)
}

// writeSigning makes a whole MSP directory. The certificate is written last.
func writeSigning(h Holder, r roots, key, certificate []byte) error {
	if err := writeVerifying(h.MSP(), r); err != nil {
		return err
	}
	return writeFiles(
		file{h.Key(), key, 0o600},
		file{h.Certificate(), certificate, 0o644},
	)
}

// writeTLS makes a TLS directory. The certificate is written last.
func writeTLS(p Pair, root, key, certificate []byte) error {
	return writeFiles(
		file{p.Root, root, 0o644},
		file{p.Key, key, 0o600},
		file{p.Certificate, certificate, 0o644},
	)
}

type file struct {
	path string
	data []byte
	mode os.FileMode
}

// writeFiles writes each file whole or not at all. Directories are the
// organisation's own: 0700.
func writeFiles(files ...file) error {
	for _, f := range files {
		if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
			return fmt.Errorf("write identity: %w", err)
		}
		temporary := f.path + ".new"
		if err := os.WriteFile(temporary, f.data, f.mode); err != nil {
			return fmt.Errorf("write identity: %w", err)
		}
		if err := os.Rename(temporary, f.path); err != nil {
			return fmt.Errorf("write identity: %w", err)
		}
	}
	return nil
}

// exists tells whether an enrolment is complete.
func exists(certificate string) bool {
	_, err := os.Stat(certificate)
	return err == nil
}
