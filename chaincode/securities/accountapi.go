// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Accounts and admissions.
var (
	OpenAccount = protocol.Submit[AccountTerms, Account]("securities:OpenAccount").By(role.Custodian).
			Doc("Opens an account at the caller's member.")
	OpenAccounts = protocol.Submit[AccountsRequest, Opened]("securities:OpenAccounts").By(role.Custodian).
			Doc("Opens many accounts at the caller's member.")
	GetAccount = protocol.Evaluate[AccountID, Account]("securities:Account").By(role.Anyone).
			Doc("Answers an account.")
	AdmitInvestor = protocol.Submit[AdmitRequest, Admission]("securities:AdmitInvestor").By(role.Depository).
			Doc("Admits an investor to an instrument, in a class and, where the class is limited, in a slot of it.")
	GetAdmission = protocol.Evaluate[AdmissionKey, Admission]("securities:Admission").By(role.Anyone).
			Doc("Answers an investor's admission to an instrument.")
)

// accountEndpoints are the transactions of this part.
var accountEndpoints = []protocol.Endpoint{OpenAccount, OpenAccounts, GetAccount, AdmitInvestor, GetAdmission}
