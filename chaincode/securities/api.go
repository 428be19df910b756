// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// Module is the name of this chaincode, by which cash knows it.
const Module = "securities"

// The business date, by which every rule decides what is due.
var (
	RollDate = protocol.RollBusinessDate(Module)
	Today    = protocol.CurrentBusinessDate(Module)
)

// Endpoints lists every transaction of this chaincode.
func Endpoints() []protocol.Endpoint {
	return slices.Concat(
		[]protocol.Endpoint{RollDate, Today}, instrumentEndpoints, accountEndpoints, lotEndpoints, registerEndpoints,
		settlementEndpoints, marketEndpoints, actionEndpoints, collateralEndpoints, enforcementEndpoints,
		sealedEndpoints,
	)
}

// EntryPoints are the functions in which a settlement through cash begins, for the resolution that registers this
// chaincode there.
func EntryPoints() []string {
	var functions []string
	for _, endpoint := range slices.Concat(settlementEntries, marketEntries, actionEntries, collateralEntries, enforcementEntries) {
		functions = append(functions, endpoint.Function())
	}
	return functions
}
