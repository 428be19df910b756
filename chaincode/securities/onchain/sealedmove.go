// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

// OpenPool opens an instrument's pool.
func (c *Contract) OpenPool(tx *ledger.Tx, req securities.OpenPoolRequest) (*securities.Pool, error) {
	instrument, do, err := load(tx, instruments, req.Instrument)
	if err != nil {
		return nil, err
	}
	owner, err := c.ownerOf(tx, req.Owner, req.Cash)
	if err != nil {
		return nil, err
	}
	pool, account, events, err := req.Open(instrument, owner, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := accounts.Insert(tx, account); err != nil {
		return nil, err
	}
	return &pool, pools.Insert(tx, pool)
}

// poolOf finds the account that is an instrument's pool.
func poolOf(r ledger.Reader, instrument securities.InstrumentID) (securities.Account, error) {
	pool, err := pools.Get(r, instrument)
	if err != nil {
		return securities.Account{}, err
	}
	return accounts.Get(r, pool.Account)
}

// pooledOf loads what it rests on that units enter or leave a pool.
func pooledOf(r ledger.Reader, instrument securities.InstrumentID, account securities.AccountID, named []securities.LotID) (p securities.Pooled, err error) {
	if p.Instrument, err = instruments.Get(r, instrument); err != nil {
		return p, err
	}
	if p.Pool, err = poolOf(r, instrument); err != nil {
		return p, err
	}
	if p.Account, err = accounts.Get(r, account); err != nil {
		return p, err
	}
	if p.Admission, err = admissionOf(r, instrument, p.Account); err != nil {
		return p, err
	}
	p.Lots, err = lots.GetMany(r, securities.Keys(instrument, named))
	return p, err
}

// ConcealUnits puts units into the pool and makes sealed lots of them.
func (c *Contract) ConcealUnits(tx *ledger.Tx, req securities.ConcealRequest) (*securities.SealedMade, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	rows, err := pooledOf(tx, req.Instrument, req.Account, req.Lots)
	if err != nil {
		return nil, err
	}
	moves, hidden, err := req.Conceal(rows, do)
	if err != nil {
		return nil, err
	}
	if err := carry(tx, moves); err != nil {
		return nil, err
	}
	made := hidden.Answer()
	return &made, c.carrySealed(tx, hidden)
}

// MoveSealed moves concealed units. Neither an account nor an ordinary admission is read: the key of the row would tell whose.
func (c *Contract) MoveSealed(tx *ledger.Tx, req securities.MoveSealedRequest) (*securities.SealedMade, error) {
	instrument, do, err := load(tx, instruments, req.Instrument)
	if err != nil {
		return nil, err
	}
	named, err := sealedLots.GetMany(tx, securities.SealedKeys(req.Instrument, req.Sealed))
	if err != nil {
		return nil, err
	}
	moves, err := req.Move(instrument, named, do)
	if err != nil {
		return nil, err
	}
	if err := verified(tx, instrument, req.Admissions); err != nil {
		return nil, err
	}
	made := moves.Answer()
	return &made, c.carrySealed(tx, moves)
}

// verified refuses an admission that is not one of those in the depository's collection. Faults: NOT_ADMITTED.
func verified(r ledger.Reader, i securities.Instrument, shown []securities.SealedAdmission) error {
	for _, admission := range shown {
		if err := sealedAdmissions.Verify(r, ledger.OwnCollection(i.Depository), admission.Name(), admission); err != nil {
			return notKept(err)
		}
	}
	return nil
}

// RevealUnits takes units out of the pool into an account.
func (c *Contract) RevealUnits(tx *ledger.Tx, req securities.RevealRequest) (*securities.Made, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	rows, err := pooledOf(tx, req.Instrument, req.To, req.Lots)
	if err != nil {
		return nil, err
	}
	named, err := sealedLots.GetMany(tx, securities.SealedKeys(req.Instrument, req.Sealed))
	if err != nil {
		return nil, err
	}
	moves, hidden, err := req.Reveal(rows, named, do)
	if err != nil {
		return nil, err
	}
	if err := carry(tx, moves); err != nil {
		return nil, err
	}
	made := moves.Answer()
	return &made, c.carrySealed(tx, hidden)
}

// keeping refuses a member that is no custodian: it would have a collection for openings, or none, and keep nobody's units.
// Faults: ROLE_MISSING.
func (c *Contract) keeping(r ledger.Reader, custodians []string) error {
	for _, msp := range custodians {
		holds, err := c.registry.Holds(r, role.Question{MSP: msp, Role: role.Custodian})
		if err != nil {
			return err
		}
		if !holds {
			return securities.RoleMissing.New("member %s is no custodian", msp)
		}
	}
	return nil
}
