// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
	networkdesk "github.com/consort-finance/consort/network/desk"
	"github.com/consort-finance/consort/network/topology"
)

// certificate is one that a member's own authority would never issue, but that whoever runs the authority can make.
type certificate struct {
	member     string   // whose authority issues it
	name       string   // common name
	units      []string // organisational units
	subject    []byte   // whole subject instead of name and units
	attributes string   // content of the extension in which fabric-ca puts attributes; none when empty
	validity   validity
}

// validity is when a certificate holds. A peer accepts none that begins before its authority's own.
type validity string

// Times of validity; the empty one is now.
const (
	ended   validity = "ended"
	unbegun validity = "unbegun"
)

// period is when a certificate holds that is issued now. An authority begins some minutes before it is made.
func (v validity) period(authority *x509.Certificate) (from, to time.Time) {
	switch v {
	case ended:
		return authority.NotBefore, authority.NotBefore.Add(time.Minute)
	case unbegun:
		return time.Now().Add(24 * time.Hour), time.Now().Add(48 * time.Hour)
	default:
		return authority.NotBefore, time.Now().Add(time.Hour)
	}
}

// attributeOID is fabric-ca's extension for attributes (lib/attrmgr).
var attributeOID = asn1.ObjectIdentifier{1, 2, 3, 4, 5, 6, 7, 8, 1}

// clients are the organisational units of people.
var clients = []string{"client"}

// issue has a member's authority sign the certificate of a new key.
func (s *scene) issue(c certificate) gatewayclient.Identity {
	s.Helper()
	organisation, err := s.Network.Organisation(c.member)
	require.NoError(s, err)
	authority, authorityKey := s.authority(organisation.CAHome(), organisation.CARoot())
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(s, err)
	issued, err := x509.CreateCertificate(rand.Reader, c.template(s, authority), authority, key.Public(), authorityKey)
	require.NoError(s, err)
	keyBytes, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(s, err)
	id, err := gatewayclient.NewIdentity(organisation.MSPID,
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: issued}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyBytes}))
	require.NoError(s, err)
	return id
}

// again connects a person by a second certificate, of the same name and attributes as the first.
func (s *scene) again(ctx context.Context, member, name string) (*gatewayclient.Client, error) {
	s.Helper()
	profile, err := networkdesk.Profile(s.Network, member, name)
	if err != nil {
		return nil, err
	}
	profile.Identity = s.issue(certificate{member: member, name: name, units: clients, attributes: s.declared(member, name)})
	client, err := gatewayclient.Connect(ctx, profile)
	if err == nil {
		s.Cleanup(func() { require.NoError(s, client.Close()) })
	}
	return client, err
}

// declared are a person's attributes as fabric-ca would certify them.
func (s *scene) declared(member, name string) string {
	s.Helper()
	organisation, err := s.Network.Topology().Organisation(member)
	require.NoError(s, err)
	at := slices.IndexFunc(organisation.Identities, func(i topology.Identity) bool { return i.Name == name })
	require.GreaterOrEqual(s, at, 0, "%s declares no %s", member, name)
	person := organisation.Identities[at]
	names := make([]string, len(person.Roles))
	for i, r := range person.Roles {
		names[i] = string(r)
	}
	role := fmt.Sprintf(`"consort.role":%q`, strings.Join(names, ","))
	if person.Party == "" {
		return `{"attrs":{` + role + `}}`
	}
	return fmt.Sprintf(`{"attrs":{"consort.party":%q,%s}}`, person.Party, role)
}

func (c certificate) template(s *scene, authority *x509.Certificate) *x509.Certificate {
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	require.NoError(s, err)
	from, to := c.validity.period(authority)
	template := &x509.Certificate{
		SerialNumber: serial, RawSubject: c.subject, NotBefore: from, NotAfter: to, KeyUsage: x509.KeyUsageDigitalSignature,
		Subject:               pkix.Name{CommonName: c.name, OrganizationalUnit: c.units},
		BasicConstraintsValid: true,
	}
	if c.attributes != "" {
		template.ExtraExtensions = []pkix.Extension{{Id: attributeOID, Value: []byte(c.attributes)}}
	}
	return template
}

// authority reads a member's enrolment authority with its key, from the files of its fabric-ca-server.
func (s *scene) authority(home, root string) (*x509.Certificate, *ecdsa.PrivateKey) {
	s.Helper()
	content, err := os.ReadFile(root)
	require.NoError(s, err)
	block, _ := pem.Decode(content)
	authority, err := x509.ParseCertificate(block.Bytes)
	require.NoError(s, err)
	var key *ecdsa.PrivateKey
	err = filepath.WalkDir(home, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		if found := privateKey(file); found != nil && found.PublicKey.Equal(authority.PublicKey) {
			key = found
		}
		return nil
	})
	require.NoError(s, err)
	require.NotNil(s, key, "key of the authority in %s", home)
	return authority, key
}

// privateKey reads a file that is a private key; nil when it is something else.
func privateKey(file string) *ecdsa.PrivateKey {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil
	}
	key, _ := parsed.(*ecdsa.PrivateKey)
	return key
}
