// SPDX-License-Identifier: Apache-2.0

package securities

import "github.com/consort-finance/consort/chaincode/protocol"

// actionEndpoints are the transactions of this part, and actionEntries those that settle through cash.
var (
	actionEndpoints = []protocol.Endpoint{}
	actionEntries   = []protocol.Endpoint{}
)
