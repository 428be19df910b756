// SPDX-License-Identifier: Apache-2.0

package securities_test

import (
	"testing"

	"github.com/consort-finance/consort/chaincode/securities"
)

// What orders write comes back from the ledger as it went there, with each of its members set.
func TestRowsOfEnforcementAreKeptWhole(t *testing.T) {
	keptWhole[securities.CourtOrder](t)
	keptWhole[securities.Account](t)
	keptWhole[securities.Lot](t)
	keptWhole[securities.Stay](t)
	keptWhole[securities.Barred](t)
	keptWhole[securities.FrozenUnits](t)
}
