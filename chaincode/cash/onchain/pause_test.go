// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// A resolution on a module's terms that was adopted before the members paused it does not let it run again.
func TestNewTermsDoNotResumeAPausedModule(t *testing.T) {
	c := withShop(t)
	pause := func(g protocol.Governed) cash.PauseRequest { return cash.PauseRequest{Governed: g, Module: "shop"} }
	govern(t, c, cash.PauseModule, pause)
	c.registerAs(t, cash.Module{
		Name: "shop", Caps: []money.Money{eur("60.00")}, EntryPoints: []string{"Settle"}, Operations: []cash.ModuleOperation{cash.ByConsent},
	})
	module := stage.Do(t, c.alice, cash.GetModule, "shop")
	require.Equal(t, eur("60.00"), module.Caps[0])
	stage.Refused(t, c.alice, shopSettle, consenting(t, "s", leg("alice", "bob", "10.00")), cash.ModulePaused)
	govern(t, c, cash.ResumeModule, pause)
	stage.Do(t, c.alice, shopSettle, consenting(t, "s", leg("alice", "bob", "10.00")))
}
