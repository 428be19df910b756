// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/protocol"

// triggerEndpoints are the transactions about triggers of parametric covers and the due work of keepers.
var triggerEndpoints = []protocol.Endpoint{}

// triggerSettles are those of them in which a settlement through cash begins.
var triggerSettles = []protocol.Endpoint{}
