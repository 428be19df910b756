// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/protocol"

// reportEndpoints are the transactions about the regulator's data call.
var reportEndpoints = []protocol.Endpoint{}

// reportSettles are those of them in which a settlement through cash begins.
var reportSettles = []protocol.Endpoint{}
