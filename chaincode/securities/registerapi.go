// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// The register: who held what, at the end of any day that is over.
var (
	CountRegister = protocol.Submit[CountRequest, Tally]("securities:CountRegister").By(role.Depository).
			Doc("Counts a part of an instrument's register of a day that is over.")
	CloseRegister = protocol.Submit[CloseRequest, Register]("securities:CloseRegister").By(role.Depository).
			Doc("Closes a register whose pages add up to the supply of the day.")
	GetRegister = protocol.Evaluate[RegisterKey, Register]("securities:Register").By(role.Anyone).
			Doc("Answers a closed register.")
	GetPage = protocol.Evaluate[PageKey, Page]("securities:RegisterPage").By(role.Anyone).
		Doc("Answers a page of a register.")
	GetTallies = protocol.Evaluate[TalliesRequest, protocol.Page[Tally]]("securities:Tallies").By(role.Anyone).
			Doc("Lists what the pages of a register add up to.")
	GetLotsOn = protocol.Evaluate[HoldersRequest, LotsOn]("securities:LotsOn").By(role.Anyone).
			Doc("Lists the lots of a part of the register that were held at the end of a day.")
	GetCapTable = protocol.Evaluate[HoldersRequest, CapTable]("securities:CapTable").By(role.Anyone).
			Doc("Answers who held an instrument at the end of a day, in a part of the register.")
	GetStatement = protocol.Evaluate[StatementRequest, Statement]("securities:Statement").By(role.Anyone).
			Doc("Answers what an account held before a period, what happened in it, and what it held after.")
)

// registerEndpoints are the transactions of this part.
var registerEndpoints = []protocol.Endpoint{
	CountRegister, CloseRegister, GetRegister, GetPage, GetTallies, GetLotsOn, GetCapTable, GetStatement,
}

// TalliesRequest asks for the pages of a register.
type TalliesRequest struct {
	protocol.PageRequest
	RegisterKey
}

// Validate refuses malformed members.
func (r TalliesRequest) Validate() error {
	if err := r.PageRequest.Validate(); err != nil {
		return err
	}
	return r.RegisterKey.Validate()
}
