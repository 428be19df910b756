// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// TakeSealedSlot takes a slot for an investor that is not to be known.
func (c *Contract) TakeSealedSlot(tx *ledger.Tx, req securities.SealedSlotRequest) (*securities.Slot, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	instrument, terms, err := inForce(tx, req.Instrument)
	if err != nil {
		return nil, err
	}
	slot, err := req.Take(instrument, terms, do)
	if err != nil {
		return nil, err
	}
	return &slot, slots.Insert(tx, slot)
}

// SealAdmissions puts admissions into the depository's own collection. The registry is not asked: that would tell whose.
func (c *Contract) SealAdmissions(tx *ledger.Tx, req securities.SealAdmissionsRequest) (*securities.SealedAdmissions, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	instrument, terms, err := inForce(tx, req.Instrument)
	if err != nil {
		return nil, err
	}
	taken, _, err := slots.FindMany(tx, req.Places()) // one that is not there is sealed for nobody
	if err != nil {
		return nil, err
	}
	if err := req.Seal(instrument, terms, taken, do); err != nil {
		return nil, err
	}
	for _, admission := range req.Admissions {
		if err := sealedAdmissions.Put(tx, ledger.OwnCollection(instrument.Depository), admission); err != nil {
			return nil, err
		}
	}
	return &securities.SealedAdmissions{Instrument: req.Instrument, Admissions: len(req.Admissions)}, nil
}

// EndSealedAdmissions purges admissions from the depository's own collection.
func (c *Contract) EndSealedAdmissions(tx *ledger.Tx, req securities.EndSealedRequest) (*securities.SealedAdmissions, error) {
	instrument, do, err := load(tx, instruments, req.Instrument)
	if err != nil {
		return nil, err
	}
	if err := req.End(instrument, do); err != nil {
		return nil, err
	}
	own := ledger.OwnCollection(instrument.Depository)
	for _, id := range req.Admissions {
		if _, err := sealedAdmissions.Sealed(tx, own, id); err != nil {
			return nil, err
		}
		if err := sealedAdmissions.Purge(tx, own, id); err != nil {
			return nil, err
		}
	}
	return &securities.SealedAdmissions{Instrument: req.Instrument, Admissions: len(req.Admissions)}, nil
}

// notKept is the refusal of an admission that the depository does not keep, ended, or keeps otherwise.
func notKept(err error) error {
	if errors.Is(err, protocol.NotFound) || errors.Is(err, protocol.PreimageRefused) {
		return securities.NotAdmitted.New("an admission that is shown is not one of those that the depository keeps")
	}
	return err
}
