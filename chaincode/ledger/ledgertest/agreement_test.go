// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/queryresult"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"
)

type (
	kvResult      = *queryresult.KV
	historyResult = *queryresult.KeyModification
)

// step is one thing that a script does with a stub. What it answers is written down.
type step struct {
	op         string
	key, other string
	value      string
	n          int
}

// script runs steps and answers what it saw of them.
type script []step

func (s script) Init(shim.ChaincodeStubInterface) *peer.Response { return shim.Success(nil) }

func (s script) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	var seen string
	fn, params := stub.GetFunctionAndParameters()
	creator, _ := stub.GetCreator()
	binding, _ := stub.GetBinding()
	transient, _ := stub.GetTransient()
	stamp, err := stub.GetTxTimestamp()
	seen += fmt.Sprintf("%s %q %x %x %q %v %v\n", fn, params, creator, binding, transient["value"], stamp.AsTime(), err)
	for _, st := range s {
		result, err := st.run(stub)
		seen += fmt.Sprintf("%+v: %v, %v\n", st, result, err)
	}
	return &peer.Response{Status: 200, Message: "seen", Payload: []byte(seen)}
}

func (st step) run(stub shim.ChaincodeStubInterface) (any, error) {
	switch st.op {
	case "get":
		return stub.GetState(st.key)
	case "multiget":
		return stub.GetMultipleStates(st.key, st.other)
	case "put":
		return nil, stub.PutState(st.key, []byte(st.value))
	case "del":
		return nil, stub.DelState(st.key)
	case "guard":
		return nil, stub.SetStateValidationParameter(st.key, []byte(st.value))
	case "guardof":
		return stub.GetStateValidationParameter(st.key)
	case "start":
		stub.StartWriteBatch()
		return nil, nil
	case "finish":
		return nil, stub.FinishWriteBatch()
	case "event":
		return nil, stub.SetEvent(st.key, []byte(st.value))
	case "call":
		return stub.InvokeChaincode(st.other, [][]byte{[]byte(st.key)}, "").String(), nil
	default:
		if result, err, ok := st.private(stub); ok {
			return result, err
		}
		return st.query(stub)
	}
}

func (st step) private(stub shim.ChaincodeStubInterface) (any, error, bool) {
	var result any
	var err error
	switch st.op {
	case "show":
		result, err = stub.GetPrivateData(st.other, st.key)
	case "multishow":
		result, err = stub.GetMultiplePrivateData("deal", st.key, st.other)
	case "hash":
		result, err = stub.GetPrivateDataHash(st.other, st.key)
	case "keep":
		err = stub.PutPrivateData(st.other, st.key, []byte(st.value))
	case "drop":
		err = stub.DelPrivateData(st.other, st.key)
	case "purge":
		err = stub.PurgePrivateData(st.other, st.key)
	case "guardprivate":
		err = stub.SetPrivateDataValidationParameter(st.other, st.key, []byte(st.value))
	case "guardofprivate":
		result, err = stub.GetPrivateDataValidationParameter(st.other, st.key)
	case "list":
		var it shim.StateQueryIteratorInterface
		it, err = stub.GetPrivateDataByRange(st.other, st.key, "")
		result = drain(it, err, st.n)
	default:
		return nil, nil, false
	}
	return result, err, true
}

func (st step) query(stub shim.ChaincodeStubInterface) (any, error) {
	var it shim.StateQueryIteratorInterface
	var meta *peer.QueryResponseMetadata
	var err error
	switch st.op {
	case "range":
		it, err = stub.GetStateByRange(st.key, st.other)
	case "partial":
		it, err = stub.GetStateByPartialCompositeKey(st.key, []string{st.other})
	case "page":
		it, meta, err = stub.GetStateByRangeWithPagination(st.key, "", int32(st.n), st.value)
	case "history":
		h, err := stub.GetHistoryForKey(st.key)
		return drain(h, err, st.n), err
	}
	return fmt.Sprint(drain(it, err, st.n), meta.GetBookmark(), meta.GetFetchedRecordsCount()), err
}

// iterating is what the two kinds of iterator have in common.
type iterating[T any] interface {
	shim.CommonIteratorInterface
	Next() (T, error)
}

// drain takes n results, closes, and takes three more.
func drain[T fmt.Stringer](it iterating[T], err error, n int) []string {
	if err != nil {
		return nil
	}
	var out []string
	take := func() bool {
		result, err := it.Next()
		if err != nil {
			out = append(out, err.Error())
			return false
		}
		out = append(out, describe(result))
		return true
	}
	for i := 0; i < n && it.HasNext() && take(); i++ {
		continue
	}
	out = append(out, fmt.Sprint("close ", it.Close(), it.HasNext()))
	for i := 0; i < 3 && take(); i++ {
		continue
	}
	return out
}

// describe writes a message without the spaces that its String method varies.
func describe(m any) string {
	switch r := m.(type) {
	case kvResult:
		return fmt.Sprintf("%s %q=%q", r.Namespace, r.Key, r.Value)
	case historyResult:
		return fmt.Sprintf("%s %q %t %v", r.TxId, r.Value, r.IsDelete, r.Timestamp.AsTime())
	}
	return "?"
}

func steps(keys []string) *rapid.Generator[script] {
	ops := []string{
		"get", "multiget", "put", "put", "del", "guard", "guardof", "start", "finish", "event", "call",
		"show", "multishow", "hash", "keep", "drop", "purge", "guardprivate", "guardofprivate", "list",
		"range", "partial", "page", "history",
	}
	return rapid.Custom(func(t *rapid.T) script {
		n := rapid.IntRange(1, 12).Draw(t, "steps")
		out := make(script, n)
		for i := range out {
			out[i] = step{
				op:    rapid.SampledFrom(ops).Draw(t, "op"),
				key:   rapid.SampledFrom(keys).Draw(t, "key"),
				other: rapid.SampledFrom(append([]string{"deal", "deal", "_implicit_org_SouthbankMSP", "other"}, keys...)).Draw(t, "other"),
				value: rapid.SampledFrom([]string{"", "v", "k0003", "\x12\x02\x12\x00"}).Draw(t, "value"),
				n:     rapid.SampledFrom([]int{0, 1, 3, 98, 99, 100, 101, 150}).Draw(t, "n"),
			}
		}
		return out
	})
}

// furnished is a world with some state, public and private, and a chaincode "other" to call.
func furnished(t *testing.T) (*World, *Identity) {
	w := New()
	w.Deploy("kv", func(string) shim.Chaincode {
		s := script{{op: "put", key: "a", value: "1"}, {op: "put", key: "b", value: "2"}, {op: "keep", key: "a", other: "deal", value: "p"}}
		for i := range 140 {
			s = append(s, step{op: "put", key: fmt.Sprintf("k%04d", i), value: "x"})
		}
		return append(s, step{op: "put", key: "\x00a\x00b\x00", value: "c"})
	}, Collections(Collection{Name: "deal", Members: []string{"NorthbankMSP", "RegulatorMSP"}}))
	w.Deploy("other", func(string) shim.Chaincode {
		return script{{op: "get", key: "a"}, {op: "put", key: "o", value: "1"}}
	})
	alice := w.Identity("NorthbankMSP", "alice", nil)
	for range 2 {
		_, err := w.Invoke(alice, Proposal{Chaincode: "kv", Args: [][]byte{[]byte("fill")}})
		require.NoError(t, err)
	}
	return w, alice
}

func batchFailed(x *execution) bool {
	return strings.Contains(x.failure+string(x.response.GetPayload()), "failed send batch")
}

// TestStubAgreesWithTheShim runs random scripts through the shim's own stub and through this package's:
// they have to see the same and to leave the same read-write set.
func TestStubAgreesWithTheShim(t *testing.T) {
	w, alice := furnished(t)
	keys := []string{"a", "b", "", "k0100", "zz", "\x00a\x00b\x00", "a\x00b", "\x00"}
	rapid.Check(t, func(rt *rapid.T) {
		contract := steps(keys).Draw(rt, "script")
		prop, err := w.seal(alice, Proposal{
			Chaincode: "kv", Args: [][]byte{[]byte("run"), nil, []byte("x")},
			Transient: map[string][]byte{"value": []byte("t")},
		})
		require.NoError(rt, err)
		cc, node := w.find("kv"), w.peer("NorthbankMSP")
		real, own := w.newSimulation(node, prop.TxID), w.newSimulation(node, prop.TxID)
		want := throughShim(t, real, cc, prop, contract)
		st := &stub{sim: own, set: own.namespace(cc), prop: prop, args: copyArgs(prop.Args), under: &frame{world: w, cc: cc}}
		got, crash := st.serve(contract)
		require.Nil(rt, crash)
		if batchFailed(want) || batchFailed(got) {
			// The shim sends a batch in random order: how much of it got through is anybody's guess.
			require.Equal(rt, batchFailed(want), batchFailed(got))
			return
		}
		require.Equal(rt, want.failure, got.failure)
		require.Equal(rt, string(want.response.GetPayload()), string(got.response.GetPayload()))
		require.True(rt, proto.Equal(want.event, got.event))
		wantSet, _, wantErr := real.finish()
		gotSet, _, gotErr := own.finish()
		require.Equal(rt, fmt.Sprint(wantErr), fmt.Sprint(gotErr))
		if wantErr == nil {
			require.Empty(rt, wantSet.difference(gotSet))
		}
	})
}
