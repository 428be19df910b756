// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/protocol"

// treatyEndpoints are the transactions about treaties of reinsurance and cessions.
var treatyEndpoints = []protocol.Endpoint{}

// treatySettles are those of them in which a settlement through cash begins.
var treatySettles = []protocol.Endpoint{}
