// SPDX-License-Identifier: Apache-2.0

package maporder

import (
	"maps"
	"reflect"
	"slices"
	"sort"
	"strings"
	"sync"
)

func emits(m map[string]int, emit func(string)) {
	for k := range m { // want `map order is random and may reach the result \(emit\(k\) happens in the order of the map\): write for _, k := range slices.Sorted`
		emit(k)
	}
}

func unsorted(m map[string]int) []string {
	var keys []string
	for k := range m { // want `keys is not sorted right after the loop`
		keys = append(keys, k)
	}
	return keys
}

func usedBeforeSorting(m map[string]int) string {
	var keys []string
	for k := range m { // want `keys is not sorted`
		keys = append(keys, k)
	}
	first := keys[0]
	sort.Strings(keys)
	return first
}

func sortedSometimes(m map[string]int, ask bool) []string {
	var keys []string
	for k := range m { // want `keys is not sorted`
		keys = append(keys, k)
	}
	if ask {
		sort.Strings(keys)
	}
	return keys
}

type row struct {
	name   string
	amount int
}

func tied(m map[string]row) []row {
	var rows []row
	for _, r := range m { // want `rows is not sorted`
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(a, b row) int { return a.amount - b.amount })
	return rows
}

func concatenates(m map[string]string) string {
	s := ""
	for k := range m { // want `s is built up in the order of the map`
		s += k
	}
	return s
}

func lastWins(m map[string]int) (last string) {
	for k := range m { // want `last keeps what the last iteration happens to leave`
		last = k
	}
	return last
}

func inverts(m map[string]int) map[int]string {
	inverse := map[int]string{}
	for k, v := range m { // want `two iterations may write the same entry of inverse`
		inverse[v] = k
	}
	return inverse
}

func firstMatch(m map[string]int) string {
	for k, v := range m { // want `it returns what the first match happens to be`
		if v > 0 {
			return k
		}
	}
	return ""
}

func twoWaysOut(m map[string]int) string {
	for _, v := range m { // want `which way it leaves`
		if v < 0 {
			return "negative"
		}
		if v > 9 {
			return "large"
		}
	}
	return ""
}

func partly(m map[string]int) (n int) {
	for _, v := range m { // want `only part of the work`
		if v < 0 {
			break
		}
		n += v
	}
	return n
}

func readsWhatItChanges(m map[string]int) (n int) {
	for _, v := range m { // want `n is read while it changes`
		if n < 100 {
			n += v
		}
	}
	return n
}

func mixes(m map[string]int) int {
	n := 1
	for _, v := range m { // want `n is changed in two ways`
		n += v
		n *= 2
	}
	return n
}

func flips(m map[string]int) (up bool) {
	for _, v := range m { // want `up is changed in two ways`
		if v > 0 {
			up = true
		} else {
			up = false
		}
	}
	return up
}

func effects(m map[string]string, read func(string) string) map[string]string {
	out := map[string]string{}
	for k := range m { // want `read may have effects`
		out[k] = read(k)
	}
	return out
}

func writesInto(m map[string]string, b *strings.Builder) {
	for k := range m { // want `b.WriteString may have effects`
		_, _ = b.WriteString(k)
	}
}

func grows(m map[string]bool) {
	for k := range m { // want `two iterations may write the same entry`
		m[k+"x"] = true
	}
}

func outer(m map[string]int) {
	var k string
	for k = range m { // want `the last key stays in k`
	}
	_ = k
}

func generic[M ~map[string]V, V any](m M, emit func(V)) {
	for _, v := range m { // want `map order`
		emit(v)
	}
}

func labels(m map[string]int) {
next:
	for range m { // want `a jump to a label`
		continue next
	}
}

func iterators(m map[string]row, v reflect.Value, s *sync.Map) {
	for k := range maps.Keys(m) { // want `maps.Keys answers in random order`
		_ = k
	}
	_ = slices.Collect(maps.Values(m))                                                       // want `maps.Values`
	_ = slices.SortedFunc(maps.Values(m), func(a, b row) int { return a.amount - b.amount }) // want `maps.Values`
	for range maps.All(m) {                                                                  // want `maps.All`
	}
	keys := maps.Keys[map[string]row] // want `maps.Keys`
	_ = keys
	_ = v.MapKeys()                              // want `reflect.Value.MapKeys`
	_ = v.MapRange()                             // want `reflect.Value.MapRange`
	s.Range(func(k, v any) bool { return true }) // want `sync.Map.Range`
	unsortedKeys := v.MapKeys()                  // want `reflect.Value.MapKeys`
	_ = unsortedKeys
}
