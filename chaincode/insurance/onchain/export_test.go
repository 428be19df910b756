// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Moved is movements of claims as the contract itself appends them, so that treaties can be tried with losses of any size
// and order without a claim being dealt with for each.
type Moved struct {
	Rows []insurance.CessionDue `json:"rows"`
}

// Validate accepts what the contract would append.
func (m Moved) Validate() error {
	for _, row := range m.Rows {
		if row.Claim == "" || row.Insurer == "" {
			return errors.New("a movement needs insurer and claim")
		}
	}
	return nil
}

// MoveClaims appends movements.
var MoveClaims = protocol.Submit[Moved, Moved]("insurance:MoveClaims").By(role.Anyone).Doc("Appends movements of claims, in tests.")

type moving struct{ *Contract }

// MoveClaims appends movements.
func (moving) MoveClaims(tx *ledger.Tx, req Moved) (*Moved, error) {
	for _, row := range req.Rows {
		if err := cessionsDue.Insert(tx, row); err != nil {
			return nil, err
		}
	}
	return &req, nil
}

// NewMoving makes the chaincode with MoveClaims.
func NewMoving(house ledger.House) (*ledger.Chaincode, error) {
	contract := moving{&Contract{registry: registry{}, money: deposits{}}}
	return ledger.New(insurance.Module, house, contract, append(insurance.Endpoints(), MoveClaims),
		ledger.RolesFrom(parties.RoleHeld), ledger.ResolutionsFrom(parties.Resolution))
}
