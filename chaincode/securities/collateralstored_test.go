// SPDX-License-Identifier: Apache-2.0

package securities_test

import (
	"testing"

	"github.com/consort-finance/consort/chaincode/securities"
)

// Every row of collateral comes back from the ledger as it went there, with each of its members set.
func TestRowsOfCollateralAreKeptWhole(t *testing.T) {
	keptWhole[securities.Pledge](t)
	keptWhole[securities.Sale](t)
	keptWhole[securities.Repo](t)
	keptWhole[securities.RepoBook](t)
	keptWhole[securities.Manufactured](t)
	keptWhole[securities.UnitActions](t)
}
