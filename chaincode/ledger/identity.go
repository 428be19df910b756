// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"slices"
	"strings"
	"time"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"google.golang.org/protobuf/proto"
)

// Attributes of a certificate that the kernel reads.
const (
	partyAttribute = "consort.party"
	roleAttribute  = "consort.role"
)

// partySizeMax bounds the attribute consort.party, in bytes.
const partySizeMax = 128

// identity is a certificate as the kernel understands it. That the member's authority issued it, that it was not
// revoked and that its key signed the proposal is the peer's part, which is over when chaincode runs.
type identity struct {
	principal protocol.Principal
	notBefore time.Time
	notAfter  time.Time
}

// valid refuses a certificate outside its validity by the member's own clock.
func (id *identity) valid(now time.Time) error {
	if now.Before(id.notBefore) || now.After(id.notAfter) {
		return protocol.IdentityRefused.New("the certificate is valid from %s to %s only",
			id.notBefore.UTC().Format(time.RFC3339), id.notAfter.UTC().Format(time.RFC3339))
	}
	return nil
}

// readIdentity reads a creator: a pure function of its bytes. Faults: IDENTITY_REFUSED.
func readIdentity(creator []byte) (*identity, error) {
	serialized := &msp.SerializedIdentity{}
	if err := proto.Unmarshal(creator, serialized); err != nil || serialized.GetMspid() == "" {
		return nil, protocol.IdentityRefused.New("the creator is no serialised identity of a member")
	}
	block, rest := pem.Decode(serialized.GetIdBytes())
	if block == nil || len(strings.TrimSpace(string(rest))) != 0 {
		return nil, protocol.IdentityRefused.New("the creator holds no single X.509 certificate")
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, protocol.IdentityRefused.New("the creator's certificate is malformed")
	}
	if err := checkUnits(certificate.Subject.OrganizationalUnit); err != nil {
		return nil, err
	}
	attributes, err := readAttributes(certificate)
	if err != nil {
		return nil, err
	}
	principal := protocol.Principal{
		MSP:       serialized.GetMspid(),
		Subject:   certificate.Subject.String(),
		Issuer:    certificate.Issuer.String(),
		Enrolment: certificate.Subject.CommonName,
		Party:     attributes[partyAttribute],
		Claims:    readClaims(attributes[roleAttribute]),
	}
	if err := checkPrincipal(principal); err != nil {
		return nil, err
	}
	return &identity{principal: principal, notBefore: certificate.NotBefore, notAfter: certificate.NotAfter}, nil
}

// checkUnits lets clients and administrators act, by the node OU that a member's authority certified; peers and
// orderers have keys for other purposes.
func checkUnits(units []string) error {
	if slices.Contains(units, "peer") || slices.Contains(units, "orderer") {
		return protocol.IdentityRefused.New("the certificate is a node's: peers and orderers are no clients")
	}
	if !slices.Contains(units, "client") && !slices.Contains(units, "admin") {
		return protocol.IdentityRefused.New("the certificate is neither a client's nor an administrator's (organisational unit client or admin)")
	}
	return nil
}

func checkPrincipal(p protocol.Principal) error {
	if p.Enrolment == "" {
		return protocol.IdentityRefused.New("the certificate has no common name")
	}
	if len(p.Party) > partySizeMax || strings.ContainsFunc(p.Party, unprintable) {
		return protocol.IdentityRefused.New("the certificate's attribute %s is no identifier", partyAttribute)
	}
	return nil
}

// unprintable tells runes apart that no identifier holds: everything outside printable ASCII, and space.
func unprintable(r rune) bool { return r <= ' ' || r > '~' }

// attributeOID is the certificate extension in which fabric-ca puts attributes (fabric-ca lib/attrmgr).
func attributeOID() asn1.ObjectIdentifier { return asn1.ObjectIdentifier{1, 2, 3, 4, 5, 6, 7, 8, 1} }

// readAttributes reads the attribute extension {"attrs":{"name":"value"}}; a certificate without one has none.
func readAttributes(certificate *x509.Certificate) (map[string]string, error) {
	oid := attributeOID()
	at := slices.IndexFunc(certificate.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(oid) })
	if at < 0 {
		return nil, nil
	}
	var content struct {
		Attrs map[string]string `json:"attrs"`
	}
	if err := protocol.Unmarshal(certificate.Extensions[at].Value, &content); err != nil {
		return nil, protocol.IdentityRefused.New("the certificate's attribute extension is malformed")
	}
	return content.Attrs, nil
}

// readClaims reads a comma-separated list of roles. Names that are no role of this version claim nothing.
func readClaims(list string) []role.Role {
	var claims []role.Role
	for name := range strings.SplitSeq(list, ",") {
		if r := role.Role(strings.TrimSpace(name)); r.Validate() == nil && !slices.Contains(claims, r) {
			claims = append(claims, r)
		}
	}
	return claims
}
