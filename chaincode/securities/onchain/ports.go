// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/securities"
)

// Registry is what securities need to know of parties.
type Registry interface {
	// Firm finds a registered, unfrozen party that meets a policy, and its host.
	Firm(r ledger.Reader, party parties.PartyID, policy parties.PolicyName) (securities.Firm, error)
	// Firms finds many at once, all of them or none.
	Firms(r ledger.Reader, asked []parties.PartyID) (map[parties.PartyID]securities.Firm, error)
	// Party answers who a party is.
	Party(r ledger.Reader, party parties.PartyID) (parties.Party, error)
	// Holds tells whether a member may hold a role.
	Holds(r ledger.Reader, question role.Question) (bool, error)
}

// Money is the cash leg: what accounts are, and one settlement a transaction.
type Money interface {
	Account(r ledger.Reader, id cash.AccountID) (cash.Account, error)
	// Accounts finds many at once, all of them or none.
	Accounts(r ledger.Reader, asked []cash.AccountID) (map[cash.AccountID]cash.Account, error)
	Hold(r ledger.Reader, id cash.HoldID) (cash.Hold, error)
	Balance(r ledger.Reader, id cash.AccountID) (cash.Balance, error)
	Settle(tx *ledger.Tx, req cash.SettleRequest) error
}

// registry is the chaincode parties on the same channel.
type registry struct{}

// Firm asks for a policy.
func (registry) Firm(r ledger.Reader, party parties.PartyID, policy parties.PolicyName) (securities.Firm, error) {
	answer, err := ledger.Ask(r, parties.Check, parties.CheckRequest{Party: party, Policy: policy})
	if err != nil {
		return securities.Firm{}, err
	}
	return parties.Counterparty(party, *answer)
}

// Firms asks for all in one call.
func (registry) Firms(r ledger.Reader, asked []parties.PartyID) (map[parties.PartyID]securities.Firm, error) {
	answer, err := ledger.Ask(r, parties.CheckMany, parties.CheckManyRequest{Parties: asked, Policy: parties.RegisteredPolicy})
	if err != nil {
		return nil, err
	}
	firms := make(map[parties.PartyID]securities.Firm, len(asked))
	for i, party := range asked {
		if firms[party], err = parties.Counterparty(party, answer.Answers[i]); err != nil {
			return nil, err
		}
	}
	return firms, nil
}

// Party answers the registry's row.
func (registry) Party(r ledger.Reader, party parties.PartyID) (parties.Party, error) {
	answer, err := ledger.Ask(r, parties.GetParty, party)
	if err != nil {
		return parties.Party{}, err
	}
	return *answer, nil
}

// Holds asks for a member's role.
func (registry) Holds(r ledger.Reader, question role.Question) (bool, error) {
	answer, err := ledger.Ask(r, parties.RoleHeld, question)
	if err != nil {
		return false, err
	}
	return answer.Held, nil
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

// Accounts asks for all in one call.
func (deposits) Accounts(r ledger.Reader, asked []cash.AccountID) (map[cash.AccountID]cash.Account, error) {
	answer, err := ledger.Ask(r, cash.AccountsNamed, cash.AccountNames{Accounts: asked})
	if err != nil {
		return nil, err
	}
	found := make(map[cash.AccountID]cash.Account, len(asked))
	for _, account := range answer.Accounts {
		found[account.ID] = account
	}
	return found, nil
}

// Hold answers a hold as cash has it.
func (deposits) Hold(r ledger.Reader, id cash.HoldID) (cash.Hold, error) {
	answer, err := ledger.Ask(r, cash.GetHold, id)
	if err != nil {
		return cash.Hold{}, err
	}
	return *answer, nil
}

// Balance answers what an account has.
func (deposits) Balance(r ledger.Reader, id cash.AccountID) (cash.Balance, error) {
	answer, err := ledger.Ask(r, cash.GetBalance, id)
	if err != nil {
		return cash.Balance{}, err
	}
	return *answer, nil
}

// Settle moves the money of the transaction.
func (deposits) Settle(tx *ledger.Tx, req cash.SettleRequest) error {
	_, err := ledger.Call(tx, cash.Settle, req)
	return err
}
