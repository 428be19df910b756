// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

var privacy = []story{
	{"evidence stays with its attester, and can be purged", privateEvidence},
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
	s.requireNoCanary()

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

// requireNoCanary reads every file of the network as bytes: blocks, states, logs, of all members.
func (s *scene) requireNoCanary() {
	s.Helper()
	private, public := 0, 0
	err := filepath.WalkDir(s.Network.Dir(), func(file string, entry fs.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil // databases tidy up
		}
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(file)
		if os.IsNotExist(err) {
			return nil
		}
		require.False(s, bytes.Contains(content, []byte(wrongCanary)), "canary in %s", file)
		found := bytes.Contains(content, []byte(canary))
		if found && s.attestersOwn(file) {
			private++
			return err
		}
		require.False(s, found, "canary in %s", file)
		if strings.Contains(file, "blockfile") && bytes.Contains(content, []byte("parties:DepositEvidence")) {
			public++
		}
		return err
	})
	require.NoError(s, err)
	require.Positive(s, private, "the search finds what is there")
	require.GreaterOrEqual(s, public, len(s.Network.Orgs()), "every member's blocks were searched")
	s.requireNoCanaryInEvents()
}

// attestersOwn tells whether a file belongs to the private data of the attester's own peer.
func (s *scene) attestersOwn(file string) bool {
	peer, err := s.Network.Peer("northbank")
	require.NoError(s, err)
	inside, err := filepath.Rel(peer.Home, file)
	if err != nil || strings.HasPrefix(inside, "..") {
		return false
	}
	for _, store := range []string{"pvtdataStore", "transientstore", "stateLeveldb", "transientStore"} {
		if strings.Contains(inside, store) {
			return true
		}
	}
	return false
}

// requireNoCanaryInEvents reads every event from the first block on, as far as a payment made now.
func (s *scene) requireNoCanaryInEvents() {
	s.Helper()
	at := s.accounts(alice, 1, 0)
	last := do(s, s.client(alice), cash.Transfer, transfer(at[0], at[1], 1))
	for event, err := range s.staff("regulator", "supervisor").Events(s.Context(), gatewayclient.Checkpoint{}) {
		require.NoError(s, err)
		require.NotContains(s, string(event.Event.Data)+event.Event.Subject, "CANARY")
		if event.Event.Subject == string(last.TxID) {
			return
		}
	}
}
