// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
)

// tokens are those of an invoice that nobody else has.
func tokens(i int) []duplicate.Token {
	var all []duplicate.Token
	for _, class := range []duplicate.Class{duplicate.Exact, duplicate.Number, duplicate.Amount, duplicate.Seller} {
		all = append(all, duplicate.Token{Class: class, Epoch: 1, Value: fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%s %d", class, i)))})
	}
	return all
}

// registered has n invoices of one order in the register.
func registered(b *testing.B, n int) *market {
	b.Helper()
	m := opened(b)
	million := decimal.FromInt64(1_000_000)
	m.order(b, "motors-2026", "PO", supplychain.OrderLine{Line: 1, Item: "bolt", Quantity: million, Price: decimal.FromInt64(1)})
	m.receive(b, "GRN", "PO", million)
	for i := range n {
		m.enter(b, i)
	}
	return m
}

func (m *market) enter(b *testing.B, i int) {
	b.Helper()
	id := fmt.Sprintf("INV-%d", i)
	m.invoice(b, supplychain.SubmitInvoice, id, id, "PO", decimal.FromInt64(1), "1")
	stage.Do(b, m.keeper, supplychain.RegisterInvoice, supplychain.RegisterRequest{Invoice: supplychain.InvoiceID(id), Register: tokens(i), Lookup: tokens(i)})
}

// The cost of a check does not grow with the register: every token is one point read.
func BenchmarkRegisterInvoice(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		var m *market // made once, however often the benchmark runs to find its length
		next := n
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			if m == nil {
				m = registered(b, n)
			}
			b.ResetTimer()
			for range b.N {
				m.enter(b, next)
				next++
			}
		})
	}
}

// The rows that a registration reads are its tokens and four besides, whatever else is in the register.
func TestCheckReadsNoMoreAsTheRegisterGrows(t *testing.T) {
	m := opened(t)
	reads := func(id string) int {
		m.bill(t, id, "INV-"+id, "1"+id+".00")
		_, result, err := stage.Try(m.keeper, supplychain.RegisterInvoice, m.prints(t, id))
		require.NoError(t, err)
		for _, namespace := range result.Tx.RWSet.Namespaces {
			if namespace.Namespace == "supplychain" {
				require.Empty(t, namespace.Ranges, "point reads alone")
				return len(namespace.Reads)
			}
		}
		return 0
	}
	first := reads("10")
	for i := 11; i < 40; i++ {
		require.Equal(t, first, reads(fmt.Sprint(i)))
	}
}
