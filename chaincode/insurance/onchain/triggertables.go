// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
)

var (
	awaited     = ledger.NewTable("awaited", insurance.Awaited.AwaitedKey)
	dues        = ledger.NewTable("due", func(d insurance.Due) insurance.DueKey { return d.DueKey })
	evaluations = ledger.NewTable("evaluation", func(e insurance.Evaluation) insurance.EvaluationKey { return e.EvaluationKey })
)
