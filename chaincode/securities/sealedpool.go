// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Pool names the account in which the concealed units of an instrument are, for the public: the sealed lots of the instrument
// add up to what is in it. Units get into it by ConcealUnits and out of it by RevealUnits alone.
type Pool struct {
	Instrument InstrumentID `json:"instrument"`
	Account    AccountID    `json:"account"`
}

// Name is the instrument that the pool is of.
func (p Pool) Name() InstrumentID { return p.Instrument }

// OpenPoolRequest opens an instrument's pool.
type OpenPoolRequest struct {
	Instrument InstrumentID    `json:"instrument" help:"the instrument"`
	Account    AccountID       `json:"account" help:"name of the new account"`
	Owner      parties.PartyID `json:"owner" help:"party of the depository in whose name the units are"`
	Cash       cash.AccountID  `json:"cash" help:"the party's cash account, into which income is paid, for the holders"`
	Tax        TaxProfile      `json:"tax,omitzero" help:"how income is taxed at source"`
}

// Validate refuses malformed members.
func (r OpenPoolRequest) Validate() error {
	return errors.Join(r.Instrument.Validate(), r.Account.Validate(), r.Owner.Validate(), r.Cash.Validate(), r.Tax.Validate())
}

// Open opens the pool, by the depository and in the name of a party of its own.
// Faults: NOT_YOURS, STATUS_REFUSED, ACCOUNT_REFUSED.
func (r OpenPoolRequest) Open(i Instrument, owner Firm, act Act) (Pool, Account, []protocol.Event, error) {
	pool := Pool{Instrument: i.ID, Account: r.Account}
	account := Account{
		ID: r.Account, Custodian: i.Depository, Owner: owner, Kind: Pooling, Cash: r.Cash, Tax: r.Tax, Status: AccountOpen,
	}
	if err := byMember(act, i.Depository); err != nil {
		return pool, account, nil, err
	}
	if err := inState("instrument", string(i.ID), i.standing(), Approved, Primary, Active, Defaulted); err != nil {
		return pool, account, nil, err
	}
	if owner.Host != i.Depository {
		return pool, account, nil, AccountRefused.New("party %s is not one of member %s", owner.Party, i.Depository)
	}
	return pool, account, []protocol.Event{PoolOpened.Of(string(i.ID), StatusEvent{Status: string(AccountOpen)}), account.event()}, nil
}

// Pooled are the rows on which it rests that units enter or leave a pool.
type Pooled struct {
	Instrument Instrument
	// Pool is the pool's account.
	Pool Account
	// Account is that from which, or into which, the units go, and Admission its owner's, the zero Admission where it has none.
	Account   Account
	Admission Admission
	// Lots are those that are spent, of the account or of the pool.
	Lots []Lot
}

// gather spends free lots of an account, whatever their lock-up, and tells how many units they have.
// Faults: LOT_FOREIGN, LOT_SPENT, LOT_ENCUMBERED, LOT_TWICE, QUANTITY_TOO_LARGE.
func (p Pooled) gather(moves *Moves, from Account) (sum Quantity, err error) {
	for _, lot := range p.Lots {
		if lot.Instrument != p.Instrument.ID || lot.Account != from.ID {
			return 0, LotForeign.New("lot %s is of another instrument or account", lot.ID)
		}
		if err := lot.ready(""); err != nil {
			return 0, err
		}
		if err := moves.spend(lot); err != nil {
			return 0, err
		}
		if sum, err = sum.Add(lot.Quantity); err != nil {
			return 0, err
		}
	}
	return sum, nil
}
