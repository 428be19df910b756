// SPDX-License-Identifier: Apache-2.0

package deposits

import (
	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

// module is the chaincode that settles through cash in this story, and entryPoint where it may begin to.
const (
	module     cash.ModuleName = "probe"
	entryPoint string          = "Settle"
)

func (c *chapter) government() []story.Step {
	currency := c.EuroMotion()
	return []story.Step{
		story.Do("northbank proposes the euro and tries to set it alone", currency.Alone),
		story.Do(c.Majority()+" approve the euro, and it is set", currency.Adopt),
		story.Do("the same resolution is carried out a second time", currency.Again),
	}
}

// probe is what the members let the module do.
func probe() cash.Module {
	return cash.Module{
		Name: module, EntryPoints: []string{entryPoint}, Caps: []money.Money{footing.Euros(1_000_000)},
		Operations: []cash.ModuleOperation{cash.ByHold, cash.ByRelease, cash.ByMandate, cash.ByConsent},
	}
}
