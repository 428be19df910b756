// SPDX-License-Identifier: Apache-2.0

package securities

import "github.com/consort-finance/consort/chaincode/protocol"

// The events of collateral. They carry no quantities or amounts.
var (
	PledgeChanged = protocol.NewEventType[StatusEvent]("securities:PledgeChanged")
	SaleChanged   = protocol.NewEventType[StatusEvent]("securities:PledgeSaleChanged")
	RepoChanged   = protocol.NewEventType[StatusEvent]("securities:RepoChanged")
	IncomeChanged = protocol.NewEventType[StatusEvent]("securities:ManufacturedChanged")
)
