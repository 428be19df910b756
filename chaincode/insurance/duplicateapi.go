// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"github.com/consort-finance/consort/chaincode/insurance/sameloss"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// The register of losses, and what comes of a match.
var (
	OpenLossEpoch = protocol.Submit[LossEpochRequest, LossEpoch]("insurance:OpenLossEpoch").By(role.RegisterKeeper).
			Doc("Begins the next epoch of the register of losses.")
	KeepLossKeys = protocol.Submit[LossKeysRequest, LossKeysReceipt]("insurance:KeepLossKeys").By(role.Insurer, role.RegisterKeeper).InOwnCollection().
			Doc("Keeps keys in the caller's own collection: the insurers' pepper, or the register's ring.")
	BlindLoss = protocol.Evaluate[BlindRequest, BlindedLoss]("insurance:BlindLoss").By(role.Insurer).
			Doc("Blinds a loss at a peer of the insurer's own.")
	PrintLoss = protocol.Evaluate[PrintLossRequest, sameloss.Prints]("insurance:PrintLoss").By(role.RegisterKeeper).
			Doc("Makes tokens of a blinded loss at a peer of the register's keeper.")
	RegisterLoss = protocol.Submit[RegisterLossRequest, Claim]("insurance:RegisterLoss").By(role.RegisterKeeper).
			Doc("Enters a claim's loss into the register; a match opens a case and holds payments for a time.")
	AnswerDuplicate = protocol.Submit[DuplicateAnswer, DuplicateCase]("insurance:AnswerDuplicate").By(role.Insurer).
			Doc("Says whether a match is one loss.")
	DecideDuplicate = protocol.Submit[DuplicateDecision, DuplicateCase]("insurance:DecideDuplicate").By(role.Regulator).
			Doc("Decides a match on which the insurers do not agree.")
	ShareLoss = protocol.Submit[DuplicateID, DuplicateCase]("insurance:ShareLoss").By(role.Insurer).
			Doc("Divides one loss among its insurers, once every claim is assessed.")
	Contribute = protocol.Submit[ContributeRequest, Payment]("insurance:Contribute").By(role.Insurer).
			Doc("Asks for the payment of what an insurer owes another of a shared loss.")
	MakeContribution = protocol.Submit[NumberedKey, Payment]("insurance:MakeContribution").By(role.Anyone).
				Doc("Pays an authorised contribution from one panel to the other.")
	GetDuplicate = protocol.Evaluate[DuplicateID, DuplicateCase]("insurance:Duplicate").By(role.Anyone).
			Doc("Answers a case of one loss claimed twice.")
	GetLossEpoch = protocol.Evaluate[protocol.Nothing, LossEpoch]("insurance:LossEpoch").By(role.Anyone).
			Doc("Answers the epoch of the register of losses.")
)

// duplicateEndpoints are the transactions about losses claimed at two insurers.
var duplicateEndpoints = []protocol.Endpoint{
	OpenLossEpoch, KeepLossKeys, BlindLoss, PrintLoss, RegisterLoss, AnswerDuplicate, DecideDuplicate, ShareLoss, Contribute, MakeContribution,
	GetDuplicate, GetLossEpoch,
}

// duplicateSettles are those of them in which a settlement through cash begins.
var duplicateSettles = []protocol.Endpoint{MakeContribution}
