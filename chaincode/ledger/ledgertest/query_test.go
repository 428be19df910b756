// SPDX-License-Identifier: Apache-2.0

package ledgertest_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
)

// keysOf reads an iterator to its end, or to the limit.
func keysOf(limit int, it shim.StateQueryIteratorInterface, err error) ([]string, error) {
	if err != nil {
		return nil, err
	}
	var keys []string
	for it.HasNext() && len(keys) < limit {
		kv, err := it.Next()
		if err != nil {
			return nil, err
		}
		keys = append(keys, kv.Key)
	}
	return keys, it.Close()
}

func joined(keys []string, err error) *peer.Response {
	return answer([]byte(strings.Join(keys, ",")), err)
}

func scanning() code {
	return keyValue().with(code{
		"range": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			it, err := stub.GetStateByRange(a[0], a[1])
			return joined(keysOf(1<<30, it, err))
		},
		"rangeput": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			limit, err := strconv.Atoi(a[2])
			if err != nil {
				return shim.Error(err.Error())
			}
			it, err := stub.GetStateByRange(a[0], a[1])
			if _, err := keysOf(limit, it, err); err != nil {
				return shim.Error(err.Error())
			}
			return answer(nil, stub.PutState("zz-result", []byte("done")))
		},
		"putrange": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			if err := stub.PutState(a[0], []byte("x")); err != nil {
				return shim.Error(err.Error())
			}
			it, err := stub.GetStateByRange("", "")
			return joined(keysOf(1<<30, it, err))
		},
		"fill": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			n, err := strconv.Atoi(a[0])
			for i := 0; i < n && err == nil; i++ {
				err = stub.PutState(fmt.Sprintf("k%04d", i), []byte("v"))
			}
			return answer(nil, err)
		},
		"putc": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			key, err := stub.CreateCompositeKey(a[0], a[1:])
			if err != nil {
				return shim.Error(err.Error())
			}
			return answer(nil, stub.PutState(key, []byte("c")))
		},
		"partial": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			it, err := stub.GetStateByPartialCompositeKey(a[0], a[1:])
			return joined(keysOf(1<<30, it, err))
		},
	}).with(paging())
}

// paging reads pages, alone and along with writes.
func paging() code {
	return code{
		"page": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			size, err := strconv.Atoi(a[0])
			if err != nil {
				return shim.Error(err.Error())
			}
			it, meta, err := stub.GetStateByRangeWithPagination("", "", int32(size), a[1])
			keys, err := keysOf(1<<30, it, err)
			return joined(append(keys, fmt.Sprint("|", meta.GetFetchedRecordsCount(), "|", meta.GetBookmark())), err)
		},
		"pageput": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			if _, _, err := stub.GetStateByRangeWithPagination("", "", 5, ""); err != nil {
				return shim.Error(err.Error())
			}
			return answer(nil, stub.PutState("k", []byte("v")))
		},
		"putpage": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			if err := stub.PutState("k", []byte("v")); err != nil {
				return shim.Error(err.Error())
			}
			_, _, err := stub.GetStateByRangeWithPagination("", "", 5, "")
			return answer(nil, err)
		},
	}
}

func TestRangeIsOrderedAndSeesCommittedStateOnly(t *testing.T) {
	b := newBench(t, scanning())
	for _, k := range []string{"b", "a", "c"} {
		b.commit(call("put", k, "v"))
	}
	b.commit(call("del", "b"))
	require.Equal(t, "a,c", b.query(call("putrange", "aa")))
	require.Equal(t, "a", b.query(call("range", "a", "c")), "the end is not part of the range")
	require.Equal(t, "", b.query(call("range", "c", "a")))
}

func TestRangeOfSimpleKeysLeavesOutCompositeOnes(t *testing.T) {
	b := newBench(t, scanning())
	b.commit(call("put", "a", "v"))
	b.commit(call("putc", "lot", "1", "x"))
	b.commit(call("putc", "lot", "2"))
	b.commit(call("putc", "lots", "1"))
	require.Equal(t, "a", b.query(call("range", "", "")))
	require.Equal(t, "\x00lot\x001\x00x\x00,\x00lot\x002\x00", b.query(call("partial", "lot")))
	require.Equal(t, "\x00lot\x001\x00x\x00", b.query(call("partial", "lot", "1")))
	require.Contains(t, b.refused(call("range", "\x00lot", "")).Error(), "contains a null character which is not allowed")
	require.Equal(t, []string{"\x00lot\x001\x00x\x00", "\x00lot\x002\x00", "\x00lots\x001\x00", "a"}, b.Keys("kv"))
}

func TestCompositeKeysRefuseTheirDelimiters(t *testing.T) {
	b := newBench(t, scanning())
	for _, bad := range []string{"a\x00b", "a\U0010ffff"} {
		require.Contains(t, b.refused(call("putc", "lot", bad)).Error(), "are not allowed in the input attribute of a composite key")
	}
	require.Contains(t, b.refused(call("putc", "lot", "\xff")).Error(), "not a valid utf8 string")
}

func TestInsertIntoAScannedRangeIsAPhantom(t *testing.T) {
	b := newBench(t, scanning())
	b.commit(call("put", "a", "v"))
	scan, insert := b.endorse(call("rangeput", "", "m", "9")), b.endorse(call("put", "b", "v"))
	require.Equal(t, []peer.TxValidationCode{valid, phantom}, b.block(insert, scan))
	scan, update := b.endorse(call("rangeput", "", "m", "9")), b.endorse(call("put", "a", "w"))
	require.Equal(t, []peer.TxValidationCode{valid, phantom}, b.block(update, scan))
	scan, remove := b.endorse(call("rangeput", "", "m", "9")), b.endorse(call("del", "a"))
	require.Equal(t, []peer.TxValidationCode{valid, phantom}, b.block(remove, scan))
	scan, outside := b.endorse(call("rangeput", "", "m", "9")), b.endorse(call("put", "x", "w"))
	require.Equal(t, []peer.TxValidationCode{valid, valid}, b.block(outside, scan))
}

func TestScanThatStoppedEarlyCountsAsFarAsThePeerWent(t *testing.T) {
	b := newBench(t, scanning())
	b.commit(call("fill", "300"))
	scan := b.endorse(call("rangeput", "", "", "1"))
	r := scan.RWSet.Namespace("kv").Ranges[0]
	require.False(t, r.Exhausted)
	require.Equal(t, "k0100", r.End, "a hundred results and the one after them")
	behind := b.endorse(call("put", "k0200", "w"))
	require.Equal(t, []peer.TxValidationCode{valid, valid}, b.block(behind, scan))
	scan, within := b.endorse(call("rangeput", "", "", "1")), b.endorse(call("put", "k0050x", "w"))
	require.Equal(t, []peer.TxValidationCode{valid, phantom}, b.block(within, scan))
}

func TestScanGoesOnBeyondOneBatch(t *testing.T) {
	b := newBench(t, scanning())
	b.commit(call("fill", "300"))
	require.Len(t, strings.Split(b.query(call("range", "", "")), ","), 300)
}

func TestTotalQueryLimitEndsAQuerySilently(t *testing.T) {
	w := ledgertest.New(ledgertest.QueryLimit(150))
	w.Deploy("kv", scanning().of)
	b := &bench{T: t, World: w, alice: w.Identity(north, "alice", nil)}
	b.commit(call("fill", "300"))
	require.Len(t, strings.Split(b.query(call("range", "", "")), ","), 150)
}

func TestPagesAndBookmarks(t *testing.T) {
	b := newBench(t, scanning())
	b.commit(call("fill", "5"))
	require.Equal(t, "k0000,k0001,|2|k0002", b.query(call("page", "2", "")))
	require.Equal(t, "k0002,k0003,|2|k0004", b.query(call("page", "2", "k0002")))
	require.Equal(t, "k0004,|1|", b.query(call("page", "2", "k0004")))
	require.Equal(t, "k0000,k0001,k0002,k0003,k0004,|0|", b.query(call("page", "0", "")))
}

func TestPagesForbidWritesInEitherOrder(t *testing.T) {
	b := newBench(t, scanning())
	require.Contains(t, b.refused(call("pageput")).Error(), "Transaction has already performed a paginated query. Writes are not allowed")
	require.Contains(t, b.refused(call("putpage")).Error(), "Paginated queries are supported only in a read-only transaction")
}

func TestIteratorAtItsEndAndAfterClose(t *testing.T) {
	b := newBench(t, scanning().with(code{
		"end": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			it, err := stub.GetStateByRange("", "k0001")
			if _, err = keysOf(9, it, err); err != nil {
				return shim.Error(err.Error())
			}
			_, err = it.Next()
			return answer(nil, err)
		},
		"closed": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			it, err := stub.GetStateByRange("", "")
			if err != nil {
				return shim.Error(err.Error())
			}
			if err := it.Close(); err != nil {
				return shim.Error(err.Error())
			}
			n := 0
			for ; it.HasNext() && err == nil; n++ {
				_, err = it.Next()
			}
			return answer([]byte(strconv.Itoa(n)), fmt.Errorf("after %d: %w", n, err))
		},
	}))
	b.commit(call("fill", "150"))
	require.Contains(t, b.refused(call("end")).Error(), "no such key")
	require.Contains(t, b.refused(call("closed")).Error(), "after 100: QUERY_STATE_NEXT failed")
}

func TestRichQueriesAreNotForLevelDB(t *testing.T) {
	b := newBench(t, code{
		"rich": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			_, err := stub.GetQueryResult(`{"selector":{}}`)
			return answer(nil, err)
		},
		"pages": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			_, _, err := stub.GetQueryResultWithPagination(`{"selector":{}}`, 5, "")
			return answer(nil, err)
		},
	})
	require.Contains(t, b.refused(call("rich")).Error(), ": ExecuteQuery not supported for leveldb")
	require.Contains(t, b.refused(call("pages")).Error(), ": ExecuteQueryWithMetadata not supported for leveldb")
}

func TestEmptyKeysAndValues(t *testing.T) {
	b := newBench(t, keyValue())
	require.Contains(t, b.refused(call("put", "", "v")).Error(), "key must not be an empty string")
	b.commit(call("put", "k", "v"))
	tx := b.commit(call("put", "k", "")).Tx
	require.True(t, tx.RWSet.Namespace("kv").Writes[0].Delete, "an empty value is a deletion")
	require.Empty(t, b.Keys("kv"))
}

func TestHistoryIsNewestFirstAndKnowsDeletions(t *testing.T) {
	b := newBench(t, keyValue().with(code{
		"history": func(stub shim.ChaincodeStubInterface, a []string) *peer.Response {
			it, err := stub.GetHistoryForKey(a[0])
			if err != nil {
				return shim.Error(err.Error())
			}
			var out []string
			for it.HasNext() {
				m, err := it.Next()
				if err != nil {
					return shim.Error(err.Error())
				}
				out = append(out, fmt.Sprintf("%s:%s:%t", m.TxId[:4], m.Value, m.IsDelete))
			}
			return answer([]byte(strings.Join(out, ",")), it.Close())
		},
	}))
	one := b.commit(call("put", "k", "1")).TxID[:4]
	two, lost := b.endorse(call("put", "k", "2")), b.endorse(call("move", "k", "k"))
	require.Equal(t, []peer.TxValidationCode{valid, mvcc}, b.block(two, lost))
	gone := b.commit(call("del", "k")).TxID[:4]
	require.Equal(t, fmt.Sprintf("%s::true,%s:2:false,%s:1:false", gone, two.TxID[:4], one), b.query(call("history", "k")))
	tx := b.endorse(call("history", "k"))
	require.Empty(t, tx.RWSet.Namespaces, "history is not checked at commit")
	require.True(t, b.History("kv", "k")[0].IsDelete)
	require.Equal(t, b.Now(), b.History("kv", "k")[0].Timestamp.AsTime())
}
