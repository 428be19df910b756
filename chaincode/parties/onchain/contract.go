// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Contract carries out the endpoints of package parties.
type Contract struct {
	ledger.Calendar
	charter string
}

// New makes the chaincode of a member whose server has the given house rules.
func New(house ledger.House) (*ledger.Chaincode, error) {
	return ledger.New("parties", house, &Contract{charter: house.Charter}, parties.Endpoints(),
		ledger.RolesHere(roleHeld), ledger.ResolutionsHere(resolution))
}

func roleHeld(r ledger.Reader, question role.Question) (bool, error) {
	constitution, err := constitution(r)
	return constitution.MayHold(question.MSP, question.Role), err
}

func resolution(r ledger.Reader, id protocol.ResolutionID) (protocol.Resolution, error) {
	constitution, err := constitution(r)
	if err != nil {
		return protocol.Resolution{}, err
	}
	proposal, err := proposals.Get(r, id)
	return proposal.Resolution(constitution), err
}

func constitution(r ledger.Reader) (parties.Constitution, error) {
	constitution, founded, err := constitutions.Find(r, parties.ConstitutionKey{})
	if err == nil && !founded {
		err = parties.NotFounded.New("the consortium is not founded yet")
	}
	return constitution, err
}
