// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"crypto/ecdsa"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"os"
	"sync"
)

// Authority issues certificates of one organisation through its running server.
type Authority struct {
	server Server
	client *client
	secret string
	roots  roots

	enrolBootstrap sync.Mutex
}

// Open connects to a running server. The first time it also writes the
// organisation's verifying MSP directory.
func Open(ctx context.Context, s Server) (*Authority, error) {
	c, err := newClient(s.Address(), s.CARoot())
	if err != nil {
		return nil, fmt.Errorf("CA of %s: %w", s.Name, err)
	}
	if err := c.ready(ctx, s.enrolmentCA()); err != nil {
		return nil, fmt.Errorf("CA of %s: %w", s.Name, err)
	}
	a := &Authority{server: s, client: c}
	for path, to := range map[string]*[]byte{s.CARoot(): &a.roots.enrolment, s.tlsRoot(): &a.roots.tls} {
		if *to, err = os.ReadFile(path); err != nil {
			return nil, fmt.Errorf("CA of %s: root certificate: %w", s.Name, err)
		}
	}
	if a.secret, err = s.secret(); err != nil {
		return nil, fmt.Errorf("CA of %s: registrar's secret: %w", s.Name, err)
	}
	if !exists(s.TLSRoot()) {
		return a, writeVerifying(s.MSP(), a.roots)
	}
	return a, nil
}

// Person is what a certificate says about its holder.
type Person struct {
	Name       string            // enrolment ID and common name
	Type       string            // client, admin, peer or orderer
	Attributes map[string]string // such as consort.party
}

// Enrol gives a holder an enrolment certificate, unless it has one with the same
// attributes.
func (a *Authority) Enrol(ctx context.Context, h Holder, p Person) error {
	if exists(h.Certificate()) {
		return checkAttributes(h, p)
	}
	var attributes []attribute
	for name, value := range p.Attributes {
		attributes = append(attributes, attribute{name, value, true})
	}
	by, err := a.bootstrap(ctx, a.server.registrar())
	if err != nil {
		return err
	}
	secret := a.secretOf(p.Name)
	err = a.client.register(ctx, by, registration{
		ID: p.Name, Type: p.Type, Attributes: attributes,
		CA: a.server.enrolmentCA(), MaxEnrollments: -1, Secret: secret,
	})
	if err != nil {
		return err
	}
	return a.sign(ctx, h, p.Name, secret, a.server.enrolmentCA())
}

// sign makes the key and has its certificate issued.
func (a *Authority) sign(ctx context.Context, h Holder, name, secret, ca string) error {
	request, err := newRequest(name, nil)
	if err != nil {
		return err
	}
	certificate, err := a.client.enrol(ctx, name, secret, enrolRequest{Request: request.request, CA: ca})
	if err != nil {
		return err
	}
	return writeSigning(h, a.roots, request.key, certificate)
}

// EnrolTLS gives a TLS certificate, for servers and clients alike, that names
// the hosts, unless it is there. All of an organisation's TLS certificates have
// the organisation's name as their subject: it is one identity at the TLS CA,
// with a key and a certificate per endpoint.
func (a *Authority) EnrolTLS(ctx context.Context, p Pair, hosts []string) error {
	if exists(p.Certificate) {
		return nil
	}
	as, err := a.bootstrap(ctx, a.server.tlsIdentity())
	if err != nil {
		return err
	}
	request, err := newRequest(a.server.Name, hosts)
	if err != nil {
		return err
	}
	body := enrolRequest{Hosts: hosts, Request: request.request, Profile: "tls", CA: a.server.tlsCA()}
	certificate, err := a.client.enrolAgain(ctx, as, body)
	if err != nil {
		return err
	}
	return writeTLS(p, a.roots.tls, request.key, certificate)
}

// bootstrap gives the credentials of a CA's first identity, whose secret is in
// the server's configuration. It is enrolled on first use.
func (a *Authority) bootstrap(ctx context.Context, first firstIdentity) (credentials, error) {
	a.enrolBootstrap.Lock()
	defer a.enrolBootstrap.Unlock()
	if !exists(first.holder.Certificate()) {
		if err := a.sign(ctx, first.holder, first.name, a.secret, first.ca); err != nil {
			return credentials{}, err
		}
	}
	return loadCredentials(first.holder)
}

// secretOf derives an enrolment secret, so that a repeated registration agrees
// with the one before it.
func (a *Authority) secretOf(name string) string {
	mac := hmac.New(sha256.New, []byte(a.secret))
	mac.Write([]byte(name))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

func loadCredentials(h Holder) (credentials, error) {
	certificate, err := os.ReadFile(h.Certificate())
	if err != nil {
		return credentials{}, fmt.Errorf("credentials: %w", err)
	}
	key, err := readKey(h.Key())
	if err != nil {
		return credentials{}, fmt.Errorf("credentials: %w", err)
	}
	return credentials{certificate, key}, nil
}

func readKey(file string) (*ecdsa.PrivateKey, error) {
	der, err := readPEM(file)
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%T in %s", parsed, file)
	}
	return key, nil
}

// readPEM is the first block of a file.
func readPEM(file string) ([]byte, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, fmt.Errorf("no PEM in %s", file)
	}
	return block.Bytes, nil
}
