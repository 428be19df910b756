// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/protocol"

// accountEndpoints are the transactions about technical accounts among insurers and reinsurers.
var accountEndpoints = []protocol.Endpoint{}

// accountSettles are those of them in which a settlement through cash begins.
var accountSettles = []protocol.Endpoint{}
