// SPDX-License-Identifier: Apache-2.0

package ledgertest_test

import (
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/pkg/statebased"
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
)

// guarding sets validation parameters: the policy comes as an argument.
func guarding() code {
	return keyValue().with(code{
		"guard": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			return answer(nil, stub.SetStateValidationParameter(a[0], []byte(a[1])))
		},
		"putguard": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			if err := stub.SetStateValidationParameter(a[0], []byte(a[2])); err != nil {
				return shim.Error(err.Error())
			}
			return answer(nil, stub.PutState(a[0], []byte(a[1])))
		},
		"guardof": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			return answer(stub.GetStateValidationParameter(a[0]))
		},
	})
}

func encode(t *testing.T, env *common.SignaturePolicyEnvelope) string {
	t.Helper()
	body, err := proto.Marshal(env)
	require.NoError(t, err)
	return string(body)
}

func by(p ledgertest.Proposal, msps ...string) ledgertest.Proposal {
	p.Endorsers = msps
	return p
}

func TestMajorityEndorsesUnlessAPolicySaysOtherwise(t *testing.T) {
	b := newBench(t, keyValue())
	require.Equal(t, []string{north, south}, b.commit(call("put", "k", "v")).Tx.Endorsers)
	require.Equal(t, []peer.TxValidationCode{policy}, b.block(b.endorse(by(call("put", "k", "v"), north))))

	b = newBench(t, keyValue(), ledgertest.Policy(ledgertest.AllOf(south, third)))
	require.Equal(t, []string{south, third}, b.commit(call("put", "k", "v")).Tx.Endorsers, "north executes, but does not count")
	b = newBench(t, keyValue(), ledgertest.Policy(ledgertest.AnyOf(south, north)))
	require.Equal(t, []string{north}, b.commit(call("put", "k", "v")).Tx.Endorsers)
	b = newBench(t, keyValue(), ledgertest.Policy(ledgertest.OutOf(3, north, south, third)))
	require.Len(t, b.commit(call("put", "k", "v")).Tx.Endorsers, 3)
	b = newBench(t, keyValue(), ledgertest.Policy(ledgertest.AllOf(north, "AbsentMSP")))
	require.Contains(t, b.refused(call("put", "k", "v")).Error(), "no combination of peers")
}

func TestOneSignatureCountsOnce(t *testing.T) {
	b := newBench(t, keyValue(), ledgertest.Policy(ledgertest.OutOf(2, north, north)))
	require.Contains(t, b.refused(call("put", "k", "v")).Error(), "no combination of peers")
}

func TestCalleePolicyCountsOnlyWhenItWasWritten(t *testing.T) {
	b := newCalls(t, ledgertest.Policy(ledgertest.AllOf(north, south, third)))
	read := b.endorse(by(call("call", "cash", "get", "k"), north, south))
	write := b.endorse(by(call("call", "cash", "put", "k", "v"), north, south))
	require.Equal(t, []peer.TxValidationCode{valid, policy}, b.block(read, write))
	require.Len(t, b.endorse(call("call", "cash", "get", "k")).Endorsers, 3, "the gateway asks for it all the same")
}

func TestKeyLevelPolicyReplacesTheChaincodePolicy(t *testing.T) {
	b := newBench(t, guarding())
	b.commit(call("putguard", "k", "1", encode(t, ledgertest.AnyOf(third))))
	require.Equal(t, []string{third}, b.commit(call("put", "k", "2")).Tx.Endorsers, "the regulator alone writes the key")
	require.Equal(t, []peer.TxValidationCode{policy}, b.block(b.endorse(by(call("put", "k", "3"), north, south))))
	require.Equal(t, encode(t, ledgertest.AnyOf(third)), b.query(call("guardof", "k")))
	require.Equal(t, encode(t, ledgertest.AnyOf(third)), string(b.ValidationParameter("kv", "k")))
}

func TestKeyLevelPolicyOfMembersAsTheShimBuildsIt(t *testing.T) {
	b := newBench(t, guarding())
	ep, err := statebased.NewStateEP(nil)
	require.NoError(t, err)
	require.NoError(t, ep.AddOrgs(statebased.RoleTypePeer, south, third))
	raw, err := ep.Policy()
	require.NoError(t, err)
	b.commit(call("putguard", "k", "1", string(raw)))
	require.Equal(t, []string{south, third}, b.commit(call("put", "k", "2")).Tx.Endorsers)
}

func TestPolicyOfNoOrganisationsUnprotectsTheKey(t *testing.T) {
	b := newBench(t, guarding())
	ep, err := statebased.NewStateEP(nil)
	require.NoError(t, err)
	raw, err := ep.Policy()
	require.NoError(t, err)
	require.Equal(t, "\x12\x02\x12\x00", string(raw))
	b.commit(call("putguard", "k", "1", string(raw)))
	require.Equal(t, []peer.TxValidationCode{valid}, b.block(b.endorse(by(call("put", "k", "2"), north))))
}

func TestEmptyParameterLeavesTheKeyToTheChaincodePolicy(t *testing.T) {
	b := newBench(t, guarding())
	b.commit(call("putguard", "k", "1", encode(t, ledgertest.AnyOf(third))))
	b.commit(by(call("guard", "k", ""), third))
	require.Equal(t, []peer.TxValidationCode{valid}, b.block(b.endorse(by(call("put", "k", "2"), north, south))))
}

func TestMalformedPolicyBricksTheKey(t *testing.T) {
	b := newBench(t, guarding())
	b.commit(call("putguard", "k", "1", "\x12\x07"))
	require.Contains(t, b.refused(call("put", "k", "2")).Error(), "error in simulation: proto:")
	require.Contains(t, b.refused(call("guard", "k", "")).Error(), "error in simulation: proto:")
	require.Equal(t, "1", b.query(call("get", "k")))
}

func TestPolicyWithoutARuleBricksTheKey(t *testing.T) {
	b := newBench(t, guarding())
	b.commit(call("putguard", "k", "1", "\x08\x01"))
	require.Equal(t, []peer.TxValidationCode{policy}, b.block(b.endorse(by(call("put", "k", "2"), north, south, third))))
}

func TestMalformedPolicyHaltsTheChannelOnceAWriteGetsThere(t *testing.T) {
	b := newBench(t, guarding())
	b.commit(call("put", "k", "0"))
	early := b.endorse(call("put", "k", "1"))
	b.commit(call("guard", "k", "\x12\x07"))
	require.NoError(t, b.Order(early))
	require.Nil(t, b.CutBlock())
	require.ErrorContains(t, b.Halted(), "aborting chain processing")
	_, err := b.Invoke(b.alice, call("put", "other", "1"))
	require.ErrorContains(t, err, "aborting chain processing")
}

func TestPolicyChangedInTheBlockFailsLaterWrites(t *testing.T) {
	b := newBench(t, guarding())
	b.commit(call("put", "k", "0"))
	change, write := b.endorse(call("guard", "k", encode(t, ledgertest.AnyOf(north)))), b.endorse(call("put", "k", "1"))
	other := b.endorse(call("put", "l", "1"))
	require.Equal(t, []peer.TxValidationCode{valid, policy, valid}, b.block(change, write, other))
}

func TestDeletionDropsThePolicy(t *testing.T) {
	b := newBench(t, guarding())
	b.commit(call("putguard", "k", "1", encode(t, ledgertest.AnyOf(third))))
	b.commit(call("del", "k"))
	require.Equal(t, []string{north, south}, b.commit(call("put", "k", "2")).Tx.Endorsers)
	require.Nil(t, b.ValidationParameter("kv", "k"))
}

func TestPolicyOfAnAbsentKeyIsLost(t *testing.T) {
	b := newBench(t, guarding())
	b.commit(call("guard", "k", encode(t, ledgertest.AnyOf(third))))
	require.Empty(t, b.Keys("kv"))
	require.Equal(t, []string{north, south}, b.commit(call("put", "k", "2")).Tx.Endorsers)
}

func TestPolicyChangeConflictsWithReaders(t *testing.T) {
	b := newBench(t, guarding())
	b.commit(call("put", "k", "0"))
	change, read := b.endorse(call("guard", "k", encode(t, ledgertest.AnyOf(north)))), b.endorse(call("move", "k", "l"))
	require.Equal(t, []peer.TxValidationCode{valid, mvcc}, b.block(change, read))
	require.Len(t, b.History("kv", "k"), 1, "a policy is no entry in the key's history")
	require.Equal(t, "0", b.query(call("get", "k")))
}

func TestUpgradeInvalidatesWhatWasEndorsedBefore(t *testing.T) {
	b := newBench(t, keyValue())
	b.commit(call("put", "k", "1"))
	tx := b.endorse(call("put", "k", "2"))
	b.Deploy("kv", keyValue().of, ledgertest.Policy(ledgertest.AnyOf(north, south)))
	require.Equal(t, []peer.TxValidationCode{mvcc}, b.block(tx))
	require.Equal(t, "1", b.query(call("get", "k")))
	require.Equal(t, []string{north}, b.commit(call("put", "k", "3")).Tx.Endorsers)
}
