// SPDX-License-Identifier: Apache-2.0

package maporder

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sort"
	"strings"

	"chaincode/finance/amount"
)

func sorted(m map[string]int, emit func(string)) {
	for _, k := range slices.Sorted(maps.Keys(m)) {
		emit(k)
	}
}

func collected(m map[string]int) []string {
	keys := make([]string, 0, len(m))
	for k, v := range m {
		if v > 0 {
			keys = append(keys, k)
		}
	}
	sort.Strings(keys)
	return keys
}

func lines(m map[string]int) []string {
	var list []string
	for k, v := range m {
		list = append(list, fmt.Sprintf("%s=%d", k, v))
	}
	slices.Sort(list)
	return list
}

type pair struct{ a, b string }

func pairs(m map[pair]int) []pair {
	var keys []pair
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(x, y pair) int { return strings.Compare(x.a+x.b, y.a+y.b) })
	return keys
}

func copied(m map[string]int, positive bool) map[string]int {
	out := map[string]int{}
	for k, v := range m {
		if positive && v <= 0 {
			continue
		}
		out[k] = v * 2
	}
	return out
}

func negated(m map[string]amount.Amount) map[string]amount.Amount {
	out := map[string]amount.Amount{}
	for k, a := range m {
		if !a.IsZero() {
			out[k] = a.Neg()
		}
	}
	return out
}

func pruned(m map[string]int) {
	for k, v := range m {
		if v == 0 {
			delete(m, k)
		}
	}
}

func owners(m map[string]string) (map[string]struct{}, map[string]int) {
	set, count := map[string]struct{}{}, map[string]int{}
	for _, owner := range m {
		set[owner] = struct{}{}
		count[owner]++
	}
	return set, count
}

func reduced(m map[string][]int) (total, most, n int, any bool) {
	for _, list := range m {
		for _, v := range list {
			total += v
			most = max(most, v)
		}
		n++
		if len(list) > 3 {
			any = true
		}
	}
	return total, most, n, any
}

func all(m map[string]int, limits map[string]int) error {
	for k, v := range m {
		switch limit, ok := limits[k]; {
		case !ok:
			break
		case v > limit:
			return errLimit
		}
	}
	return nil
}

var errLimit = fmt.Errorf("over the limit")

func again(m map[string]int, v reflect.Value) map[string]int {
	out := maps.Collect(maps.All(m))
	maps.Copy(out, m)
	_ = slices.Sorted(maps.Values(m))
	_ = slices.SortedFunc(maps.Keys(m), strings.Compare)
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	_ = fmt.Sprint(m, keys[0].String())
	return out
}
