// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Attest states something about a party, replacing what the attester stated before.
func (c *Contract) Attest(tx *ledger.Tx, req parties.AttestRequest) (*parties.Attestation, error) {
	if _, err := registry.Get(tx, req.Party); err != nil {
		return nil, err
	}
	today, err := ledger.BusinessDate(tx)
	if err != nil {
		return nil, err
	}
	attestation, event, err := parties.Attest(req, today, tx.Facts())
	if err != nil {
		return nil, err
	}
	tx.Emit(event)
	return &attestation, replace(tx, attestation)
}

func replace(tx *ledger.Tx, attestation parties.Attestation) error {
	_, there, err := attestations.Find(tx, attestation.AttestationKey)
	if err != nil {
		return err
	}
	if there {
		return attestations.Update(tx, attestation)
	}
	return attestations.Insert(tx, attestation)
}

// RevokeAttestation ends an attestation of the caller's member.
func (c *Contract) RevokeAttestation(tx *ledger.Tx, req parties.RevokeAttestationRequest) (*parties.Attestation, error) {
	before, err := own(tx, req.Party, req.Topic)
	if err != nil {
		return nil, err
	}
	after, event, err := before.Revoke()
	if err != nil {
		return nil, err
	}
	tx.Emit(event)
	return &after, attestations.Update(tx, after)
}

// DepositEvidence keeps evidence in the attester's own collection.
func (c *Contract) DepositEvidence(tx *ledger.Tx, req parties.DepositRequest) (*parties.EvidenceKey, error) {
	attestation, err := own(tx, req.Party, req.Topic)
	if err != nil {
		return nil, err
	}
	dossier, err := attestation.Deposit(req)
	if err != nil {
		return nil, err
	}
	return &req.EvidenceKey, evidence.Put(tx, collection(tx), dossier)
}

// PurgeEvidence purges evidence, past values included.
func (c *Contract) PurgeEvidence(tx *ledger.Tx, req parties.EvidenceKey) (*parties.EvidenceKey, error) {
	return &req, evidence.Purge(tx, collection(tx), req)
}

// Evidence answers evidence that the caller's member keeps.
func (c *Contract) Evidence(q *ledger.Query, req parties.EvidenceKey) (*parties.Evidence, error) {
	return ledger.Answer(evidence.Get(q, collection(q), req))
}

// Attestations lists the attestations about a party.
func (c *Contract) Attestations(q *ledger.Query, req parties.AttestationsRequest) (*protocol.Page[parties.Attestation], error) {
	return ledger.Answer(attestations.Page(q, []string{string(req.Party)}, req.PageRequest))
}

func own(r ledger.Reader, party parties.PartyID, topic parties.Topic) (parties.Attestation, error) {
	return attestations.Get(r, parties.AttestationKey{Party: party, Topic: topic, Attester: r.Facts().Caller.MSP})
}

func collection(r ledger.Reader) string { return ledger.OwnCollection(r.Facts().Caller.MSP) }
