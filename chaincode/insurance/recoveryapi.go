// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/protocol"

// recoveryEndpoints are the transactions about what comes back after a payment.
var recoveryEndpoints = []protocol.Endpoint{}

// recoverySettles are those of them in which a settlement through cash begins.
var recoverySettles = []protocol.Endpoint{}
