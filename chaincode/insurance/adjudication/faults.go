// SPDX-License-Identifier: Apache-2.0

package adjudication

import "github.com/consort-finance/consort/chaincode/protocol"

// FactsRefused: the facts of a loss do not answer what the terms ask, or are below zero.
var FactsRefused = protocol.Code{Name: "LOSS_FACTS", Status: 409}
