// SPDX-License-Identifier: Apache-2.0

package securities

import "github.com/consort-finance/consort/chaincode/protocol"

// registerEndpoints are the transactions of this part.
var registerEndpoints = []protocol.Endpoint{}
