// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/protocol"

// policyEndpoints are the transactions about policys.
var policyEndpoints = []protocol.Endpoint{}

// policySettles are those of them in which a settlement through cash begins.
var policySettles = []protocol.Endpoint{}
