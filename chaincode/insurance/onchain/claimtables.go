// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
)

// The rows of claims.
var (
	cessionsDue = ledger.NewTable("cession-due", func(d insurance.CessionDue) insurance.CessionKey { return d.CessionKey })
)
