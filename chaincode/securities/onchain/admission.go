// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

var (
	admissions = ledger.NewTable("admission", securities.Admission.AdmissionKey)
	slots      = ledger.NewTable("slot", securities.Slot.Place)
)

// AdmitInvestor admits an investor to an instrument.
func (c *Contract) AdmitInvestor(tx *ledger.Tx, req securities.AdmitRequest) (*securities.Admission, error) {
	admitted, err := c.admit(tx, []securities.AdmitRequest{req})
	if err != nil {
		return nil, err
	}
	return &admitted[0], nil
}

// AdmitInvestors admits many investors to an instrument.
func (c *Contract) AdmitInvestors(tx *ledger.Tx, req securities.AdmitAllRequest) (*securities.AdmittedAll, error) {
	admitted, err := c.admit(tx, req.Admissions)
	return &securities.AdmittedAll{Investors: len(admitted)}, err
}

// admit admits investors to one instrument.
func (c *Contract) admit(tx *ledger.Tx, all []securities.AdmitRequest) ([]securities.Admission, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	var rows securities.Admitting
	if rows.Instrument, rows.Terms, err = inForce(tx, all[0].Instrument); err != nil {
		return nil, err
	}
	admitted := make([]securities.Admission, len(all))
	for i, req := range all {
		if rows.Investor, err = c.registry.Firm(tx, req.Party, rows.Terms.Policy); err != nil {
			return nil, err
		}
		if rows.Before, _, err = admissions.Find(tx, req.AdmissionKey); err != nil {
			return nil, err
		}
		change, err := rows.Admit(req, do)
		if err != nil {
			return nil, err
		}
		if err := seat(tx, change); err != nil {
			return nil, err
		}
		admitted[i] = change.After
	}
	return admitted, nil
}

// inForce finds an instrument and its terms in force. Faults: NOT_FOUND, STATUS_REFUSED before they are approved.
func inForce(r ledger.Reader, id securities.InstrumentID) (securities.Instrument, securities.Terms, error) {
	instrument, err := instruments.Get(r, id)
	if err != nil {
		return instrument, securities.Terms{}, err
	}
	if instrument.Version == 0 {
		return instrument, securities.Terms{}, securities.StatusRefused.New("the terms of instrument %s are not approved", id)
	}
	version, err := terms.Get(r, securities.TermsKey{Instrument: id, Version: instrument.Version})
	return instrument, version.Terms, err
}

// seat saves an admission, and the slots that it takes and leaves.
func seat(tx *ledger.Tx, change securities.AdmissionChange) error {
	if change.Free != nil {
		if err := slots.Delete(tx, *change.Free); err != nil {
			return err
		}
	}
	if change.Take != nil {
		if err := slots.Insert(tx, *change.Take); err != nil {
			return err
		}
	}
	tx.Emit(change.After.Event())
	return put(tx, admissions, change.After.AdmissionKey(), change.After)
}

// EndAdmission ends an investor's receipts.
func (c *Contract) EndAdmission(tx *ledger.Tx, req securities.EndRequest) (*securities.Admission, error) {
	instrument, err := instruments.Get(tx, req.Instrument)
	if err != nil {
		return nil, err
	}
	return change(tx, admissions, req, func(a securities.Admission, do securities.Act) (securities.Admission, []protocol.Event, error) {
		return a.End(instrument, do)
	})
}

// ReleaseSlot shows that an investor holds nothing any more.
func (c *Contract) ReleaseSlot(tx *ledger.Tx, req securities.ReleaseRequest) (*securities.Admission, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	rows, err := releasingOf(tx, req)
	if err != nil {
		return nil, err
	}
	read, err := pages.GetMany(tx, rows.Next(req))
	if err != nil {
		return nil, err
	}
	change, err := rows.Release(req, read, do)
	if err != nil {
		return nil, err
	}
	return &change.After, seat(tx, change)
}

func releasingOf(r ledger.Reader, req securities.ReleaseRequest) (rows securities.Releasing, err error) {
	if rows.Instrument, err = instruments.Get(r, req.Instrument); err != nil {
		return rows, err
	}
	if rows.Admission, err = admissions.Get(r, req.AdmissionKey); err != nil {
		return rows, err
	}
	rows.Register, err = registers.Get(r, req.Register())
	return rows, err
}

// Admission answers an investor's admission.
func (c *Contract) Admission(q *ledger.Query, req securities.AdmissionKey) (*securities.Admission, error) {
	return ledger.Answer(admissions.Get(q, req))
}

// Admissions lists the admissions to an instrument.
func (c *Contract) Admissions(q *ledger.Query, req securities.AdmissionsRequest) (*protocol.Page[securities.Admission], error) {
	return ledger.Answer(admissions.Page(q, req.Instrument.Key(), req.PageRequest))
}

// Slots lists the slots of a class that are taken.
func (c *Contract) Slots(q *ledger.Query, req securities.SlotsRequest) (*protocol.Page[securities.Slot], error) {
	return ledger.Answer(slots.Page(q, []string{string(req.Instrument), string(req.Class)}, req.PageRequest))
}
