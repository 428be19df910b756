// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Funds, panels and products.
var (
	RegisterFund = protocol.Submit[FundKey, Fund]("insurance:OpenFund").By(role.Insurer, role.Reinsurer).
			Doc("Registers an empty account of this chaincode as the caller's fund, from which its obligations are paid.")
	ProposeWithdrawal = protocol.Submit[WithdrawRequest, Fund]("insurance:ProposeWithdrawal").By(role.Insurer, role.Reinsurer).
				Doc("Proposes to take money out of a fund of the caller.")
	ApproveWithdrawal = protocol.Submit[FundKey, Fund]("insurance:ApproveWithdrawal").By(role.Insurer, role.Reinsurer).
				Doc("Takes money out of a fund of the caller, as another person than who proposed it.")
	GetFund = protocol.Evaluate[FundKey, Fund]("insurance:Fund").By(role.Anyone).
		Doc("Answers whose fund an account is.")
	OpenPanelOf = protocol.Submit[PanelTerms, Panel]("insurance:OpenPanel").By(role.Insurer).
			Doc("Proposes a panel of insurers under the caller's lead, which signs by that.")
	SignPanel = protocol.Submit[PanelID, Panel]("insurance:SignPanel").By(role.Insurer).
			Doc("Signs the caller's line of a panel.")
	ChangePurses = protocol.Submit[PursesRequest, Panel]("insurance:ChangePurses").By(role.Insurer).
			Doc("Changes through which accounts the caller's line of a panel receives and pays.")
	DraftVersion = protocol.Submit[ProductTerms, ProductVersion]("insurance:DraftProduct").By(role.Insurer).
			Doc("Drafts a version of a product of the caller, or replaces the terms of a draft.")
	SubmitVersion = protocol.Submit[VersionKey, ProductVersion]("insurance:SubmitProduct").By(role.Insurer).
			Doc("Submits a drafted version for activation.")
	ActivateVersion = protocol.Submit[VersionKey, ProductVersion]("insurance:ActivateProduct").By(role.Insurer).
			Doc("Activates, as another person, a submitted version.")
	ReturnVersion = protocol.Submit[VersionKey, ProductVersion]("insurance:ReturnProduct").By(role.Insurer).
			Doc("Sends a submitted version back to drafting.")
	SuspendVersion = protocol.Submit[VersionKey, ProductVersion]("insurance:SuspendProduct").By(role.Insurer).
			Doc("Stops new business of a version for a while.")
	ResumeVersion = protocol.Submit[VersionKey, ProductVersion]("insurance:ResumeProduct").By(role.Insurer).
			Doc("Ends the suspension of a version.")
	WithdrawVersion = protocol.Submit[VersionKey, ProductVersion]("insurance:WithdrawProduct").By(role.Insurer).
			Doc("Ends new business of a version for good.")
	GetPanel = protocol.Evaluate[PanelID, Panel]("insurance:Panel").By(role.Anyone).
			Doc("Answers a panel.")
	GetVersion = protocol.Evaluate[VersionKey, ProductVersion]("insurance:Product").By(role.Anyone).
			Doc("Answers a version of a product.")
	Versions = protocol.Evaluate[VersionsRequest, protocol.Page[ProductVersion]]("insurance:Products").By(role.Anyone).
			Doc("Lists the versions of a product, or of all products.")
)

// VersionsRequest asks for a page of versions.
type VersionsRequest struct {
	protocol.PageRequest
	Product ProductID `json:"product,omitzero" help:"the product; all when left out"`
}

// Validate refuses malformed members.
func (r VersionsRequest) Validate() error {
	if r.Product != "" {
		if err := r.Product.Validate(); err != nil {
			return err
		}
	}
	return r.PageRequest.Validate()
}

// Prefix is where the versions are.
func (r VersionsRequest) Prefix() []string {
	if r.Product == "" {
		return nil
	}
	return r.Product.Key()
}

// productEndpoints are the transactions about panels and products.
var productEndpoints = []protocol.Endpoint{
	RegisterFund, ProposeWithdrawal, ApproveWithdrawal, GetFund, OpenPanelOf, SignPanel, ChangePurses, DraftVersion, SubmitVersion, ActivateVersion, ReturnVersion, SuspendVersion,
	ResumeVersion, WithdrawVersion,
	GetPanel, GetVersion, Versions,
}

// productSettles are those of them in which a settlement through cash begins.
var productSettles = []protocol.Endpoint{ApproveWithdrawal}
