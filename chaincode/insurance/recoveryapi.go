// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// What comes back after a payment.
var (
	OpenRecovery = protocol.Submit[RecoveryRequest, Recovery]("insurance:OpenRecovery").By(role.Insurer).
			Doc("Opens a recovery: salvage, subrogation, or what was overpaid.")
	DemandRecovery = protocol.Submit[RecoveryAmount, Recovery]("insurance:DemandRecovery").By(role.Insurer).
			Doc("Demands an amount of the debtor.")
	AnswerRecovery = protocol.Submit[RecoveryAnswer, Recovery]("insurance:AnswerRecovery").By(role.Anyone).
			Doc("Answers a demand as the debtor: all of it, less, or nothing.")
	AgreeRecovery = protocol.Submit[RecoveryAmount, Recovery]("insurance:AgreeRecovery").By(role.Insurer).
			Doc("Settles on the debtor's offer, or on what was agreed outside; less than was expected waits for a second person.")
	ArbitrateRecovery = protocol.Submit[RecoveryAnswer, Recovery]("insurance:ArbitrateRecovery").By(role.Regulator).
				Doc("Decides a demand as arbiter.")
	ReceiveRecovery = protocol.Submit[ReceiveRequest, Recovery]("insurance:ReceiveRecovery").By(role.Anyone).
			Doc("Pays a recovery, which is divided between policyholder and insurers in the same transaction.")
	WaiveRecovery = protocol.Submit[RecoveryID, Recovery]("insurance:WaiveRecovery").By(role.Insurer).
			Doc("Asks to give a recovery up.")
	DecideWaiver = protocol.Submit[WaiverDecision, Recovery]("insurance:DecideWaiver").By(role.Insurer).
			Doc("Gives a recovery up, or settles for less, as another person, within authority, or goes on with it.")
	CloseRecovery = protocol.Submit[RecoveryID, Recovery]("insurance:CloseRecovery").By(role.Insurer).
			Doc("Closes a recovery of which all came in.")
	GetRecovery = protocol.Evaluate[RecoveryID, Recovery]("insurance:Recovery").By(role.Anyone).
			Doc("Answers a recovery.")
)

// recoveryEndpoints are the transactions about what comes back after a payment.
var recoveryEndpoints = []protocol.Endpoint{
	OpenRecovery, DemandRecovery, AnswerRecovery, AgreeRecovery, ArbitrateRecovery, ReceiveRecovery, WaiveRecovery, DecideWaiver, CloseRecovery, GetRecovery,
}

// recoverySettles are those of them in which a settlement through cash begins.
var recoverySettles = []protocol.Endpoint{ReceiveRecovery}
