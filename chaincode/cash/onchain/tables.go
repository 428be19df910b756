// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
)

var (
	bankCodes  = ledger.NewTable("bankcode", func(b cash.BankCode) cash.BankCodeKey { return b.BankCodeKey })
	currencies = ledger.NewTable("currency", func(c cash.Currency) cash.CurrencyKey { return c.CurrencyKey })
	modules    = ledger.NewTable("module", func(m cash.Module) cash.ModuleName { return m.Name })
	freezes    = ledger.NewTable("freeze", func(f cash.PartyFreeze) parties.PartyID { return f.Party })
	reserves   = ledger.NewTable("reserve", func(r cash.Reserve) cash.IssuerKey { return r.IssuerKey })

	accounts = ledger.NewTable("account", func(a cash.Account) cash.AccountID { return a.ID },
		ledger.Unique("iban", iban), ledger.Index("owner", owner), ledger.KeyApart[cash.Account](ledger.Text("id")))
	stripes = ledger.NewTable("stripe", func(s cash.Stripe) cash.StripeKey { return s.StripeKey },
		ledger.KeyApart[cash.Stripe](ledger.Text("account"), ledger.Number("stripe")))
	credits = ledger.NewTable("credit", func(c cash.Credit) cash.CreditKey { return c.CreditKey },
		ledger.KeyApart[cash.Credit](ledger.Text("account"), ledger.Text("txId")))

	postings = ledger.NewTable("posting", func(p posting) cash.TxID { return p.TxID }, ledger.KeyApart[posting](ledger.Text("txId")))
	entries  = ledger.NewTable("entry", func(e cash.Entry) cash.EntryKey { return e.EntryKey },
		ledger.KeyApart[cash.Entry](ledger.Text("account"), ledger.Text("date"), ledger.Text("txId")))
	settlements = ledger.NewTable("settlement", func(s cash.Settlement) cash.SettlementKey { return s.SettlementKey },
		ledger.KeyApart[cash.Settlement](ledger.Text("via"), ledger.Text("settlement")))

	mints = ledger.NewTable("mint", func(m cash.Mint) cash.MintID { return m.ID }, ledger.Index("pending", pending))
	holds = ledger.NewTable("hold", func(h cash.Hold) cash.HoldID { return h.ID },
		ledger.Index("payer", func(h cash.Hold) []string { return h.Payer.Key() }),
		ledger.Index("payee", func(h cash.Hold) []string { return h.Payee.Key() }), ledger.KeyApart[cash.Hold](ledger.Text("id")))
	mandates = ledger.NewTable("mandate", func(m cash.Mandate) cash.MandateID { return m.ID },
		ledger.Index("payer", func(m cash.Mandate) []string { return m.Payer.Key() }), ledger.KeyApart[cash.Mandate](ledger.Text("id")))
)

func iban(a cash.Account) []string {
	if a.IBAN.IsZero() {
		return nil
	}
	return []string{a.IBAN.String()}
}

func owner(a cash.Account) []string {
	if a.Kind == cash.IssuerLiability {
		return nil
	}
	return a.Owner.Key()
}

func pending(m cash.Mint) []string {
	if m.Status != cash.MintRequested {
		return nil
	}
	return []string{m.Issuer}
}
