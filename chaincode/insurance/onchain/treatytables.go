// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
)

// The rows of reinsurance.
var (
	programmes = ledger.NewTable("programme", func(p insurance.Programme) insurance.ProgrammeID { return p.ID },
		ledger.Index("cedent", func(p insurance.Programme) []string { return p.Cedent.Party.Key() }))
	cededClasses = ledger.NewTable("ceded-class", func(c insurance.CededClass) insurance.CededClassKey { return c.CededClassKey })

	slips = ledger.NewTable("slip", func(s insurance.Slip) insurance.TreatyID { return s.ID },
		ledger.Index("programme", func(s insurance.Slip) []string { return s.Programme.Key() }))
	treatyQuotes = ledger.NewPrivate("treaty-quote", insurance.TreatyQuote.TreatyKey)
	writtenLines = ledger.NewTable("line", func(l insurance.WrittenLine) insurance.WrittenLineKey { return l.WrittenLineKey },
		ledger.Index("reinsurer", func(l insurance.WrittenLine) []string { return l.Reinsurer.Key() }))
	// treaties are made and changed by the members of their cedent and of every participant together.
	treaties = ledger.NewTable("treaty", func(t insurance.Treaty) insurance.TreatyID { return t.ID },
		ledger.Index("programme", func(t insurance.Treaty) []string { return t.Programme.Key() }),
		ledger.SealedBy(insurance.Treaty.Guards))
	endorsements = ledger.NewTable("endorsement", func(e insurance.Endorsement) insurance.EndorsementID { return e.ID })

	lossEvents  = ledger.NewTable("loss-event", func(e insurance.LossEvent) insurance.EventID { return e.ID })
	windows     = ledger.NewTable("window", func(w insurance.Windows) insurance.WindowKey { return w.WindowKey })
	assignments = ledger.NewTable("assignment", func(a insurance.Assignment) insurance.AssignmentKey { return a.AssignmentKey })

	books         = ledger.NewTable("book", func(b insurance.Book) insurance.ProgrammeID { return b.Programme })
	pages         = ledger.NewTable("page", func(p insurance.Page) insurance.PageKey { return p.PageKey })
	places        = ledger.NewTable("place", func(p insurance.Place) insurance.PlaceKey { return p.PlaceKey })
	cededPolicies = ledger.NewTable("ceded-policy", func(c insurance.CededPolicy) insurance.CededPolicyKey { return c.CededPolicyKey })
	bordereaux    = ledger.NewTable("bordereau", func(b insurance.Bordereau) insurance.BordereauKey { return b.BordereauKey })

	treatyAccounts = ledger.NewTable("treaty-account", func(a insurance.TreatyAccount) insurance.TreatyID { return a.Treaty })
	statements     = ledger.NewTable("statement", func(s insurance.Statement) insurance.StatementKey { return s.StatementKey },
		ledger.Index("reinsurer", func(s insurance.Statement) []string { return s.Reinsurer.Key() }))
	cashCalls = ledger.NewTable("cash-call", insurance.CashCall.CashKey)
)
