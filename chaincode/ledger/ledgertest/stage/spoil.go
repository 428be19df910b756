// SPDX-License-Identifier: Apache-2.0

package stage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
)

// Spoilt are proposals like a good one with one thing wrong, in the argument or in a transient value.
func Spoilt(t testing.TB, good ledgertest.Proposal) map[string]ledgertest.Proposal {
	t.Helper()
	all := map[string]ledgertest.Proposal{}
	for _, wrong := range mutations(t, good.Args[1]) {
		bad := good
		bad.Args = slices.Clone(good.Args)
		bad.Args[1] = wrong.text
		all[wrong.what] = bad
	}
	for name, value := range good.Transient {
		for _, wrong := range mutations(t, value) {
			bad := good
			bad.Transient = maps.Clone(good.Transient)
			bad.Transient[name] = wrong.text
			all[name+": "+wrong.what] = bad
		}
	}
	return all
}

// mutation is a good document with one thing wrong.
type mutation struct {
	what string
	text []byte
}

var numberForm = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)

// mutations spoil each member of a document by itself: null in its place, a number below zero or beyond every bound in place
// of a number, and a member that nobody knows in each object.
func mutations(t testing.TB, document []byte) []mutation {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	var root any
	if err := decoder.Decode(&root); err != nil {
		t.Fatalf("document: %v", err)
	}
	var found []mutation
	spoil(root, "$", func(what string) {
		text, err := json.Marshal(root)
		if err != nil {
			t.Fatalf("document with %s: %v", what, err)
		}
		found = append(found, mutation{what, text})
	}, func(value any) { root = value })
	return found
}

// spoil tries out what may be wrong with a value and all that is in it; put sets it in its place.
func spoil(value any, at string, try func(what string), put func(any)) {
	for _, wrong := range wrongs(value) {
		put(wrong)
		try(fmt.Sprintf("%s = %v", at, wrong))
	}
	switch inside := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(inside)) {
			spoil(inside[name], at+"."+name, func(what string) { put(value); try(what) }, func(v any) { inside[name] = v })
		}
		put(value)
		inside["unknown"] = 1
		try(at + ".unknown")
		delete(inside, "unknown")
	case []any:
		for i := range inside {
			spoil(inside[i], fmt.Sprintf("%s[%d]", at, i), func(what string) { put(value); try(what) }, func(v any) { inside[i] = v })
		}
	}
	put(value)
}

func wrongs(value any) []any {
	text, isText := value.(string)
	_, isNumber := value.(json.Number)
	switch {
	case isNumber:
		return []any{nil, json.Number("-4000"), json.Number("1000000000000000000000000000000"), json.Number("1.5")}
	case isText && numberForm.MatchString(text):
		return []any{nil, "-4000", "1000000000000000000000000000000000000000", "NaN"}
	default:
		return []any{nil}
	}
}
