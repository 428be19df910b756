// SPDX-License-Identifier: Apache-2.0

package globals

import (
	"bytes"
	"math/big"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
)

var (
	counter  int
	seen     = map[string]bool{}
	queue    []string
	limits   = struct{ Daily int }{10}
	registry = &book{}
	hundred  = big.NewInt(100)
	grid     [2]int
)

type book struct{ rows map[string]int }

func (b *book) put(k string) { b.rows[k] = 1 }

func (b *book) putTwice(k string) { b.put(k); b.put(k) }

func (b *book) get(k string) int { return b.rows[k] }

func assign(k string) {
	counter = 1               // want `package variable counter changes after init`
	counter++                 // want `package variable counter`
	counter += 2              // want `keep it on the ledger`
	seen[k] = true            // want `package variable seen`
	delete(seen, k)           // want `package variable seen`
	clear(seen)               // want `package variable seen`
	queue = append(queue, k)  // want `package variable queue` `package variable queue`
	limits.Daily = 5          // want `package variable limits`
	grid[0] = 1               // want `package variable grid`
	sort.Strings(queue)       // want `package variable queue`
	slices.Reverse(queue[1:]) // want `package variable queue`
	_, counter = 1, 2         // want `package variable counter`
	for counter = range 3 {   // want `package variable counter`
	}
}

func aliased(k string) {
	local := seen
	local[k] = true // want `package variable seen`
}

func address() *int {
	return &counter // want `the address of package variable counter`
}

func methods() int {
	registry.put("a")             // want `registry.put changes package variable registry`
	registry.putTwice("a")        // want `registry.putTwice changes`
	hundred.Add(hundred, hundred) // want `package variable hundred changes`
	return registry.get("a")
}

var later = func() { counter = 2 } // want `package variable counter`

func init() {
	hook = func() { counter = 3 } // want `package variable counter`
}

var hook func()

var mu sync.Mutex // want `package variable mu holds a sync.Mutex`

var cache sync.Map // want `sync.Map`

var hits atomic.Int64 // want `atomic.Int64`

var pool = &sync.Pool{} // want `sync.Pool`

var out bytes.Buffer // want `bytes.Buffer`

var text strings.Builder // want `strings.Builder`

type guarded struct {
	mu   sync.RWMutex
	rows map[string]int
}

var store guarded // want `sync.RWMutex`

var stores = map[string]*guarded{} // want `sync.RWMutex`

var lazy = sync.OnceValue(func() int { return 1 }) // want `computed on first use by sync.OnceValue`

func add(m map[string]bool, k string) { m[k] = true }

func addAll(m map[string]bool, keys ...string) {
	same := m
	for _, k := range keys {
		add(same, k)
	}
}

func evade(k string) {
	add(seen, k)    // want `add changes package variable seen`
	addAll(seen, k) // want `addAll changes package variable seen`
	sortIn(queue)   // want `sortIn changes package variable queue`
}

func sortIn(list []string) { slices.Sort(list) }
