// SPDX-License-Identifier: Apache-2.0

package securities

import "github.com/consort-finance/consort/chaincode/protocol"

// settlementEndpoints are the transactions of this part, and settlementEntries those that settle through cash.
var (
	settlementEndpoints = []protocol.Endpoint{}
	settlementEntries   = []protocol.Endpoint{}
)
