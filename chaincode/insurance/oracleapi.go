// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/protocol"

// oracleEndpoints are the transactions about feeds, rounds and observations.
var oracleEndpoints = []protocol.Endpoint{}

// oracleSettles are those of them in which a settlement through cash begins.
var oracleSettles = []protocol.Endpoint{}
