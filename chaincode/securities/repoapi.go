// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Repos.
var (
	ProposeRepo = protocol.Submit[RepoRequest, Repo]("securities:ProposeRepo").By(role.Anyone).
			Doc("Proposes a repo to the owner of another account; its price follows from a closing price.")
	AgreeRepo = protocol.Submit[RepoID, Repo]("securities:AgreeRepo").By(role.Anyone).
			Doc("Agrees to a proposed repo, as the other side.")
	CancelRepo = protocol.Submit[RepoID, Repo]("securities:CancelRepo").By(role.Anyone).
			Doc("Ends a repo before its first leg: a proposal by either side, an agreed one by both.")
	SettleOnLeg = protocol.Submit[RepoLegRequest, Repo]("securities:SettleOnLeg").By(role.Anyone).
			Doc("Delivers the seller's lots against the purchase price.")
	SettleOffLeg = protocol.Submit[RepoLegRequest, Repo]("securities:SettleOffLeg").By(role.Anyone).
			Doc("Gives equivalent units back against the purchase price and interest.")
	CallMargin = protocol.Submit[RepoDay, Repo]("securities:CallMargin").By(role.Anyone).
			Doc("Calls for margin, at the closing price of the business day before.")
	MeetMargin = protocol.Submit[MeetRequest, Repo]("securities:MeetMargin").By(role.Anyone).
			Doc("Meets a margin call in money or in units.")
	ProposeRepoSwap = protocol.Submit[RepoSwapRequest, Repo]("securities:ProposeRepoSwap").By(role.Anyone).
			Doc("Proposes other collateral, as the seller.")
	AgreeRepoSwap = protocol.Submit[AgreeRepoSwapRequest, Repo]("securities:AgreeRepoSwap").By(role.Anyone).
			Doc("Takes other collateral of at least the value and gives the present one back, as the buyer.")
	DeclareRepoDefault = protocol.Submit[RepoDefaultRequest, Repo]("securities:DeclareRepoDefault").By(role.Anyone).
				Doc("Ends a repo of which something was missed and its grace is over.")
	CloseOutRepo = protocol.Submit[RepoID, Repo]("securities:CloseOutRepo").By(role.Anyone).
			Doc("Reckons the one amount that is left after a default.")
	PayCloseOut = protocol.Submit[RepoPayRequest, Repo]("securities:PayCloseOut").By(role.Anyone).
			Doc("Pays what is left after a default.")
	RaiseManufactured = protocol.Submit[ManufacturedKey, Manufactured]("securities:RaiseManufactured").By(role.Anyone).
				Doc("Finds the income that the buyer passes on to the seller.")
	RestateRepo = protocol.Submit[ManufacturedKey, Repo]("securities:RestateRepo").By(role.Anyone).
			Doc("Counts a split, bonus, call or redemption in what is given back, once it is carried out.")
	PayManufactured = protocol.Submit[PayIncomeRequest, Manufactured]("securities:PayManufactured").By(role.Anyone).
			Doc("Pays manufactured income.")

	GetRepo = protocol.Evaluate[RepoID, Repo]("securities:Repo").By(role.Anyone).
		Doc("Answers a repo.")
	GetRepoBook = protocol.Evaluate[RepoID, RepoBook]("securities:RepoBook").By(role.Anyone).
			Doc("Answers what was delivered and paid under a repo.")
	GetExposure = protocol.Evaluate[RepoDay, Exposure]("securities:Exposure").By(role.Anyone).
			Doc("Answers how a repo is covered at the closing price of a day that is over.")
	GetManufactured = protocol.Evaluate[ManufacturedKey, Manufactured]("securities:Manufactured").By(role.Anyone).
			Doc("Answers manufactured income.")
	Repos = protocol.Evaluate[CollateralOfRequest, protocol.Page[Repo]]("securities:Repos").By(role.Anyone).
		Doc("Lists the repos in which an account sells, or buys.")
)

// repoEndpoints are those of repos.
var repoEndpoints = []protocol.Endpoint{
	ProposeRepo, AgreeRepo, CancelRepo, SettleOnLeg, SettleOffLeg, CallMargin, MeetMargin, ProposeRepoSwap, AgreeRepoSwap,
	DeclareRepoDefault, CloseOutRepo, PayCloseOut, RaiseManufactured, RestateRepo, PayManufactured,
	GetRepo, GetRepoBook, GetExposure, GetManufactured, Repos,
}
