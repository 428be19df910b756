// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
)

// SplitSlice cuts a slice.
func (c *Contract) SplitSlice(tx *ledger.Tx, req supplychain.SplitRequest) (*supplychain.Pieces, error) {
	h, err := heldOf(tx, req.SliceKey)
	if err != nil {
		return nil, err
	}
	pieces, events, err := h.slice.Split(req, h.programme, h.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &supplychain.Pieces{Slices: pieces}, savePieces(tx, req.From, pieces...)
}

// MergeSlices joins neighbours.
func (c *Contract) MergeSlices(tx *ledger.Tx, req supplychain.MergeRequest) (*supplychain.Slice, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	before, err := slices.GetMany(tx, req.Keys())
	if err != nil {
		return nil, err
	}
	merged, events, err := supplychain.Merge(before, do)
	if err != nil {
		return nil, err
	}
	for _, gone := range before[1:] {
		if err := slices.Delete(tx, gone.SliceKey()); err != nil {
			return nil, err
		}
	}
	tx.Emit(events...)
	return &merged, slices.Update(tx, merged)
}

// OfferSlice offers units to somebody.
func (c *Contract) OfferSlice(tx *ledger.Tx, req supplychain.OfferRequest) (*supplychain.Slice, error) {
	h, err := heldOf(tx, req.SliceKey)
	if err != nil {
		return nil, err
	}
	to, err := c.registry.Firm(tx, req.To)
	if err != nil {
		return nil, err
	}
	part, rest, events, err := h.slice.OfferTo(req, to, h.undertaking, h.programme, h.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &part, savePieces(tx, req.From, append(rest, part)...)
}

// FreezeSlice freezes units under an order.
func (c *Contract) FreezeSlice(tx *ledger.Tx, req supplychain.FreezeRequest) (*supplychain.Slice, error) {
	h, err := heldOf(tx, req.SliceKey)
	if err != nil {
		return nil, err
	}
	part, rest, events, err := h.slice.Freeze(req, h.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &part, savePieces(tx, req.From, append(rest, part)...)
}

// UnfreezeSlice ends a freeze.
func (c *Contract) UnfreezeSlice(tx *ledger.Tx, req supplychain.UnfreezeRequest) (*supplychain.Slice, error) {
	return change(tx, slices, req.SliceKey, func(before supplychain.Slice, do supplychain.Act) (supplychain.Slice, []protocol.Event, error) {
		return before.Unfreeze(req, do)
	})
}

// AcceptSlice takes an offered slice over.
func (c *Contract) AcceptSlice(tx *ledger.Tx, req supplychain.AcceptRequest) (*supplychain.Slice, error) {
	return change(tx, slices, req.SliceKey, func(before supplychain.Slice, do supplychain.Act) (supplychain.Slice, []protocol.Event, error) {
		undertaking, err := undertakings.Get(tx, req.Undertaking)
		if err != nil {
			return before, nil, err
		}
		account, err := c.money.Account(tx, req.Account)
		if err != nil {
			return before, nil, err
		}
		return before.Accept(account, undertaking, do)
	})
}

// DeclineSlice ends an offer.
func (c *Contract) DeclineSlice(tx *ledger.Tx, req supplychain.SliceKey) (*supplychain.Slice, error) {
	return change(tx, slices, req, supplychain.Slice.Decline)
}
