// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// OpenAccounts opens many accounts at the caller's bank, as OpenAccount opens one.
func (c *Contract) OpenAccounts(tx *ledger.Tx, req cash.OpenManyRequest) (*cash.Opened, error) {
	known, err := c.knowledge(tx, req)
	if err != nil {
		return nil, err
	}
	for _, wanted := range req.Accounts {
		account, events, err := cash.Open(known.terms[wanted.Currency], known.owners[wanted.Party], known.codesOf(wanted), wanted, tx.Facts())
		if err != nil {
			return nil, err
		}
		if err := accounts.Insert(tx, account); err != nil {
			return nil, err
		}
		tx.Emit(events...)
	}
	return &cash.Opened{Accounts: len(req.Accounts)}, nil
}

// knowledge is what openings depend on, each thing asked for once.
type knowledge struct {
	terms  map[money.Currency]cash.Currency
	owners map[parties.PartyID]parties.CheckAnswer
	codes  map[cash.BankCodeKey]cash.BankCode
}

func (c *Contract) knowledge(tx *ledger.Tx, req cash.OpenManyRequest) (knowledge, error) {
	known := knowledge{map[money.Currency]cash.Currency{}, map[parties.PartyID]parties.CheckAnswer{}, map[cash.BankCodeKey]cash.BankCode{}}
	terms, err := currencies.GetMany(tx, req.Currencies())
	if err != nil {
		return known, err
	}
	for _, currency := range terms {
		known.terms[currency.Currency] = currency
	}
	asked := req.Parties()
	answers, err := c.registry.CheckMany(tx, asked)
	if err != nil {
		return known, err
	}
	for i, answer := range answers {
		known.owners[asked[i]] = answer
	}
	var codes []cash.BankCodeKey
	for _, wanted := range req.Accounts {
		codes = append(codes, cash.BankCodesOf(wanted.IBAN)...)
	}
	assigned, err := bankCodes.Present(tx, protocol.Distinct(codes...))
	for _, code := range assigned {
		known.codes[code.BankCodeKey] = code
	}
	return known, err
}

// codesOf are the assigned bank codes with which an account's IBAN begins.
func (k knowledge) codesOf(wanted cash.OpenRequest) []cash.BankCode {
	var codes []cash.BankCode
	for _, key := range cash.BankCodesOf(wanted.IBAN) {
		if code, assigned := k.codes[key]; assigned {
			codes = append(codes, code)
		}
	}
	return codes
}
