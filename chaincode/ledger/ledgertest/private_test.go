// SPDX-License-Identifier: Apache-2.0

package ledgertest_test

import (
	"strings"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
)

// keeping works on collections; values come in the transient map as "value".
func keeping() code {
	type stub = shim.ChaincodeStubInterface
	return keyValue().with(code{
		"keep": func(s stub, a []string) *peer.Response {
			transient, err := s.GetTransient()
			if err != nil {
				return shim.Error(err.Error())
			}
			return answer(nil, s.PutPrivateData(a[0], a[1], transient["value"]))
		},
		"show": func(s stub, a []string) *peer.Response { return answer(s.GetPrivateData(a[0], a[1])) },
		"hash": func(s stub, a []string) *peer.Response { return answer(s.GetPrivateDataHash(a[0], a[1])) },
		"many": func(s stub, a []string) *peer.Response {
			values, err := s.GetMultiplePrivateData(a[0], a[1:]...)
			var out []string
			for _, v := range values {
				out = append(out, string(v))
			}
			return joined(out, err)
		},
		"drop":  func(s stub, a []string) *peer.Response { return answer(nil, s.DelPrivateData(a[0], a[1])) },
		"purge": func(s stub, a []string) *peer.Response { return answer(nil, s.PurgePrivateData(a[0], a[1])) },
		"list": func(s stub, a []string) *peer.Response {
			it, err := s.GetPrivateDataByRange(a[0], "", "")
			return joined(keysOf(1<<30, it, err))
		},
		"listkeep": func(s stub, a []string) *peer.Response {
			if _, err := s.GetPrivateDataByRange(a[0], "", ""); err != nil {
				return shim.Error(err.Error())
			}
			return answer(nil, s.PutState("k", []byte("v")))
		},
		"keeplist": func(s stub, a []string) *peer.Response {
			if err := s.PutState("k", []byte("v")); err != nil {
				return shim.Error(err.Error())
			}
			_, err := s.GetPrivateDataByRange(a[0], "", "")
			return answer(nil, err)
		},
		"rich": func(s stub, a []string) *peer.Response {
			_, err := s.GetPrivateDataQueryResult(a[0], "{}")
			return answer(nil, err)
		},
		"guard": func(s stub, a []string) *peer.Response {
			return answer(nil, s.SetPrivateDataValidationParameter(a[0], a[1], []byte(a[2])))
		},
		"guardof": func(s stub, a []string) *peer.Response {
			return answer(s.GetPrivateDataValidationParameter(a[0], a[1]))
		},
		"copy": func(s stub, a []string) *peer.Response {
			value, err := s.GetPrivateDataHash(a[0], a[1])
			if err != nil {
				return shim.Error(err.Error())
			}
			return answer(nil, s.PutState("copy", value))
		},
	})
}

const deal = "deal"

func newKeeping(t *testing.T, change ...func(*ledgertest.Collection)) *bench {
	c := ledgertest.Collection{Name: deal, Members: []string{north, south}}
	for _, f := range change {
		f(&c)
	}
	return newBench(t, keeping(), ledgertest.Collections(c))
}

func secret(p ledgertest.Proposal, value string) ledgertest.Proposal {
	p.Transient = map[string][]byte{"value": []byte(value)}
	return p
}

func TestPrivateDataIsForMembersAndItsHashForAll(t *testing.T) {
	b := newKeeping(t)
	b.commit(secret(call("keep", deal, "price", ""), "42.17 EUR"))
	require.Equal(t, "42.17 EUR", b.query(call("show", deal, "price")))
	require.Equal(t, "42.17 EUR", b.query(by(call("show", deal, "price"), south)))
	hash := string(ledgertest.ValueHash([]byte("42.17 EUR")))
	require.Equal(t, hash, b.query(by(call("hash", deal, "price"), third)))
	require.Equal(t, "42.17 EUR", string(b.PrivateState(south, "kv", deal, "price")))
	require.Nil(t, b.PrivateState(third, "kv", deal, "price"))
	require.Equal(t, hash, string(b.PrivateHash("kv", deal, "price")))

	_, err := b.Evaluate(b.alice, by(call("show", deal, "price"), third))
	require.ErrorContains(t, err, "private data matching public hash version is not available. "+
		"Public hash version = {BlockNum: 1, TxNum: 0}, Private data version = <nil>")
	require.Empty(t, b.query(by(call("show", deal, "absent"), third)), "what nobody has is absent everywhere")
}

func TestNoPrivateByteEntersABlock(t *testing.T) {
	b := newKeeping(t)
	tx := b.commit(secret(call("keep", deal, "canary-key"), "canary-value")).Tx
	raw, err := tx.RWSet.Bytes()
	require.NoError(t, err)
	require.NotContains(t, string(raw), "canary")
	require.NotContains(t, tx.RWSet.Namespace("kv").Collections[0].Writes[0].Key, "canary")
}

func TestPrivateReadsAreCheckedByHashVersion(t *testing.T) {
	b := newKeeping(t)
	b.commit(secret(call("keep", deal, "k"), "1"))
	read, write := b.endorse(call("copy", deal, "k")), b.endorse(secret(call("keep", deal, "k"), "2"))
	require.Equal(t, []peer.TxValidationCode{valid, mvcc}, b.block(write, read))
}

func TestMultiplePrivateDataDoesNotNoticeWhatIsMissing(t *testing.T) {
	b := newKeeping(t)
	b.commit(secret(call("keep", deal, "k"), "1"))
	require.Equal(t, "1,", b.query(call("many", deal, "k", "absent")))
	require.Equal(t, ",", b.query(by(call("many", deal, "k", "absent"), third)))
	stale := b.endorse(by(call("many", deal, "k"), third))
	require.Equal(t, []peer.TxValidationCode{policy}, b.block(stale))
	b = newBench(t, keeping(), ledgertest.Collections(ledgertest.Collection{Name: deal, Members: []string{north}}),
		ledgertest.Policy(ledgertest.AnyOf(third)))
	b.commit(secret(by(call("keep", deal, "k"), third), "1"))
	require.Equal(t, []peer.TxValidationCode{mvcc}, b.block(b.endorse(by(call("many", deal, "k"), third))))
}

func TestPeerThatLacksPrivateDataSaysSo(t *testing.T) {
	b := newKeeping(t)
	b.commit(secret(call("keep", deal, "k"), "1"))
	b.Inject("kv", ledgertest.Fault{MSP: south, Missing: func(_, key string) bool { return key == "k" }})
	_, err := b.Evaluate(b.alice, by(call("show", deal, "k"), south))
	require.ErrorContains(t, err, "private data matching public hash version is not available")
	require.Equal(t, "1", b.query(call("show", deal, "k")))
}

func TestNonMembersMayBeKeptFromReadingAndWriting(t *testing.T) {
	b := newKeeping(t, func(c *ledgertest.Collection) { c.MemberOnlyRead, c.MemberOnlyWrite = true, true })
	b.commit(secret(call("keep", deal, "k"), "1"))
	b.alice = b.Identity(third, "rita", nil)
	require.Contains(t, b.refused(call("show", deal, "k")).Error(), "tx creator does not have read access permission")
	require.Contains(t, b.refused(secret(call("keep", deal, "k"), "2")).Error(), "tx creator does not have write access permission")
	require.Contains(t, b.refused(call("drop", deal, "k")).Error(), "tx creator does not have write access permission")
	require.NotEmpty(t, b.query(call("hash", deal, "k")), "a hash is nobody's secret")
}

func TestNonMembersWriteBlindlyWhereNothingForbidsIt(t *testing.T) {
	b := newKeeping(t)
	b.alice = b.Identity(third, "rita", nil)
	b.commit(secret(by(call("keep", deal, "k"), third, north), "forged"))
	require.Equal(t, "forged", string(b.PrivateState(north, "kv", deal, "k")))
}

func TestUnknownCollections(t *testing.T) {
	b := newKeeping(t)
	require.Contains(t, b.refused(call("show", "none", "k")).Error(), "collection finance/kv/none could not be found")
	require.Contains(t, b.refused(call("hash", "none", "k")).Error(), "collection [none] not defined in the collection config for chaincode [kv]")
	require.Contains(t, b.refused(call("show", "_implicit_org_EveMSP", "k")).Error(), "not defined in the collection config")
	require.Contains(t, b.refused(call("show", "", "k")).Error(), "collection must not be an empty string")
}

func TestImplicitCollectionTakesItsOrganisationsEndorsement(t *testing.T) {
	b := newKeeping(t)
	own := "_implicit_org_" + third
	p := secret(call("keep", own, "k"), "1")
	b.alice = b.Identity(third, "rita", nil)
	require.Equal(t, []string{third}, b.commit(p).Tx.Endorsers)
	require.Equal(t, "1", string(b.PrivateState(third, "kv", own, "k")))
	require.Nil(t, b.PrivateState(north, "kv", own, "k"))
	require.Equal(t, []peer.TxValidationCode{policy}, b.block(b.endorse(by(p, north, south))))
}

func TestCollectionPolicyReplacesTheChaincodePolicy(t *testing.T) {
	b := newKeeping(t, func(c *ledgertest.Collection) { c.Policy = ledgertest.AnyOf(south) })
	require.Equal(t, []string{south}, b.commit(secret(call("keep", deal, "k"), "1")).Tx.Endorsers)
	require.Equal(t, []peer.TxValidationCode{policy}, b.block(b.endorse(by(secret(call("keep", deal, "k"), "2"), north, third))))
}

func TestKeyLevelPolicyOfAPrivateKey(t *testing.T) {
	b := newKeeping(t)
	b.commit(secret(call("keep", deal, "k"), "1"))
	b.commit(call("guard", deal, "k", encode(t, ledgertest.AnyOf(south))))
	require.Equal(t, "1", b.query(call("show", deal, "k")), "the value's version follows its hash's")
	require.Equal(t, encode(t, ledgertest.AnyOf(south)), b.query(call("guardof", deal, "k")))
	require.Equal(t, []string{south}, b.commit(secret(call("keep", deal, "k"), "2")).Tx.Endorsers)
	require.Equal(t, []peer.TxValidationCode{policy}, b.block(b.endorse(by(secret(call("keep", deal, "k"), "3"), north, third))))
}

func TestRequiredPeersHaveToTakeTheData(t *testing.T) {
	b := newKeeping(t, func(c *ledgertest.Collection) { c.RequiredPeerCount = 2 })
	require.Contains(t, b.refused(secret(call("keep", deal, "k"), "1")).Error(),
		"required to disseminate to at least 2 peers, but know of only 1 eligible peers")
}

func TestBlockToLive(t *testing.T) {
	b := newKeeping(t, func(c *ledgertest.Collection) { c.BlockToLive = 2 })
	b.commit(secret(call("keep", deal, "k"), "1"))
	for range 2 {
		require.Equal(t, "1", b.query(call("show", deal, "k")))
		b.commit(call("put", "tick", "v"))
	}
	require.Equal(t, "1", b.query(call("show", deal, "k")))
	b.commit(call("put", "tick", "v"))
	require.Empty(t, b.query(call("show", deal, "k")))
	require.Empty(t, b.query(call("hash", deal, "k")))
	require.Nil(t, b.PrivateState(north, "kv", deal, "k"))
}

func TestDeletedAndPurgedPrivateData(t *testing.T) {
	b := newKeeping(t)
	for _, end := range []string{"drop", "purge"} {
		b.commit(secret(call("keep", deal, "k"), "1"))
		tx := b.commit(call(end, deal, "k")).Tx
		require.Empty(t, b.query(call("show", deal, "k")))
		require.Empty(t, b.query(by(call("hash", deal, "k"), third)))
		require.Equal(t, end == "purge", tx.RWSet.Namespace("kv").Collections[0].Writes[0].Purge)
	}
}

func TestPurgeForgetsWhatALaggingPeerHeld(t *testing.T) {
	for end, held := range map[string]string{"drop": "1", "purge": ""} {
		b := newKeeping(t)
		b.commit(secret(call("keep", deal, "k"), "1"))
		b.Lag(south, 1)
		b.commit(call(end, deal, "k"))
		require.Equal(t, uint64(2), b.Height(south))
		require.Equal(t, held, string(b.PrivateState(south, "kv", deal, "k")), end)
	}
}

func TestPrivateQueriesForbidWritesInEitherOrder(t *testing.T) {
	b := newKeeping(t)
	b.commit(secret(call("keep", deal, "b"), "1"))
	b.commit(secret(call("keep", deal, "a"), "1"))
	require.Equal(t, "a,b", b.query(call("list", deal)))
	require.Equal(t, "", b.query(by(call("list", deal), third)), "a subset, silently")
	require.Equal(t, []ledgertest.KV{{Key: "a", Value: []byte("1")}, {Key: "b", Value: []byte("1")}}, b.PrivateRange(north, "kv", deal))
	require.Contains(t, b.refused(call("listkeep", deal)).Error(), "already performed queries on pvt data. Writes are not allowed")
	require.Contains(t, b.refused(call("keeplist", deal)).Error(), "Queries on pvt data is supported only in a read-only transaction")
	require.Contains(t, b.refused(call("rich", deal)).Error(), "ExecuteQuery not supported for leveldb")
}

func TestTransientDataIsEndorsedByMembersOnly(t *testing.T) {
	b := newKeeping(t, func(c *ledgertest.Collection) { c.Members = []string{north, third} })
	require.Equal(t, []string{north, third}, b.commit(secret(call("keep", deal, "k"), "1")).Tx.Endorsers)
	require.Equal(t, []string{north, third}, b.commit(call("show", deal, "k")).Tx.Endorsers, "private reads need members too")
	require.True(t, strings.HasPrefix(b.query(call("show", deal, "k")), "1"))
}
