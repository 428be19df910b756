// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

var (
	constitutions = ledger.NewTable("constitution", func(parties.Constitution) parties.ConstitutionKey {
		return parties.ConstitutionKey{}
	})
	proposals = ledger.NewTable("resolution", func(p parties.Proposal) protocol.ResolutionID { return p.ID })
	registry  = ledger.NewTable("party", func(p parties.Party) parties.PartyID { return p.ID },
		ledger.Unique("identifier", parties.Party.Claim),
		ledger.Index("host", func(p parties.Party) []string { return []string{p.Host} }))
	attestations = ledger.NewTable("attestation", func(a parties.Attestation) parties.AttestationKey { return a.AttestationKey })
	policies     = ledger.NewTable("policy", func(p parties.Policy) parties.PolicyName { return p.Name })
	evidence     = ledger.NewPrivate("evidence", func(e parties.Evidence) parties.EvidenceKey {
		return parties.EvidenceKey{Party: e.Party, Topic: e.Topic}
	})
)
