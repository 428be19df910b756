// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Orders of courts and authorities.
var (
	GiveCourtOrder = protocol.Submit[CourtOrderRequest, CourtOrder]("securities:GiveCourtOrder").By(role.Regulator).
			Doc("Gives an order to freeze, free, transfer or recover, as the instrument's regulator.")
	CosignCourtOrder = protocol.Submit[CourtOrderID, CourtOrder]("securities:CosignCourtOrder").By(role.Depository, role.Regulator).
				Doc("Agrees to an order as the depository; to a freeze also as another person of the regulator.")
	WithdrawCourtOrder = protocol.Submit[CourtOrderID, CourtOrder]("securities:WithdrawCourtOrder").By(role.Regulator).
				Doc("Takes an order back under which nothing was done.")
	ExecuteCourtOrder = protocol.Submit[ExecuteRequest, CourtOrder]("securities:ExecuteCourtOrder").By(role.Depository, role.Regulator).
				Doc("Carries out an order that was agreed to, or a page of it.")
	GetCourtOrder = protocol.Evaluate[CourtOrderID, CourtOrder]("securities:CourtOrder").By(role.Anyone).
			Doc("Answers an order of a court.")
	CourtOrders = protocol.Evaluate[CourtOrdersRequest, protocol.Page[CourtOrder]]("securities:CourtOrders").By(role.Anyone).
			Doc("Lists the orders of courts about an instrument or an account.")
)

// enforcementEndpoints are the transactions of this part, and enforcementEntries those that settle through cash.
var (
	enforcementEndpoints = []protocol.Endpoint{
		GiveCourtOrder, CosignCourtOrder, WithdrawCourtOrder, ExecuteCourtOrder, GetCourtOrder, CourtOrders,
	}
	enforcementEntries = []protocol.Endpoint{}
)
