// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"crypto/x509/pkix"
	"fmt"
	"testing"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/stretchr/testify/require"
)

func TestRoleCountsOnlyWithClaimAndRegistry(t *testing.T) {
	c := newChannel(t)
	auditorOf := func(msp string) role.Question { return role.Question{MSP: msp, Role: role.Auditor} }
	plain := c.Identity("NorthbankMSP", "plain", nil)
	claimed := map[string]string{"consort.role": "supplier,auditor"}
	north, south := c.Identity("NorthbankMSP", "n", claimed), c.Identity("SouthbankMSP", "s", claimed)
	for i, test := range []struct {
		name   string
		id     *ledgertest.Identity
		held   []role.Question
		passes bool
	}{
		{"neither", plain, nil, false},
		{"registry alone", plain, []role.Question{auditorOf("NorthbankMSP")}, false},
		{"claim alone", north, nil, false},
		{"claim, and the registry for another member", north, []role.Question{auditorOf("SouthbankMSP")}, false},
		{"claim, and the registry for another role", north, []role.Question{{MSP: "NorthbankMSP", Role: role.Regulator}}, false},
		{"both", north, []role.Question{auditorOf("NorthbankMSP")}, true},
		{"both, elsewhere", south, []role.Question{auditorOf("SouthbankMSP")}, true},
	} {
		clear(c.registry.held)
		for _, q := range test.held {
			c.registry.held[q] = true
		}
		_, _, err := submit(c, test.id, auditEndpoint, "a", fmt.Sprint("ref-", i))
		if test.passes {
			require.NoError(t, err, test.name)
		} else {
			require.ErrorIs(t, err, protocol.NotAuthorised, test.name)
		}
	}
}

func TestPrincipalIsMemberAndCertificate(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	same := pkix.Name{CommonName: "alice", OrganizationalUnit: []string{"client"}}
	north := c.Identity("NorthbankMSP", "alice", nil, ledgertest.Subject(same))
	south := c.Identity("SouthbankMSP", "alice", nil, ledgertest.Subject(same))
	require.Equal(t, north.Certificate.Subject.String(), south.Certificate.Subject.String())

	_, _, err := submit(c, north, bumpEndpoint, bump{"a", 1}, "same")
	require.NoError(t, err)
	_, _, err = submit(c, south, bumpEndpoint, bump{"a", 2}, "same")
	require.NoError(t, err, "the reference of another member is another reference")
	require.Equal(t, 3, c.count(t, "a"))
}

func TestAdminMayActAndUnknownRolesClaimNothing(t *testing.T) {
	c := newChannel(t)
	admin := c.Identity("NorthbankMSP", "admin", map[string]string{"consort.role": "emperor, ,auditor"}, ledgertest.Unit("admin"))
	c.registry.held[role.Question{MSP: "NorthbankMSP", Role: role.Auditor}] = true
	_, _, err := submit(c, admin, auditEndpoint, "a", "r")
	require.NoError(t, err)
}

func TestReferenceTakesEffectOnce(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	first, _, err := submit(c, c.alice, bumpEndpoint, bump{"a", 1}, "pay-1")
	require.NoError(t, err)

	again, result, err := submit(c, c.alice, bumpEndpoint, bump{"a", 1}, "pay-1")
	require.NoError(t, err)
	require.Equal(t, first, again, "the first result")
	require.Empty(t, result.Tx.RWSet.Namespace("notes").Writes)
	require.Nil(t, result.Event)
	require.Equal(t, 1, c.count(t, "a"))

	spaced, err := c.raw(c.alice, "notes", "notes:Bump", ` { "by" : 1, "id":"a" } `, "pay-1")
	require.NoError(t, err, "the same request in other words is the same request")
	require.Equal(t, result.Payload, spaced.Payload)

	_, _, err = submit(c, c.alice, bumpEndpoint, bump{"a", 2}, "pay-1")
	require.ErrorIs(t, err, protocol.ReferenceReused, "another request")
	_, _, err = submit(c, c.alice, eraseEndpoint, "a", "pay-1")
	require.ErrorIs(t, err, protocol.ReferenceReused, "another endpoint")
	carol := c.Identity("NorthbankMSP", "carol", map[string]string{"consort.party": "P-1"})
	_, _, err = submit(c, carol, bumpEndpoint, bump{"a", 1}, "pay-1")
	require.ErrorIs(t, err, protocol.ReferenceReused, "another person: a second signature must not pass for the first")
	renewed := c.Identity("NorthbankMSP", "alice", map[string]string{"consort.party": "P-1"})
	_, _, err = submit(c, renewed, bumpEndpoint, bump{"a", 1}, "pay-1")
	require.NoError(t, err, "the same person with a renewed certificate")
	require.Equal(t, 1, c.count(t, "a"))
}

func TestReferenceTakesEffectOnceWithinABlock(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	var endorsed []*ledgertest.Transaction
	for range 3 {
		proposal, err := propose[bump, answer](bumpEndpoint, bump{"a", 1}, "pay-1")
		require.NoError(t, err)
		tx, err := c.Endorse(c.alice, proposal)
		require.NoError(t, err)
		endorsed = append(endorsed, tx)
	}
	require.NoError(t, c.Order(endorsed...))
	c.CutBlock()
	require.Equal(t, 1, c.count(t, "a"))
}

func TestRefusedRequestLeavesItsReferenceFree(t *testing.T) {
	c := newChannel(t)
	_, _, err := submit(c, c.alice, bumpEndpoint, bump{"late", 1}, "r")
	require.ErrorIs(t, err, protocol.NotFound)
	c.write(t, "late")
	_, _, err = submit(c, c.alice, bumpEndpoint, bump{"late", 1}, "r")
	require.NoError(t, err)
}

func TestResolutionIsCarriedOutOnceAndToTheLetter(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	request := renaming{protocol.Governed{Resolution: "R1"}, "a", "New title"}
	hash, err := protocol.RequestHash(request)
	require.NoError(t, err)
	adopt := func(r protocol.Resolution) { c.registry.resolved["R1"] = r }
	refused := func(req renaming, why string) {
		t.Helper()
		_, _, err := submit(c, c.alice, renameEndpoint, req, "r-"+why)
		require.ErrorIs(t, err, protocol.ResolutionRefused, why)
	}

	_, _, err = submit(c, c.alice, renameEndpoint, request, "unknown")
	require.ErrorIs(t, err, protocol.NotFound, "unknown")
	adopt(protocol.Resolution{ID: "R1", Endpoint: "notes:Rename", RequestHash: hash})
	refused(request, "not-adopted")
	adopt(protocol.Resolution{ID: "R1", Endpoint: "notes:Erase", RequestHash: hash, Adopted: true})
	refused(request, "another-endpoint")
	adopt(protocol.Resolution{ID: "R2", Endpoint: "notes:Rename", RequestHash: hash, Adopted: true})
	refused(request, "another-resolution")
	adopt(protocol.Resolution{ID: "R1", Endpoint: "notes:Rename", RequestHash: hash, Adopted: true})
	refused(renaming{request.Governed, "a", "Other title"}, "another-request")

	_, _, err = submit(c, c.alice, renameEndpoint, request, "done")
	require.NoError(t, err)
	refused(request, "twice")
	_, _, err = submit(c, c.alice, renameEndpoint, request, "done")
	require.NoError(t, err, "a retry under the same reference is answered with the first result")
	_, _, err = submit(c, c.alice, renameEndpoint, renaming{ID: "a"}, "nameless")
	require.ErrorIs(t, err, protocol.InvalidArgument)
}
