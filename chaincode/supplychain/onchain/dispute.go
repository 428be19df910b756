// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// RaiseDispute freezes units that the obligor disputes.
func (c *Contract) RaiseDispute(tx *ledger.Tx, req supplychain.DisputeRequest) (*supplychain.Dispute, error) {
	h, err := heldOf(tx, req.SliceKey)
	if err != nil {
		return nil, err
	}
	discharge, err := discharges.Get(tx, req.Undertaking)
	if err != nil {
		return nil, err
	}
	deal, err := dealOf(tx, h.slice)
	if err != nil {
		return nil, err
	}
	raised, events, err := h.slice.Raise(req, discharge, deal, h.undertaking, h.programme, h.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := savePieces(tx, req.From, append(raised.Rest, raised.Slice)...); err != nil {
		return nil, err
	}
	return &raised.Dispute, errors.Join(disputes.Insert(tx, raised.Dispute), discharges.Update(tx, raised.Discharge), saveDeal(tx, raised.Deal))
}

// dealOf is the deal under which a slice is, nil for none.
func dealOf(r ledger.Reader, slice supplychain.Slice) (*supplychain.Deal, error) {
	if slice.Deal == "" {
		return nil, nil
	}
	return ledger.Answer(deals.Get(r, slice.Deal))
}

func saveDeal(tx *ledger.Tx, deal *supplychain.Deal) error {
	if deal == nil {
		return nil
	}
	return deals.Update(tx, *deal)
}

// ProveDispute keeps the hash of the obligor's evidence.
func (c *Contract) ProveDispute(tx *ledger.Tx, req supplychain.EvidenceRequest) (*supplychain.Dispute, error) {
	return change(tx, disputes, req.Dispute, func(before supplychain.Dispute, do supplychain.Act) (supplychain.Dispute, []protocol.Event, error) {
		return before.Prove(req, do)
	})
}

// ConcedeDispute is one side giving in.
func (c *Contract) ConcedeDispute(tx *ledger.Tx, req supplychain.DisputeID) (*supplychain.Dispute, error) {
	return c.settle(tx, req, supplychain.Dispute.Concede)
}

// DecideDispute is an arbiter's word.
func (c *Contract) DecideDispute(tx *ledger.Tx, req supplychain.DecideRequest) (*supplychain.Dispute, error) {
	return c.settle(tx, req.Dispute, func(before supplychain.Dispute, do supplychain.Act) (supplychain.Dispute, error) {
		return before.Decide(req, do)
	})
}

// LapseDispute ends a dispute without evidence.
func (c *Contract) LapseDispute(tx *ledger.Tx, req supplychain.DisputeID) (*supplychain.Dispute, error) {
	return c.settle(tx, req, supplychain.Dispute.Lapse)
}

// settle decides a dispute and carries the decision out.
func (c *Contract) settle(tx *ledger.Tx, id supplychain.DisputeID, decide func(supplychain.Dispute, supplychain.Act) (supplychain.Dispute, error)) (*supplychain.Dispute, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	before, p, err := disputed(tx, id)
	if err != nil {
		return nil, err
	}
	if before.Dispute, err = decide(before.Dispute, do); err != nil {
		return nil, err
	}
	after, events, err := before.Settle(p.undertaking)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after.Dispute, saveSettled(tx, before.Discharge, after, p, supplychain.Diluted, do)
}

// disputed reads everything that a decision changes.
func disputed(tx *ledger.Tx, id supplychain.DisputeID) (supplychain.Settled, paper, error) {
	var found supplychain.Settled
	var err error
	if found.Dispute, err = disputes.Get(tx, id); err != nil {
		return found, paper{}, err
	}
	p, err := paperOf(tx, found.Dispute.Undertaking)
	if err != nil {
		return found, p, err
	}
	if found.Slice, err = slices.Get(tx, supplychain.SliceKey{Undertaking: found.Dispute.Undertaking, From: found.Dispute.Units.From}); err != nil {
		return found, p, err
	}
	if found.Discharge, err = discharges.Get(tx, found.Dispute.Undertaking); err != nil {
		return found, p, err
	}
	found.Deal, err = dealOf(tx, found.Slice)
	return found, p, err
}

func saveSettled(tx *ledger.Tx, before supplychain.Discharge, after supplychain.Settled, p paper, kind supplychain.MovementKind, do supplychain.Act) error {
	return errors.Join(disputes.Update(tx, after.Dispute), slices.Update(tx, after.Slice), saveDeal(tx, after.Deal),
		saveDischarge(tx, p.undertaking, kind, before, after.Discharge, do))
}

// PayArrears takes what the obligor withheld without right.
func (c *Contract) PayArrears(tx *ledger.Tx, req supplychain.ArrearsRequest) (*supplychain.Dispute, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	before, p, err := disputed(tx, req.Dispute)
	if err != nil {
		return nil, err
	}
	after, settle, events, err := before.Pay(req, p.undertaking, p.programme)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := saveSettled(tx, before.Discharge, after, p, supplychain.Discharged, do); err != nil {
		return nil, err
	}
	return &after.Dispute, c.money.Settle(tx, settle)
}

// IssueCreditNote gives up units that the supplier still holds.
func (c *Contract) IssueCreditNote(tx *ledger.Tx, req supplychain.CreditRequest) (*supplychain.Slice, error) {
	h, err := heldOf(tx, req.SliceKey)
	if err != nil {
		return nil, err
	}
	before, err := discharges.Get(tx, req.Undertaking)
	if err != nil {
		return nil, err
	}
	part, rest, discharge, events, err := h.slice.Credit(req, before, h.undertaking, h.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &part, errors.Join(savePieces(tx, req.From, append(rest, part)...), saveDischarge(tx, h.undertaking, supplychain.Diluted, before, discharge, h.act))
}
