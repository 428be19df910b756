// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"bytes"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/queryresult"
)

// KV is a key and its value.
type KV struct {
	Key   string
	Value []byte
}

// State answers the newest committed value of a key, nil when it is not there.
func (w *World) State(chaincode, key string) []byte {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return valueOf(w.chaincode(chaincode).public.get(key, w.tip()))
}

// Version answers the version of a key, zero when it is not there.
func (w *World) Version(chaincode, key string) Version {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.chaincode(chaincode).public.version(key, w.tip())
}

// Keys answers all keys of a chaincode, in order, composite ones first.
func (w *World) Keys(chaincode string) []string {
	var out []string
	for _, kv := range w.Range(chaincode, "", "") {
		out = append(out, kv.Key)
	}
	return out
}

// Range answers the keys of [start, end) with their newest committed values, in order; end "" means to the
// last. Composite keys are not kept apart.
func (w *World) Range(chaincode, start, end string) []KV {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return rangeOf(w.chaincode(chaincode).public, w.tip(), start, end)
}

func rangeOf(s *space, height uint64, start, end string) []KV {
	var out []KV
	scan := newCursor(nil, s, height, start, end)
	for f, ok := scan.step(); ok; f, ok = scan.step() {
		out = append(out, KV{f.key, valueOf(f.rec)})
	}
	return out
}

// History answers the committed writes of a key, newest first.
func (w *World) History(chaincode, key string) []*queryresult.KeyModification {
	w.mu.RLock()
	defer w.mu.RUnlock()
	var out []*queryresult.KeyModification
	for _, r := range w.chaincode(chaincode).public.history(key, w.tip()) {
		out = append(out, r.modification())
	}
	return out
}

// PrivateState answers what the peer of an organisation holds of a private key: nil when it is no member.
func (w *World) PrivateState(msp, chaincode, collection, key string) []byte {
	n := w.peer(msp)
	w.mu.RLock()
	defer w.mu.RUnlock()
	c := w.collection(chaincode, collection)
	if !c.member(msp) {
		return nil
	}
	return valueOf(c.private.get(key, n.seen))
}

// PrivateRange answers all that the peer of an organisation holds of a collection, in order of keys.
func (w *World) PrivateRange(msp, chaincode, collection string) []KV {
	n := w.peer(msp)
	w.mu.RLock()
	defer w.mu.RUnlock()
	c := w.collection(chaincode, collection)
	if !c.member(msp) {
		return nil
	}
	return rangeOf(c.private, n.seen, "", "")
}

// PrivateHash answers the public SHA-256 of a private value, nil when the key is not there.
func (w *World) PrivateHash(chaincode, collection, key string) []byte {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return valueOf(w.collection(chaincode, collection).hashed.get(hashKey(key), w.tip()))
}

// ValidationParameter answers the key-level policy of a key as it was set, nil without one.
func (w *World) ValidationParameter(chaincode, key string) []byte {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return policyOf(w.chaincode(chaincode).public.get(key, w.tip()))
}

func valueOf(r *record) []byte {
	if r == nil {
		return nil
	}
	return bytes.Clone(r.value)
}

// chaincode answers a chaincode that has to be there: asking for another is a mistake in the test.
func (w *World) chaincode(name string) *chaincode {
	cc := w.chaincodes[name]
	if cc == nil {
		panic(fmt.Errorf("no chaincode %q in channel %s", name, w.channel))
	}
	return cc
}

func (w *World) collection(chaincode, name string) *collection {
	c := w.chaincode(chaincode).definition.collections[name]
	if c == nil {
		panic(fmt.Errorf("no collection %q in chaincode %s", name, chaincode))
	}
	return c
}
