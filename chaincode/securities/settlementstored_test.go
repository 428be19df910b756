// SPDX-License-Identifier: Apache-2.0

package securities_test

import (
	"testing"

	"github.com/consort-finance/consort/chaincode/securities"
)

// Every row of settlement comes back from the ledger as it went there, with each of its members set.
func TestRowsOfSettlementAreKeptWhole(t *testing.T) {
	keptWhole[securities.Instruction](t)
	keptWhole[securities.Obligation](t)
	keptWhole[securities.Discipline](t)
	keptWhole[securities.ClosingPrice](t)
	keptWhole[securities.Penalty](t)
	keptWhole[securities.Batch](t)
	keptWhole[securities.Funding](t)
}
