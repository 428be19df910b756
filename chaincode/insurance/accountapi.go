// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Technical accounts.
var (
	RenderAccount = protocol.Submit[RenderRequest, TreatyAccount]("insurance:RenderAccount").By(role.Insurer, role.Reinsurer).
			Doc("Renders a technical account of a treaty: a statement with each participant.")
	SettleBalances = protocol.Submit[StatementsRequest, Settled]("insurance:SettleStatements").By(role.Anyone).
			Doc("Nets statements of a cedent with a reinsurer and pays the balance, in one transaction.")
	CallCash = protocol.Submit[BordereauKey, Bordereau]("insurance:CallCash").By(role.Insurer, role.Reinsurer).
			Doc("Calls for the paid losses of a bordereau at once, where they reach the treaty's threshold.")
	PayCashCall = protocol.Submit[CallRequest, CashPaid]("insurance:PayCashCall").By(role.Anyone).
			Doc("Pays what reinsurers bear of a bordereau that was called for.")
)

// Questions about accounts.
var (
	GetTreatyAccount = protocol.Evaluate[TreatyID, TreatyAccount]("insurance:TreatyAccount").By(role.Anyone).
				Doc("Answers what was booked of a treaty.")
	GetPosition = protocol.Evaluate[TreatyID, Position]("insurance:TreatyPosition").By(role.Anyone).
			Doc("Answers what of a treaty is paid, outstanding, booked and owed, in all and by participant.")
	GetStatement = protocol.Evaluate[StatementKey, Statement]("insurance:Statement").By(role.Anyone).
			Doc("Answers a statement.")
	Statements = protocol.Evaluate[TreatyPage, protocol.Page[Statement]]("insurance:Statements").By(role.Anyone).
			Doc("Lists the statements of a treaty.")
	StatementsOf = protocol.Evaluate[InsurerPage, protocol.Page[Statement]]("insurance:StatementsOf").By(role.Anyone).
			Doc("Lists the statements of a reinsurer.")
	CashCalls = protocol.Evaluate[TreatyPage, protocol.Page[CashCall]]("insurance:CashCalls").By(role.Anyone).
			Doc("Lists what was paid of a treaty by cash calls.")
)

// Settled answers what was paid of statements.
type Settled struct {
	Statements []Statement `json:"statements"`
}

// CashPaid answers what was paid of a bordereau.
type CashPaid struct {
	Calls []CashCall `json:"calls"`
}

// accountEndpoints are the transactions about technical accounts among insurers and reinsurers.
var accountEndpoints = []protocol.Endpoint{
	RenderAccount, SettleBalances, CallCash, PayCashCall, GetTreatyAccount, GetPosition, GetStatement, Statements, StatementsOf, CashCalls,
}

// accountSettles are those of them in which a settlement through cash begins.
var accountSettles = []protocol.Endpoint{SettleBalances, PayCashCall}
