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

	enrolRegistrar sync.Mutex // the two registrars are enrolled on first use
}

// Open connects to a running server. The first time it also writes the
// organisation's verifying MSP directory.
func Open(s Server) (*Authority, error) {
	c, err := newClient(s.Address(), s.CARoot())
	if err != nil {
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

// Enrol gives a holder an enrolment certificate, unless it has one.
func (a *Authority) Enrol(ctx context.Context, h Holder, p Person) error {
	if exists(h.Certificate()) {
		return nil
	}
	var attributes []attribute
	for name, value := range p.Attributes {
		attributes = append(attributes, attribute{name, value, true})
	}
	secret, err := a.admit(ctx, a.server.enrolmentCA(), a.server.registrarCA(), registration{
		ID: p.Name, Type: p.Type, Attributes: attributes,
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
	key, err := request.keyPEM()
	if err != nil {
		return err
	}
	certificate, err := a.client.enrol(ctx, secret, name, enrolRequest{Request: request.request, CA: ca})
	if err != nil {
		return err
	}
	return writeSigning(h, a.roots, key, certificate)
}

// EnrolTLS gives a TLS certificate, for servers and clients alike, that names
// the hosts, unless it is there. The name is its enrolment ID at the TLS CA.
func (a *Authority) EnrolTLS(ctx context.Context, p Pair, name string, hosts []string) error {
	if exists(p.Certificate) {
		return nil
	}
	secret, err := a.admit(ctx, a.server.tlsCA(), a.server.registrarTLS(), registration{ID: name, Type: "client"})
	if err != nil {
		return err
	}
	request, err := newRequest(name, hosts)
	if err != nil {
		return err
	}
	key, err := request.keyPEM()
	if err != nil {
		return err
	}
	body := enrolRequest{Hosts: hosts, Request: request.request, Profile: "tls", CA: a.server.tlsCA()}
	certificate, err := a.client.enrol(ctx, secret, name, body)
	if err != nil {
		return err
	}
	return writeTLS(p, a.roots.tls, key, certificate)
}

// admit registers an identity at a CA and gives its enrolment secret.
func (a *Authority) admit(ctx context.Context, ca string, by Holder, r registration) (string, error) {
	credentials, err := a.registrar(ctx, ca, by)
	if err != nil {
		return "", err
	}
	r.CA, r.MaxEnrollments, r.Secret = ca, -1, a.secretOf(ca, r.ID)
	return r.Secret, a.client.register(ctx, credentials, r)
}

// registrar gives the credentials of a CA's registrar, enrolled on first use.
func (a *Authority) registrar(ctx context.Context, ca string, by Holder) (registrar, error) {
	a.enrolRegistrar.Lock()
	defer a.enrolRegistrar.Unlock()
	if !exists(by.Certificate()) {
		if err := a.sign(ctx, by, registrarName, a.secret, ca); err != nil {
			return registrar{}, err
		}
	}
	return loadRegistrar(by)
}

// secretOf derives an enrolment secret, so that a repeated registration agrees
// with the one before it.
func (a *Authority) secretOf(ca, name string) string {
	mac := hmac.New(sha256.New, []byte(a.secret))
	fmt.Fprintf(mac, "%s/%s", ca, name)
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

func loadRegistrar(h Holder) (registrar, error) {
	certificate, err := os.ReadFile(h.Certificate())
	if err != nil {
		return registrar{}, fmt.Errorf("registrar: %w", err)
	}
	data, err := os.ReadFile(h.Key())
	if err != nil {
		return registrar{}, fmt.Errorf("registrar: %w", err)
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return registrar{}, fmt.Errorf("registrar: no PEM in %s", h.Key())
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return registrar{}, fmt.Errorf("registrar: %w", err)
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok {
		return registrar{}, fmt.Errorf("registrar: %T in %s", parsed, h.Key())
	}
	return registrar{certificate, key}, nil
}
