// SPDX-License-Identifier: Apache-2.0

package onchain_test

import (
	"testing"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// checkout is a request of the shop, and of the agent that goes to the shop: a settlement and the payer's consent.
type checkout struct {
	Settlement cash.SettleRequest `json:"settlement"`
	Again      bool               `json:"again,omitzero"`
	Consent    cash.Consent       `json:"consent,omitzero"`
}

func (r checkout) Validate() error { return r.Settlement.Validate() }

// The shop is a module as products are; the agent is a chaincode that goes to the shop or straight to cash.
var (
	shopSettle = protocol.Submit[checkout, cash.Settlement]("shop:Settle").By(role.Anyone).FromChaincodes().Doc("Settles.")
	shopSecret = protocol.Submit[checkout, cash.Settlement]("shop:Secret").By(role.Anyone).Doc("Settles from no entry point.")

	agentShop = protocol.Submit[checkout, cash.Settlement]("agent:Shop").By(role.Anyone).Doc("Has the shop settle.")
	agentCash = protocol.Submit[checkout, cash.Settlement]("agent:Settle").By(role.Anyone).Doc("Has cash settle.")
)

type shop struct{}

func (shop) Settle(tx *ledger.Tx, req checkout) (*cash.Settlement, error) {
	settlement, err := ledger.Call(tx, cash.Settle, req.Settlement)
	if err == nil && req.Again {
		req.Settlement.ID += "-again"
		_, _ = ledger.Call(tx, cash.Settle, req.Settlement) // the kernel remembers what this forgets
	}
	return settlement, err
}

func (shop) Secret(tx *ledger.Tx, req checkout) (*cash.Settlement, error) {
	return ledger.Call(tx, cash.Settle, req.Settlement)
}

type agent struct{}

func (agent) Shop(tx *ledger.Tx, req checkout) (*cash.Settlement, error) {
	return ledger.Call(tx, shopSettle, req)
}

func (agent) Settle(tx *ledger.Tx, req checkout) (*cash.Settlement, error) {
	return ledger.Call(tx, cash.Settle, req.Settlement)
}

// withShop is a consortium with both chaincodes, of which the shop is registered.
func withShop(t testing.TB) *consortium {
	t.Helper()
	c := opened(t)
	c.Deploy(t, "shop", func(house ledger.House) (*ledger.Chaincode, error) {
		return ledger.New("shop", house, shop{}, []protocol.Endpoint{shopSettle, shopSecret})
	})
	c.Deploy(t, "agent", func(house ledger.House) (*ledger.Chaincode, error) {
		return ledger.New("agent", house, agent{}, []protocol.Endpoint{agentShop, agentCash})
	})
	c.register(t, "shop")
	return c
}
