// SPDX-License-Identifier: Apache-2.0

package securities

import "github.com/consort-finance/consort/chaincode/protocol"

// enforcementEndpoints are the transactions of this part, and enforcementEntries those that settle through cash.
var (
	enforcementEndpoints = []protocol.Endpoint{}
	enforcementEntries   = []protocol.Endpoint{}
)
