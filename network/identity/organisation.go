// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"path/filepath"
	"time"
)

// Validity is how long a certificate of a node or person holds.
const Validity = 2 * 365 * 24 * time.Hour

// Host is where every node of a network listens.
const Host = "127.0.0.1"

// Hosts are the names that the TLS certificate of a node carries, beside its own.
func Hosts() []string { return []string{"localhost", Host, "::1"} }

// Organisation is a member and the directory that holds its keys.
type Organisation struct {
	Name  string
	MSPID string
	Dir   string
}

// MSP is the directory by which others verify the organisation.
func (o Organisation) MSP() string { return filepath.Join(o.Dir, "msp") }

// TLSRoot is the certificate of the organisation's TLS certificate authority.
func (o Organisation) TLSRoot() string { return filepath.Join(o.MSP(), "tlscacerts", "tlsca.pem") }

// CAHome is the home directory of the organisation's fabric-ca-server.
func (o Organisation) CAHome() string { return filepath.Join(o.Dir, "ca") }

// CARoot is the certificate that the fabric-ca-server's own TLS certificate is
// issued under.
func (o Organisation) CARoot() string { return filepath.Join(o.CAHome(), "ca-cert.pem") }

// Peer is the MSP and TLS directory pair of the peer.
func (o Organisation) Peer() Holder { return o.holder("peer") }

// Orderer is that of the orderer.
func (o Organisation) Orderer() Holder { return o.holder("orderer") }

// Admin is that of the administrator.
func (o Organisation) Admin() Holder { return o.holder("admin") }

// User is that of anyone else.
func (o Organisation) User(name string) Holder { return o.holder(filepath.Join("users", name)) }

func (o Organisation) holder(path string) Holder {
	dir := filepath.Join(o.Dir, path)
	return Holder{MSPID: o.MSPID, Dir: dir, TLS: TLSPair(filepath.Join(dir, "tls"))}
}

// Holder is someone who has an enrolment certificate.
type Holder struct {
	MSPID string
	Dir   string
	TLS   Pair // there for nodes and administrators
}

// MSP is the holder's MSP directory, key included.
func (h Holder) MSP() string { return filepath.Join(h.Dir, "msp") }

// Certificate is the enrolment certificate's file.
func (h Holder) Certificate() string { return filepath.Join(h.MSP(), "signcerts", "cert.pem") }

// Key is the file of the enrolment certificate's private key.
func (h Holder) Key() string { return filepath.Join(h.MSP(), "keystore", "key.pem") }

// Pair is a TLS certificate with its key and its root.
type Pair struct{ Certificate, Key, Root string }

// TLSPair names the files of a TLS directory as Fabric's samples do.
func TLSPair(dir string) Pair {
	return Pair{
		Certificate: filepath.Join(dir, "server.crt"),
		Key:         filepath.Join(dir, "server.key"),
		Root:        filepath.Join(dir, "ca.crt"),
	}
}
