// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
)

func base64of(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

const diagnosis = "CANARY fractured clavicle of Anna Canary, born 1981-04-01"

// known keeps a medical record of a claimant of C1 at alpha, and a document, and enters both.
func (m *market) known(t testing.TB) insurance.Document {
	t.Helper()
	key := insurance.PersonalKey{Subject: "s-4f2a", Record: "r-90c1"}
	stage.Do(t, m.handler, insurance.KeepPersonal, insurance.KeepPersonalRequest{
		PersonalKey: key, Personal: insurance.Personal{PersonalKey: key, Content: diagnosis, Salt: salted("record")},
	})
	document := m.document(t, m.handler, "C1", "x-ray", "MEDICAL")
	stage.Do(t, m.handler, insurance.EnterSubject, insurance.SubjectRequest{
		Subject: "s-4f2a", Records: []string{"r-90c1"}, Documents: []insurance.DocumentKey{document.DocumentKey}, Claims: []insurance.ClaimID{"C1"},
	})
	return document
}

// What an insurer knows of a person is in its own collection and nowhere else: on no block, in no event, key or response.
func TestPersonalDataStaysWithTheInsurer(t *testing.T) {
	m := payable(t)
	document := m.known(t)
	for _, secret := range []string{"CANARY", "clavicle", document.Digest, document.Salt, salted("record")} {
		require.Zero(t, m.Seen(t, secret), secret)
		require.Equal(t, []string{alphaMSP}, m.Keepers(insurance.Module, secret), secret)
	}
	require.Positive(t, m.Seen(t, "s-4f2a"), "the scan finds what is public")
	read := insurance.PersonalKey{Subject: "s-4f2a", Record: "r-90c1"}
	require.Equal(t, diagnosis, stage.Do(t, m.expert, insurance.ReadPersonal, read).Content)
	stage.Refused(t, m.beta, insurance.ReadPersonal, read, insurance.NotYours)
	stage.Refused(t, m.Actor(alphaMSP, "guest", "guest", "insurer"), insurance.ReadPersonal, read, insurance.NotYours)
	stage.Refused(t, m.beta, insurance.EnterSubject, insurance.SubjectRequest{Subject: "s-4f2a", Claims: []insurance.ClaimID{"C1"}}, insurance.NotYours)
	stage.Refused(t, m.beta, insurance.EnterSubject, insurance.SubjectRequest{Subject: "s-other", Claims: []insurance.ClaimID{"C1"}}, insurance.NotYours)
	stage.Refused(t, m.handler, insurance.EnterSubject, insurance.SubjectRequest{Subject: "s-4f2a", Records: []string{"r-none"}}, protocol.NotFound)
}

// Whoever has a document proves that it is the one on the claim; another is told apart.
func TestDocumentIsProvedByWhoHasIt(t *testing.T) {
	m := payable(t)
	document := m.known(t)
	shown := insurance.ShownDocument{DocumentKey: document.DocumentKey, Particulars: document}
	check := stage.Do(t, m.arbiter, insurance.CheckDocument, shown)
	require.True(t, check.Same)
	require.Equal(t, alphaMSP, check.Evidence.Custodian)
	shown.Particulars.Digest = strings.Repeat("0a", 32)
	require.False(t, stage.Do(t, m.arbiter, insurance.CheckDocument, shown).Same)
	unkept := insurance.EvidenceRequest{DocumentKey: insurance.DocumentKey{Claim: "C1", Document: "unkept"}, Kind: "MEDICAL"}
	stage.Refused(t, m.handler, insurance.AddEvidence, unkept, protocol.NotFound)
}

// A person's data is not erased while a claim is open, retained or in dispute. Once it is, no peer has it or the salts, the
// receipt remains, and every total is what it was (invariant I14).
func TestErasureWithReceipt(t *testing.T) {
	m := opened(t)
	m.panels(t)
	terms := property()
	terms.Claims.RetainDays = 30
	m.sells(t, terms)
	m.insure(t, m.mill, wanted("P1", "2026-01-10"))
	m.empowered(t)
	m.roll(t, "2026-02-01")
	m.notified(t, "C1")
	m.document(t, m.mill, "C1", "bill", "INVOICE")
	m.assessed(t, "C1", "100000.00")
	m.decided(t, m.expert, approve("C1"))
	m.reserved(t, m.expert, "C1", "99000.00")
	document := m.known(t)
	stage.Do(t, m.handler, insurance.RequestErasure, "s-4f2a")
	stage.Refused(t, m.handler, insurance.PurgeSubject, "s-4f2a", insurance.SamePerson)
	stage.Refused(t, m.expert, insurance.PurgeSubject, "s-4f2a", insurance.Retained)
	m.pays(t, payment("C1", 1, insurance.PayFinal, "99000.00"))
	stage.Do(t, m.handler, insurance.CloseClaim, "C1")
	stage.Refused(t, m.expert, insurance.PurgeSubject, "s-4f2a", insurance.Retained)
	m.roll(t, "2026-03-03")
	stage.Do(t, m.handler, insurance.HoldClaim, insurance.ClaimHoldRequest{Claim: "C1", Kind: insurance.RetentionHold})
	stage.Refused(t, m.expert, insurance.PurgeSubject, "s-4f2a", insurance.Retained)
	stage.Do(t, m.expert, insurance.ReleaseClaim, insurance.ClaimHoldRequest{Claim: "C1", Kind: insurance.RetentionHold})

	before, alpha := m.claim(t, "C1"), m.posted(t, "alpha")
	receipt := stage.Do(t, m.expert, insurance.PurgeSubject, "s-4f2a")
	require.Equal(t, insurance.SubjectErased, receipt.Status)
	require.Equal(t, day("2026-03-03"), receipt.Erased)
	for _, secret := range []string{"CANARY", document.Digest, document.Salt, salted("record")} {
		require.Empty(t, m.Keepers(insurance.Module, secret), secret)
		require.Zero(t, m.Seen(t, secret), secret)
	}
	stage.Refused(t, m.handler, insurance.ReadPersonal, insurance.PersonalKey{Subject: "s-4f2a", Record: "r-90c1"}, protocol.NotFound)
	require.Equal(t, before, m.claim(t, "C1"))
	require.Equal(t, alpha, m.posted(t, "alpha"))
	require.Equal(t, *receipt, *stage.Do(t, m.mill, insurance.GetSubject, "s-4f2a"))
	stage.Refused(t, m.handler, insurance.EnterSubject, insurance.SubjectRequest{Subject: "s-4f2a", Claims: []insurance.ClaimID{"C1"}}, insurance.StatusRefused)
}

// Events of claims say what happened to which record, and neither how much nor to whom. Each change of a claim is one event.
func TestEventsOfClaimsCarryNoAmounts(t *testing.T) {
	m := payable(t)
	m.pays(t, payment("C1", 1, insurance.PayPartial, "1000.00"))
	m.known(t)
	allowed := map[string]bool{"status": true, "change": true, "kind": true, "number": true}
	changes := 0
	for _, block := range m.World.Blocks(0) {
		for _, tx := range block.Transactions {
			var envelope protocol.Envelope
			if tx.Event == nil || json.Unmarshal(tx.Event.GetPayload(), &envelope) != nil {
				continue
			}
			for _, event := range envelope.Events {
				var members map[string]any
				require.NoError(t, json.Unmarshal(event.Data, &members))
				for _, kind := range []string{"Claim", "Payment", "Decision", "Reserve", "Evidence", "Authority", "Subject"} {
					if event.Type == "insurance:"+kind+"Changed" {
						for name := range members {
							require.True(t, allowed[name], "%s has %s", event.Type, name)
						}
					}
				}
				if event.Type == "insurance:ClaimChanged" {
					changes++
					require.EqualValues(t, changes, members["change"])
				}
			}
		}
	}
	require.Equal(t, changes, m.claim(t, "C1").Changes)
	require.Greater(t, changes, 10)
}
