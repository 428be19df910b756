// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/sameloss"
	"github.com/consort-finance/consort/chaincode/ledger"
)

// The rows of claims.
var (
	claims = ledger.NewTable("claim", func(c insurance.Claim) insurance.ClaimID { return c.ID },
		ledger.Unique("occurrence", insurance.Claim.OccurrenceKey),
		ledger.Index("policy", func(c insurance.Claim) []string { return c.Policy.Key() }))
	accumulators = ledger.NewTable("accumulator", func(a insurance.Accumulated) insurance.AccumulatorKey { return a.AccumulatorKey })
	assessments  = ledger.NewTable("assessment", func(a insurance.Assessment) insurance.NumberedKey { return a.NumberedKey })
	decisions    = ledger.NewTable("decision", func(d insurance.Decision) insurance.NumberedKey { return d.NumberedKey })
	appeals      = ledger.NewTable("appeal", func(a insurance.Appeal) insurance.NumberedKey { return a.NumberedKey })
	reserves     = ledger.NewTable("reserve", func(m insurance.ReserveMovement) insurance.NumberedKey { return m.NumberedKey })
	payments     = ledger.NewTable("payment", func(p insurance.Payment) insurance.NumberedKey { return p.NumberedKey })
	coinsurance  = ledger.NewTable("coinsurance", func(d insurance.CoinsuranceDue) insurance.CoinsuranceKey { return d.CoinsuranceKey })
	authorities  = ledger.NewTable("authority", func(a insurance.Authority) insurance.AuthorityKey { return a.AuthorityKey })
	recoveries   = ledger.NewTable("recovery", func(r insurance.Recovery) insurance.RecoveryID { return r.ID })
	cessionsDue  = ledger.NewTable("cession-due", func(d insurance.CessionDue) insurance.CessionKey { return d.CessionKey })

	evidence  = ledger.NewTable("evidence", func(e insurance.Evidence) insurance.DocumentKey { return e.DocumentKey })
	documents = ledger.NewPrivate("document", func(d insurance.Document) insurance.DocumentKey { return d.DocumentKey })
	subjects  = ledger.NewTable("subject", func(s insurance.Subject) insurance.SubjectID { return s.ID })
	personal  = ledger.NewPrivate("personal", func(p insurance.Personal) insurance.PersonalKey { return p.PersonalKey })

	lossEpochs  = ledger.NewTable("loss-epoch", insurance.LossEpoch.LossEpochKey)
	lossEntries = ledger.NewTable("loss-token", func(e insurance.LossEntry) sameloss.Token { return e.Token })
	lossKeys    = ledger.NewPrivate("loss-keys", insurance.LossKeys.Name)
	duplicates  = ledger.NewTable("duplicate", func(d insurance.DuplicateCase) insurance.DuplicateID { return d.ID })
)
