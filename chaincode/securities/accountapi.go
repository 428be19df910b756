// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Accounts and admissions.
var (
	OpenAccount = protocol.Submit[AccountTerms, Account]("securities:OpenAccount").By(role.Custodian).
			Doc("Opens an account at the caller's member.")
	OpenAccounts = protocol.Submit[AccountsRequest, Opened]("securities:OpenAccounts").By(role.Custodian).
			Doc("Opens many accounts at the caller's member.")
	ChangeAccount = protocol.Submit[ChangeRequest, Account]("securities:ChangeAccount").By(role.Anyone).
			Doc("Asks the custodian for another cash account or tax profile, as the account's owner.")
	ConfirmAccount = protocol.Submit[ConfirmRequest, Account]("securities:ConfirmAccount").By(role.Custodian).
			Doc("Agrees, as the custodian, to a change that the owner asks for.")
	CloseAccount = protocol.Submit[AccountID, Account]("securities:CloseAccount").By(role.Custodian).
			Doc("Ends receipts of an account; what is in it may leave it.")
	GetAccount = protocol.Evaluate[AccountID, Account]("securities:Account").By(role.Anyone).
			Doc("Answers an account.")
	AdmitInvestor = protocol.Submit[AdmitRequest, Admission]("securities:AdmitInvestor").By(role.Depository).
			Doc("Admits an investor to an instrument, in a class and, where the class is limited, in a slot of it; or renews that.")
	AdmitInvestors = protocol.Submit[AdmitAllRequest, AdmittedAll]("securities:AdmitInvestors").By(role.Depository).
			Doc("Admits many investors to an instrument.")
	EndAdmission = protocol.Submit[EndRequest, Admission]("securities:EndAdmission").By(role.Depository).
			Doc("Ends an investor's receipts; it may sell what it has.")
	ReleaseSlot = protocol.Submit[ReleaseRequest, Admission]("securities:ReleaseSlot").By(role.Depository).
			Doc("Shows on a closed register that an investor whose admission ended holds nothing, and frees its slot.")
	GetAdmission = protocol.Evaluate[AdmissionKey, Admission]("securities:Admission").By(role.Anyone).
			Doc("Answers an investor's admission to an instrument.")
	Admissions = protocol.Evaluate[AdmissionsRequest, protocol.Page[Admission]]("securities:Admissions").By(role.Anyone).
			Doc("Lists the admissions to an instrument.")
	Slots = protocol.Evaluate[SlotsRequest, protocol.Page[Slot]]("securities:Slots").By(role.Anyone).
		Doc("Lists the slots of a class that are taken.")
)

// accountEndpoints are the transactions of this part.
var accountEndpoints = []protocol.Endpoint{
	OpenAccount, OpenAccounts, ChangeAccount, ConfirmAccount, CloseAccount, GetAccount,
	AdmitInvestor, AdmitInvestors, EndAdmission, ReleaseSlot, GetAdmission, Admissions, Slots,
}

// AdmissionsRequest asks for the admissions to an instrument.
type AdmissionsRequest struct {
	protocol.PageRequest
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
}

// Validate refuses malformed members.
func (r AdmissionsRequest) Validate() error {
	return errors.Join(r.Instrument.Validate(), r.PageRequest.Validate())
}

// SlotsRequest asks for the slots of a class.
type SlotsRequest struct {
	protocol.PageRequest
	Instrument InstrumentID `json:"instrument" help:"the instrument"`
	Class      Class        `json:"class" help:"class of investors"`
}

// Validate refuses malformed members.
func (r SlotsRequest) Validate() error {
	return errors.Join(r.Instrument.Validate(), r.Class.Validate(), r.PageRequest.Validate())
}
