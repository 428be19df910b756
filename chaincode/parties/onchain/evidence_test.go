// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

const canary = "passport C01X00T47 of Alice Example"

// attested is a consortium in which Northbank attested alice's identity on the strength of the canary.
func attested(t *testing.T) (consortium, parties.DepositRequest) {
	c := found(t)
	stage.Do(t, c.north, parties.RegisterParty, alice())
	deposit := parties.DepositRequest{
		EvidenceKey: parties.EvidenceKey{Party: "alice", Topic: "identity"},
		Dossier:     parties.Dossier{Salt: "000102030405060708090a0b0c0d0e0f", Content: canary},
	}
	commitment, err := deposit.Dossier.Commitment()
	require.NoError(t, err)
	stage.Do(t, c.north, parties.AttestParty, parties.AttestRequest{
		Party: "alice", Topic: "identity", Level: parties.Standard, Expires: day(t, "2027-11-23"), Commitment: commitment,
	})
	return c, deposit
}

func TestEvidenceIsTheAttestersAlone(t *testing.T) {
	c, deposit := attested(t)
	stage.Do(t, c.north, parties.DepositEvidence, deposit)
	require.Equal(t, canary, stage.Do(t, c.north, parties.ReadEvidence, deposit.EvidenceKey).Content)
	stage.Refused(t, c.south, parties.ReadEvidence, deposit.EvidenceKey, protocol.NotFound)
	stage.Refused(t, c.south, parties.DepositEvidence, deposit, protocol.NotFound)
	require.Positive(t, c.Seen(t, "alice"), "the scan finds what is public")
	require.Zero(t, c.Seen(t, "C01X00T47"))
}

func TestEvidenceThatWasNotCommittedToIsRefusedWithoutEcho(t *testing.T) {
	c, deposit := attested(t)
	deposit.Dossier.Content = "a canary that was never committed to"
	fault := stage.Refused(t, c.north, parties.DepositEvidence, deposit, parties.CommitmentMismatch)
	require.NotContains(t, fault.Error(), "canary")
}

func TestPurgedEvidenceIsGone(t *testing.T) {
	c, deposit := attested(t)
	stage.Do(t, c.north, parties.DepositEvidence, deposit)
	stage.Do(t, c.north, parties.PurgeEvidence, deposit.EvidenceKey)
	stage.Refused(t, c.north, parties.ReadEvidence, deposit.EvidenceKey, protocol.NotFound)
	require.True(t, stage.Do(t, c.south, parties.Check, parties.CheckRequest{Party: "alice", Policy: parties.RegisteredPolicy}).OK)
}
