// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"fmt"
	"testing"
)

// BenchmarkInvoke is a change of one row through the whole kernel, on one member, without Fabric.
func BenchmarkInvoke(b *testing.B) {
	c := newChannel(b)
	cc := newNotes(b, c)
	stub := &proposalStub{creator: c.alice.Creator(), now: c.Now(), args: []string{"notes:Write", `{"id":"a"}`, "r"}}
	if response := cc.Invoke(stub); response.GetStatus() != 200 {
		b.Fatal(response.GetMessage())
	}
	b.ReportAllocs()
	for b.Loop() {
		cc.Invoke(stub)
	}
}

// BenchmarkRefusal is what a flood of malformed requests costs.
func BenchmarkRefusal(b *testing.B) {
	c := newChannel(b)
	cc := newNotes(b, c)
	stub := &proposalStub{creator: c.alice.Creator(), now: c.Now(), args: []string{"notes:Bump", `{"id":null}`, "r"}}
	b.ReportAllocs()
	for b.Loop() {
		cc.Invoke(stub)
	}
}

// BenchmarkChannel is a committed change of a row with two of three members endorsing, on ledgertest.
func BenchmarkChannel(b *testing.B) {
	c := newChannel(b)
	c.write(b, "a")
	for i := 0; b.Loop(); i++ {
		if _, _, err := submit(c, c.alice, bumpEndpoint, bump{"a", 1}, fmt.Sprint("b", i)); err != nil {
			b.Fatal(err)
		}
	}
}
