// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/protocol"

// claimEndpoints are the transactions about claims, their evidence, reserves, decisions and payments.
var claimEndpoints = []protocol.Endpoint{}

// claimSettles are those of them in which a settlement through cash begins.
var claimSettles = []protocol.Endpoint{}
