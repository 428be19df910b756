// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// OpenAccount opens an account at the caller's bank.
func (c *Contract) OpenAccount(tx *ledger.Tx, req cash.OpenRequest) (*cash.Account, error) {
	terms, err := currencies.Get(tx, cash.CurrencyKey{Currency: req.Currency})
	if err != nil {
		return nil, err
	}
	var owner parties.CheckAnswer
	if req.Module == "" {
		if owner, err = c.registry.Check(tx, req.Party); err != nil {
			return nil, err
		}
	}
	codes, err := bankCodes.Present(tx, cash.BankCodesOf(req.IBAN))
	if err != nil {
		return nil, err
	}
	account, events, err := cash.Open(terms, owner, codes, req, tx.Facts())
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &account, accounts.Insert(tx, account)
}

// AssignBankCode gives a bank code to a member.
func (c *Contract) AssignBankCode(tx *ledger.Tx, req cash.BankCodeRequest) (*cash.BankCode, error) {
	_, there, err := bankCodes.Find(tx, req.BankCodeKey)
	if err != nil {
		return nil, err
	}
	code, events := req.Assign()
	tx.Emit(events...)
	if there {
		return &code, bankCodes.Update(tx, code)
	}
	return &code, bankCodes.Insert(tx, code)
}

// FreezeAccount closes a side of an account.
func (c *Contract) FreezeAccount(tx *ledger.Tx, req cash.FreezeRequest) (*cash.Account, error) {
	return change(tx, accounts, req.Account, func(before cash.Account) (cash.Account, []protocol.Event, error) {
		return before.Freeze(req.Side)
	})
}

// UnfreezeAccount opens both sides.
func (c *Contract) UnfreezeAccount(tx *ledger.Tx, req cash.AccountID) (*cash.Account, error) {
	return change(tx, accounts, req, cash.Account.Unfreeze)
}

// change reads a row, lets a rule decide, saves, emits and answers what came of it.
func change[K ledger.Key, V any](tx *ledger.Tx, table *ledger.Table[K, V], key K, rule func(V) (V, []protocol.Event, error)) (*V, error) {
	before, err := table.Get(tx, key)
	if err != nil {
		return nil, err
	}
	after, events, err := rule(before)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, table.Update(tx, after)
}

// FreezeParty freezes a party's money here and the party in the registry.
func (c *Contract) FreezeParty(tx *ledger.Tx, req parties.FreezeRequest) (*cash.PartyFreeze, error) {
	before, err := frozenOf(tx, req.Party)
	if err != nil {
		return nil, err
	}
	after, events, err := cash.Impose(before, req, tx.Facts())
	if err != nil {
		return nil, err
	}
	if err := c.registry.Freeze(tx, req); err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, freezes.Insert(tx, after)
}

// UnfreezeParty ends a party's freeze here and in the registry.
func (c *Contract) UnfreezeParty(tx *ledger.Tx, req parties.FreezeRequest) (*cash.PartyFreeze, error) {
	before, err := frozenOf(tx, req.Party)
	if err != nil {
		return nil, err
	}
	events, err := cash.Lift(before, req)
	if err != nil {
		return nil, err
	}
	if err := c.registry.Unfreeze(tx, req); err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return before, freezes.Delete(tx, req.Party)
}

// MarkHighVolume spreads an account over stripes.
func (c *Contract) MarkHighVolume(tx *ledger.Tx, req cash.HighVolumeRequest) (*cash.Account, error) {
	before, err := accounts.Get(tx, req.Account)
	if err != nil {
		return nil, err
	}
	after, added, events, err := before.Spread(req, tx.Facts())
	if err != nil {
		return nil, err
	}
	for _, stripe := range added {
		if err := stripes.Insert(tx, stripe); err != nil {
			return nil, err
		}
	}
	tx.Emit(events...)
	return &after, accounts.Update(tx, after)
}

// Consolidate moves named credits onto stripes.
func (c *Contract) Consolidate(tx *ledger.Tx, req cash.ConsolidateRequest) (*cash.Consolidation, error) {
	account, err := accounts.Get(tx, req.Account)
	if err != nil {
		return nil, err
	}
	onto, err := req.Onto(account)
	if err != nil {
		return nil, err
	}
	before, err := stripes.GetMany(tx, onto)
	if err != nil {
		return nil, err
	}
	spent, err := credits.GetMany(tx, req.Keys())
	if err != nil {
		return nil, err
	}
	after, events, err := account.Consolidate(before, spent, tx.Facts())
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &cash.Consolidation{Account: account.ID, Credits: len(spent), Stripes: len(after)}, saveStripes(tx, after, spent)
}

func saveStripes(tx *ledger.Tx, after []cash.Stripe, spent []cash.Credit) error {
	for _, stripe := range after {
		if err := stripes.Update(tx, stripe); err != nil {
			return err
		}
	}
	for _, credit := range spent {
		if err := credits.Delete(tx, credit.CreditKey); err != nil {
			return err
		}
	}
	return nil
}
