// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/protocol"

// duplicateEndpoints are the transactions about losses claimed at two insurers.
var duplicateEndpoints = []protocol.Endpoint{}

// duplicateSettles are those of them in which a settlement through cash begins.
var duplicateSettles = []protocol.Endpoint{}
