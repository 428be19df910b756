// SPDX-License-Identifier: Apache-2.0

package ledgertest_test

import (
	"crypto/x509/pkix"
	"testing"
	"time"

	"github.com/hyperledger/fabric-chaincode-go/v2/pkg/cid"
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
)

// identifying answers an attribute, or the id, of the creator through the shim's cid package.
func identifying() code {
	return keyValue().with(code{
		"attr": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			value, _, err := cid.GetAttributeValue(stub, a[0])
			return answer([]byte(value), err)
		},
		"id": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			id, err := cid.GetID(stub)
			return answer([]byte(id), err)
		},
	})
}

func (b *bench) refusedTo(id *ledgertest.Identity) string {
	b.Helper()
	_, err := b.Evaluate(id, call("get", "k"))
	require.Error(b, err)
	return err.Error()
}

func TestAttributesAreReadByTheShim(t *testing.T) {
	b := newBench(t, identifying())
	b.alice = b.Identity(north, "alice", map[string]string{"consort.role": "teller"})
	require.Equal(t, "teller", b.query(call("attr", "consort.role")))
}

func TestMalformedAttributesReachTheChaincode(t *testing.T) {
	b := newBench(t, identifying())
	b.alice = b.Identity(north, "alice", nil, ledgertest.RawAttributes([]byte("{not json")))
	require.Contains(t, b.refused(call("attr", "x")).Error(), "chaincode response 500")
}

func TestSameSubjectFromAnotherOrganisation(t *testing.T) {
	issuer := pkix.Name{CommonName: "ca"}
	w := ledgertest.New(ledgertest.Issuer(north, issuer), ledgertest.Issuer(south, issuer))
	w.Deploy("kv", identifying().of)
	name := ledgertest.Subject(pkix.Name{CommonName: "treasurer", OrganizationalUnit: []string{"client"}})
	b := &bench{T: t, World: w, alice: w.Identity(north, "a", nil, name)}
	first := b.query(call("id"))
	b.alice = w.Identity(south, "b", nil, name)
	require.Equal(t, first, b.query(call("id")), "GetID knows subject and issuer, not the organisation")
}

func TestExpiredCertificateIsRefused(t *testing.T) {
	b := newBench(t, keyValue())
	require.Contains(t, b.refusedTo(b.Identity(north, "old", nil, ledgertest.Expired())), "proposal client identity expired")
	soon := b.Identity(north, "soon", nil, ledgertest.Validity(b.Now(), b.Now().Add(time.Hour)))
	tx, err := b.Endorse(soon, call("put", "k", "v"))
	require.NoError(t, err)
	b.Advance(2 * time.Hour)
	require.ErrorContains(t, b.Order(tx), "identity expired")
	young := b.Identity(north, "young", nil, ledgertest.Validity(b.Now().Add(time.Hour), b.Now().Add(2*time.Hour)))
	require.Contains(t, b.refusedTo(young), "access denied")
}

func TestForeignAndForgedOrganisationsAreRefused(t *testing.T) {
	b := newBench(t, keyValue())
	require.Contains(t, b.refusedTo(b.Identity("EveMSP", "eve", nil)), "creator org unknown")
	forged := b.Identity("EveMSP", "eve", nil, ledgertest.ClaimMSP(north))
	require.Contains(t, b.refusedTo(forged), "access denied: channel [finance] creator org [NorthbankMSP]")
}

func TestOnlyClientsAndAdminsMayPropose(t *testing.T) {
	b := newBench(t, keyValue())
	for _, unit := range []string{"peer", "orderer"} {
		require.Contains(t, b.refusedTo(b.Identity(north, "node", nil, ledgertest.Unit(unit))), "/Channel/Application/Writers")
	}
	require.Contains(t, b.refusedTo(b.Identity(north, "none", nil, ledgertest.Unit("other"))), "access denied")
	_, err := b.Evaluate(b.Identity(north, "boss", nil, ledgertest.Unit("admin")), call("get", "k"))
	require.NoError(t, err)
}

func TestClientClockHasToBeWithinFifteenMinutes(t *testing.T) {
	b := newBench(t, keyValue())
	p := call("put", "k", "v")
	for _, off := range []time.Duration{16 * time.Minute, -16 * time.Minute} {
		p.Timestamp = b.Now().Add(off)
		require.Contains(t, b.refused(p).Error(), "request unauthorized due to incorrect timestamp")
	}
	p.Timestamp = b.Now().Add(-15 * time.Minute)
	b.commit(p)
	b.Skew(south, -time.Hour)
	p = call("put", "k", "v")
	p.Endorsers = []string{north, south}
	refusal := b.refused(p)
	require.Len(t, refusal.Failures, 1)
	require.Equal(t, south, refusal.Failures[0].MSP)
	require.Equal(t, b.Now().Add(-time.Hour), b.Clock(south)())
}

func TestTransactionIDInTheLedgerIsNotEndorsedAgain(t *testing.T) {
	b := newBench(t, keyValue())
	p := call("put", "k", "v")
	p.TxID = "t1"
	b.commit(p)
	require.Contains(t, b.refused(p).Error(), "duplicate transaction found [t1]")
}

func TestSignaturesAreCheckedWhereAsked(t *testing.T) {
	w := ledgertest.New(ledgertest.Signed())
	w.Deploy("kv", keyValue().of)
	alice := w.Identity(north, "alice", nil)
	p := call("put", "k", "v")
	p.Nonce, p.Timestamp = []byte("once"), w.Now()
	_, err := w.Endorse(alice, p)
	require.ErrorContains(t, err, "access denied")

	bytes, err := w.ProposalBytes(alice, p)
	require.NoError(t, err)
	p.Signature, err = alice.Sign(bytes)
	require.NoError(t, err)
	tx, err := w.Endorse(alice, p)
	require.NoError(t, err)
	require.Equal(t, bytes, tx.SignedProposal().ProposalBytes)
}
