// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/securities"
)

var (
	accounts   = ledger.NewTable("account", func(a securities.Account) securities.AccountID { return a.ID })
	admissions = ledger.NewTable("admission", securities.Admission.AdmissionKey)
	slots      = ledger.NewTable("slot", securities.Slot.Place)
)

// OpenAccount opens an account at the caller's member.
func (c *Contract) OpenAccount(tx *ledger.Tx, req securities.AccountTerms) (*securities.Account, error) {
	opened, err := c.open(tx, []securities.AccountTerms{req})
	if err != nil {
		return nil, err
	}
	return &opened[0], nil
}

// OpenAccounts opens many accounts at the caller's member.
func (c *Contract) OpenAccounts(tx *ledger.Tx, req securities.AccountsRequest) (*securities.Opened, error) {
	opened, err := c.open(tx, req.Accounts)
	return &securities.Opened{Accounts: len(opened)}, err
}

func (c *Contract) open(tx *ledger.Tx, all []securities.AccountTerms) ([]securities.Account, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	owners := map[parties.PartyID]securities.Firm{}
	opened := make([]securities.Account, len(all))
	for i, wanted := range all {
		owner, known := owners[wanted.Owner]
		if !known {
			if owner, err = c.registry.Firm(tx, wanted.Owner, parties.RegisteredPolicy); err != nil {
				return nil, err
			}
			owners[wanted.Owner] = owner
		}
		account, events := wanted.Open(owner, do)
		if err := accounts.Insert(tx, account); err != nil {
			return nil, err
		}
		tx.Emit(events...)
		opened[i] = account
	}
	return opened, nil
}

// AdmitInvestor admits an investor to an instrument.
func (c *Contract) AdmitInvestor(tx *ledger.Tx, req securities.AdmitRequest) (*securities.Admission, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	instrument, err := instruments.Get(tx, req.Instrument)
	if err != nil {
		return nil, err
	}
	version, err := terms.Get(tx, securities.TermsKey{Instrument: instrument.ID, Version: max(instrument.Version, 1)})
	if err != nil {
		return nil, err
	}
	investor, err := c.registry.Firm(tx, req.Party, version.Terms.Policy)
	if err != nil {
		return nil, err
	}
	admission, err := req.Admit(instrument, version.Terms, investor, do)
	if err != nil {
		return nil, err
	}
	if slot, takes := admission.Place(); takes {
		if err := slots.Insert(tx, slot); err != nil {
			return nil, err
		}
	}
	tx.Emit(admission.Event())
	return &admission, put(tx, admissions, admission.AdmissionKey(), admission)
}
