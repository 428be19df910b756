// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Pledges.
var (
	OfferPledge = protocol.Submit[PledgeRequest, Pledge]("securities:OfferPledge").By(role.Anyone).
			Doc("Offers lots of one of the caller's accounts as security for a claim.")
	AcceptPledge = protocol.Submit[PledgeID, Pledge]("securities:AcceptPledge").By(role.Anyone).
			Doc("Accepts a pledge, as the secured party: its lots are pledged.")
	EndPledgeOffer = protocol.Submit[PledgeID, Pledge]("securities:EndPledgeOffer").By(role.Anyone).
			Doc("Ends an offer of a pledge that was not accepted.")
	ReleasePledged = protocol.Submit[PledgedRequest, Pledge]("securities:ReleasePledged").By(role.Anyone).
			Doc("Frees lots of a pledge.")
	DischargePledge = protocol.Submit[PledgeID, Pledge]("securities:DischargePledge").By(role.Anyone).
			Doc("Gives a pledge up, as the secured party.")
	ProposePledgeSwap = protocol.Submit[SwapRequest, Pledge]("securities:ProposePledgeSwap").By(role.Anyone).
				Doc("Asks to pledge other lots in place of some, or more.")
	AgreePledgeSwap = protocol.Submit[SwapRequest, Pledge]("securities:AgreePledgeSwap").By(role.Anyone).
			Doc("Carries a substitution out, as the secured party, if it is worth as much.")
	DefaultPledge = protocol.Submit[PledgeID, Pledge]("securities:DefaultPledge").By(role.Anyone).
			Doc("Declares that the claim was not met: lots are realised when the notice is over.")
	AppropriatePledged = protocol.Submit[PledgedRequest, Pledge]("securities:AppropriatePledged").By(role.Anyone).
				Doc("Takes pledged units at the last closing price, up to the claim.")
	SellPledged = protocol.Submit[SellRequest, Sale]("securities:SellPledged").By(role.Anyone).
			Doc("Offers pledged units to a third party.")
	WithdrawPledgedSale = protocol.Submit[SaleKey, Sale]("securities:WithdrawPledgedSale").By(role.Anyone).
				Doc("Takes an offer of pledged units back.")
	BuyPledged = protocol.Submit[BuyRequest, Pledge]("securities:BuyPledged").By(role.Anyone).
			Doc("Takes pledged units that were offered, and pays for them.")

	GetPledge = protocol.Evaluate[PledgeID, Pledge]("securities:Pledge").By(role.Anyone).
			Doc("Answers a pledge.")
	GetPledgedSale = protocol.Evaluate[SaleKey, Sale]("securities:PledgedSale").By(role.Anyone).
			Doc("Answers what a secured party offers a buyer.")
	Pledges = protocol.Evaluate[CollateralOfRequest, protocol.Page[Pledge]]("securities:Pledges").By(role.Anyone).
		Doc("Lists the pledges that an account gave, or that secure it.")
)

// pledgeEndpoints are those of pledges.
var pledgeEndpoints = []protocol.Endpoint{
	OfferPledge, AcceptPledge, EndPledgeOffer, ReleasePledged, DischargePledge, ProposePledgeSwap, AgreePledgeSwap, DefaultPledge,
	AppropriatePledged, SellPledged, WithdrawPledgedSale, BuyPledged, GetPledge, GetPledgedSale, Pledges,
}

// collateralEndpoints are the transactions of this part, and collateralEntries those that settle through cash.
var (
	collateralEndpoints = slices.Concat(pledgeEndpoints, repoEndpoints)
	collateralEntries   = []protocol.Endpoint{BuyPledged, SettleOnLeg, SettleOffLeg, MeetMargin, PayCloseOut, PayManufactured}
)

// CollateralOfRequest lists what an account gave as collateral, or what it received.
type CollateralOfRequest struct {
	Account AccountID `json:"account" help:"the account"`
	// Received asks for what secures the account, or what it bought; what it gave otherwise.
	Received bool `json:"received,omitzero" help:"what the account received; what it gave when left out"`
	protocol.PageRequest
}

// Validate refuses malformed members.
func (r CollateralOfRequest) Validate() error {
	return errors.Join(r.Account.Validate(), r.PageRequest.Validate())
}

// Index is the one by which it is found.
func (r CollateralOfRequest) Index() string {
	if r.Received {
		return "received"
	}
	return "given"
}
