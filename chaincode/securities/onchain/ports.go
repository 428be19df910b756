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
	// Party answers who a party is.
	Party(r ledger.Reader, party parties.PartyID) (parties.Party, error)
	// Holds tells whether a member may hold a role.
	Holds(r ledger.Reader, question role.Question) (bool, error)
}

// Money is the cash leg: what accounts are, and one settlement a transaction.
type Money interface {
	Account(r ledger.Reader, id cash.AccountID) (cash.Account, error)
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
