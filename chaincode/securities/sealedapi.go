// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Concealed units.
var (
	OpenPool = protocol.Submit[OpenPoolRequest, Pool]("securities:OpenPool").By(role.Depository).
			Doc("Opens the account in which an instrument's concealed units are.")
	ConcealUnits = protocol.Submit[ConcealRequest, SealedMade]("securities:ConcealUnits").By(role.Anyone).
			Doc("Puts lots of the caller's account into the pool and makes sealed lots of them; endorsers: custodian, depository, regulator.")
	MoveSealed = protocol.Submit[MoveSealedRequest, SealedMade]("securities:MoveSealed").By(role.Custodian).
			Doc("Moves, cuts or joins concealed units, as the custodian that keeps them; endorsers: all custodians, depository, regulator.")
	RevealUnits = protocol.Submit[RevealRequest, Made]("securities:RevealUnits").By(role.Custodian).
			Doc("Spends sealed lots and takes their units out of the pool into an account, as the custodian that keeps them.")
	PurgeOpenings = protocol.Submit[PurgeRequest, Purged]("securities:PurgeOpenings").
			By(role.Custodian, role.Depository, role.Regulator).InOwnCollection().Doc("Has the caller's member forget what spent sealed lots were.")
	TakeSealedSlot = protocol.Submit[SealedSlotRequest, Slot]("securities:TakeSealedSlot").By(role.Depository).
			Doc("Takes a slot of a class for an investor that is not to be known.")
	SealAdmissions = protocol.Submit[SealAdmissionsRequest, SealedAdmissions]("securities:SealAdmissions").By(role.Depository).
			InOwnCollection().Doc("Admits investors to concealed units, in the depository's own collection.")
	EndSealedAdmissions = protocol.Submit[EndSealedRequest, SealedAdmissions]("securities:EndSealedAdmissions").By(role.Depository).
				InOwnCollection().Doc("Ends admissions to concealed units.")
	IssueWrit = protocol.Submit[IssueWritRequest, WritReceipt]("securities:IssueWrit").By(role.Regulator).
			InOwnCollection().Doc("Orders a sealed lot to be frozen, freed or moved, in the regulator's own collection.")
	WithdrawWrit = protocol.Submit[WritID, WritReceipt]("securities:WithdrawWrit").By(role.Regulator).
			InOwnCollection().Doc("Takes an order back that was not carried out.")
	ObeyWrit = protocol.Submit[ObeyRequest, Execution]("securities:ObeyWrit").By(role.Depository).
			Doc("Carries the regulator's order on a sealed lot out, with or without its custodian; endorsers: depository, regulator and whoever receives.")
	GetPool = protocol.Evaluate[InstrumentID, Pool]("securities:Pool").By(role.Anyone).
		Doc("Answers the account in which an instrument's concealed units are.")
	GetSealedLot = protocol.Evaluate[SealedKey, SealedLot]("securities:SealedLot").By(role.Anyone).
			Doc("Answers what the public knows of a sealed lot.")
	SealedLots = protocol.Evaluate[SealedLotsRequest, protocol.Page[SealedLot]]("securities:SealedLots").By(role.Anyone).
			Doc("Lists what the public knows of sealed lots.")
	GetExecution = protocol.Evaluate[WritID, Execution]("securities:Execution").By(role.Anyone).
			Doc("Answers the record of an order on a sealed lot that was carried out.")
	ReadWrit = protocol.Evaluate[WritID, Writ]("securities:Writ").By(role.Regulator).
			Doc("Answers an order that the caller's member left, at a peer of its own.")
	ReadOpening = protocol.Evaluate[SealedKey, Opening]("securities:Opening").By(role.Custodian, role.Depository, role.Regulator).
			Doc("Answers what a sealed lot is, at a peer of a member that keeps its opening.")
	ReadSealedHoldings = protocol.Evaluate[SealedHoldingsRequest, SealedHoldings]("securities:SealedHoldings").
				By(role.Custodian, role.Depository, role.Regulator).
				Doc("Answers who holds concealed units, now or at the end of a day, at a peer of a member that keeps the openings.")
	ReadPoolProof = protocol.Evaluate[InstrumentID, PoolProof]("securities:PoolProof").By(role.Depository, role.Regulator).
			Doc("Adds all live sealed lots up and compares them with the pool, at a peer of the depository or the regulator.")
)

// sealedEndpoints are the transactions of this part.
var sealedEndpoints = []protocol.Endpoint{
	OpenPool, ConcealUnits, MoveSealed, RevealUnits, PurgeOpenings, TakeSealedSlot, SealAdmissions, EndSealedAdmissions,
	IssueWrit, WithdrawWrit, ObeyWrit,
	GetPool, GetSealedLot, SealedLots, GetExecution, ReadWrit, ReadOpening, ReadSealedHoldings, ReadPoolProof,
}
