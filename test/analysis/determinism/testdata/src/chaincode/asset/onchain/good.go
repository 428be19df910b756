// SPDX-License-Identifier: Apache-2.0

package onchain

func (c *Contract) Read(tx *Tx, k string) string {
	local := map[string]string{}
	local[k] = c.cache[k]
	return local[k]
}

func (c Contract) Copy(tx *Tx) int {
	c.calls = 3
	return c.calls
}

type totals struct{ sum int }

func (t *totals) add(n int) { t.sum += n }

func (c *Contract) Whole(tx *Tx) {
	own := *c
	c = &own
}
