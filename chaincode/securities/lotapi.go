// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Lots and how they move.
var (
	Transfer = protocol.Submit[TransferRequest, Made]("securities:TransferUnits").By(role.Anyone).
			Doc("Moves units from an account of the caller to another, free of payment.")
	GetLot = protocol.Evaluate[LotKey, Lot]("securities:Lot").By(role.Anyone).
		Doc("Answers a lot.")
	LotsByAccount = protocol.Evaluate[LotsRequest, protocol.Page[Lot]]("securities:LotsByAccount").By(role.Anyone).
			Doc("Lists the lots of an account that are not spent.")
)

// lotEndpoints are the transactions of this part.
var lotEndpoints = []protocol.Endpoint{Transfer, GetLot, LotsByAccount}
