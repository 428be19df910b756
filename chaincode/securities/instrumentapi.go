// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Instruments, their terms and their units.
var (
	ProposeInstrument = protocol.Submit[ProposeRequest, Instrument]("securities:ProposeInstrument").By(role.Issuer).
				Doc("Proposes an instrument of the caller's firm under its first terms.")
	ProposeTerms = protocol.Submit[ProposeRequest, Instrument]("securities:ProposeTerms").By(role.Issuer).
			Doc("Proposes other terms of an instrument, which replace those that wait for approval.")
	ApproveTerms = protocol.Submit[ApproveRequest, Instrument]("securities:ApproveTerms").By(role.Depository, role.Regulator).
			Doc("Approves proposed terms, as the depository or, of a public offer, as the regulator.")
	OpenPrimary = protocol.Submit[InstrumentID, Instrument]("securities:OpenPrimary").By(role.Issuer).
			Doc("Opens the primary phase of an approved instrument: units may be issued and sold.")
	Activate = protocol.Submit[InstrumentID, Instrument]("securities:ActivateInstrument").By(role.Depository).
			Doc("Ends the primary phase: units pass from account to account.")
	HaltInstrument = protocol.Submit[HaltRequest, Instrument]("securities:HaltInstrument").By(role.Depository, role.Regulator).
			Doc("Stops trading, moves or everything in an instrument, under an order.")
	ResumeInstrument = protocol.Submit[InstrumentID, Instrument]("securities:ResumeInstrument").By(role.Depository, role.Regulator).
				Doc("Ends a halt, by the member that ordered it.")
	MatureInstrument = protocol.Submit[InstrumentID, Instrument]("securities:MatureInstrument").By(role.Anyone).
				Doc("Ends moves of a bond whose maturity has come.")
	DefaultInstrument = protocol.Submit[InstrumentID, Instrument]("securities:DefaultInstrument").By(role.Depository).
				Doc("Records that an instrument did not pay.")
	CloseInstrument = protocol.Submit[InstrumentID, Instrument]("securities:CloseInstrument").By(role.Depository).
			Doc("Closes an instrument of which no unit is left.")
	WithdrawInstrument = protocol.Submit[InstrumentID, Instrument]("securities:WithdrawInstrument").By(role.Issuer, role.Depository).
				Doc("Takes an instrument back before its primary phase.")
	RequestIssue = protocol.Submit[IssueRequest, Issue]("securities:RequestIssue").By(role.Issuer).
			Doc("Asks the depository to make units, in the issuer's treasury account.")
	DecideIssue = protocol.Submit[DecideIssueRequest, Issue]("securities:DecideIssue").By(role.Depository).
			Doc("Makes the units that were asked for, in lots that were asked for, or declines.")
	GetInstrument = protocol.Evaluate[InstrumentID, Instrument]("securities:Instrument").By(role.Anyone).
			Doc("Answers an instrument.")
	GetTerms = protocol.Evaluate[TermsKey, TermsVersion]("securities:Terms").By(role.Anyone).
			Doc("Answers a version of an instrument's terms.")
	GetIssue = protocol.Evaluate[IssueID, Issue]("securities:Issue").By(role.Anyone).
			Doc("Answers an issue.")
	Instruments = protocol.Evaluate[protocol.PageRequest, protocol.Page[Instrument]]("securities:Instruments").By(role.Anyone).
			Doc("Lists instruments.")
	GetSupply = protocol.Evaluate[RegisterKey, Supply]("securities:Supply").By(role.Anyone).
			Doc("Answers how many units there were at the end of a day.")
)

// instrumentEndpoints are the transactions of this part.
var instrumentEndpoints = []protocol.Endpoint{
	ProposeInstrument, ProposeTerms, ApproveTerms, OpenPrimary, Activate, HaltInstrument, ResumeInstrument, MatureInstrument,
	DefaultInstrument, CloseInstrument, WithdrawInstrument, RequestIssue, DecideIssue,
	GetInstrument, GetTerms, GetIssue, Instruments, GetSupply,
}
