// SPDX-License-Identifier: Apache-2.0

package ledgertest

// linearKeys is the number of keys up to which looking through them beats a map.
const linearKeys = 16

// keySlots finds the slot of a key among those already added.
type keySlots struct {
	keys []string
	at   map[string]int
}

// find answers the slot of key, or -1.
func (k *keySlots) find(key string) int {
	if k.at != nil {
		if i, ok := k.at[key]; ok {
			return i
		}
		return -1
	}
	for i := len(k.keys) - 1; i >= 0; i-- {
		if k.keys[i] == key {
			return i
		}
	}
	return -1
}

// add gives key the next slot.
func (k *keySlots) add(key string) {
	k.keys = append(k.keys, key)
	if k.at != nil {
		k.at[key] = len(k.keys) - 1
		return
	}
	if len(k.keys) > linearKeys {
		k.at = make(map[string]int, 4*linearKeys)
		for i, s := range k.keys {
			k.at[s] = i
		}
	}
}
