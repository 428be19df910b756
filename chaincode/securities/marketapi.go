// SPDX-License-Identifier: Apache-2.0

package securities

import "github.com/consort-finance/consort/chaincode/protocol"

// marketEndpoints are the transactions of this part, and marketEntries those that settle through cash.
var (
	marketEndpoints = []protocol.Endpoint{}
	marketEntries   = []protocol.Endpoint{}
)
