// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
)

// Registry is what cash needs to know of parties, and the one thing that it has the registry do.
type Registry interface {
	// Check tells whether a party is registered and free, and which member hosts it.
	Check(r ledger.Reader, party parties.PartyID) (parties.CheckAnswer, error)
	// CheckMany tells it of many parties, in their order.
	CheckMany(r ledger.Reader, asked []parties.PartyID) ([]parties.CheckAnswer, error)
	// Freeze and Unfreeze have the registry follow; a party that is there already stays as it is.
	Freeze(tx *ledger.Tx, req parties.FreezeRequest) error
	Unfreeze(tx *ledger.Tx, req parties.FreezeRequest) error
}

// registry is the chaincode parties on the same channel.
type registry struct{}

// Check asks for the policy that every consortium has.
func (registry) Check(r ledger.Reader, party parties.PartyID) (parties.CheckAnswer, error) {
	answer, err := ledger.Ask(r, parties.Check, parties.CheckRequest{Party: party, Policy: parties.RegisteredPolicy})
	if err != nil {
		return parties.CheckAnswer{}, err
	}
	return *answer, nil
}

// CheckMany asks about all in one call; about none it does not.
func (registry) CheckMany(r ledger.Reader, asked []parties.PartyID) ([]parties.CheckAnswer, error) {
	if len(asked) == 0 {
		return nil, nil
	}
	answer, err := ledger.Ask(r, parties.CheckMany, parties.CheckManyRequest{Parties: asked, Policy: parties.RegisteredPolicy})
	if err != nil {
		return nil, err
	}
	return answer.Answers, nil
}

// Freeze freezes the party in the registry, unless the regulator has done so there.
func (registry) Freeze(tx *ledger.Tx, req parties.FreezeRequest) error {
	frozen, err := isFrozen(tx, req.Party)
	if err != nil || frozen {
		return err
	}
	_, err = ledger.Call(tx, parties.FreezeParty, req)
	return err
}

// Unfreeze ends the freeze in the registry, unless the regulator has done so there.
func (registry) Unfreeze(tx *ledger.Tx, req parties.FreezeRequest) error {
	frozen, err := isFrozen(tx, req.Party)
	if err != nil || !frozen {
		return err
	}
	_, err = ledger.Call(tx, parties.UnfreezeParty, req)
	return err
}

func isFrozen(r ledger.Reader, party parties.PartyID) (bool, error) {
	answer, err := ledger.Ask(r, parties.GetParty, party)
	if err != nil {
		return false, err
	}
	return answer.Freeze != nil, nil
}
