// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/identity"
)

var identities = []story{
	{"who has alice's name at another bank has none of her money", sameNameElsewhere},
	{"a renewed certificate keeps its owner's money", renewedCertificate},
	{"a role that a certificate claims counts for nothing unless the members granted it", selfMadeRole},
	{"a malformed attribute extension is refused and hurts nobody", malformedAttributes},
	{"certificates outside their time are refused", outOfTime},
	{"peers and orderers are no clients", nodesAsClients},
	{"an authority vouches for its own member alone", foreignAuthority},
}

// sameNameElsewhere: Fabric's identity string has no MSP in it, so this one equals alice's own up to the issuer.
func sameNameElsewhere(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	hers, err := s.client(alice).Identity().X509()
	require.NoError(s, err)
	for _, attributes := range []string{`{"attrs":{"consort.party":"alice"}}`, ""} {
		double := s.issue(certificate{member: "southbank", subject: hers.RawSubject, attributes: attributes})
		_, err := forge(s, s.client(bob), double, cash.Transfer, transfer(at[0], at[1], 1), unchanged)
		requireFault(s, err, cash.NotSignatory)
	}
	s.requireBalance(s.client(alice), at[0], 100_00)
}

func renewedCertificate(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	hers, err := s.client(alice).Identity().X509()
	require.NoError(s, err)
	renewed := s.issue(certificate{member: "northbank", subject: hers.RawSubject, attributes: `{"attrs":{"consort.party":"alice"}}`})
	endorsed, err := forge(s, s.client(alice), renewed, cash.Transfer, transfer(at[0], at[1], 1_00), unchanged)
	require.NoError(s, err)
	submitForged(s, s.client(alice), renewed, endorsed)
	s.requireBalance(s.client(alice), at[1], 1_00)
}

func selfMadeRole(s *scene) {
	at := s.accounts(alice, 100_00)
	usurper := s.issue(certificate{
		member: "southbank", name: "usurper", units: clients,
		attributes: `{"attrs":{"consort.role":"regulator,reserve-attester,governor"}}`,
	})
	freeze := cash.FreezeRequest{Account: at[0], Side: cash.BothSides}
	_, err := forge(s, s.client(bob), usurper, cash.FreezeAccount, freeze, unchanged)
	requireFault(s, err, protocol.NotAuthorised)
	require.Empty(s, do(s, s.client(alice), cash.GetAccount, at[0]).Frozen)
	refused(s, s.client(bob), cash.FreezeAccount, freeze, protocol.NotAuthorised)
}

// malformedAttributes: such an extension makes contract-api (v2.2) dereference nil and ends the process for everybody.
func malformedAttributes(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	servers := s.servers("cash")
	for _, attributes := range []string{
		`{"attrs":`, `[]`, `null`, `{"attrs":{"consort.party":["alice"]}}`, `{"attrs":{"consort.party":"alice","consort.party":"bob"}}`, "\x00\xff",
	} {
		odd := s.issue(certificate{member: "northbank", name: "odd", units: clients, attributes: attributes})
		_, err := forge(s, s.client(alice), odd, cash.Transfer, transfer(at[0], at[1], 1), unchanged)
		requireFault(s, err, protocol.IdentityRefused)
	}
	do(s, s.client(alice), cash.Transfer, transfer(at[0], at[1], 1))
	require.Equal(s, servers, s.servers("cash"), "no server was restarted")
}

// outOfTime: an expired certificate is for the peer to refuse. One that is not valid yet passes there.
func outOfTime(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	hers := certificate{member: "northbank", name: "alice", units: clients, attributes: `{"attrs":{"consort.party":"alice"}}`, validity: ended}
	_, err := forge(s, s.client(alice), s.issue(hers), cash.Transfer, transfer(at[0], at[1], 1), unchanged)
	require.ErrorContains(s, err, "expired")
	hers.validity = unbegun
	_, err = forge(s, s.client(alice), s.issue(hers), cash.Transfer, transfer(at[0], at[1], 1), unchanged)
	requireFault(s, err, protocol.IdentityRefused)
	s.requireBalance(s.client(alice), at[0], 100_00)
}

func nodesAsClients(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	northbank, err := s.Network.Organisation("northbank")
	require.NoError(s, err)
	for _, node := range []identity.Holder{northbank.Peer(), northbank.Orderer()} {
		id, err := gatewayclient.ReadMSP(northbank.MSPID, node.MSP())
		require.NoError(s, err)
		_, err = forge(s, s.client(alice), id, cash.Transfer, transfer(at[0], at[1], 1), unchanged)
		requireFault(s, err, protocol.IdentityRefused)
	}
}

func foreignAuthority(s *scene) {
	at := s.accounts(alice, 100_00, 0)
	forged := s.issue(certificate{member: "southbank", name: "alice", units: clients, attributes: `{"attrs":{"consort.party":"alice"}}`})
	theirs := s.client(alice).Identity().MSP
	for _, msp := range []string{theirs, theirs + " ", strings.ToLower(theirs), strings.Replace(theirs, "o", "\u043e", 1)} {
		forged.MSP = msp
		_, err := forge(s, s.client(alice), forged, cash.Transfer, transfer(at[0], at[1], 1), unchanged)
		require.ErrorContains(s, err, "creator", "peers know who certifies whom, and nobody called %q", msp)
	}
	s.requireBalance(s.client(alice), at[0], 100_00)
}
