// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
)

// Registry is what insurance needs to know of parties.
type Registry interface {
	// Firm finds a registered, unfrozen party and its host.
	Firm(r ledger.Reader, party parties.PartyID) (insurance.Firm, error)
	// Party answers who a party is.
	Party(r ledger.Reader, party parties.PartyID) (parties.Party, error)
}

// Money is the cash leg: what accounts are, and one settlement a transaction.
type Money interface {
	Account(r ledger.Reader, id cash.AccountID) (cash.Account, error)
	Hold(r ledger.Reader, id cash.HoldID) (cash.Hold, error)
	Settle(tx *ledger.Tx, req cash.SettleRequest) error
}

// registry is the chaincode parties on the same channel.
type registry struct{}

// Firm asks for the policy that every consortium has.
func (registry) Firm(r ledger.Reader, party parties.PartyID) (insurance.Firm, error) {
	answer, err := ledger.Ask(r, parties.Check, parties.CheckRequest{Party: party, Policy: parties.RegisteredPolicy})
	if err != nil {
		return insurance.Firm{}, err
	}
	return parties.Counterparty(party, *answer)
}

// Party answers the registry's row.
func (registry) Party(r ledger.Reader, party parties.PartyID) (parties.Party, error) {
	answer, err := ledger.Ask(r, parties.GetParty, party)
	if err != nil {
		return parties.Party{}, err
	}
	return *answer, nil
}

// deposits is the chaincode cash on the same channel.
type deposits struct{}

// Account answers an account as cash has it.
func (deposits) Account(r ledger.Reader, id cash.AccountID) (cash.Account, error) {
	answer, err := ledger.Ask(r, cash.GetAccount, id)
	if err != nil {
		return cash.Account{}, err
	}
	return *answer, nil
}

// Hold answers a hold as cash has it.
func (deposits) Hold(r ledger.Reader, id cash.HoldID) (cash.Hold, error) {
	answer, err := ledger.Ask(r, cash.GetHold, id)
	if err != nil {
		return cash.Hold{}, err
	}
	return *answer, nil
}

// Settle moves the money of the transaction. A leg without hold, mandate and purpose rests on its payer's own consent: for
// an account of this chaincode cash asks for none, so that whoever named a fund as its account would pay with another's
// money. Funds pay by legs that say for what ([insurance.Purse.Leg]). Faults: ACCOUNT_REFUSED and those of cash.
func (d deposits) Settle(tx *ledger.Tx, req cash.SettleRequest) error {
	seen := map[cash.AccountID]bool{}
	for _, leg := range req.Legs {
		if leg.Hold != "" || leg.Mandate != "" || leg.Purpose != "" || seen[leg.From] {
			continue
		}
		seen[leg.From] = true
		account, err := d.Account(tx, leg.From)
		if err != nil {
			return err
		}
		if account.Kind != cash.Customer {
			return insurance.AccountRefused.New("account %s is a fund and pays nobody's debts at his request", leg.From)
		}
	}
	_, err := ledger.Call(tx, cash.Settle, req)
	return err
}
