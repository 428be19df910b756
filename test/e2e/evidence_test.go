// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

var privacy = []story{
	{"evidence stays with its attester, and can be purged", privateEvidence},
	{"what firms trade in, quotes that lose and bids that are sealed are read by nobody else", tradeSecrets},
	{"an obligor does not learn who holds its paper before it is presented", veiledHolder},
}

// Canaries are private words that may stand nowhere but in the attester's own private store.
const (
	canary      = "CANARY-passport-C01X00T47-of-Alice-Example"
	wrongCanary = "CANARY-passport-nobody-committed-to-D02Y11U58"
)

func privateEvidence(s *scene) {
	attester, other := s.staff("northbank", "officer"), s.staff("southbank", "officer")
	deposit := parties.DepositRequest{
		EvidenceKey: parties.EvidenceKey{Party: alice.party, Topic: "identity"},
		Dossier:     parties.Dossier{Salt: "000102030405060708090a0b0c0d0e0f", Content: canary},
	}
	commitment, err := deposit.Dossier.Commitment()
	require.NoError(s, err)
	do(s, attester, parties.AttestParty, parties.AttestRequest{
		Party: alice.party, Topic: "identity", Level: parties.Standard, Expires: s.nextYear(), Commitment: commitment,
	})
	do(s, attester, parties.DepositEvidence, deposit)
	wrong := deposit
	wrong.Dossier.Content = wrongCanary
	refused(s, attester, parties.DepositEvidence, wrong, parties.CommitmentMismatch)
	refused(s, other, parties.DepositEvidence, deposit, protocol.NotFound)

	require.Equal(s, canary, do(s, attester, parties.ReadEvidence, deposit.EvidenceKey).Content)
	refused(s, other, parties.ReadEvidence, deposit.EvidenceKey, protocol.NotFound)
	refused(s, other, parties.ReadEvidence, deposit.EvidenceKey, protocol.NotFound, gatewayclient.AtPeer(attester.Identity().MSP))
	refused(s, attester, parties.ReadEvidence, deposit.EvidenceKey, protocol.Misdirected, gatewayclient.AtPeer(other.Identity().MSP))
	require.NoError(s, s.Level(s.Context()))
	s.requireKept("parties:DepositEvidence", owned(canary, "northbank"), secret{text: wrongCanary})

	do(s, attester, parties.PurgeEvidence, deposit.EvidenceKey)
	refused(s, attester, parties.ReadEvidence, deposit.EvidenceKey, protocol.NotFound)
	answer := do(s, other, parties.Attestations, parties.AttestationsRequest{Party: alice.party})
	require.Equal(s, commitment, answer.Items[0].Commitment, "what was attested stays")
}

func (s *scene) nextYear() date.Date {
	s.Helper()
	day, err := s.today().AddDays(365)
	require.NoError(s, err)
	return day
}
