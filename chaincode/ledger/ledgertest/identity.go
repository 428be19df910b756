// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"time"

	mspproto "github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"google.golang.org/protobuf/proto"
)

// Identity is an enrolled client: a certificate of its organisation's authority and the key to it.
type Identity struct {
	MSP         string
	Name        string
	Certificate *x509.Certificate
	PEM         []byte
	Key         *ecdsa.PrivateKey

	creator []byte
}

// Creator is the SerializedIdentity that goes into proposals and that GetCreator answers.
func (id *Identity) Creator() []byte { return append([]byte(nil), id.creator...) }

// Sign signs the SHA-256 digest of message, the same way each time (RFC 6979).
func (id *Identity) Sign(message []byte) ([]byte, error) {
	digest := sha256.Sum256(message)
	sig, err := id.Key.Sign(nil, digest[:], crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("signature of %s: %w", id.Name, err)
	}
	return sig, nil
}

// IdentityOption changes the certificate of an identity.
type IdentityOption func(*enrolment)

type enrolment struct {
	unit       string
	msp        string
	attributes []byte
	from, to   time.Time
	subject    *pkix.Name
}

// Unit sets the NodeOU that fabric-ca derives from the kind of identity: "client" (the default), "admin",
// "peer" or "orderer".
func Unit(unit string) IdentityOption { return func(e *enrolment) { e.unit = unit } }

// RawAttributes puts these bytes into the attribute extension instead of {"attrs":{…}}, to test what a
// certificate that fabric-ca would never issue does.
func RawAttributes(bytes []byte) IdentityOption { return func(e *enrolment) { e.attributes = bytes } }

// Validity sets the days of the certificate. Unset, it is valid from a year before the world's clock to
// ten years after.
func Validity(from, to time.Time) IdentityOption {
	return func(e *enrolment) { e.from, e.to = from, to }
}

// Expired ends the certificate an hour before the world's clock.
func Expired() IdentityOption {
	return func(e *enrolment) { e.to = e.to.AddDate(-10, 0, 0).Add(-time.Hour) }
}

// Subject sets the whole distinguished name, so that two organisations can certify the same one.
func Subject(name pkix.Name) IdentityOption { return func(e *enrolment) { e.subject = &name } }

// ClaimMSP writes another MSP identifier into the serialised identity than that of the organisation whose
// authority signed the certificate.
func ClaimMSP(msp string) IdentityOption { return func(e *enrolment) { e.msp = msp } }

// Identity enrols a client with the organisation's authority; msp may also be an organisation outside the
// channel. Attributes go into the certificate as fabric-ca puts them. Enrolling a name again renews: same
// subject, another key and serial number.
func (w *World) Identity(msp, name string, attrs map[string]string, opts ...IdentityOption) *Identity {
	w.mu.Lock()
	defer w.mu.Unlock()
	org, err := w.authority(msp)
	if err != nil {
		panic(fmt.Errorf("identity %s of %s: %w", name, msp, err))
	}
	id, err := w.enrol(org, name, attrs, opts)
	if err != nil {
		panic(fmt.Errorf("identity %s of %s: %w", name, msp, err))
	}
	return id
}

// authority answers the organisation, founding one outside the channel at need.
func (w *World) authority(msp string) (*organisation, error) {
	if org := w.authorities[msp]; org != nil {
		return org, nil
	}
	org, err := newOrganisation(w.seed, msp, w.issuers[msp], w.Now())
	if err != nil {
		return nil, err
	}
	w.authorities[msp] = org
	return org, nil
}

func (w *World) enrol(org *organisation, name string, attrs map[string]string, opts []IdentityOption) (*Identity, error) {
	now := w.Now()
	e := &enrolment{unit: "client", msp: org.msp, from: now.AddDate(-1, 0, 0), to: now.AddDate(10, 0, 0)}
	if len(attrs) > 0 {
		body, err := json.Marshal(map[string]any{"attrs": attrs})
		if err != nil {
			return nil, err
		}
		e.attributes = body
	}
	for _, opt := range opts {
		opt(e)
	}
	key := deriveKey(w.seed, fmt.Sprintf("client %s %s %d", org.msp, name, org.serial))
	der, err := org.issue(e.template(name), key)
	if err != nil {
		return nil, err
	}
	return newIdentity(e.msp, name, der, key)
}

func (e *enrolment) template(name string) *x509.Certificate {
	subject := pkix.Name{CommonName: name, OrganizationalUnit: []string{e.unit}}
	if e.subject != nil {
		subject = *e.subject
	}
	template := &x509.Certificate{
		Subject: subject, NotBefore: e.from, NotAfter: e.to, KeyUsage: x509.KeyUsageDigitalSignature,
	}
	if e.to.Before(e.from) {
		template.NotBefore = e.to.AddDate(-1, 0, 0)
	}
	if e.attributes != nil {
		template.ExtraExtensions = []pkix.Extension{{Id: attributeOID(), Value: e.attributes}}
	}
	return template
}

func newIdentity(msp, name string, der []byte, key *ecdsa.PrivateKey) (*Identity, error) {
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	creator, err := proto.Marshal(&mspproto.SerializedIdentity{Mspid: msp, IdBytes: text})
	if err != nil {
		return nil, err
	}
	return &Identity{MSP: msp, Name: name, Certificate: cert, PEM: text, Key: key, creator: creator}, nil
}
