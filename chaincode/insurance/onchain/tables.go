// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
)

var (
	funds    = ledger.NewTable("fund", insurance.Fund.FundKey)
	panels   = ledger.NewTable("panel", func(p insurance.Panel) insurance.PanelID { return p.ID })
	versions = ledger.NewTable("product", func(v insurance.ProductVersion) insurance.VersionKey { return v.VersionKey })

	quotes   = ledger.NewTable("quote", func(q insurance.Quote) insurance.QuoteID { return q.ID })
	policies = ledger.NewTable("policy", func(p insurance.Policy) insurance.PolicyID { return p.ID },
		ledger.Index("holder", func(p insurance.Policy) []string { return p.Holder.Party.Key() }),
		ledger.Index("product", func(p insurance.Policy) []string { return p.Product.Key() }),
		ledger.KeyApart[insurance.Policy](ledger.Text("id")))
	instalments = ledger.NewTable("instalment", func(i insurance.Instalment) insurance.InstalmentKey { return i.InstalmentKey },
		ledger.Index("due", insurance.Instalment.DueKey),
		ledger.KeyApart[insurance.Instalment](ledger.Text("policy"), ledger.Number("number")))
)
