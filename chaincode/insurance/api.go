// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// Module is the name of this chaincode, by which cash knows it.
const Module = "insurance"

// The calendar of this chaincode.
var (
	RollDate = protocol.RollBusinessDate(Module)
	Today    = protocol.CurrentBusinessDate(Module)
)

// EntryPoints are the functions in which a settlement through cash begins, for the resolution that registers this
// chaincode there.
func EntryPoints() []string {
	var functions []string
	for _, endpoint := range slices.Concat(
		productSettles, policySettles, premiumSettles, claimSettles, duplicateSettles, recoverySettles, triggerSettles, oracleSettles,
		treatySettles, accountSettles, reportSettles,
	) {
		functions = append(functions, endpoint.Function())
	}
	return functions
}

// Endpoints lists every transaction of this chaincode.
func Endpoints() []protocol.Endpoint {
	return slices.Concat(
		[]protocol.Endpoint{RollDate, Today},
		productEndpoints, policyEndpoints, premiumEndpoints, claimEndpoints, duplicateEndpoints, recoveryEndpoints,
		triggerEndpoints, oracleEndpoints, treatyEndpoints, accountEndpoints, reportEndpoints,
	)
}
