// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// DataCall is what a supervisor asks the market for, answered by the ledger itself.
var DataCall = protocol.Evaluate[ReportRequest, Report]("insurance:DataCall").By(role.Regulator).
	Doc("Answers, as the ledger is, figures of a period by line of business, product and insurer, in which nobody can be singled out.")

// reportEndpoints are the transactions about the regulator's data call.
var reportEndpoints = []protocol.Endpoint{DataCall}

// reportSettles are those of them in which a settlement through cash begins.
var reportSettles = []protocol.Endpoint{}
