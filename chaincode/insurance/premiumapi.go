// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/protocol"

// premiumEndpoints are the transactions about premiums.
var premiumEndpoints = []protocol.Endpoint{}

// premiumSettles are those of them in which a settlement through cash begins.
var premiumSettles = []protocol.Endpoint{}
