// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// PurgeOpenings has the caller's member forget what spent lots were.
func (c *Contract) PurgeOpenings(tx *ledger.Tx, req securities.PurgeRequest) (*securities.Purged, error) {
	instrument, do, err := load(tx, instruments, req.Instrument)
	if err != nil {
		return nil, err
	}
	keys := securities.SealedKeys(req.Instrument, req.Sealed)
	named, err := sealedLots.GetMany(tx, keys)
	if err != nil {
		return nil, err
	}
	if err := req.Purge(instrument, named, do); err != nil {
		return nil, err
	}
	own := ledger.OwnCollection(do.Caller.MSP)
	for _, key := range keys {
		if _, err := openings.Sealed(tx, own, key); err != nil {
			return nil, err
		}
		if err := openings.Purge(tx, own, key); err != nil {
			return nil, err
		}
	}
	return &securities.Purged{Instrument: req.Instrument, Openings: len(keys)}, nil
}

// Pool answers an instrument's pool.
func (c *Contract) Pool(q *ledger.Query, req securities.InstrumentID) (*securities.Pool, error) {
	return ledger.Answer(pools.Get(q, req))
}

// SealedLot answers what the public knows of a sealed lot.
func (c *Contract) SealedLot(q *ledger.Query, req securities.SealedKey) (*securities.SealedLot, error) {
	return ledger.Answer(sealedLots.Get(q, req))
}

// SealedLots lists what the public knows of sealed lots.
func (c *Contract) SealedLots(q *ledger.Query, req securities.SealedLotsRequest) (*protocol.Page[securities.SealedLot], error) {
	if req.Custodian != "" {
		return ledger.Answer(sealedLots.PageBy(q, "custodian", []string{string(req.Instrument), req.Custodian}, req.PageRequest))
	}
	return ledger.Answer(sealedLots.Page(q, req.Instrument.Key(), req.PageRequest))
}

// Opening answers what a sealed lot is.
func (c *Contract) Opening(q *ledger.Query, req securities.SealedKey) (*securities.Opening, error) {
	kept, err := openings.Get(q, ledger.OwnCollection(q.Facts().Caller.MSP), req)
	return &kept.Opening, err
}

// SealedHoldings answers who holds concealed units.
func (c *Contract) SealedHoldings(q *ledger.Query, req securities.SealedHoldingsRequest) (*securities.SealedHoldings, error) {
	do, err := act(q)
	if err != nil {
		return nil, err
	}
	instrument, sealed, err := sealedOf(q, req.Instrument)
	if err != nil {
		return nil, err
	}
	opened, err := openedOf(q, req.Concerned(instrument, sealed, do))
	if err != nil {
		return nil, err
	}
	return ledger.Answer(req.Holdings(opened))
}

// PoolProof adds all live sealed lots up and compares them with the pool.
func (c *Contract) PoolProof(q *ledger.Query, req securities.InstrumentID) (*securities.PoolProof, error) {
	do, err := act(q)
	if err != nil {
		return nil, err
	}
	instrument, sealed, err := sealedOf(q, req)
	if err != nil {
		return nil, err
	}
	pool, err := pools.Get(q, req)
	if err != nil {
		return nil, err
	}
	live := securities.SealedHoldingsRequest{Instrument: req}
	opened, err := openedOf(q, live.Concerned(instrument, sealed, do))
	if err != nil {
		return nil, err
	}
	units, err := all(func(page protocol.PageRequest) (protocol.Page[securities.Lot], error) {
		return lots.PageBy(q, "account", []string{string(pool.Account), string(req)}, page)
	})
	if err != nil {
		return nil, err
	}
	return ledger.Answer(securities.ProvePool(instrument, opened, units, do))
}

// sealedOf reads an instrument and all its sealed lots, spent ones too.
func sealedOf(q *ledger.Query, id securities.InstrumentID) (securities.Instrument, []securities.SealedLot, error) {
	instrument, err := instruments.Get(q, id)
	if err != nil {
		return instrument, nil, err
	}
	sealed, err := all(func(page protocol.PageRequest) (protocol.Page[securities.SealedLot], error) {
		return sealedLots.Page(q, id.Key(), page)
	})
	return instrument, sealed, err
}

// openedOf reads the openings of lots that the caller's member keeps.
func openedOf(q *ledger.Query, sealed []securities.SealedLot) ([]securities.OpenedLot, error) {
	own := ledger.OwnCollection(q.Facts().Caller.MSP)
	opened := make([]securities.OpenedLot, len(sealed))
	for i, lot := range sealed {
		kept, found, err := openings.Find(q, own, lot.SealedKey())
		if err != nil {
			return nil, err
		}
		opened[i].SealedLot = lot
		if found {
			opened[i].Opening = &kept.Opening
		}
	}
	return opened, nil
}
