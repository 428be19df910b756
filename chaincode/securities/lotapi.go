// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Lots and how they move.
var (
	Transfer = protocol.Submit[TransferRequest, Made]("securities:TransferUnits").By(role.Anyone).
			Doc("Moves units from an account of the caller to another, free of payment.")
	DistributeUnits = protocol.Submit[DistributeRequest, Distributed]("securities:DistributeUnits").By(role.Anyone).
			Doc("Moves units from an account of the caller to up to 500 others, free of payment.")
	SplitLot = protocol.Submit[SplitRequest, Made]("securities:SplitLot").By(role.Anyone).
			Doc("Cuts one of the caller's lots, so that parts of it are spent side by side.")
	SweepLots = protocol.Submit[SweepRequest, Made]("securities:SweepLots").By(role.Anyone).
			Doc("Joins lots of one of the caller's accounts, under the strictest of their lock-ups.")
	CancelUnits = protocol.Submit[CancelRequest, Canceled]("securities:CancelUnits").By(role.Issuer).
			Doc("Redeems units in the issuer's own treasury.")
	CheckTransfer = protocol.Evaluate[TransferRequest, Verdict]("securities:CheckTransfer").By(role.Anyone).
			Doc("Tells whether a transfer would be carried out, and every rule that it would break.")
	SuggestInputs = protocol.Evaluate[SuggestRequest, Suggestion]("securities:SuggestInputs").By(role.Anyone).
			Doc("Proposes which lots of an account to spend for a quantity.")
	GetLot = protocol.Evaluate[LotKey, Lot]("securities:Lot").By(role.Anyone).
		Doc("Answers a lot.")
	LotsByAccount = protocol.Evaluate[LotsRequest, protocol.Page[Lot]]("securities:LotsByAccount").By(role.Anyone).
			Doc("Lists the lots of an account that are not spent.")
	Journal = protocol.Evaluate[JournalRequest, protocol.Page[Lot]]("securities:Journal").By(role.Anyone).
		Doc("Lists all lots that an instrument ever had, spent ones too.")
)

// lotEndpoints are the transactions of this part.
var lotEndpoints = []protocol.Endpoint{
	Transfer, DistributeUnits, SplitLot, SweepLots, CancelUnits, CheckTransfer, SuggestInputs, GetLot, LotsByAccount,
	Journal,
}

// JournalRequest asks for all lots of an instrument.
type JournalRequest struct {
	protocol.PageRequest
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
}

// Validate refuses malformed members.
func (r JournalRequest) Validate() error {
	return errors.Join(r.Instrument.Validate(), r.PageRequest.Validate())
}
