// SPDX-License-Identifier: Apache-2.0

package globals

import (
	"errors"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"sync"

	"chaincode/asset"
)

var (
	errUnknown = errors.New("unknown")
	shape      = regexp.MustCompile("^[A-Z]{3}$")
	scales     = map[string]int{"EUR": 2}
	order      = []string{"b", "a"}
	weights    [4]int
	currencies = func() map[string]bool {
		m := map[string]bool{}
		for _, c := range order {
			m[c] = true
		}
		return m
	}()
	million = big.NewInt(1_000_000)
	first   = &weights[0]
)

func init() {
	scales["JPY"] = 0
	slices.Sort(order)
}

func scale(c string) (int, error) {
	n, ok := scales[c]
	if !ok || !shape.MatchString(c) {
		return 0, errUnknown
	}
	return n, nil
}

func copies() []string {
	own := slices.Clone(order)
	own[0] = "c"
	rebound := order
	rebound = own
	rebound = append([]string{}, rebound...)
	var b strings.Builder
	b.WriteString(rebound[0])
	var mu sync.Mutex
	mu.Lock()
	w := weights
	w[1] = 2
	product := new(big.Int).Mul(million, million)
	product.Add(product, million)
	return own
}

type tally struct{ n int }

func (t *tally) add() { t.n++ }

func count() int {
	t := &tally{}
	t.add()
	return t.n
}

func sorted(names []string) []string {
	names = slices.Clone(names)
	slices.Sort(names)
	return names
}

func with(names []string, n int, limit [4]int) []string {
	n++
	limit[0] = n
	return append(names, "c")
}

func derived() []string { return with(sorted(order), 1, weights) }

var lots = &asset.Table{Name: "lot"}

func remove(key string) { lots.Delete(key) }

// A type switch names a value and changes nothing.
func kindOf(value any) string {
	switch typed := value.(type) {
	case string:
		return typed
	default:
		return "other"
	}
}
