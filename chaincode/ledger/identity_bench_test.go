// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"testing"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
)

// BenchmarkIdentity says why certificates already read are remembered.
func BenchmarkIdentity(b *testing.B) {
	creator := ledgertest.New().Identity("NorthbankMSP", "alice", map[string]string{"consort.role": "auditor"}).Creator()
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := readIdentity(creator); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("remembered", func(b *testing.B) {
		cache := newIdentityCache()
		b.ReportAllocs()
		for b.Loop() {
			if _, err := cache.read(creator); err != nil {
				b.Fatal(err)
			}
		}
	})
}
