// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// OpenRecovery opens a recovery.
func (c *Contract) OpenRecovery(tx *ledger.Tx, req insurance.RecoveryRequest) (*insurance.Recovery, error) {
	f, err := fileOf(tx, req.Claim)
	if err != nil {
		return nil, err
	}
	var debtor insurance.Firm
	if req.Debtor != "" {
		if debtor, err = c.registry.Firm(tx, req.Debtor); err != nil {
			return nil, err
		}
	}
	after, recovery, events, err := f.claim.Recover(req, debtor, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &recovery, errors.Join(claims.Update(tx, after), recoveries.Insert(tx, recovery))
}

// DemandRecovery demands an amount.
func (c *Contract) DemandRecovery(tx *ledger.Tx, req insurance.RecoveryAmount) (*insurance.Recovery, error) {
	return change(tx, recoveries, req.Recovery, func(before insurance.Recovery, do insurance.Act) (insurance.Recovery, []protocol.Event, error) {
		return before.Demand(req, do)
	})
}

// AnswerRecovery is the debtor's answer.
func (c *Contract) AnswerRecovery(tx *ledger.Tx, req insurance.RecoveryAnswer) (*insurance.Recovery, error) {
	return change(tx, recoveries, req.Recovery, func(before insurance.Recovery, do insurance.Act) (insurance.Recovery, []protocol.Event, error) {
		return before.Answer(req, do)
	})
}

// AgreeRecovery settles on an amount.
func (c *Contract) AgreeRecovery(tx *ledger.Tx, req insurance.RecoveryAmount) (*insurance.Recovery, error) {
	return change(tx, recoveries, req.Recovery, func(before insurance.Recovery, do insurance.Act) (insurance.Recovery, []protocol.Event, error) {
		return before.Agree(req, do)
	})
}

// ArbitrateRecovery is the arbiter's word.
func (c *Contract) ArbitrateRecovery(tx *ledger.Tx, req insurance.RecoveryAnswer) (*insurance.Recovery, error) {
	return change(tx, recoveries, req.Recovery, func(before insurance.Recovery, do insurance.Act) (insurance.Recovery, []protocol.Event, error) {
		return before.Arbitrate(req, do)
	})
}

// ReceiveRecovery takes what is paid and divides it.
func (c *Contract) ReceiveRecovery(tx *ledger.Tx, req insurance.ReceiveRequest) (*insurance.Recovery, error) {
	before, f, err := recoveryOf(tx, req.Recovery)
	if err != nil {
		return nil, err
	}
	found, err := restored(tx, f, before)
	if err != nil {
		return nil, err
	}
	payer, err := c.payer(tx, req.Means)
	if err != nil {
		return nil, err
	}
	receiving, settle, events, err := f.claim.Receive(req, before, f.panel, f.product.ProductTerms, found, payer, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if receiving.Accumulated != nil {
		if err := accumulators.Update(tx, *receiving.Accumulated); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(claims.Update(tx, receiving.Claim), recoveries.Update(tx, receiving.Recovery), cedeLater(tx, f.panel, &receiving.Cession)); err != nil {
		return nil, err
	}
	return &receiving.Recovery, c.money.Settle(tx, settle)
}

func recoveryOf(r ledger.Reader, id insurance.RecoveryID) (insurance.Recovery, file, error) {
	recovery, err := recoveries.Get(r, id)
	if err != nil {
		return recovery, file{}, err
	}
	f, err := fileOf(r, recovery.Claim)
	return recovery, f, err
}

// restored is the accumulator to which a recovery gives its limit back: of what was overpaid, and where the cover says so.
func restored(r ledger.Reader, f file, recovery insurance.Recovery) (*insurance.Accumulated, error) {
	cover, known := f.product.CoverOf(f.claim.Exposures[recovery.Exposure-1].Cover)
	if recovery.Kind != insurance.Overpayment && (!known || !cover.RecoveryRestores) {
		return nil, nil
	}
	return usedBy(r, f.claim, recovery.Exposure)
}

// usedBy is the accumulator of an exposure's cover; nil where nothing was decided on it yet.
func usedBy(r ledger.Reader, claim insurance.Claim, exposure int) (*insurance.Accumulated, error) {
	key := insurance.AccumulatorKey{Policy: claim.Policy, From: claim.Period.From, Cover: claim.Exposures[exposure-1].Cover}
	found, there, err := accumulators.Find(r, key)
	if err != nil || !there {
		return nil, err
	}
	return &found, nil
}

// WaiveRecovery asks to give a recovery up.
func (c *Contract) WaiveRecovery(tx *ledger.Tx, req insurance.RecoveryID) (*insurance.Recovery, error) {
	return change(tx, recoveries, req, insurance.Recovery.Waive)
}

// DecideWaiver gives a recovery up, or goes on with it.
func (c *Contract) DecideWaiver(tx *ledger.Tx, req insurance.WaiverDecision) (*insurance.Recovery, error) {
	before, f, err := recoveryOf(tx, req.Recovery)
	if err != nil {
		return nil, err
	}
	limit, err := authority(tx, f.act, insurance.WaiverAuthority, f.claim.Currency)
	if err != nil {
		return nil, err
	}
	claim, after, events, err := f.claim.Waive(req, before, limit, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, errors.Join(claims.Update(tx, claim), recoveries.Update(tx, after))
}

// CloseRecovery closes a recovery.
func (c *Contract) CloseRecovery(tx *ledger.Tx, req insurance.RecoveryID) (*insurance.Recovery, error) {
	before, f, err := recoveryOf(tx, req)
	if err != nil {
		return nil, err
	}
	claim, after, events, err := f.claim.EndRecovery(before, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, errors.Join(claims.Update(tx, claim), recoveries.Update(tx, after))
}

// Recovery answers a recovery.
func (c *Contract) Recovery(q *ledger.Query, req insurance.RecoveryID) (*insurance.Recovery, error) {
	return ledger.Answer(recoveries.Get(q, req))
}
