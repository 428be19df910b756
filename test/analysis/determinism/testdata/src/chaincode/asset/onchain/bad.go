// SPDX-License-Identifier: Apache-2.0

package onchain

type Tx struct{}

type Contract struct {
	calls int
	cache map[string]string
	inner inner
}

type inner struct{ last *string }

func (c *Contract) Count(tx *Tx) { // want `Contract.Count changes its receiver`
	c.calls++
}

func (c Contract) Remember(tx *Tx, k, v string) { // want `keep it on the ledger`
	c.cache[k] = v
}

func (c *Contract) reset() { // want `Contract.reset changes`
	clear(c.cache)
}

func (c *Contract) Indirect(tx *Tx) { // want `Contract.Indirect changes`
	c.reset()
}

func (c *Contract) Alias(tx *Tx) { // want `Contract.Alias changes`
	m := c.cache
	m["a"] = "b"
}

type port struct{ last string }

func (p *port) pay(tx *Tx, to string) { // want `port.pay changes`
	p.last = to
}
