// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// ProposeEndorsement proposes a change of a treaty.
func (c *Contract) ProposeEndorsement(tx *ledger.Tx, req insurance.EndorsementRequest) (*insurance.Endorsement, error) {
	treaty, do, err := load(tx, treaties, req.Treaty)
	if err != nil {
		return nil, err
	}
	proposed, events, err := treaty.Propose(req, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &proposed, endorsements.Insert(tx, proposed)
}

// ConsentEndorsement agrees to a change.
func (c *Contract) ConsentEndorsement(tx *ledger.Tx, req insurance.EndorsementID) (*insurance.Endorsement, error) {
	return change(tx, endorsements, req, func(before insurance.Endorsement, do insurance.Act) (insurance.Endorsement, []protocol.Event, error) {
		treaty, err := treaties.Get(tx, before.Treaty)
		if err != nil {
			return before, nil, err
		}
		return before.Consent(treaty, do)
	})
}

// DropEndorsement takes a proposal back.
func (c *Contract) DropEndorsement(tx *ledger.Tx, req insurance.EndorsementID) (*insurance.Endorsement, error) {
	return change(tx, endorsements, req, insurance.Endorsement.Drop)
}

// ApplyEndorsement carries out a change to which everybody agreed. The peers of all of them have to endorse it.
func (c *Contract) ApplyEndorsement(tx *ledger.Tx, req insurance.EndorsementID) (*insurance.Treaty, error) {
	proposed, do, err := load(tx, endorsements, req)
	if err != nil {
		return nil, err
	}
	endorsing, err := endorsingOf(tx, proposed)
	if err != nil {
		return nil, err
	}
	endorsed, events, err := endorsing.Apply(do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := errors.Join(treaties.Update(tx, endorsed.Treaty), endorsements.Update(tx, endorsed.Endorsement)); err != nil {
		return nil, err
	}
	return &endorsed.Treaty, c.pay(tx, endorsed.Settle)
}

func endorsingOf(tx *ledger.Tx, proposed insurance.Endorsement) (insurance.Endorsing, error) {
	g := insurance.Endorsing{Endorsement: proposed}
	var err error
	if g.Treaty, err = treaties.Get(tx, proposed.Treaty); err != nil {
		return g, err
	}
	_, bound, err := protection(tx, g.Treaty.Programme)
	g.Others = slices.DeleteFunc(bound, func(t insurance.Treaty) bool { return t.ID == g.Treaty.ID })
	if err == nil && proposed.Kind == insurance.CloseOut {
		g.Record, err = recordOf(tx, g.Treaty)
	}
	return g, err
}

// ChangeTreatyPurse changes the purse of the caller's side.
func (c *Contract) ChangeTreatyPurse(tx *ledger.Tx, req insurance.TreatyPurseRequest) (*insurance.Treaty, error) {
	return change(tx, treaties, req.Treaty, func(before insurance.Treaty, do insurance.Act) (insurance.Treaty, []protocol.Event, error) {
		after, side, events, err := before.ChangePurse(req, do)
		if err != nil {
			return before, nil, err
		}
		return after, events, c.pays(tx, req.Purse, side, after.Currency)
	})
}

// recordOf is what was posted and booked of a treaty.
func recordOf(r ledger.Reader, treaty insurance.Treaty) (record insurance.TreatyRecord, err error) {
	book, _, err := books.Find(r, treaty.Programme)
	if err != nil {
		return record, err
	}
	record.Book = book.Of(treaty)
	if record.Account, _, err = treatyAccounts.Find(r, treaty.ID); err != nil {
		return record, err
	}
	record.Statements, err = statements.GetMany(r, record.Account.StatementKeys(treaty))
	return record, err
}
