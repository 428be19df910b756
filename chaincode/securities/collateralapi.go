// SPDX-License-Identifier: Apache-2.0

package securities

import "github.com/consort-finance/consort/chaincode/protocol"

// collateralEndpoints are the transactions of this part, and collateralEntries those that settle through cash.
var (
	collateralEndpoints = []protocol.Endpoint{}
	collateralEntries   = []protocol.Endpoint{}
)
