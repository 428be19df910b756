// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
	"github.com/consort-finance/consort/chaincode/supplychain/trace"
)

var (
	programmes = ledger.NewTable("programme", func(p supplychain.Programme) supplychain.ProgrammeID { return p.ID })
	lines      = ledger.NewTable("line", func(l supplychain.Line) supplychain.LineKey { return l.LineKey })
	buckets    = ledger.NewTable("bucket", func(b supplychain.Bucket) supplychain.BucketKey { return b.BucketKey })

	orders   = ledger.NewTable("order", func(o supplychain.Order) supplychain.OrderID { return o.ID })
	receipts = ledger.NewTable("receipt", func(r supplychain.Receipt) supplychain.ReceiptID { return r.ID })
	invoices = ledger.NewTable("invoice", func(v supplychain.Invoice) supplychain.InvoiceID { return v.ID })

	undertakings = ledger.NewTable("undertaking", func(u supplychain.Undertaking) supplychain.UndertakingID { return u.ID },
		ledger.Index("obligor", func(u supplychain.Undertaking) []string { return u.Obligor.Party.Key() }))
	discharges = ledger.NewTable("discharge", func(d supplychain.Discharge) supplychain.UndertakingID { return d.Undertaking })
	slices     = ledger.NewTable("slice", supplychain.Slice.SliceKey,
		ledger.Index("holder", func(s supplychain.Slice) []string { return s.Holder.Party.Key() }))

	epochs        = ledger.NewTable("epoch", supplychain.Epoch.EpochKey)
	entries       = ledger.NewTable("token", func(e duplicate.Entry) duplicate.Token { return e.Token })
	registrations = ledger.NewTable("registration", func(g supplychain.Registration) supplychain.InvoiceID { return g.Invoice })
	rings         = ledger.NewPrivate("ring", func(k supplychain.KeptRing) supplychain.EpochKey { return k.EpochKey() })

	deals = ledger.NewTable("deal", func(d supplychain.Deal) supplychain.DealID { return d.ID },
		ledger.Index("undertaking", func(d supplychain.Deal) []string { return d.Undertaking.Key() }))
	quotes = ledger.NewPrivate("quote", supplychain.Quote.DealKey)

	sales = ledger.NewTable("sale", supplychain.Sale.DealKey)

	events   = ledger.NewTable("event", func(r trace.Record) trace.Hash { return r.Hash })
	mentions = ledger.NewTable("mention", supplychain.Mention.Key)

	payments    = ledger.NewTable("payment", supplychain.KeyOf)
	disclosures = ledger.NewTable("disclosure", supplychain.Disclosure.Name)

	disputes   = ledger.NewTable("dispute", func(d supplychain.Dispute) supplychain.DisputeID { return d.ID })
	guarantees = ledger.NewTable("guarantee", supplychain.Guarantee.GuaranteeKey)

	collections   = ledger.NewTable("collection", supplychain.Collection.CollectionKey)
	movements     = ledger.NewTable("movement", supplychain.Movement.MovementKey)
	distributions = ledger.NewTable("distribution", supplychain.Distribution.DistributionKey)
)
